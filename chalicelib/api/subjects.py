"""Who a customer is at a bureau, on a person's word."""

from datetime import datetime

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import InvalidInputError, NotFoundError, Problem, SourceError
from chalicelib.model.bureau import Ability
from chalicelib.model.credit import Subject, SubjectState
from chalicelib.model.customer import Customer
from chalicelib.model.record import Record
from chalicelib.store import credit, customers

blueprint = Blueprint(__name__)
_SECONDS_AT_THE_BUREAU = 10.0


class NoSubject(Record):
    """Nobody the bureau names is the customer; looked for again when the customer's name, address or ids change."""

    person: str = Field(min_length=1, max_length=200, description="who decides", examples=["Eva Kern"])
    reason: str = Field(min_length=1, max_length=2000, examples=["Same name, but the firm was founded last year"])


class SubjectChoice(NoSubject):
    """The bureau's id of the customer: one of the candidates, or one a person found out otherwise."""

    subject_id: str = Field(min_length=1, max_length=200, examples=["DE-0-12345678"])
    name: str | None = Field(default=None, max_length=400, description="as at the bureau; a candidate's name is known")


class SubjectKept(Record):
    """Who the customer is at the bureau now."""

    subject: Subject
    remark: str | None = Field(default=None, description="what the bureau itself could not be told, and why")


@endpoint(
    blueprint,
    "PUT /v1/customers/{number}/bureaus/{bureau}/subject",
    scopes=(Scope.CUSTOMERS_WRITE,),
    answer=SubjectKept,
    body=SubjectChoice,
    problems=(404, 422, 503),
)
def choose_subject(number: str, bureau: str, body: SubjectChoice) -> SubjectKept:
    """Say who the customer is at a bureau.

    What the bureau has told about this subject before is applied to the customer now; the same request again is
    harmless.
    """
    from chalicelib import portfolio  # noqa: PLC0415 - its imports would slow block questions
    from chalicelib.deciding.linking import asked_for, chosen_by_person  # noqa: PLC0415 - as above

    customer, before, now = _customer_at(number, bureau), credit.file_of(number).subject(bureau), clock.now()
    offered = {one.subject_id: one.name for one in (before.candidates if before else ())}
    same = before if before and before.subject_id == body.subject_id else None
    name = body.name or offered.get(body.subject_id) or (same.name if same else None)
    chosen = chosen_by_person(before or _nobody(bureau, number, now), body.subject_id, name, _signer(body), now)
    changes = {"reason": body.reason, "asked_for": asked_for(customer)} | ({} if same else {"evidence": ()})
    subject = chosen.model_copy(update=changes)
    credit.put_subject(subject, before)
    kept = _told_to_bureau(customer, subject, before, now)
    portfolio.tell_again(kept.subject)
    return kept


@endpoint(
    blueprint,
    "DELETE /v1/customers/{number}/bureaus/{bureau}/subject",
    scopes=(Scope.CUSTOMERS_WRITE,),
    answer=SubjectKept,
    body=NoSubject,
    problems=(404, 422, 503),
)
def refuse_subjects(number: str, bureau: str, body: NoSubject) -> SubjectKept:
    """Say that nobody the bureau names is this customer. Cases its word has opened stay: judge or release them."""
    from chalicelib.deciding.linking import asked_for  # noqa: PLC0415 - its imports would slow block questions

    customer, before, now = _customer_at(number, bureau), credit.file_of(number).subject(bureau), clock.now()
    changes = {"reason": body.reason, "linked_by": _signer(body), "asked_for": asked_for(customer)}
    subject = _nobody(bureau, number, now).model_copy(update=changes)
    credit.put_subject(subject, before)
    return _told_to_bureau(customer, subject, before, now)


def _nobody(bureau: str, number: str, now: datetime) -> Subject:
    return Subject(bureau=bureau, customer_number=number, state=SubjectState.NOT_FOUND, since=now)


def _customer_at(number: str, bureau: str) -> Customer:
    """The customer, where the bureau keeps ids by which a customer can be named."""
    from chalicelib import bureaus  # noqa: PLC0415 - its imports would slow block questions

    abilities = bureaus.load(bureau).BUREAU.abilities
    customer = customers.get(number)
    if customer is None:
        raise NotFoundError(f"no customer {number!r}")
    if not abilities & {Ability.SEARCH, Ability.WATCH}:
        raise InvalidInputError([Problem("bureau", bureau, "this bureau is asked by name; it keeps no ids to choose")])
    return customer


def _signer(signed: NoSubject) -> str:
    return f"{signed.person} (client {client_of(blueprint.current_request.context)})"


def _told_to_bureau(customer: Customer, subject: Subject, before: Subject | None, now: datetime) -> SubjectKept:
    """Ends the former watch and begins the new one; our own word stands even when the bureau does not answer."""
    from chalicelib import access, bureaus, portfolio  # noqa: PLC0415 - their imports would slow block questions

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
