"""Something a person has to do in a case."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.deadline import Severity
from chalicelib.model.record import Record, content_id


class TaskKind(StrEnum):
    """Why a person is asked."""

    REVIEW_MATCH = "review_match"
    REVIEW_PERSON_BLOCK = "review_person_block"
    DECIDE_RELEASE = "decide_release"
    CLASSIFY_NOTICE = "classify_notice"
    CHECK_CORRECTION = "check_correction"
    TELL_SECURITY_RIGHTS = "tell_security_rights"
    LODGE_CLAIM = "lodge_claim"
    ASK_CHOICE_103 = "ask_choice_103"
    STOP_DUNNING = "stop_dunning"
    STOP_GOODS_IN_TRANSIT = "stop_goods_in_transit"
    PAY_ESTATE_NOT_DEBTOR = "pay_estate_not_debtor"
    ADJUST_VAT = "adjust_vat"
    NOTIFY_INSURER = "notify_insurer"
    CHECK_TABLE = "check_table"
    WATCH_LIMITATION = "watch_limitation"
    CHECK_DATES = "check_dates"
    MANUAL = "manual"


class TaskState(StrEnum):
    """A task is done by a named person, or open."""

    OPEN = "open"
    DONE = "done"


class Task(Record):
    """One thing for a person to do, with the statute that makes us ask where there is one.

    `version` grows by one with each change, so that a calendar can tell the newer of two.
    """

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
    owner: str | None = Field(default=None, description="e-mail address of who shall do it; nobody yet when empty")
    deputy: str | None = Field(default=None, description="e-mail address of who does it in the owner's absence")
    severity: Severity = Severity.RECOVERABLE
    version: int = 1


def task_id(case_id: str, kind: TaskKind, cause: str) -> str:
    """Id that is the same for the same cause; a duty that a case has once has the cause 'case'."""
    return content_id(case_id, kind, cause)
