"""The proof that a customer was checked: what was looked for, where, until when, what came of it, and what is missing.

A source that is dead, late or was never read turns "nothing found" into a sentence that names it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.matching.keys import keys_of
from chalicelib.model.case import Case
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
from chalicelib.proving.checks import BureauCheck, RegisterCheck, bureaus_of, registers_of

_NOT_EVEN_A_PART = frozenset({GapKind.WAITING, GapKind.OTHER_COUNTRY})


class Known(NamedTuple):
    """What is stored about a customer, as far as a proof needs it."""

    customer: Customer
    cases: Sequence[Case]
    credit: CreditFile
    statuses: Sequence[SourceStatus]


def proof(known: Known, prepared_for: str, now: datetime) -> CheckProof:
    """The proof as things stand now."""
    customer = known.customer
    registers = registers_of(customer, known.cases, known.statuses, now)
    gaps = tuple(_gaps(customer, registers))
    read = [one.through for one in registers if not one.status.off]
    through = min((one for one in read if one), default=None) if all(read) else None
    verdict = _verdict(registers, gaps)
    cases = {case.id for one in registers for case in one.cases}
    german, english = words.statement(verdict, through, gaps, len(cases))
    return CheckProof(
        customer_number=customer.number,
        customer_name=customer.name,
        verdict=verdict,
        statement_de=german,
        statement_en=english,
        checked_through=through,
        searched=_searched(customer),
        registers=tuple(map(_register, registers)),
        bureaus=tuple(_bureau(one) for one in bureaus_of(customer, known.credit, known.statuses, now)),
        gaps=gaps,
        prepared_at=now,
        prepared_for=prepared_for,
    )


def _gaps(customer: Customer, registers: Sequence[RegisterCheck]) -> list[Gap]:
    """What was not checked; what weighs most comes first."""
    found = [gap for one in registers if (gap := words.gap_of(one))]
    if any(one.result == "waiting" for one in registers):
        found.insert(0, words.waiting())
    country = customer.address.country if customer.address else None
    if not country:
        found.insert(0, words.no_country())
    elif not any(one.own_country for one in registers):
        found.insert(0, words.other_country(country))
    return sorted(found, key=lambda gap: not gap.reserve)


def _verdict(registers: Sequence[RegisterCheck], gaps: Sequence[Gap]) -> Verdict:
    results = {one.result for one in registers}
    if "hits" in results:
        return Verdict.FOUND
    if "unsure" in results:
        return Verdict.TO_REVIEW
    own = [one for one in registers if one.own_country] or list(registers)
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
        checked_through=check.through,
        newest_notice=status.newest_publication,
        last_attempt=status.last_attempt,
        last_success=status.last_success,
        health=check.health,
        health_reason=status.health_reason or status.failure,
        result=check.result,
        cases=tuple(
            FoundCase(
                case_id=case.id,
                state=case.state,
                event_kind=case.event_kind,
                court=case.court,
                case_number=case.case_number,
            )
            for case in check.cases
        ),
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
