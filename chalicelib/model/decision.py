"""What follows from a notice or a judgement: everything that one transaction writes, or nothing."""

from pydantic import Field

from chalicelib.model.alert import Alert
from chalicelib.model.block import Block
from chalicelib.model.case import Case, Entry
from chalicelib.model.case_document import CaseDocument
from chalicelib.model.deadline import Deadline
from chalicelib.model.record import Record
from chalicelib.model.task import Task


class Decision(Record):
    """The case as it shall be, with what is new. `previous_version` is the version read, 0 for a new case.

    `follows`: proceedings that a register names and whose later publications belong to the case, too.
    """

    case: Case
    previous_version: int
    follows: str | None = None
    entries: tuple[Entry, ...] = ()
    block: Block | None = None
    tasks: tuple[Task, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    documents: tuple[CaseDocument, ...] = ()
    relisted: tuple[Task | Deadline, ...] = Field(
        default=(), description="unchanged open ones that leave the lists of open work with the case, or come back"
    )
    alerts: tuple[Alert, ...] = ()
    acknowledged: Alert | None = Field(default=None, description="an earlier alert that somebody has now answered")
