"""Rows of the activity log in the reader's words: codes, ids and digests give way to what they stand for.

The files that can be downloaded keep every row as it was written.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from babel.dates import format_date

from chalicelib import activity
from chalicelib.channels.rendering.citations import cited
from chalicelib.cockpit.case_events import name_of, source_title, told
from chalicelib.cockpit.rendering import word, words
from chalicelib.model.activity import ActivityRow
from chalicelib.model.case import EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.deadline import Deadline
from chalicelib.model.task import Task

_US = "insolvency-watch"
_MOVED = {"our books changed": "case_log.books_changed", "a date went by": "case_log.date_went_by"}
_DOCUMENT = re.compile(
    r"(?P<kind>\w+) (?P<id>[0-9a-f]{24}) version (?P<version>\d+): (?P<state>draft|approved|sent)"
    r"(?: (?P<how>post|email|portal|courier|fax) (?P<on>[\d-]+))?;(?: SHA-256 [0-9a-f]{64};)? (?P<reason>.*)",
    re.DOTALL,
)


class Line(NamedTuple):
    """A row as it is shown."""

    at: datetime
    by: str
    kind: str
    called: str
    text: str


def line_of(row: ActivityRow, file: CaseFile, language: Language) -> Line:
    """A row in the reader's words; what no rule knows stays as it was written."""
    called = activity.kind_in_words(row.kind, language)
    by = word("case_event.by_us", language) if row.by == _US else name_of(row.by)
    if row.kind in {EntryKind.NOTICE, EntryKind.NOTICE_WITHDRAWN}:
        by = source_title(row.by, language)
    rule = _RULES.get(row.kind)
    text = rule(row, file, language) if rule else row.text
    return Line(row.at, by, row.kind, called, _with_days(text, language))


def _nothing(_row: ActivityRow, _file: CaseFile, _language: Language) -> str:
    """That somebody read the case is all there is to say."""
    return ""


def _event(row: ActivityRow, file: CaseFile, language: Language) -> str:
    entries = (one for one in file.entries if (one.at, one.kind, one.text) == (row.at, row.kind, row.text))
    entry = next(entries, None)
    if entry is None:
        return row.text
    title, text = told(entry, language)
    return f"{title}: {text}" if text else title


def _message(row: ActivityRow, _file: CaseFile, language: Language) -> str:
    """`block_placed: email -> <address>; sent` and `block_placed <id>` with what such a message is called."""
    code = re.match(r"\w+", row.text)
    key = f"kind.{code.group()}" if code else ""
    if code is None or key not in words():
        return row.text
    rest = re.sub(r"^ [0-9a-f]{24}$", "", row.text[code.end() :])
    return word(key, language) + re.sub(r"\b(email|order_systems) -> ([^;]+)", _recipient(language), rest)


def _recipient(language: Language) -> Callable[[re.Match[str]], str]:
    return lambda found: word(f"case_log.to_{found.group(1)}", language, address=found.group(2))


def _due(row: ActivityRow, _file: CaseFile, language: Language) -> str:
    """`<title>: <day> (<rule>)` and `<title>: <day> -> <day>, <state>; <inputs>`, where there may be no day."""
    changed = re.match(r"(.*: \S+ -> [^,\s]+), \w+;", row.text, re.DOTALL)
    text = changed.group(1).replace(" -> ", " → ") if changed else row.text
    return cited(re.sub(r"(?<=: )-(?= )|(?<=→ )-$", word("layout.no_date", language), text), language)


def _work(row: ActivityRow, file: CaseFile, language: Language) -> str:
    """`lodge_claim <id>: reason` with what the task or the deadline is called."""
    head, _, reason = row.text.partition(": ")
    known = _titles(file, language).get(head.rpartition(" ")[2])
    return f"{known}: {reason}" if known else row.text


def _titles(file: CaseFile, language: Language) -> dict[str, str]:
    """What each task and deadline of the case is called."""
    return {one.id: _called(one, language) for one in _dated(file)}


def _dated(file: CaseFile) -> tuple[Task | Deadline, ...]:
    return (*file.tasks, *file.deadlines)


def _called(one: Task | Deadline, language: Language) -> str:
    german, english = (one.text_de, one.text_en) if isinstance(one, Task) else (one.title_de, one.title_en)
    return german if language == "de" else english


def _facts(row: ActivityRow, file: CaseFile, language: Language) -> str:
    cause, _, kinds = row.text.partition(": ")
    if cause in _MOVED:
        known = {str(one.kind): _called(one, language) for one in _dated(file)}
        touched = dict.fromkeys(known[one].rstrip(".") for one in kinds.split(", ") if one in known)
        return f"{word(_MOVED[cause], language)}: {'; '.join(touched)}" if touched else word(_MOVED[cause], language)

    def called(found: re.Match[str]) -> str:
        key = f"fact.{found.group(1) or found.group(2)}"
        return word(key, language) if key in words() else found.group()

    text = re.sub(r"\b(?:claim|entered)\.(\w+)|\b(information_system)", called, row.text).replace(" -> ", " → ")
    yes, no = word("case_action.yes", language), word("case_action.no", language)
    return re.sub(r"\b(True|False)\b", lambda found: yes if found.group() == "True" else no, text)


def _assignment(row: ActivityRow, file: CaseFile, language: Language) -> str:
    """`<case or task>: <address> -> <address>; deputy <address>: reason`."""
    found = re.fullmatch(r"(.+?): (\S+) -> (\S+); deputy (\S+): (.*)", row.text, re.DOTALL)
    if not found:
        return row.text
    what, *hands, reason = found.groups()
    nobody = word("case_action.nobody", language)
    before, after, deputy = (nobody if one == "nobody" else one for one in hands)
    told_so = word("case_log.assigned", language, before=before, after=after, deputy=deputy, reason=reason)
    title = _titles(file, language).get(what.rpartition(" ")[2])
    return f"{title}: {told_so}" if title else told_so


def _closing(row: ActivityRow, _file: CaseFile, language: Language) -> str:
    """`reason (3 open tasks left)`."""

    def left(found: re.Match[str]) -> str:
        key = "case_log.one_task_left" if found.group(1) == "1" else "case_log.tasks_left"
        return f"({word(key, language, tasks=found.group(1))})"

    return re.sub(r"\((\d+) open tasks left\)$", left, row.text)


def _document(row: ActivityRow, file: CaseFile, language: Language) -> str:
    """`claim_filing <id> version 2: ...; SHA-256 ...; ...` with the document's title and without its digest."""
    found = _DOCUMENT.fullmatch(row.text)
    if not found or f"document_kind.{found['kind']}" not in words():
        return re.sub(r" SHA-256 [0-9a-f]{64};", "", row.text)
    titles = {one.id: one.title_de if language == "de" else one.title_en for one in file.documents}
    title = cited(titles.get(found["id"]) or word(f"document_kind.{found['kind']}", language), language)
    said = [
        word("documents.version", language, version=found["version"]),
        word(f"document_state.{found['state']}", language),
    ]
    said += [word(f"channel.{found['how']}", language), found["on"]] if found["how"] else []
    reason = "" if found["reason"] in {"drafted", "approved", "sent"} else f": {found['reason']}"
    return f"{title}: {', '.join(said)}{reason}"


def _reminder(row: ActivityRow, _file: CaseFile, language: Language) -> str:
    """`<German> / <English>: <day>, <occasion>; <address>` in one of the two languages."""
    german, slash, rest = row.text.partition(" / ")
    english, colon, details = rest.rpartition(": ")
    if not (slash and colon):
        return row.text
    day, _, occasion = details.partition(", ")
    code, _, address = occasion.partition("; ")
    key = f"occasion.{code}"
    called = word(key, language) if key in words() else code
    title = german if language == "de" else english
    return f"{title if title.endswith('?') else title.rstrip('.') + '.'} {called}: {day}; {address}"


_RULES: dict[str, Callable[[ActivityRow, CaseFile, Language], str]] = {
    EntryKind.READ: _nothing,
    "message": _message,
    "deadline": _due,
    "deadline_changed": _due,
    EntryKind.ACKNOWLEDGED: _message,
    EntryKind.TASK_DONE: _work,
    EntryKind.DEADLINE_DONE: _work,
    EntryKind.FACTS_ENTERED: _facts,
    EntryKind.ASSIGNED: _assignment,
    EntryKind.CLOSED: _closing,
    EntryKind.DOCUMENT: _document,
    EntryKind.REMINDED: _reminder,
    EntryKind.NOTICE: _event,
    EntryKind.JUDGEMENT: _event,
    EntryKind.STAGE_CHANGE: _event,
    EntryKind.CHOICE: _event,
}


def _with_days(text: str, language: Language) -> str:
    """Days as the reader writes them."""
    pattern = "dd.MM.y" if language == "de" else "d MMM y"

    def written_out(found: re.Match[str]) -> str:
        try:
            day = date.fromisoformat(found.group())
        except ValueError:
            return found.group()
        return str(format_date(day, pattern, locale=language))

    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", written_out, text)
