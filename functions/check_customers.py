"""What registers and bureaus know of a new, changed or due customer: looked up, linked, watched, checked by plan."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from chalicelib import access, bureau_health, clock, inquiring, looking_up, portfolio
from chalicelib.errors import NotAskedError, SourceError
from chalicelib.inquiring import Asked, Question
from chalicelib.model.bureau import Ability, BureauPlan
from chalicelib.model.credit import CreditFile, InquiryReason, Outcome
from chalicelib.model.customer import Customer
from chalicelib.store import credit, customers, look_ups
from functions.entry import count, logger, queue_step, wanted

_OFFERS = (Ability.SEARCH, Ability.CHECK)
_NO_ANSWER = frozenset({Outcome.SENT, Outcome.UNREADABLE, Outcome.LOST})
_TRIED_AGAIN_AFTER = timedelta(days=1)


def check(message: dict[str, Any], _context: Any) -> None:
    """Looks the customer up in registers; links it at each bureau that is on, asks by plan, notes when to ask again.

    Whoever fails does not keep the others from being asked.

    Raises:
        SourceError: a register did not answer, or a bureau did not in a way that another attempt may heal.
    """
    (pk,) = wanted(message, "pk")
    number = pk.rpartition("#")[2]
    customer = customers.get(number)
    if customer is None:
        credit.forget_due(number)
        look_ups.forget(number)
        return
    looked_up = looking_up.look_up(customer, clock.now())
    _tell_look_ups(looked_up)
    _ask_bureaus(customer, message)
    for error in looked_up.failures:
        raise error


def _tell_look_ups(looked_up: looking_up.LookedUp) -> None:
    for one in (*looked_up.made, *looked_up.put_off):
        found = ", ".join(one.new_notices)
        logger.info("looked up", register=one.register_name, outcome=one.outcome, notices=found, reason=one.reason)
    for error in looked_up.failures:
        logger.warning("look-up failed", register=error.source, reason=error.reason, evidence=error.evidence)


def _ask_bureaus(customer: Customer, message: dict[str, Any]) -> None:
    names = [name for name in inquiring.active() if _any_offer(name, customer)]
    if not names:
        return
    now = clock.now()
    known = credit.file_of(customer.number)
    failures = [error for name in names if (error := _link(name, customer, known, now))]
    reason = _reason(message, known)
    asked = None
    if reason:
        asked = inquiring.check(customer, credit.file_of(customer.number), Question(reason, "plan", now))
        failures += asked.failures
        count("ChecksMade", len(asked.made))
    _plan_next(customer, known, asked, names, now)
    _report(failures, asked, now)


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
    try:
        with access.bureau(name, now) as desk:
            portfolio.link(desk, customer, known.subject(name))
    except SourceError as error:
        return error
    return None


def _plan_next(customer: Customer, known: CreditFile, asked: Asked | None, names: list[str], now: datetime) -> None:
    """Notes when to ask again: by plan from the last answer on, or tomorrow where one was wanted and none came.

    A change of the customer's record may bring an earlier day, such as for a higher limit, and never a later one: a
    customer that changes often would otherwise never be asked about.
    """
    if asked and _went_wrong(asked):
        credit.put_due(customer.number, now + _TRIED_AGAIN_AFTER)
        return
    last = now if asked else max((one.asked_at for one in known.inquiries), default=now)
    day = inquiring.next_check(customer, _plans(names), last.date())
    planned, set_before = datetime.combine(day, time(3), UTC), credit.due_at(customer.number)
    if asked or set_before is None or planned < set_before:
        credit.put_due(customer.number, planned)


def _went_wrong(asked: Asked) -> bool:
    """Whether an answer was wanted, somebody could have given it, and none came."""
    silent = [one for one in asked.inquiries if one.answer.outcome in _NO_ANSWER]
    failures = [error for error in asked.failures if not isinstance(error, NotAskedError)]
    return len(silent) == len(asked.inquiries) and bool(silent or failures)


def _plans(names: list[str]) -> tuple[BureauPlan, ...]:
    plans: list[BureauPlan] = []
    for name in names:
        try:
            plans.append(access.bureau_plan(name))
        except SourceError as error:
            logger.warning("plan not read", source=name, reason=str(error))
    return tuple(plans)


def _report(failures: list[SourceError], asked: Asked | None, now: datetime) -> None:
    """Shows each failure with its source; raises the first one that another attempt may heal."""
    for error in failures:
        logger.warning("bureau failed", source=error.source, reason=str(error))
    bureau_health.heard(failures, asked.made if asked else (), now)
    count("BureausFailed", len(failures))
    for error in failures:
        if error.retryable:
            raise error


handler = queue_step("check_customers", check)
