"""How a source is doing: what it delivered, and until when its coverage is proved."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, get_args

from pydantic import Field

from chalicelib.model.record import Record

SourceKind = Literal["register", "bureau"]


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class PollState(StrEnum):
    """How the last attempt ended. The four good ends are kept apart from each other and from failure.

    `nothing_new`: only what was stored before. `empty`: the source named no row at all. `filtered`: it named rows, and
    none of them is a notice of the kind that is looked for.
    """

    NEVER = "never"
    NEW_NOTICES = "new_notices"
    NOTHING_NEW = "nothing_new"
    EMPTY = "empty"
    FILTERED = "filtered"
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


class Expected(Record):
    """How many notices a day of this weekday brings as a rule."""

    least: int
    most: int
    days: int = Field(description="how many days of this weekday it is drawn from; 0: from the register's file")
    in_all: int = Field(default=0, description="what these days brought but for the fullest: for judging whole weeks")


class AcceptedLevel(Record):
    """A person's word that a source brings this much from a day on, and that what it brought before is past."""

    since: date
    person: str = Field(min_length=1, max_length=300)
    reason: str = Field(min_length=1, max_length=1000)
    at: datetime


class SourceRun(Record):
    """One run at a source: which days it asked for, how it ended, what it saw."""

    source: str
    began_at: datetime
    ended_at: datetime
    first_day: date | None = None
    last_day: date | None = None
    state: PollState
    complete: bool = Field(description="false: time ran out, or it failed; the days are asked for again")
    rows: int | None = Field(default=None, description="rows that the source named, known ones too")
    documents: int = Field(default=0, description="payloads fetched and kept")
    new: int = Field(default=0, description="notices that were not known")
    known: int = Field(default=0, description="notices that were stored before")
    filtered: int = Field(default=0, description="payloads that hold no notice of the kind looked for")
    unclassified: int = Field(default=0, description="new notices of no kind that is known; a person looks at them")
    unread: int = Field(default=0, description="payloads that were not understood; they are kept")
    failure: str | None = None


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
    unread_last_poll: int = Field(default=0, description="payloads of the last poll that were not understood")
    unread_total: int = Field(default=0, description="the same over all polls, each payload once")
    unread_payloads: tuple[str, ...] = Field(
        default=(), description="digests of the last 100 payloads that were not understood when they came"
    )
    counted: bool = Field(default=False, description="what a version before had counted was added to the counts")
    asked_from: date | None = Field(default=None, description="first publication day that the last poll asked for")
    asked_to: date | None = Field(default=None, description="last publication day that the last poll asked for")
    watched_since: date | None = Field(default=None, description="first publication day that was read completely")
    began_on: date | None = Field(default=None, description="day of the first success; later days are judged")
    expected: dict[Weekday, Expected] = Field(
        default_factory=dict, description="what a weekday brings, once four of them were read: the baseline"
    )
    accepted: AcceptedLevel | None = Field(default=None, description="the baseline is drawn from its day on")
    late_from: datetime | None = Field(default=None, description="late from then on, unless it was read again before")
    failure: str | None = None
    failure_evidence: str | None = None
    failing_since: datetime | None = None
    stuck: Stuck | None = None
    stepped_over: tuple[SteppedOver, ...] = Field(default=(), description="newest last")
    health: Health = Health.OK
    health_reason: str | None = None
    kind: SourceKind = "register"
    portfolio: PortfolioState | None = Field(default=None, description="bureaus that watch our customers for us")

    def is_well(self, now: datetime) -> bool:
        """Whether it may be relied on: found well by the last check, and read since in time."""
        return self.health is Health.OK and (self.late_from is None or now <= self.late_from)

    @property
    def expected_since(self) -> date | None:
        """First day that says what is usual: none before it was watched, or before a person's word."""
        if self.watched_since is None or self.accepted is None:
            return self.watched_since
        return max(self.watched_since, self.accepted.since)

    @property
    def off(self) -> bool:
        """Whether it is switched off: by the admin, or because no credentials are set and none ever were."""
        used = self.checked_through is not None or self.last_success is not None
        never = self.last_state is PollState.NO_CREDENTIALS and not used
        return self.health is Health.DISABLED or never
