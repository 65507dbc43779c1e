"""What an alert says, whatever channel carries it."""

from datetime import date, datetime

from pydantic import Field

from chalicelib.model.address import PostalAddress
from chalicelib.model.block import Ground, Stage
from chalicelib.model.match import Evidence, MatchResult
from chalicelib.model.news import DigestMessage, EscalationMessage, ReminderMessage, ReportMessage
from chalicelib.model.notice import EventKind, Hearing
from chalicelib.model.record import Record

BY_HAND = "manual"
"""The source of a case that began with an alarm given by hand."""


class CaseMessage(Record):
    """News of one case, with everything a clerk needs to act on without opening anything else."""

    case_id: str
    customer_number: str
    customer_name: str
    event_kind: EventKind
    result: MatchResult
    stage: Stage | None = None
    previous_stage: Stage | None = None
    no_payouts: bool = False
    ground: Ground | None = None
    may_release: str | None = None
    debtor_name: str
    court: str | None = None
    case_number: str | None = None
    notice_id: str | None = None
    publication_date: date | None = None
    opening_date: date | None = None
    claim_deadline: date | None = None
    claim_deadline_rule: str | None = None
    hearing_dates: tuple[Hearing, ...] = ()
    practitioner_name: str | None = None
    practitioner_role: str | None = None
    practitioner_address: PostalAddress | None = None
    practitioner_phone: str | None = None
    practitioner_email: str | None = None
    source: str
    source_url: str | None = None
    evidence: tuple[Evidence, ...] = ()
    by: str | None = None
    reason: str | None = None
    due_on: date | None = Field(default=None, description="by which day somebody shall do what an alarm asks for")
    occurred_at: datetime

    @property
    def published(self) -> bool:
        """Whether a register or a bureau has said anything; behind an alarm there may be a person's word alone."""
        return self.source != BY_HAND or self.event_kind is not EventKind.UNCLASSIFIED

    @property
    def subject(self) -> str:
        """What the message is about: two recipients of the same news share it."""
        return self.case_id


class SourceMessage(Record):
    """News of a source: late, failing, or well again."""

    source: str
    health: str
    reason: str
    checked_through: datetime | None = None
    occurred_at: datetime

    @property
    def case_id(self) -> str | None:
        """None: it is about no case."""
        return None

    @property
    def subject(self) -> str:
        """What the message is about."""
        return self.source


Message = CaseMessage | SourceMessage | ReminderMessage | EscalationMessage | DigestMessage | ReportMessage
