"""Something a person has to do in a case."""

from datetime import datetime
from enum import StrEnum

from chalicelib.model.record import Record


class TaskKind(StrEnum):
    """Why a person is asked."""

    REVIEW_MATCH = "review_match"
    REVIEW_PERSON_BLOCK = "review_person_block"
    DECIDE_RELEASE = "decide_release"
    CLASSIFY_NOTICE = "classify_notice"
    CHECK_CORRECTION = "check_correction"


class TaskState(StrEnum):
    """A task is done by a named person, or open."""

    OPEN = "open"
    DONE = "done"


class Task(Record):
    """One question to a person, with the statute that makes us ask where there is one."""

    id: str
    case_id: str
    kind: TaskKind
    text_de: str
    text_en: str
    rule: str | None = None
    created_at: datetime
    due_at: datetime
    state: TaskState = TaskState.OPEN
    done_by: str | None = None
    done_at: datetime | None = None
