"""A message to one recipient over one channel; the table keeps it before it leaves."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.customer import Language
from chalicelib.model.deadline import Severity
from chalicelib.model.message import Message
from chalicelib.model.record import Record


class AlertKind(StrEnum):
    """What the recipient is told."""

    BLOCK_PLACED = "block_placed"
    BLOCK_CHANGED = "block_changed"
    BLOCK_RELEASED = "block_released"
    REVIEW_NEEDED = "review_needed"
    CASE_UPDATED = "case_updated"
    SOURCE_LATE = "source_late"
    SOURCE_RECOVERED = "source_recovered"
    WATCH_LOST = "watch_lost"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    DIGEST = "digest"
    REPORT = "report"
    MANUAL_ALARM = "manual_alarm"


class AlertState(StrEnum):
    """`failed` stays visible until somebody sends it again."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Recipient(Record):
    """Where an alert goes: a mail address with its language, or a topic."""

    address: str
    name: str = ""
    language: Language = "de"


class Alert(Record):
    """One message; `id` is its stable message id, the same at every attempt.

    `wants_acknowledgement`: somebody has to say that it was read, or the deputy and then the head are told.
    """

    id: str
    kind: AlertKind
    channel: str = Field(description="file name in channels/")
    recipient: Recipient
    message: Message
    created_at: datetime
    state: AlertState = AlertState.PENDING
    attempts: int = 0
    sent_at: datetime | None = None
    receipt: str | None = None
    failure: str | None = None
    wants_acknowledgement: bool = False
    severity: Severity = Severity.RECOVERABLE
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
