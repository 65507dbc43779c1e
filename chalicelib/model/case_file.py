"""A case with everything in it."""

from chalicelib.model.block import Block
from chalicelib.model.case import Case, Entry
from chalicelib.model.case_document import CaseDocument
from chalicelib.model.deadline import Deadline
from chalicelib.model.record import Record
from chalicelib.model.task import Task


class CaseFile(Record):
    """The case, its block, its entries and tasks in order of time, its deadlines by their safe date."""

    case: Case
    block: Block | None = None
    entries: tuple[Entry, ...] = ()
    tasks: tuple[Task, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    documents: tuple[CaseDocument, ...] = ()
