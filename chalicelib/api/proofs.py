"""Checked and nothing found: the proof of it, for one customer or for many, as JSON, as a table and as a document."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Literal, NamedTuple

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import activity_files, clock, proving, readers
from chalicelib.activity_files import Format
from chalicelib.api.authorizers import Scope, client_of, scopes_of
from chalicelib.api.endpoint import FileAnswer, endpoint
from chalicelib.errors import NotFoundError
from chalicelib.model.comparison import Comparison
from chalicelib.model.customer import Language
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.proof import CheckProof, FoundCase
from chalicelib.model.record import Record
from chalicelib.model.source import SourceStatus
from chalicelib.proving import files
from chalicelib.store import cases, comparisons, credit, customers, sources

blueprint = Blueprint(__name__)
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
    scopes=(Scope.CUSTOMERS_READ,),
    answer=CheckProof,
    query=ProofAsked,
    file=("text/csv", "application/pdf"),
    problems=(404, 422, 503),
)
def get_proof(number: str, query: ProofAsked) -> CheckProof | FileAnswer:
    """What was looked for about a customer, in which sources, until when, what came of it, and what is missing.

    Only the verdict `nothing_found` is a proof without reserve; every other names its gaps. Of a case only its id is
    told to a client without `cases/read`. A natural person's proof is a reading of their record and noted there; so is
    that of a customer with a case of a natural person. As a PDF it is sent to whoever accepts application/pdf.
    """
    now = clock.now()
    found = _proof(number, _shared(), _asker(), now)
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
    scopes=(Scope.CUSTOMERS_READ,),
    answer=Proofs,
    body=ProofQuery,
    file="text/csv",
    problems=(422, 503),
)
def query_proofs(body: ProofQuery) -> Proofs | FileAnswer:
    """The proofs of up to 100 customers; as a table it has a row for each customer and register."""
    now, asker = clock.now(), _asker()
    numbers, shared = tuple(dict.fromkeys(body.customer_numbers)), _shared()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = dict(zip(numbers, pool.map(lambda one: _proof(one, shared, asker, now), numbers), strict=True))
    found = tuple(one for one in answers.values() if one)
    unknown = tuple(number for number, one in answers.items() if one is None)
    if body.format is Format.CSV:
        return _file(files.table(found, unknown, body.language))
    return Proofs(proofs=found, unknown=unknown, answered_at=now)


class _Shared(NamedTuple):
    """What every customer's proof rests on, read once."""

    statuses: tuple[SourceStatus, ...]
    comparison: Comparison | None


def _shared() -> _Shared:
    return _Shared(sources.statuses(), comparisons.get())


class _Asker(NamedTuple):
    """Whose token came with the request, and whether it may see cases."""

    name: str
    sees_cases: bool


def _asker() -> _Asker:
    context = blueprint.current_request.context
    return _Asker(f"client {client_of(context)}", Scope.CASES_READ in scopes_of(context))


def _proof(number: str, shared: _Shared, asker: _Asker, now: datetime) -> CheckProof | None:
    customer = customers.get(number)
    if customer is None:
        return None
    own = tuple(reversed(cases.of_customer(number)))
    readers.noted_customer(customer, asker.name, now, own)
    found = proving.proof(proving.Known(customer, own, credit.file_of(number), *shared), asker.name, now)
    return found if asker.sees_cases else _without_cases(found)


def _without_cases(found: CheckProof) -> CheckProof:
    """The same proof with nothing of a case but its id."""
    told = tuple(one.model_copy(update={"cases": _ids_alone(one.cases)}) for one in found.registers)
    return found.model_copy(update={"registers": told, "other_cases": _ids_alone(found.other_cases)})


def _ids_alone(found: Sequence[FoundCase]) -> tuple[FoundCase, ...]:
    return tuple(FoundCase(case_id=one.case_id) for one in found)


def _file(made: activity_files.Written) -> FileAnswer:
    return FileAnswer(made.content, made.media_type, made.name)
