"""The activity log of a case, as JSON, as a table and as a document."""

from datetime import datetime
from enum import StrEnum

from chalice.app import Blueprint

from chalicelib import activity, clock
from chalicelib.api import readers
from chalicelib.api.acting import found
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import FileAnswer, endpoint
from chalicelib.model.activity import ActivityLog, ActivityRow
from chalicelib.model.customer import Language
from chalicelib.model.record import Record
from chalicelib.store import alerts

blueprint = Blueprint(__name__)
_CSV = "text/csv"
_PDF = "application/pdf"
_HEADERS: dict[Language, list[str]] = {
    "de": ["Wann", "Wer", "Art", "Was", "Bezug"],
    "en": ["When", "Who", "Kind", "What", "Reference"],
}


class Format(StrEnum):
    """How the log is written."""

    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


class ActivityAsked(Record):
    """In which form and language."""

    format: Format = Format.JSON
    language: Language = "de"


@endpoint(
    blueprint,
    "GET /v1/cases/{case_id}/activity",
    scopes=(Scope.CASES_READ, Scope.CASES_WRITE),
    answer=ActivityLog,
    query=ActivityAsked,
    file=(_CSV, _PDF),
    problems=(404, 422, 503),
)
def get_activity(case_id: str, query: ActivityAsked) -> ActivityLog | FileAnswer:
    """Everything that happened in a case: notices, changes, messages, documents, decisions, and who read it.

    As a PDF it is sent to whoever accepts application/pdf.
    """
    now, client = clock.now(), client_of(blueprint.current_request.context)
    file = found(case_id)
    if readers.noted(file, client, now):
        file = found(case_id)
    case = file.case
    log = ActivityLog(
        case_id=case.id,
        customer_number=case.customer_number,
        customer_name=case.customer_name,
        debtor_name=case.debtor_name,
        owner=case.owner or "",
        rows=activity.rows_of(file, alerts.of_case(case.id), query.language),
        prepared_at=now,
        prepared_for=client,
    )
    return log if query.format is Format.JSON else _as_file(log, query, now)


def _as_file(log: ActivityLog, query: ActivityAsked, now: datetime) -> FileAnswer:
    from chalicelib import documents, exports  # noqa: PLC0415 - what makes a PDF is not for every cold start

    rows = tuple(one.model_copy(update={"kind": activity.kind_in_words(one.kind, query.language)}) for one in log.rows)
    name = f"activity-{log.case_id}-{now:%Y%m%d}.{query.format}"
    if query.format is Format.PDF:
        written = documents.load("activity_log").render(log.model_copy(update={"rows": rows}), query.language)
        return FileAnswer(written, _PDF, name)
    table = exports.csv_file(_HEADERS[query.language], (_cells(one) for one in rows), language=query.language)
    return FileAnswer(table.decode(), f"{_CSV}; charset=utf-8", name)


def _cells(row: ActivityRow) -> list[str | datetime | None]:
    return [row.at, row.by, row.kind, row.text, row.reference]
