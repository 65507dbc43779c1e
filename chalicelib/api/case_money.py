"""The money of a case: what is at stake, what is lodged, tax, insurance, and what to do with the claim."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import case_books, clock, readers
from chalicelib.acting import found
from chalicelib.api.acting import signature
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import endpoint
from chalicelib.model.case_file import CaseFile
from chalicelib.model.claim import ClaimSheet
from chalicelib.model.insurance import CaseInsurance
from chalicelib.model.record import Record
from chalicelib.model.recovery import Advice, CheckKind, Choice, Exposure, Option, VatAdjustment

blueprint = Blueprint(__name__)
_READERS = (Scope.CASES_READ, Scope.CASES_WRITE)
_PROBLEMS = (404, 409, 503)


class CaseClaims(Record):
    """The claim sheet to the day before the opening; null while nothing is opened."""

    case_id: str
    sheet: ClaimSheet | None


class CaseVat(Record):
    """The proposed adjustment of output tax; null while no event makes the claims uncollectable."""

    case_id: str
    adjustment: VatAdjustment | None


class CaseAdvice(Record):
    """The decision aid as of now, and what a person has chosen, last."""

    advice: Advice
    choice: Choice | None


_Rate = Annotated[Decimal, Field(gt=0, lt=1_000_000)]


class ChecksSigned(Record):
    """Which checks a person has done, and at which rates foreign claims are weighed."""

    checked: str = Field(
        default="",
        max_length=200,
        pattern=f"^((^|,)({'|'.join(CheckKind)}))*$",
        description="comma separated: retention_of_title, guarantors, set_off, insurer",
    )
    rates: str = Field(
        default="",
        max_length=200,
        pattern=r"^((^|,)[A-Z]{3}:[0-9]{1,6}(\.[0-9]{1,8})?)*$",
        description="EUR for one unit of a currency, such as USD:0.92,CHF:1.05; what has none is a gap",
    )


class ChoiceSent(Record):
    """What a person decides to do with the claim; `checked` are the checks that this person signs."""

    option: Option
    person: str = Field(min_length=1, max_length=200, examples=["Eva Kern"])
    reason: str = Field(min_length=1, max_length=2000, examples=["Small claim, the dividend pays for the lodging"])
    checked: tuple[CheckKind, ...] = ()
    rates: Mapping[str, _Rate] = Field(
        default_factory=dict, max_length=20, description="EUR for one unit of a currency", examples=[{"USD": "0.92"}]
    )


@endpoint(blueprint, "GET /v1/cases/{case_id}/exposure", scopes=_READERS, answer=Exposure, problems=_PROBLEMS)
def get_exposure(case_id: str) -> Exposure:
    """What is at stake: open, overdue by age, insured, secured, payments by avoidance window, credit notes owed."""
    return case_books.exposure(_books(case_id))


@endpoint(blueprint, "GET /v1/cases/{case_id}/claims", scopes=_READERS, answer=CaseClaims, problems=_PROBLEMS)
def get_claims(case_id: str) -> CaseClaims:
    """What can be lodged, line by line with interest, and what is missing for it."""
    return CaseClaims(case_id=case_id, sheet=case_books.claims(_books(case_id)))


@endpoint(blueprint, "GET /v1/cases/{case_id}/vat", scopes=_READERS, answer=CaseVat, problems=_PROBLEMS)
def get_vat(case_id: str) -> CaseVat:
    """Month and amount of the output tax to adjust, with the rule. A proposal: accounting decides."""
    return CaseVat(case_id=case_id, adjustment=case_books.vat(_books(case_id)))


@endpoint(blueprint, "GET /v1/cases/{case_id}/insurance", scopes=_READERS, answer=CaseInsurance, problems=_PROBLEMS)
def get_insurance(case_id: str) -> CaseInsurance:
    """What the policies want by when, what puts cover at risk, and what they are expected to pay."""
    return case_books.insurance(_books(case_id))


@endpoint(
    blueprint,
    "GET /v1/cases/{case_id}/advice",
    scopes=_READERS,
    answer=CaseAdvice,
    query=ChecksSigned,
    problems=(*_PROBLEMS, 422),
)
def get_advice(case_id: str, query: ChecksSigned) -> CaseAdvice:
    """The four options with their expected values, reasons, open checks and every assumption used."""
    books = _books(case_id)
    signed = tuple(CheckKind(one) for one in query.checked.split(",") if one)
    given = {one[:3]: Decimal(one[4:]) for one in query.rates.split(",") if one}
    rates = {currency: rate for currency, rate in given.items() if rate}  # a rate of zero is none
    return CaseAdvice(advice=case_books.advice(books, signed, rates), choice=books.file.case.choice)


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/choice",
    scopes=(Scope.CASES_WRITE,),
    answer=CaseFile,
    body=ChoiceSent,
    problems=(*_PROBLEMS, 422),
)
def choose_option(case_id: str, body: ChoiceSent) -> CaseFile:
    """Record what a person decided to do with the claim, and why. A later choice replaces it; both stay on record."""

    books = _books(case_id)
    made = case_books.advice(books, body.checked, body.rates)
    person = signature(body.person, blueprint)
    case_books.choose(books, made, body.option, person=person, reason=body.reason, now=clock.now())
    return found(case_id)


def _books(case_id: str) -> case_books.Books:
    """The case with the customer's account. Whoever asks for a natural person's is noted in the case.

    Raises:
        ConflictError: nothing is known of the customer's account.
    """
    file, now = found(case_id), clock.now()
    readers.noted(file, f"client {client_of(blueprint.current_request.context)}", now)
    return case_books.of_case(file, now)
