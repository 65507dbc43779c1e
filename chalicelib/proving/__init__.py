"""The proof that a customer was checked: what was looked for, where, until when, what came of it, and what is missing.

A source that is dead, late or was never read turns "nothing found" into a sentence that names it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.matching.keys import keys_of
from chalicelib.model.case import Case, CaseState
from chalicelib.model.comparison import Comparison
from chalicelib.model.credit import CreditFile
from chalicelib.model.customer import Customer
from chalicelib.model.proof import (
    CheckedBureau,
    CheckedRegister,
    CheckProof,
    FoundCase,
    Gap,
    GapKind,
    Searched,
    Verdict,
)
from chalicelib.model.source import SourceStatus
from chalicelib.proving import words
from chalicelib.proving.checks import BureauCheck, RegisterCheck, bureaus_of, elsewhere, registers_of

_NOT_EVEN_A_PART = frozenset({GapKind.WAITING, GapKind.OTHER_COUNTRY})


class Known(NamedTuple):
    """What is stored about a customer, as far as a proof needs it."""

    customer: Customer
    cases: Sequence[Case]
    credit: CreditFile
    statuses: Sequence[SourceStatus]
    comparison: Comparison | None
    """None: nobody has looked whether all that came in is compared."""


def proof(known: Known, prepared_for: str, now: datetime) -> CheckProof:
    """The proof as things stand now."""
    customer = known.customer
    registers = registers_of(customer, known.cases, known.statuses, known.comparison, now)
    gaps = tuple(_gaps(known, registers, now))
    period = _period(registers)
    verdict = _verdict(known.cases, registers, gaps)
    german, english = words.statement(verdict, period, gaps, _counted(known.cases))
    return CheckProof(
        customer_number=customer.number,
        customer_name=customer.name,
        verdict=verdict,
        statement_de=german,
        statement_en=english,
        checked_since=period.since,
        checked_through=period.through,
        searched=_searched(customer),
        registers=tuple(map(_register, registers)),
        bureaus=tuple(_bureau(one) for one in bureaus_of(customer, known.credit, known.statuses, now)),
        other_cases=tuple(_case(case) for case in elsewhere(known.cases)),
        gaps=gaps,
        prepared_at=now,
        prepared_for=prepared_for,
    )


def _gaps(known: Known, registers: Sequence[RegisterCheck], now: datetime) -> list[Gap]:
    """What was not checked; what weighs most comes first."""
    found = [gap for one in registers if (gap := words.gap_of(one))]
    if any(one.result == "waiting" for one in registers):
        found.insert(0, words.waiting())
    if known.comparison is None or known.comparison.is_behind(now):
        found.insert(0, words.behind(known.comparison))
    country = known.customer.address.country if known.customer.address else None
    if not country:
        found.insert(0, words.no_country())
    elif not any(one.own_country for one in registers):
        found.insert(0, words.other_country(country))
    return sorted(found, key=lambda gap: not gap.reserve)


def _period(registers: Sequence[RegisterCheck]) -> words.Period:
    """What all registers in use have read; open on a side on which one of them has nothing."""
    used = [one for one in registers if not one.status.off]
    since: list[date] = [one.since for one in used if one.since]
    through: list[datetime] = [one.through for one in used if one.through]
    return words.Period(
        max(since, default=None) if len(since) == len(used) else None,
        min(through, default=None) if len(through) == len(used) else None,
    )


def _counted(cases: Sequence[Case]) -> words.Counted:
    states = [case.state for case in cases if case.state is not CaseState.DISMISSED]
    to_review = states.count(CaseState.REVIEW)
    return words.Counted(len(states) - to_review, to_review)


def _verdict(cases: Sequence[Case], registers: Sequence[RegisterCheck], gaps: Sequence[Gap]) -> Verdict:
    """Whoever told of a case: as long as nobody dismissed it, nothing else is said of the customer."""
    counted = _counted(cases)
    if counted.found:
        return Verdict.FOUND
    if counted.to_review:
        return Verdict.TO_REVIEW
    own = [one for one in registers if one.own_country and not one.supplements] or list(registers)
    if not any(one.through for one in own) or any(gap.kind in _NOT_EVEN_A_PART for gap in gaps):
        return Verdict.NOT_PROVED
    return Verdict.NOTHING_FOUND_WITH_GAPS if any(gap.reserve for gap in gaps) else Verdict.NOTHING_FOUND


def _searched(customer: Customer) -> Searched:
    found_by, place = keys_of(customer), customer.address
    town = " ".join(filter(None, (place.postcode, place.city))) if place else ""
    return Searched(
        names=customer.names,
        birth_date=customer.birth_date,
        address=(", ".join(filter(None, (place.street, town))) or place.printed) if place else None,
        country=place.country if place else None,
        identifiers=tuple(
            " ".join(filter(None, (one.scheme, one.value, one.suffix, one.office))) for one in customer.identifiers
        ),
        keys=tuple(sorted(found_by.keys)),
        key_version=found_by.version,
        data_since=customer.updated_at,
    )


def _register(check: RegisterCheck) -> CheckedRegister:
    status = check.status
    return CheckedRegister(
        source=check.name,
        title=check.title,
        country=check.country,
        own_country=check.own_country,
        checked_since=check.since,
        checked_through=check.through,
        newest_notice=status.newest_publication,
        last_attempt=status.last_attempt,
        last_success=status.last_success,
        health=check.health,
        health_reason=status.health_reason or status.failure,
        result=check.result,
        cases=tuple(map(_case, check.cases)),
    )


def _case(case: Case) -> FoundCase:
    return FoundCase(
        case_id=case.id,
        source=case.source,
        state=case.state,
        event_kind=case.event_kind,
        court=case.court,
        case_number=case.case_number,
    )


def _bureau(check: BureauCheck) -> CheckedBureau:
    inquiry, subject = check.inquiry, check.subject
    return CheckedBureau(
        bureau=check.name,
        title=check.title,
        off=check.off,
        asked_at=inquiry.asked_at if inquiry else None,
        outcome=inquiry.answer.outcome if inquiry else None,
        valid_until=inquiry.valid_until if inquiry else None,
        valid=check.valid,
        watch=subject.state if subject else None,
        watched_through=check.watched_through,
    )
