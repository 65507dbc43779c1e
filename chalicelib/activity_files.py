"""The activity log of a case as a file to keep: a table for spreadsheets, a document for the records."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from chalicelib import activity
from chalicelib.model.activity import ActivityLog, ActivityRow
from chalicelib.model.alert import Alert
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language

_HEADERS: dict[Language, list[str]] = {
    "de": ["Wann", "Wer", "Art", "Was", "Bezug"],
    "en": ["When", "Who", "Kind", "What", "Reference"],
}


class Format(StrEnum):
    """How the log is written."""

    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


class Written(NamedTuple):
    """A file's content with what it is and what it is called."""

    content: bytes | str
    media_type: str
    name: str


def log_of(
    file: CaseFile, alerts: tuple[Alert, ...], language: Language, now: datetime, prepared_for: str
) -> ActivityLog:
    """Everything that happened in the case, oldest first."""
    case = file.case
    return ActivityLog(
        case_id=case.id,
        customer_number=case.customer_number,
        customer_name=case.customer_name,
        debtor_name=case.debtor_name,
        owner=case.owner or "",
        rows=activity.rows_of(file, alerts, language),
        prepared_at=now,
        prepared_for=prepared_for,
    )


def written(log: ActivityLog, form: Format, language: Language) -> Written:
    """The log as a PDF or as a table."""
    from chalicelib import documents, exports  # noqa: PLC0415 - what makes a PDF is not for every cold start

    rows = tuple(one.model_copy(update={"kind": activity.kind_in_words(one.kind, language)}) for one in log.rows)
    name = f"activity-{log.case_id}-{log.prepared_at:%Y%m%d}.{form}"
    if form is Format.PDF:
        page = documents.load("activity_log").render(log.model_copy(update={"rows": rows}), language)
        return Written(page, "application/pdf", name)
    table = exports.csv_file(_HEADERS[language], (_cells(one) for one in rows), language=language)
    return Written(table.decode(), "text/csv; charset=utf-8", name)


def _cells(row: ActivityRow) -> list[str | datetime | None]:
    return [row.at, row.by, row.kind, row.text, row.reference]
