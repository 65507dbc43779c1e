"""What both matching steps do with one pair of notice and customer."""

from dataclasses import dataclass

import stamina

from chalicelib import clock, settling
from chalicelib.deciding.casework import case_id
from chalicelib.errors import ConcurrentChangeError
from chalicelib.matching.judge import judge, share
from chalicelib.matching.keys import FORMER_VERSION, KEY_VERSION, keys_of
from chalicelib.matching.prepared import Prepared, prepare
from chalicelib.matching.scoring import score
from chalicelib.matching.thresholds import applied, percent, worth_reading
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer
from chalicelib.model.decision import Decision
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.match_keys import MatchKeys
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.thresholds import DELIVERED, Thresholds
from chalicelib.model.watched import NearMiss
from chalicelib.occasions import occasion_of
from chalicelib.store import cases, customers, decisions, key_rebuilds
from chalicelib.store.customers import Candidates
from functions.entry import count, count_block, logger


def searched_by(side: Customer | InsolvencyNotice) -> list[MatchKeys]:
    """The keys by which the other side is looked for: the former version's too, until all stored ones are rebuilt."""
    if key_rebuilds.finished(KEY_VERSION):
        return [keys_of(side)]
    return [keys_of(side), keys_of(side, FORMER_VERSION)]


@dataclass(frozen=True, slots=True)
class Rivals:
    """Everybody a notice may name: customers read in full with their shared judgement, and who just missed review."""

    known: dict[str, tuple[Customer, Match]]
    near_misses: tuple[NearMiss, ...]


def rivals(notice: InsolvencyNotice, also: set[str], thresholds: Thresholds = DELIVERED) -> Rivals:
    """The customers a notice may name, judged beside each other.

    The compact records beside the keys tell who is worth reading in full; `also` are customers read in any case.
    """
    found = customers.candidates(searched_by(notice))
    warn_of_cut(found)
    theirs = prepare(notice)
    worth, misses = set(also), []
    for number, compact in found.records.items():
        scored = score(Prepared.from_compact(compact), theirs) if compact else None
        if scored is None or worth_reading(scored, thresholds):
            worth.add(number)
        elif scored.watched:
            misses.append(_near_miss(number, notice, scored.rule, scored.bits))
    known = customers.get_many(worth)
    now = clock.now()
    matches = share([judge(customer, notice, now) for _, customer in sorted(known.items())])
    judged = {match.customer_number: (known[match.customer_number], match) for match in matches}
    dropped = (applied(match, thresholds) for match in matches if match.customer_number not in also)
    misses += [
        _near_miss(one.customer_number, notice, one.rule, float(one.bits))
        for one in dropped
        if one.result is MatchResult.NEGATIVE and judged[one.customer_number][1].result is not MatchResult.NEGATIVE
    ]
    return Rivals(judged, tuple(misses))


def _near_miss(number: str, notice: InsolvencyNotice, rule: str, bits: float) -> NearMiss:
    return NearMiss(customer_number=number, notice_id=notice.id, rule=rule, score=percent(bits))


def warn_of_cut(found: Candidates) -> None:
    """Says when a key is shared by more than are read, even at one place: whoever lies behind was not looked at."""
    if found.cut:
        logger.warning("keys shared by too many", keys=len(found.cut))
        count("KeysCut", len(found.cut))


def _followed(notice: InsolvencyNotice, customer: Customer) -> CaseFile | None:
    """The customer's case that follows these proceedings although another source's notice has opened it."""
    files = (cases.get(one) for one in sorted(cases.following(notice.proceedings_id)))
    return next((one for one in files if one and one.case.customer_number == customer.number), None)


def _met(notice: InsolvencyNotice, customer: Customer, match: Match) -> CaseFile | None:
    """The customer's case that another source's word has opened before and that these proceedings continue."""
    if match.result is MatchResult.NEGATIVE:
        return None
    found = settling.met(notice, match, cases.of_customer(customer.number))
    return cases.get(found.id) if found else None


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.05, wait_max=1.0)
def settle(
    notice: InsolvencyNotice,
    customer: Customer,
    match: Match,
    case: str | None = None,
    thresholds: Thresholds = DELIVERED,
) -> Decision | None:
    """The decision written for this match, or None when nothing follows. Repeating it is harmless.

    `case` names the case to go on with, when it is not the one of the notice's own proceedings.
    """
    now = clock.now()
    file = cases.get(case or case_id(customer, notice))
    file = file or _followed(notice, customer) or _met(notice, customer, match)
    match, decision = settling.settled(file, match, notice, occasion_of(customer, now), thresholds)
    count(f"Match{match.result.capitalize()}")
    if decision is None or not decisions.record(decision):
        return None
    count_block(decision.block)
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
