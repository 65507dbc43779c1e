"""Who a customer is at a bureau, on a person's word."""

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import endpoint
from chalicelib.model.credit import SubjectKept
from chalicelib.model.record import Record

blueprint = Blueprint(__name__)


class NoSubject(Record):
    """Nobody the bureau names is the customer; looked for again when the customer's name, address or ids change."""

    person: str = Field(min_length=1, max_length=200, description="who decides", examples=["Eva Kern"])
    reason: str = Field(min_length=1, max_length=2000, examples=["Same name, but the firm was founded last year"])


class SubjectChoice(NoSubject):
    """The bureau's id of the customer: one of the candidates, or one a person found out otherwise."""

    subject_id: str = Field(min_length=1, max_length=200, examples=["DE-0-12345678"])
    name: str | None = Field(default=None, max_length=400, description="as at the bureau; a candidate's name is known")


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
    from chalicelib import subjects  # noqa: PLC0415 - its imports would slow block questions

    return subjects.chosen(
        number, bureau, body.subject_id, by=_signer(body), reason=body.reason, now=clock.now(), name=body.name
    )


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
    from chalicelib import subjects  # noqa: PLC0415 - its imports would slow block questions

    return subjects.refused(number, bureau, by=_signer(body), reason=body.reason, now=clock.now())


def _signer(signed: NoSubject) -> str:
    return f"{signed.person} (client {client_of(blueprint.current_request.context)})"
