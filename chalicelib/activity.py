"""The activity log of a case: every entry, message, task and change of a date, in the order in which they happened."""

from collections.abc import Iterable, Iterator

from chalicelib.model.activity import ActivityRow
from chalicelib.model.alert import Alert, AlertState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.deadline import Deadline, DeadlineVersion
from chalicelib.model.task import Task

_US = "insolvency-watch"
_KINDS: dict[str, tuple[str, str]] = {
    "notice": ("Veröffentlichung", "publication"),
    "judgement": ("Beurteilung", "judgement"),
    "release": ("Freigabe", "release"),
    "stage_change": ("Sperrstufe", "block stage"),
    "notice_withdrawn": ("Widerruf", "publication withdrawn"),
    "task_done": ("Aufgabe erledigt", "task done"),
    "deadline_done": ("Frist gewahrt", "deadline met"),
    "assigned": ("Zuständigkeit", "assignment"),
    "note": ("Notiz", "note"),
    "facts_entered": ("Angaben", "facts entered"),
    "manual_alarm": ("Alarm von Hand", "manual alarm"),
    "acknowledged": ("Bestätigung", "acknowledgement"),
    "document": ("Dokument", "document"),
    "choice": ("Entscheidung", "choice"),
    "reminded": ("Erinnerung", "reminder"),
    "escalated": ("Weitergabe", "handed on"),
    "read": ("Einsicht", "reading"),
    "closed": ("Abschluss", "closed"),
    "reopened": ("Wiederaufnahme", "reopened"),
    "message": ("Nachricht", "message"),
    "task": ("Aufgabe", "task"),
    "deadline": ("Frist", "deadline"),
    "deadline_changed": ("Friständerung", "deadline changed"),
}
_SENDING: dict[AlertState, tuple[str, str]] = {
    AlertState.PENDING: ("noch nicht versandt", "not sent yet"),
    AlertState.SENT: ("versandt", "sent"),
    AlertState.FAILED: ("nicht zugestellt", "not delivered"),
}


def rows_of(file: CaseFile, alerts: Iterable[Alert], language: Language) -> tuple[ActivityRow, ...]:
    """The whole log, oldest first; kinds are codes, see `kind_in_words`."""
    rows = [*_entries(file), *_messages(alerts, language)]
    rows += [_task(one, language) for one in file.tasks]
    rows += [row for one in file.deadlines for row in _deadline(one, language)]
    return tuple(sorted(rows, key=lambda row: (row.at, row.kind, row.reference or "")))


def kind_in_words(kind: str, language: Language) -> str:
    """What a kind of row is called.

    >>> kind_in_words("note", "de"), kind_in_words("note", "en")
    ('Notiz', 'note')
    """
    return _pick(_KINDS.get(kind, (kind, kind)), language)


def _entries(file: CaseFile) -> Iterator[ActivityRow]:
    for one in file.entries:
        yield ActivityRow(at=one.at, by=one.by, kind=one.kind, text=one.text, reference=one.notice_id)


def _messages(alerts: Iterable[Alert], language: Language) -> Iterator[ActivityRow]:
    for one in alerts:
        parts = [f"{one.kind}: {one.channel} -> {one.recipient.address}", _pick(_SENDING[one.state], language)]
        parts += [one.failure] if one.state is AlertState.FAILED and one.failure else []
        if one.acknowledged_at:
            said = _pick(("bestätigt von", "acknowledged by"), language)
            parts.append(f"{said} {one.acknowledged_by}, {one.acknowledged_at:%Y-%m-%d %H:%M} UTC")
        elif one.wants_acknowledgement:
            parts.append(_pick(("noch nicht bestätigt", "not acknowledged yet"), language))
        at = one.sent_at or one.created_at
        yield ActivityRow(at=at, by=_US, kind="message", text="; ".join(parts), reference=one.id)


def _task(task: Task, language: Language) -> ActivityRow:
    due = _pick(("fällig", "due"), language)
    text = f"{_pick((task.text_de, task.text_en), language)} ({due} {task.due_at:%Y-%m-%d})"
    return ActivityRow(at=task.created_at, by=_US, kind="task", text=text, reference=task.id)


def _deadline(deadline: Deadline, language: Language) -> Iterator[ActivityRow]:
    """When it was first computed, and each change with its reason."""
    title = _pick((deadline.title_de, deadline.title_en), language)
    versions: list[Deadline | DeadlineVersion] = [*deadline.history, deadline]
    first = versions[0]
    text = f"{title}: {first.final_date or '-'} ({first.rule})"
    yield ActivityRow(at=first.computed_at, by=_US, kind="deadline", text=text, reference=deadline.id)
    for before, after in zip(deadline.history, versions[1:], strict=True):
        text = f"{title}: {before.final_date or '-'} -> {after.final_date or '-'}, {after.state}; {before.reason}"
        yield ActivityRow(at=before.replaced_at, by=_US, kind="deadline_changed", text=text, reference=deadline.id)


def _pick(words: tuple[str, str], language: Language) -> str:
    return words[0] if language == "de" else words[1]
