"""What a list shows of a record: a few of its facts, so that hundreds can be read at once."""

from datetime import date, datetime

from pydantic import Field

from chalicelib.model.alert import AlertKind, AlertState, Recipient
from chalicelib.model.block import BlockState, Stage
from chalicelib.model.case import CaseState
from chalicelib.model.customer import CustomerKind, Money
from chalicelib.model.deadline import Severity
from chalicelib.model.event import EventKind
from chalicelib.model.record import Record


class CaseName(Record):
    """Which case, of which customer."""

    id: str
    customer_number: str
    customer_name: str


class CaseLine(CaseName):
    """A case in a list."""

    state: CaseState
    natural_person: bool
    source: str
    country: str | None = None
    court: str | None = None
    case_number: str | None = None
    debtor_name: str
    event_kind: EventKind
    owner: str | None = None
    deputy: str | None = None
    opened_at: datetime
    updated_at: datetime
    unsure_since: datetime | None = None
    score: int | None = Field(default=None, description="of the comparison that the case rests on")


class BlockLine(Record):
    """How far a case blocks its customer, and since when."""

    case_id: str
    stage: Stage
    state: BlockState = BlockState.ACTIVE
    since: datetime
    changed_at: datetime

    @property
    def active(self) -> bool:
        """Whether it is in force."""
        return self.state is BlockState.ACTIVE


class CustomerLine(Record):
    """Who hears of a customer, and what is open as the customer's own record says."""

    number: str
    name: str
    kind: CustomerKind
    open_amount: Money | None = None
    people: tuple[str, ...] = Field(default=(), description="addresses of the people responsible")
    mailboxes: tuple[str, ...] = Field(default=(), description="of the departments that are told")


class WorkLine(Record):
    """A deadline or task of a running case that is still to be done, by its safe date."""

    id: str
    case_id: str
    title_de: str = Field(default="", description="empty until asked for: many are counted and few shown")
    title_en: str = ""
    severity: Severity
    safe_date: date
    final_date: date
    owner: str | None = None
    deputy: str | None = None
    is_task: bool = False

    @property
    def is_event(self) -> bool:
        """Something that takes place by itself, such as a hearing: nobody can be late with it."""
        return not self.is_task and self.severity is Severity.INFORMATION


class AlertHead(Record):
    """What a case's page says of a message that waits for an answer, without the message itself."""

    id: str
    kind: AlertKind
    state: AlertState = AlertState.PENDING
    recipient: Recipient
    created_at: datetime
    sent_at: datetime | None = None


class AlertLine(Record):
    """A message that wants an answer: to whom, about what."""

    id: str
    kind: AlertKind
    state: AlertState
    severity: Severity
    created_at: datetime
    recipient: str = Field(description="name, or address where there is none")
    address: str
    answered: bool = False
    case_id: str | None = None
    event_kind: EventKind | None = None
    subject: str = Field(description="what it is about: recipients of the same news share it")
    title_de: str | None = Field(default=None, description="of the date that a reminder is about")
    title_en: str | None = None
    source: str | None = None

    @property
    def news(self) -> tuple[str, str, datetime]:
        """What recipients of the same news share: one answer is enough for all."""
        return self.kind, self.subject, self.created_at
