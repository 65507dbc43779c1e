"""What bureaus know of a new, changed or due customer: linked, watched, and checked by plan."""

from datetime import UTC, datetime, time
from typing import Any

from chalicelib import access, clock, inquiring, portfolio
from chalicelib.errors import BudgetSpentError, SourceError
from chalicelib.inquiring import Question
from chalicelib.model.bureau import Ability, BureauPlan
from chalicelib.model.credit import CreditFile, InquiryReason
from chalicelib.model.customer import Customer
from chalicelib.source_health import failed
from chalicelib.store import credit, customers, sources
from functions.entry import count, logger, queue_step, wanted

_OFFERS = (Ability.SEARCH, Ability.CHECK)


def check(message: dict[str, Any], _context: Any) -> None:
    """Links the customer at each bureau that is on, asks by plan, and notes when to ask again.

    A bureau that fails is shown with the sources and does not keep the others from being asked.

    Raises:
        SourceError: a bureau did not answer in a way that another attempt may heal.
    """
    (pk,) = wanted(message, "pk")
    customer = customers.get(pk.rpartition("#")[2])
    names = [name for name in inquiring.active() if customer and _any_offer(name, customer)]
    if customer is None or not names:
        return
    now = clock.now()
    known = credit.file_of(customer.number)
    failures = [error for name in names if (error := _link(name, customer, known, now))]
    reason = _reason(message, known)
    if reason:
        asked = inquiring.check(customer, credit.file_of(customer.number), Question(reason, "plan", now))
        failures += asked.failures
        count("ChecksMade", len(asked.made))
    _plan_next(customer, names, now)
    _report(failures, now)


def _any_offer(name: str, customer: Customer) -> bool:
    return any(inquiring.serves(name, ability, customer) for ability in _OFFERS)


def _reason(message: dict[str, Any], known: CreditFile) -> InquiryReason | None:
    """Why to ask now: the first time, or because the plan's day has come; a change of master data is no reason."""
    if not known.inquiries:
        return InquiryReason.CREATION
    return InquiryReason.PLAN if message.get("reason") == InquiryReason.PLAN else None


def _link(name: str, customer: Customer, known: CreditFile, now: datetime) -> SourceError | None:
    """The failure, if the bureau could not be asked who the customer is there."""
    if not inquiring.serves(name, Ability.SEARCH, customer):
        return None
    before = known.subject(name)
    try:
        with access.bureau(name, now) as desk:
            subject = portfolio.link(desk, customer, before)
    except SourceError as error:
        return error
    if subject.subject_id and (before is None or before.subject_id != subject.subject_id):
        portfolio.tell_again(subject)
    return None


def _plan_next(customer: Customer, names: list[str], now: datetime) -> None:
    plans: list[BureauPlan] = []
    for name in names:
        try:
            plans.append(access.bureau_plan(name))
        except SourceError as error:
            logger.warning("plan not read", source=name, reason=str(error))
    day = inquiring.next_check(customer, tuple(plans), now.date())
    credit.put_due(customer.number, datetime.combine(day, time(3), UTC))


def _report(failures: list[SourceError], now: datetime) -> None:
    """Shows each failure with its source; raises the first one that another attempt may heal."""
    for error in failures:
        logger.warning("bureau failed", source=error.source, reason=str(error))
        if not isinstance(error, BudgetSpentError):
            state = sources.get(error.source).model_copy(update={"kind": "bureau"})
            sources.put_polled(failed(state, error, now))
    count("BureausFailed", len(failures))
    for error in failures:
        if error.retryable:
            raise error


handler = queue_step("check_customers", check)
