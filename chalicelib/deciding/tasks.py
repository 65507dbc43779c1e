"""The questions a decision puts to people."""

from datetime import datetime, timedelta

from chalicelib.model.case import Case
from chalicelib.model.record import content_id
from chalicelib.model.task import Task, TaskKind, TaskState

_TEXTS = {
    TaskKind.REVIEW_MATCH: (
        "Prüfen: Ist der veröffentlichte Schuldner unser Kunde?",
        "Check: is the published debtor our customer?",
        None,
    ),
    TaskKind.REVIEW_PERSON_BLOCK: (
        "Automatische Sperre einer natürlichen Person: ein Mensch muss sie prüfen und bestätigen oder aufheben.",
        "Automatic block of a natural person: a human being has to check it and confirm or release it.",
        "GDPR 22(3)",
    ),
    TaskKind.DECIDE_RELEASE: (
        "Das Verfahren oder die Maßnahme ist beendet: Sperre aufheben oder behalten?",
        "The proceedings or the measure have ended: release the block or keep it?",
        None,
    ),
    TaskKind.CLASSIFY_NOTICE: (
        "Die Art dieser Veröffentlichung wurde nicht erkannt: bitte lesen und entscheiden.",
        "The kind of this publication was not recognised: please read it and decide.",
        None,
    ),
    TaskKind.CHECK_CORRECTION: (
        "Berichtigung oder abweichende Angabe im selben Verfahren: bitte mit der Akte vergleichen.",
        "A correction or differing statement in the same proceedings: please compare it with the file.",
        None,
    ),
}
# Days until somebody should have looked; the soft match and the unsure one are looked at the same day.
_DAYS = {TaskKind.REVIEW_MATCH: 0, TaskKind.REVIEW_PERSON_BLOCK: 3}


def task(kind: TaskKind, case: Case, cause: str, now: datetime) -> Task:
    """An open task; its id is the same for the same cause."""
    text_de, text_en, rule = _TEXTS[kind]
    due = (now + timedelta(days=_DAYS.get(kind, 1))).replace(hour=16, minute=0, second=0)
    return Task(
        id=content_id(case.id, kind, cause),
        case_id=case.id,
        kind=kind,
        text_de=text_de,
        text_en=text_en,
        rule=rule,
        created_at=now,
        due_at=max(due, now + timedelta(hours=1)),
    )


def done(tasks: tuple[Task, ...], kinds: set[TaskKind], person: str, now: datetime) -> tuple[Task, ...]:
    """Those open tasks of these kinds, marked as done by the person."""
    mark = {"state": TaskState.DONE, "done_by": person, "done_at": now}
    return tuple(one.model_copy(update=mark) for one in tasks if one.kind in kinds and one.state is TaskState.OPEN)
