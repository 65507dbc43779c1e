"""How a source is doing: what it delivered, and until when its coverage is proved."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from chalicelib.model.record import Record

SourceKind = Literal["register", "bureau"]


class PollState(StrEnum):
    """How the last attempt ended. The four good ends are kept apart from each other and from failure."""

    NEVER = "never"
    NEW_NOTICES = "new_notices"
    NOTHING_NEW = "nothing_new"
    EMPTY = "empty"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    CHANGED = "changed"
    NO_CREDENTIALS = "no_credentials"


class Health(StrEnum):
    """What an operator has to know."""

    OK = "ok"
    LATE = "late"
    FAILING = "failing"
    SUSPICIOUS = "suspicious"
    DISABLED = "disabled"


class PortfolioState(Record):
    """What a bureau watches for us beside what it should, when the two were last compared."""

    compared_at: datetime
    watched: int = 0
    added: int = 0
    removed: int = 0
    missing: int = Field(default=0, description="should be watched and are not; could not be healed")
    not_ours: int = Field(default=0, description="watched, but no customer of ours is linked; left alone")
    lost: int = Field(default=0, description="the bureau ended the watch; a person must choose the subject anew")
    ending: int = Field(default=0, description="subscriptions that lapse within 7 days and could not be renewed")
    to_review: int = Field(default=0, description="customers for whom a person must choose a candidate")
    remark: str | None = None


class Stuck(Record):
    """A feed's position that does not move, because what follows it cannot be read."""

    cursor: str | None = Field(default=None, description="the position that stays: all before it is stored")
    past: str | None = Field(default=None, description="the next position behind it, as far as it is known")
    reason: str
    evidence: tuple[str, ...] = ()
    attempts: int = 1
    since: datetime


class SteppedOver(Record):
    """That a person left behind what could not be read; its evidence can be read again (`replay`) later."""

    cursor: str | None = None
    to: str
    evidence: tuple[str, ...] = ()
    by: str
    reason: str
    at: datetime


class SourceStatus(Record):
    """State of one source; `checked_through` moves only when everything up to it is stored."""

    name: str
    checked_through: datetime | None = Field(default=None, description="everything published before is stored")
    cursor: str | None = None
    attempts_total: int = 0
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    last_state: PollState = PollState.NEVER
    newest_publication: date | None = None
    notices_total: int = 0
    notices_last_poll: int = 0
    notices_by_day: dict[str, int] = Field(default_factory=dict, description="publication day -> notices stored")
    unclassified_total: int = 0
    failure: str | None = None
    failure_evidence: str | None = None
    failing_since: datetime | None = None
    stuck: Stuck | None = None
    stepped_over: tuple[SteppedOver, ...] = Field(default=(), description="newest last")
    health: Health = Health.OK
    health_reason: str | None = None
    kind: SourceKind = "register"
    portfolio: PortfolioState | None = Field(default=None, description="bureaus that watch our customers for us")

    @property
    def off(self) -> bool:
        """Whether it is switched off: by the admin, or because no credentials are set and none ever were."""
        used = self.checked_through is not None or self.last_success is not None
        never = self.last_state is PollState.NO_CREDENTIALS and not used
        return self.health is Health.DISABLED or never
