"""What both matching steps do with one pair of notice and customer."""

import stamina

from chalicelib import channels, clock, decide
from chalicelib.deciding.casework import case_id
from chalicelib.errors import ConcurrentChangeError
from chalicelib.matching.judge import judge
from chalicelib.model.alert import Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.customer import Customer
from chalicelib.model.decision import Decision
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.settings import settings
from chalicelib.store import cases, decisions
from functions.entry import count, logger


def audience() -> Audience:
    """Everybody who can be told in this deployment."""
    return channels.audience(tuple(Recipient(address=one) for one in settings().default_recipients))


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.05, wait_max=1.0)
def settle(notice: InsolvencyNotice, customer: Customer, case: str | None = None) -> Decision | None:
    """The decision written for this pair, or None when nothing follows. Repeating it is harmless.

    `case` names the case to go on with, when it is not the one of the notice's own proceedings.
    """
    now = clock.now()
    match = judge(customer, notice, now)
    file = cases.get(case or case_id(customer, notice))
    occasion = decide.Occasion(customer=customer, audience=audience(), now=now)
    if file:
        decision = decide.on_later_notice(file, match, notice, occasion)
    else:
        decision = decide.on_match(match, notice, occasion)
    count(f"Match{match.result.capitalize()}")
    if decision is None or not decisions.record(decision):
        return None
    logger.info(
        "decided",
        notice=notice.id,
        case=decision.case.id,
        result=match.result,
        rule=match.rule,
        stage=decision.block.stage if decision.block else None,
        alerts=len(decision.alerts),
    )
    return decision
