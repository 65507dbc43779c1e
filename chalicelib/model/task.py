"""Something a person has to do in a case."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.deadline import Deadline, DeadlineKind, Severity
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
    READJUST_VAT = "readjust_vat"
    NOTIFY_INSURER = "notify_insurer"
    CLAIM_COMPENSATION = "claim_compensation"
    CHECK_TABLE = "check_table"
    WATCH_LIMITATION = "watch_limitation"
    CHECK_DATES = "check_dates"
    MANUAL = "manual"


class TaskState(StrEnum):
    """A task is done by a named person, or open."""

    OPEN = "open"
    DONE = "done"


SAME_ACT = {
    DeadlineKind.CLAIM_FILING: TaskKind.LODGE_CLAIM,
    DeadlineKind.SECURITY_RIGHTS: TaskKind.TELL_SECURITY_RIGHTS,
    DeadlineKind.TABLE_CHECK: TaskKind.CHECK_TABLE,
}
"""Deadlines and tasks that are the same act in a case: one reminder is enough, and doing one does the other.

To look when claims become time-barred is no such act: only lodging or suing keeps them from it.
"""
CAUSE_CASE = "case"
"""The cause of what a case has once, whatever notice it came with."""
CAUSE_BEFORE = "before proceedings"
"""The cause of what a warning, a petition or a measure asks for before anything is opened."""
BOOKS = "books"
"""Who ends a task that our books have replaced by others."""


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
    """Id that is the same for the same cause."""
    return content_id(case_id, kind, cause)


def insurer_cause(cause: str, policy_number: str) -> str:
    """The cause of a notice under one policy: each is an act of its own.

    >>> insurer_cause(CAUSE_CASE, "NK-1")
    'case NK-1'
    """
    return f"{cause} {policy_number}"


def same_acts(
    case_id: str, deadlines: tuple[Deadline, ...], tasks: tuple[Task, ...]
) -> tuple[tuple[Deadline, Task], ...]:
    """The pairs of a deadline and a task of the case that are the same act."""
    own = {one.id: one for one in tasks}
    of_the_case = (one for one in deadlines if one.kind in SAME_ACT and one.cause == CAUSE_CASE)
    pairs = ((one, own.get(task_id(case_id, SAME_ACT[one.kind], CAUSE_CASE))) for one in of_the_case)
    return tuple((deadline, task) for deadline, task in pairs if task)
