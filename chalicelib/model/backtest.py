"""What a replay of kept payloads against customers would have caught."""

from datetime import date, datetime

from pydantic import Field

from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState
from chalicelib.model.event import EventKind
from chalicelib.model.record import Record
from chalicelib.model.source import SourceKind


class Covered(Record):
    """What evidence of one source there was to replay. `remark` says in words what could not be looked at."""

    source: str
    kind: SourceKind
    first_kept: date | None = Field(default=None, description="day of the oldest payload kept; None: none is kept")
    payloads: int = 0
    days: int = Field(default=0, description="days of the period from which a payload is kept")
    look_ups: int = Field(default=0, description="answers to who somebody is at a bureau: nothing was published there")
    notices: int = Field(default=0, description="notices and bureaus' events, each counted once")
    unreadable: int = 0
    remark: str | None = None


class UnreadPayload(Record):
    """A payload that could not be read, and why."""

    key: str
    reason: str


class SeenNotice(Record):
    """One publication of a case, with the moment at which its payload was fetched."""

    notice_id: str
    source: str
    kind: EventKind
    publication_date: date
    seen_at: datetime


class RealCase(Record):
    """The case that was really opened for these proceedings."""

    case_id: str
    state: CaseState
    stage: Stage | None = Field(default=None, description="of its active block")
    opened_at: datetime
    blocked_at: datetime | None = Field(default=None, description="since when its block stands or stood")


class Caught(Record):
    """One customer in one proceeding, as the replay leaves it; people's words are not replayed."""

    customer_number: str
    customer_name: str
    remark: str | None = Field(default=None, description="about the customer: not kept here, or kept only later")
    state: CaseState
    stage: Stage | None = Field(description="of the block at the end; None: released again, or none was set")
    first_stage: Stage | None = Field(description="of the block when it was first set")
    blocked_at: datetime | None = Field(description="when it would have been set; when the notice was seen")
    debtor_name: str
    country: str | None
    court: str | None
    case_number: str | None
    event_kind: EventKind
    score: int
    rule: str
    evidence: tuple[str, ...]
    notices: tuple[SeenNotice, ...] = Field(description="those that count first, by day of publication")
    told: tuple[str, ...] = Field(description="who would have been told, over which channel")
    alerts: int
    real: RealCase | None = None
    days_earlier: int | None = Field(
        default=None, description="than the block that was really set; negative: later; None: there is none to compare"
    )
    depends_on_order: bool = Field(default=False, description="replayed as it arrived it ends otherwise: report it")

    @property
    def first(self) -> SeenNotice:
        """The publication that was seen first."""
        return min(self.notices, key=lambda one: (one.seen_at, one.publication_date, one.notice_id))


class Backtest(Record):
    """The whole answer. `nothing` counts notices from which nothing followed for any of the customers."""

    since: date
    until: date
    customers: int
    payloads: int
    unread: tuple[UnreadPayload, ...]
    notices: int
    hits_by_stage: dict[str, int]
    review: int
    nothing: int
    sources: tuple[Covered, ...]
    caught: tuple[Caught, ...]
