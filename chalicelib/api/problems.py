"""Errors as HTTP answers in the form of RFC 9457, `application/problem+json`."""

from chalice.app import Response
from pydantic import Field

from chalicelib.errors import (
    ConcurrentChangeError,
    ConflictError,
    InsolvencyWatchError,
    InvalidInputError,
    NotFoundError,
    StoreUnreachableError,
)
from chalicelib.model.record import Record


class FieldProblem(Record):
    """One thing wrong with the request: dotted path of the field, and why it is refused."""

    path: str = Field(examples=["customer_numbers.3"])
    reason: str


class ProblemAnswer(Record):
    """An error answer (RFC 9457). `type` is stable and meant for programs, `detail` for people."""

    type: str = Field(examples=["urn:insolvency-watch:problem:not-found"])
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = Field(default=(), description="for 422: every field at fault")


# The first that fits counts; what is not here goes on to Chalice, which logs it and answers 500.
_KINDS: tuple[tuple[type[InsolvencyWatchError], int, str, str], ...] = (
    (InvalidInputError, 422, "invalid-input", "The request is not valid"),
    (NotFoundError, 404, "not-found", "Not found"),
    (ConcurrentChangeError, 409, "changed-meanwhile", "Somebody else changed it first; read it again"),
    (ConflictError, 409, "conflict", "Its state forbids this"),
    (StoreUnreachableError, 503, "store-unreachable", "The answer is unknown; treat the customer as blocked"),
)
ANSWERED = tuple(kind for kind, *_ in _KINDS)


def answer_problem(error: InsolvencyWatchError) -> Response:
    """The HTTP answer to one of the ANSWERED errors."""
    status, slug, title = next((status, slug, title) for kind, status, slug, title in _KINDS if isinstance(error, kind))
    fields: tuple[FieldProblem, ...] = ()
    if isinstance(error, InvalidInputError):
        fields = tuple(FieldProblem(path=problem.path, reason=problem.reason) for problem in error.problems)
    body = ProblemAnswer(
        type=f"urn:insolvency-watch:problem:{slug}", title=title, status=status, detail=str(error), errors=fields
    )
    headers: dict[str, str | list[str]] = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
    if status == 503:
        headers["Retry-After"] = "5"
    return Response(body=body.model_dump_json(), status_code=status, headers=headers)
