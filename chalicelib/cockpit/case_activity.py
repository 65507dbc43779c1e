"""The activity log of a case: everything that happened, by kind, and as a file to keep."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import activity
from chalicelib.activity_files import Format, log_of, written
from chalicelib.answering import unanswered
from chalicelib.cockpit import case_page
from chalicelib.cockpit.case_lines import line_of
from chalicelib.cockpit.page import Sent, Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.model.activity import ActivityRow
from chalicelib.model.customer import Language
from chalicelib.model.record import Record
from chalicelib.store import alerts

blueprint = Blueprint(__name__)
_PAGE = 60


class Asked(Record):
    """Rows of one kind, page by page."""

    kind: str | None = Field(default=None, max_length=40)
    page: int = Field(default=1, ge=1, le=10_000)


class FileAsked(Record):
    """Which file."""

    format: Literal[Format.CSV, Format.PDF] = Format.CSV


@page(blueprint, "GET /cockpit/cases/{case_id}/activity", query=Asked)
def show(visit: Visit, case_id: str, query: Asked) -> Shown:
    """Everything that happened, newest first."""
    file = case_page.opened(visit, case_id)
    told = alerts.of_case(case_id)
    rows = activity.rows_of(file, told, visit.language)
    chosen = [one for one in reversed(rows) if query.kind in (None, one.kind)]
    start = (query.page - 1) * _PAGE
    values = {
        "lines": tuple(line_of(one, file, visit.language) for one in chosen[start : start + _PAGE]),
        "kinds": kinds_of(rows, visit.language),
        "kind": query.kind,
        "all": len(rows),
        "page": query.page,
        "pages": max(1, -(-len(chosen) // _PAGE)),
    }
    return case_page.folder(visit, file, "activity", values, unanswered(told))


@page(blueprint, "GET /cockpit/cases/{case_id}/activity/file", query=FileAsked)
def send(visit: Visit, case_id: str, query: FileAsked) -> Sent:
    """The whole log as a table or a document."""
    file = case_page.opened(visit, case_id)
    log = log_of(file, alerts.of_case(case_id), visit.language, visit.now, visit.signature)
    made = written(log, Format(query.format), visit.language)
    return Sent(made.content, made.media_type, made.name)


def kinds_of(rows: Iterable[ActivityRow], language: Language) -> tuple[tuple[str, str, int], ...]:
    """Each kind with what it is called and how many rows it has, most first."""
    counts = Counter(one.kind for one in rows)
    return tuple((kind, activity.kind_in_words(kind, language), number) for kind, number in counts.most_common())
