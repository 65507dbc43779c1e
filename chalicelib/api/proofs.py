"""Checked and nothing found: the proof of it, for one customer or for many, as JSON, as a table and as a document."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import activity_files, clock, proving, readers
from chalicelib.activity_files import Format
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import FileAnswer, endpoint
from chalicelib.errors import NotFoundError
from chalicelib.model.customer import Language
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.proof import CheckProof
from chalicelib.model.record import Record
from chalicelib.model.source import SourceStatus
from chalicelib.proving import files
from chalicelib.store import cases, credit, customers, sources

blueprint = Blueprint(__name__)
_READERS = (Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE)
_AT_ONCE = 8


class ProofAsked(Record):
    """In which form and language."""

    format: Format = Format.JSON
    language: Language = "de"


class ProofQuery(Record):
    """Up to 100 customer numbers; doubles are answered once."""

    customer_numbers: tuple[CustomerNumber, ...] = Field(
        min_length=1, max_length=100, examples=[["104711", "104712", "999999"]]
    )
    format: Literal[Format.JSON, Format.CSV] = Format.JSON
    language: Language = Field(default="de", description="of the table; JSON has both")


class Proofs(Record):
    """A proof for each known number. For a number in `unknown` nothing is proved."""

    proofs: tuple[CheckProof, ...]
    unknown: tuple[str, ...]
    answered_at: datetime


@endpoint(
    blueprint,
    "GET /v1/customers/{number}/proof",
    scopes=_READERS,
    answer=CheckProof,
    query=ProofAsked,
    file=("text/csv", "application/pdf"),
    problems=(404, 422, 503),
)
def get_proof(number: str, query: ProofAsked) -> CheckProof | FileAnswer:
    """What was looked for about a customer, in which sources, until when, what came of it, and what is missing.

    Only the verdict `nothing_found` is a proof without reserve; every other names its gaps. A natural person's proof
    is a reading of their record and noted there. As a PDF it is sent to whoever accepts application/pdf.
    """
    now, client = clock.now(), client_of(blueprint.current_request.context)
    found = _proof(number, sources.statuses(), f"client {client}", now)
    if found is None:
        raise NotFoundError(f"no customer {number!r}; nothing is proved about it")
    if query.format is Format.JSON:
        return found
    pdf = query.format is Format.PDF
    made = files.document(found, query.language) if pdf else files.table([found], (), query.language)
    return _file(made)


@endpoint(
    blueprint,
    "POST /v1/proofs/query",
    scopes=_READERS,
    answer=Proofs,
    body=ProofQuery,
    file="text/csv",
    problems=(422, 503),
)
def query_proofs(body: ProofQuery) -> Proofs | FileAnswer:
    """The proofs of up to 100 customers; as a table it has a row for each customer and register."""
    now, client = clock.now(), client_of(blueprint.current_request.context)
    numbers, statuses = tuple(dict.fromkeys(body.customer_numbers)), sources.statuses()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = dict(
            zip(numbers, pool.map(lambda one: _proof(one, statuses, f"client {client}", now), numbers), strict=True)
        )
    found = tuple(one for one in answers.values() if one)
    unknown = tuple(number for number, one in answers.items() if one is None)
    if body.format is Format.CSV:
        return _file(files.table(found, unknown, body.language))
    return Proofs(proofs=found, unknown=unknown, answered_at=now)


def _proof(number: str, statuses: tuple[SourceStatus, ...], who: str, now: datetime) -> CheckProof | None:
    customer = customers.get(number)
    if customer is None:
        return None
    readers.noted_customer(customer, who, now)
    own = tuple(reversed(cases.of_customer(number)))
    return proving.proof(proving.Known(customer, own, credit.file_of(number), statuses), who, now)


def _file(made: activity_files.Written) -> FileAnswer:
    return FileAnswer(made.content, made.media_type, made.name)
