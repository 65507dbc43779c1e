"""Who a customer is at a bureau, on a person's word: kept, told to the bureau, and applied to what it said before."""

from datetime import datetime

from chalicelib import access, bureaus, portfolio
from chalicelib.deciding.linking import asked_for, chosen_by_person
from chalicelib.errors import InvalidInputError, NotFoundError, Problem, SourceError
from chalicelib.model.bureau import Ability
from chalicelib.model.credit import Subject, SubjectKept, SubjectState
from chalicelib.model.customer import Customer
from chalicelib.store import credit, customers

_SECONDS_AT_THE_BUREAU = 10.0


def chosen(
    number: str, bureau: str, subject_id: str, *, by: str, reason: str, now: datetime, name: str | None = None
) -> SubjectKept:
    """The customer is this subject; what the bureau has told about it before is applied to the customer now.

    Raises:
        NotFoundError: no such customer or bureau.
        InvalidInputError: the bureau keeps no ids by which a customer can be named.
    """
    customer, before = _customer_at(number, bureau), credit.file_of(number).subject(bureau)
    offered = {one.subject_id: one.name for one in (before.candidates if before else ())}
    same = before if before and before.subject_id == subject_id else None
    known_as = name or offered.get(subject_id) or (same.name if same else None)
    subject = chosen_by_person(before or _nobody(bureau, number, now), subject_id, known_as, by, now)
    changes = {"reason": reason, "asked_for": asked_for(customer)} | ({} if same else {"evidence": ()})
    subject = subject.model_copy(update=changes)
    credit.put_subject(subject, before)
    kept = _told_to_bureau(customer, subject, before, now)
    portfolio.tell_again(kept.subject)
    return kept


def refused(number: str, bureau: str, *, by: str, reason: str, now: datetime) -> SubjectKept:
    """Nobody the bureau names is the customer; raises as `chosen`."""
    customer, before = _customer_at(number, bureau), credit.file_of(number).subject(bureau)
    changes = {"reason": reason, "linked_by": by, "asked_for": asked_for(customer)}
    subject = _nobody(bureau, number, now).model_copy(update=changes)
    credit.put_subject(subject, before)
    return _told_to_bureau(customer, subject, before, now)


def _nobody(bureau: str, number: str, now: datetime) -> Subject:
    return Subject(bureau=bureau, customer_number=number, state=SubjectState.NOT_FOUND, since=now)


def _customer_at(number: str, bureau: str) -> Customer:
    """The customer, where the bureau keeps ids by which a customer can be named."""
    abilities = bureaus.load(bureau).BUREAU.abilities
    customer = customers.get(number)
    if customer is None:
        raise NotFoundError(f"no customer {number!r}")
    if not abilities & {Ability.SEARCH, Ability.WATCH}:
        raise InvalidInputError([Problem("bureau", bureau, "this bureau is asked by name; it keeps no ids to choose")])
    return customer


def _told_to_bureau(customer: Customer, subject: Subject, before: Subject | None, now: datetime) -> SubjectKept:
    """Ends the former watch and begins the new one; our own word stands even when the bureau does not answer."""
    if Ability.WATCH not in bureaus.load(subject.bureau).BUREAU.abilities:
        return SubjectKept(subject=subject)
    former = before if before and before.subject_id not in (None, subject.subject_id) else None
    try:
        with access.bureau(subject.bureau, now, within_seconds=_SECONDS_AT_THE_BUREAU) as desk:
            if subject.subject_id:
                subject = portfolio.link(desk, customer, subject)
            if former:
                portfolio.unwatch(desk, former)
    except SourceError as error:
        still = f"; {former.subject_id} may still be watched there: end it at the bureau" if former else ""
        return SubjectKept(subject=subject, remark=f"{error}; the daily comparison watches the customer{still}")
    return SubjectKept(subject=subject)
