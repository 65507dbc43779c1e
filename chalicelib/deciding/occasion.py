"""What every decision needs beside its subject."""

from datetime import datetime
from typing import NamedTuple

from pydantic import Field

from chalicelib.model.audience import Audience
from chalicelib.model.block import Block
from chalicelib.model.case import Case, Entry
from chalicelib.model.customer import Customer
from chalicelib.model.deadline import Deadline
from chalicelib.model.ledger import Ledger
from chalicelib.model.record import Record
from chalicelib.model.task import Task


class Occasion(Record):
    """Whose case, who can be told, what the books say, and the time of the decision."""

    customer: Customer
    audience: Audience
    now: datetime
    ledger: Ledger | None = Field(default=None, description="what our books say; None: nothing is known of them")
    creditor_country: str | None = None


class Word(Record):
    """What a person says, for the record: nobody decides without a name and a reason."""

    person: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class Change(NamedTuple):
    """The case and block as they shall be, with the new entries, the tasks added or done, and the deadlines met."""

    case: Case
    block: Block | None
    entries: tuple[Entry, ...]
    tasks: tuple[Task, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
