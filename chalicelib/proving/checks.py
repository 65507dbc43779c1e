"""For each source until when it was read completely, and its word on one customer.

Silence proves nothing by itself. A register counts as checked up to the moment before which everything it published
is stored here; each stored notice was compared with the customer when the one or the other came in. That takes
minutes, and nothing marks its end: so a customer whose data have just changed counts as not compared yet.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib import bureaus, registers
from chalicelib.model.bureau import Ability
from chalicelib.model.case import Case, CaseState
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
    silent: bool
    """Whether it was not read in time, although the regular check may not have said so yet."""

    @property
    def name(self) -> str:
        """The register's name here."""
        return self.status.name

    @property
    def through(self) -> datetime | None:
        """Until when it is read completely."""
        return self.status.checked_through

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
    customer: Customer, cases: Sequence[Case], statuses: Sequence[SourceStatus], now: datetime
) -> tuple[RegisterCheck, ...]:
    """Every register: those of the customer's own country first."""
    known = {status.name: status for status in statuses}
    home = customer.address.country if customer.address and customer.address.country else None
    compared = now - customer.updated_at >= COMPARING
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


def _told_by(case: Case) -> set[str]:
    """Every source that said something in the case, whichever of them opened it."""
    return {case.source, *(one.notice_id.partition(":")[0] for one in case.notices)}


def _result(status: SourceStatus, own: Sequence[Case], now: datetime, *, compared: bool) -> Result:
    states = {case.state for case in own}
    if CaseState.REVIEW in states:
        return "unsure"
    if states - {CaseState.DISMISSED}:
        return "hits"
    if status.checked_through is None:
        return "off" if status.off else "never"
    if not compared:
        return "waiting"
    if status.off or not status.is_well(now):
        return "stale"
    return "dismissed" if own else "nothing"
