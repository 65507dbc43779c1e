"""For each source until when it was read completely, and its word on one customer.

Silence proves nothing by itself. A register counts as checked up to the moment before which everything it published
is stored here and was compared with the customer when the one or the other came in. The queues to that tell up to when
all is compared, as often as somebody looks; a customer changed later counts as not compared yet.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chalicelib import bureaus, registers
from chalicelib.model.bureau import Ability
from chalicelib.model.case import Case, CaseState
from chalicelib.model.comparison import Comparison
from chalicelib.model.credit import CreditFile, Inquiry, Outcome, Subject, SubjectState
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.proof import Result
from chalicelib.model.source import Health, SourceStatus

COMPARING = timedelta(minutes=15)
"""How long comparing a changed customer with the stored notices may take, with its waiting and retries."""


class RegisterCheck(NamedTuple):
    """One register's word on the customer. `nothing` counts only up to `through`."""

    status: SourceStatus
    title: str
    country: str
    own_country: bool
    result: Result
    cases: tuple[Case, ...]
    compared_through: datetime | None
    """What was stored before is compared with the customers; None while nobody has looked."""
    supplements: bool
    """Whether it only stands beside another register of its country."""
    silent: bool
    """Whether it was not read in time, although the regular check may not have said so yet."""

    @property
    def name(self) -> str:
        """The register's name here."""
        return self.status.name

    @property
    def through(self) -> datetime | None:
        """Until when it is read completely and compared."""
        both = (self.status.checked_through, self.compared_through)
        return min(filter(None, both)) if both[0] else None

    @property
    def since(self) -> date | None:
        """The first publication day that was read of it."""
        return self.status.watched_since

    @property
    def health(self) -> Health:
        """What is known of it; never well while it is silent or was never read."""
        if self.status.off:
            return Health.DISABLED
        unread = self.silent or self.through is None
        return Health.LATE if unread and self.status.health is Health.OK else self.status.health


class BureauCheck(NamedTuple):
    """What one bureau last answered, and whether it watches the customer for us."""

    name: str
    title: str
    inquiry: Inquiry | None
    subject: Subject | None
    watched_through: datetime | None
    valid: bool
    off: bool

    @property
    def silent(self) -> bool:
        """Whether it is off and has never said anything of the customer."""
        return self.off and self.inquiry is None and self.subject is None


def registers_of(
    customer: Customer,
    cases: Sequence[Case],
    statuses: Sequence[SourceStatus],
    comparison: Comparison | None,
    now: datetime,
) -> tuple[RegisterCheck, ...]:
    """Every register: those of the customer's own country first."""
    known = {status.name: status for status in statuses}
    home = customer.address.country if customer.address and customer.address.country else None
    through = comparison.through if comparison else None
    compared = now - customer.updated_at >= COMPARING and (through is None or customer.updated_at <= through)
    checks = []
    for name in registers.names():
        facts, status = registers.load(name).REGISTER, known.get(name) or SourceStatus(name=name)
        own = tuple(case for case in cases if name in _told_by(case))
        checks.append(
            RegisterCheck(
                status=status,
                title=facts.title,
                country=facts.country,
                own_country=facts.country == home,
                result=_result(status, own, now, compared=compared),
                cases=own,
                compared_through=through,
                supplements=facts.supplements is not None,
                silent=not status.off and not status.is_well(now),
            )
        )
    return tuple(sorted(checks, key=lambda one: (not one.own_country, one.result == "off", one.country, one.title)))


def bureaus_of(
    customer: Customer, known: CreditFile, statuses: Sequence[SourceStatus], now: datetime
) -> tuple[BureauCheck, ...]:
    """Every bureau that knows such customers or was asked about this one; those with an answer first."""
    states = {status.name: status for status in statuses}
    newest = {one.bureau: one for one in known.inquiries}
    checks = []
    for name in bureaus.names():
        facts, state, subject = bureaus.load(name).BUREAU, states.get(name), known.subject(name)
        serves = facts.natural_persons if customer.kind is CustomerKind.PERSON else facts.organisations
        if not (name in newest or subject or (serves and Ability.CHECK in facts.abilities)):
            continue
        inquiry = newest.get(name)
        watched = subject is not None and subject.state is SubjectState.WATCHED
        checks.append(
            BureauCheck(
                name=name,
                title=facts.title,
                inquiry=inquiry,
                subject=subject,
                watched_through=state.checked_through if watched and state else None,
                valid=bool(inquiry and inquiry.valid_until > now and inquiry.answer.outcome is not Outcome.LOST),
                off=state is None or state.off,
            )
        )
    return tuple(sorted(checks, key=lambda one: (one.inquiry is None, one.subject is None, one.off, one.title)))


def elsewhere(cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases in which no register said anything: a bureau told of them, or a person gave the alarm."""
    known = set(registers.names())
    return tuple(case for case in cases if not _told_by(case) & known)


def _told_by(case: Case) -> set[str]:
    """Every source that said something in the case, whichever of them opened it."""
    return {case.source, *(one.notice_id.partition(":")[0] for one in case.notices)}


def _result(status: SourceStatus, own: Sequence[Case], now: datetime, *, compared: bool) -> Result:
    states = {case.state for case in own}
    if states - {CaseState.DISMISSED, CaseState.REVIEW}:
        return "hits"
    if CaseState.REVIEW in states:
        return "unsure"
    if status.checked_through is None:
        return "off" if status.off else "never"
    if not compared:
        return "waiting"
    if status.off or not status.is_well(now):
        return "doubtful" if status.health is Health.SUSPICIOUS else "stale"
    return "dismissed" if own else "nothing"
