"""Asking a bureau about one customer: what is known and still valid first, then within the budget, kept before used."""

import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import stamina

from chalicelib import access, admin_settings, bureaus, reading
from chalicelib.bureaus import Access, BureauModule
from chalicelib.deadlines.retention import expires_at
from chalicelib.deciding import credit as rules
from chalicelib.errors import (
    BudgetSpentError,
    ConcurrentChangeError,
    InvalidInputError,
    NotAskedError,
    SourceError,
    SourceRefusedError,
)
from chalicelib.model.bureau import Ability, BureauPlan
from chalicelib.model.credit import (
    Answer,
    CheckRequest,
    CreditEvent,
    CreditFile,
    IndexEntry,
    Inquiry,
    InquiryReason,
    Outcome,
)
from chalicelib.model.customer import Customer, CustomerKind, Money
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.record import content_id
from chalicelib.settings import settings
from chalicelib.store import budgets, credentials, credit, evidence

_WAITED_FOR = timedelta(hours=1)


class Question(NamedTuple):
    """Why a customer is asked about, for whom, and how long the asker can wait for all bureaus together."""

    reason: InquiryReason
    asked_by: str
    now: datetime
    order_value: Money | None = None
    within_seconds: float | None = None


class Asked(NamedTuple):
    """What came of it: every inquiry that speaks now, those made just now among them, and who failed and why."""

    inquiries: tuple[Inquiry, ...]
    made: tuple[Inquiry, ...]
    failures: tuple[SourceError, ...]
    not_asked: tuple[tuple[str, str], ...] = ()
    """Bureau and reason."""


def active() -> tuple[str, ...]:
    """Names of the bureaus that the admin has given credentials and not switched off."""
    parameters = {name: f"bureaus/{name}/credentials" for name in bureaus.names()}
    disabled = admin_settings.disabled_sources()
    wanted = {name: one for name, one in parameters.items() if name not in disabled}
    found = credentials.existing(tuple(wanted.values()))
    return tuple(name for name, one in wanted.items() if one in found)


def why_off(name: str) -> str:
    """Why a bureau that is not active is off."""
    if name in admin_settings.disabled_sources():
        return "switched off by the admin"
    return f"no credentials: set the SSM parameter {settings().parameter_prefix}/bureaus/{name}/credentials"


def serves(name: str, ability: Ability, customer: Customer) -> bool:
    """Whether the bureau offers this, about such a customer, in its country."""
    facts = bureaus.load(name).BUREAU
    person = customer.kind is CustomerKind.PERSON
    country = customer.address.country if customer.address else None
    known_kind = facts.natural_persons if person else facts.organisations
    return ability in facts.abilities and known_kind and (country is None or country in facts.countries)


def check(customer: Customer, known: CreditFile, question: Question) -> Asked:
    """The answers of the bureaus about a customer, in the plans' order until one can say something.

    A stored answer within its validity is used again. A bureau that fails, or whose budget is spent, is named and the
    next one is asked.
    """
    made: list[Inquiry] = []
    failures: list[SourceError] = []
    spoken: list[Inquiry] = []
    not_asked: list[tuple[str, str]] = []
    ends = None if question.within_seconds is None else time.monotonic() + question.within_seconds
    waiting = _in_order(customer, question.reason, failures, not_asked)
    while waiting:
        name, plan = waiting.pop(0)
        stored = known.valid_answer(name, question.now)
        if stored is None and (reason := _too_small(question, plan)):
            not_asked.append((name, reason))
            continue
        within = None if ends is None else max(0.0, ends - time.monotonic()) / (1 + len(waiting))
        try:
            inquiry = stored or ask(name, plan, customer, known, question._replace(within_seconds=within))
        except SourceError as error:
            failures.append(error)
            continue
        spoken.append(inquiry)
        if stored is None:
            made.append(inquiry)
        if inquiry.answer.outcome is Outcome.ANSWERED:
            break
    not_asked += [(name, f"{spoken[-1].bureau} has answered") for name, _ in waiting]
    return Asked(tuple(spoken), tuple(made), tuple(failures), tuple(not_asked))


def _too_small(question: Question, plan: BureauPlan) -> str | None:
    """Why an order is too small to be asked about; one in another currency never is."""
    value = question.order_value
    if question.reason is not InquiryReason.ORDER or value is None or value.currency != plan.currency:
        return None
    limit = plan.order_check_from
    return f"an order below {limit} {plan.currency} asks nobody" if value.amount < limit else None


def _in_order(
    customer: Customer, reason: InquiryReason, failures: list[SourceError], not_asked: list[tuple[str, str]]
) -> list[tuple[str, BureauPlan]]:
    """Who is asked, in the plans' order; whoever is not is named with the reason."""
    found = []
    for name in active():
        if not serves(name, Ability.CHECK, customer):
            continue
        try:
            plan = access.bureau_plan(name)
        except SourceRefusedError as error:
            failures.append(error)
            continue
        if reason in plan.check_on:
            found.append((name, plan))
        else:
            not_asked.append((name, f"its plan asks nothing on {reason}"))
    return sorted(found, key=lambda pair: (pair[1].priority, pair[0]))


def ask(name: str, plan: BureauPlan, customer: Customer, known: CreditFile, question: Question) -> Inquiry:
    """One paid inquiry, recorded with its answer and what follows from it.

    It is recorded before it is sent and again before its answer is read, so that nothing is asked and paid twice when
    this process ends in between: whoever asks again finds it.

    Raises:
        BudgetSpentError: the month's budget does not cover it; nothing was asked.
        NotAskedError: the bureau cannot be asked about such a customer; nothing was asked.
        SourceError: the bureau did not answer; a refusal costs nothing.
    """
    subject = known.subject(name)
    request = CheckRequest(
        customer=customer,
        subject_id=subject.subject_id if subject and subject.certain else None,
        reason=question.reason,
        reference=content_id(name, customer.number, question.reason, question.now.isoformat()),
        order_value=question.order_value,
    )
    inquiry = _begun(name, plan, customer, question, request)
    module = bureaus.load(name)
    with access.bureau(name, question.now, within_seconds=question.within_seconds) as desk:
        desk.web.prove()
        pay(name, plan, question.now, plan.cost_per_check)
        credit.record_inquiry(inquiry, None)
        document = _asked(module, desk, request, inquiry)
    key = evidence.keep(document)
    came = {
        "answer": Answer(outcome=Outcome.UNREADABLE, text="kept, and not understood"),
        "valid_until": question.now + timedelta(days=plan.valid_days),
        "payload": key,
        "answered_at": document.fetched_at,
    }
    kept = inquiry.model_copy(update=came)
    credit.record_inquiry(kept, None)
    answered = kept.model_copy(update={"answer": read(module, document, key, plan)})
    record(answered, customer, known)
    return answered


def _begun(name: str, plan: BureauPlan, customer: Customer, question: Question, request: CheckRequest) -> Inquiry:
    """The inquiry before it is sent; it keeps others from asking the same for an hour, whatever becomes of it."""
    return Inquiry(
        id=request.reference,
        bureau=name,
        customer_number=customer.number,
        reason=question.reason,
        asked_by=question.asked_by,
        asked_at=question.now,
        valid_until=question.now + _WAITED_FOR,
        answer=Answer(outcome=Outcome.SENT, text="asked; no answer has come"),
        cost=Money(amount=plan.cost_per_check, currency=plan.currency),
    )


def _asked(module: BureauModule, desk: Access, request: CheckRequest, inquiry: Inquiry) -> Document:
    """The bureau's answer; what it refused, what never left us, or what could not be asked is not paid."""
    try:
        return module.check(desk, request)
    except SourceError as error:
        if isinstance(error, SourceRefusedError | NotAskedError) or not getattr(error, "sent", True):
            _take_back(inquiry)
        raise
    except InvalidInputError as error:  # a record that this bureau cannot be asked with, such as one without address
        _take_back(inquiry)
        raise NotAskedError(inquiry.bureau, f"customer {request.customer.number}: {error}") from error


def _take_back(inquiry: Inquiry) -> None:
    give_back(inquiry.bureau, inquiry.asked_at, inquiry.cost.amount)
    credit.forget_inquiry(inquiry)


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.02, wait_max=0.5)
def give_back(name: str, now: datetime, cost: Decimal) -> None:
    """Takes back what was counted for a call that the bureau refused or that never left us."""
    budgets.give_back(name, now, cost)


def read(module: BureauModule, document: Document, key: str, plan: BureauPlan) -> Answer:
    """What a kept answer says.

    Raises:
        SourceChangedError: its shape is not known; the payload is kept under the key it names.
    """
    with reading.of_payload(document.source, key):
        return module.answer(document, plan)


def record(inquiry: Inquiry, customer: Customer, known: CreditFile) -> None:
    """Stores an inquiry with its answer, its point of the index history, and the events that follow from it."""
    answer, on = inquiry.answer, (inquiry.answered_at or inquiry.asked_at).date()
    entry = None
    if answer.index:
        entry = IndexEntry(
            id=content_id(inquiry.id),
            customer_number=customer.number,
            bureau=inquiry.bureau,
            index=answer.index,
            on=on,
            source="check",
            reason=inquiry.reason,
            expires_on=inquiry.valid_until.date(),
        )
    events = rules.events_of(inquiry, customer, known.latest_index(inquiry.bureau))
    for event in events:
        keep_event(event, customer, inquiry.asked_at)
    credit.record_inquiry(inquiry, entry, features_until=_features_until(inquiry, events, customer))


def _features_until(inquiry: Inquiry, events: tuple[CreditEvent, ...], customer: Customer) -> datetime | None:
    """Since when the first of the facts told may no longer be kept; not before the answer's validity ends."""
    ends = [
        expires_at(
            rules.notice_of(event, event.event_kind, customer), datetime.combine(event.on, datetime.min.time(), UTC)
        )
        for event in events
        if event.event_kind is not None
    ]
    return max(min(ends), inquiry.valid_until) if ends else None


def keep_event(event: CreditEvent, customer: Customer | None, now: datetime) -> bool:
    """Whether the event was new. One that warns of nothing is kept for the index history alone."""
    kind = rules.kind_of(event) or EventKind.CREDIT_RECOVERED
    until = expires_at(rules.notice_of(event, kind, customer), now) if customer else now + timedelta(days=365)
    return credit.add_event(event, expires_at=until)


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.02, wait_max=0.5)
def pay(name: str, plan: BureauPlan, now: datetime, cost: Decimal) -> None:
    """Counts a call's cost against the month's budget before the call is made.

    Raises:
        BudgetSpentError: it is not covered.
    """
    if cost == 0 and plan.budget_per_month == 0:
        reason = "no budget is set in its plan; nothing is asked"
        raise BudgetSpentError(name, reason)
    if not budgets.reserve(name, now, cost, plan.budget_per_month):
        reason = f"the budget of {plan.budget_per_month} {plan.currency} for {budgets.month(now)} does not cover it"
        raise BudgetSpentError(name, reason)


def next_check(customer: Customer, plans: tuple[BureauPlan, ...], last: date) -> date:
    """Day of the next regular check: the shortest interval that any plan sets for the customer's exposure."""
    amounts = [one.amount for one in (customer.open_amount, customer.credit_limit) if one]
    exposure = max(amounts, default=Decimal(0))
    return last + timedelta(days=min((plan.every_days(exposure) for plan in plans), default=365))
