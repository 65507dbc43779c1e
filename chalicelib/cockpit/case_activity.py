"""The activity log of a case: everything that happened, by kind, and as a file to keep."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import activity
from chalicelib.activity_files import Format, log_of, written
from chalicelib.cockpit import case_page
from chalicelib.cockpit.case_events import name_of, source_title, told
from chalicelib.cockpit.page import Sent, Shown, page
from chalicelib.cockpit.rendering import word, words
from chalicelib.cockpit.visit import Visit
from chalicelib.model.activity import ActivityRow
from chalicelib.model.case import EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.record import Record
from chalicelib.store import alerts

blueprint = Blueprint(__name__)
_PAGE = 60
_BY_ID = {"task_done", "deadline_done"}


class Asked(Record):
    """Rows of one kind, page by page."""

    kind: str | None = Field(default=None, max_length=40)
    page: int = Field(default=1, ge=1, le=10_000)


class FileAsked(Record):
    """Which file."""

    format: Literal[Format.CSV, Format.PDF] = Format.CSV


class Line(NamedTuple):
    """A row as it is shown."""

    at: datetime
    by: str
    kind: str
    called: str
    text: str


@page(blueprint, "GET /cockpit/cases/{case_id}/activity", query=Asked)
def show(visit: Visit, case_id: str, query: Asked) -> Shown:
    """Everything that happened, newest first."""
    file = case_page.opened(visit, case_id)
    rows = activity.rows_of(file, alerts.of_case(case_id), visit.language)
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
    return case_page.folder(visit, file, "activity", values)


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


def line_of(row: ActivityRow, file: CaseFile, language: Language) -> Line:
    """A row in the reader's words: codes and ids give way to what they stand for."""
    called = activity.kind_in_words(row.kind, language)
    by = word("case_event.by_us", language) if row.by == "insolvency-watch" else name_of(row.by)
    if row.kind in {EntryKind.NOTICE, EntryKind.NOTICE_WITHDRAWN}:
        by = source_title(row.by, language)
    return Line(row.at, by, row.kind, called, _text(row, file, language))


def _text(row: ActivityRow, file: CaseFile, language: Language) -> str:
    entry = next((one for one in file.entries if (one.at, one.kind, one.text) == (row.at, row.kind, row.text)), None)
    if row.kind == EntryKind.READ:
        return ""
    if row.kind in {"message", EntryKind.ACKNOWLEDGED}:
        return _with_kind(row.text, language)
    if row.kind in _BY_ID:
        return _with_title(row.text, file, language)
    if row.kind == EntryKind.FACTS_ENTERED:
        return re.sub(r"\b(?:claim|entered)\.(\w+)|\b(information_system)", lambda one: _fact(one, language), row.text)
    if entry and row.kind in {EntryKind.NOTICE, EntryKind.JUDGEMENT, EntryKind.STAGE_CHANGE, EntryKind.CHOICE}:
        title, text = told(entry, language)
        return f"{title}: {text}" if text else title
    return row.text


def _with_kind(text: str, language: Language) -> str:
    """`block_placed: email -> ...` and `block_placed <id>` with what such a message is called."""
    code = re.match(r"\w+", text)
    key = f"kind.{code.group()}" if code else ""
    if code is None or key not in words():
        return text
    rest = re.sub(r"^ [0-9a-f]{24}$", "", text[code.end() :])
    return word(key, language) + rest.replace(" -> ", " → ")


def _with_title(text: str, file: CaseFile, language: Language) -> str:
    """`lodge_claim <id>: reason` with what the task or the deadline is called."""
    titles = {one.id: (one.text_de, one.text_en) for one in file.tasks}
    titles |= {one.id: (one.title_de, one.title_en) for one in file.deadlines}
    head, _, reason = text.partition(": ")
    known = titles.get(head.rpartition(" ")[2])
    return f"{known[0] if language == 'de' else known[1]}: {reason}" if known else text


def _fact(found: re.Match[str], language: Language) -> str:
    key = f"fact.{found.group(1) or found.group(2)}"
    return word(key, language) if key in words() else found.group()
