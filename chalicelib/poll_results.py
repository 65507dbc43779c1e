"""What a poll of a register has seen, how it ended, and what is proved by it. Pure, but for what is handed in."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.errors import SourceChangedError
from chalicelib.intake import Taken
from chalicelib.model.notice import EventKind
from chalicelib.model.register import Register
from chalicelib.model.source import PollState, SourceRun, SourceStatus
from chalicelib.source_expectation import expected_by_weekday
from chalicelib.source_health import late_from
from chalicelib.store.source_counts import Counted

_DAYS_COUNTED = 35  # four whole weeks and more
_DAYS_MEAN_NOTHING = 366  # the largest window of feeds and snapshots
_UNREAD_KEPT = 100


class Tally:
    """What a poll has seen so far."""

    def __init__(self, status: SourceStatus) -> None:
        self.cursor = status.cursor
        self.past: str | None = None
        self.stepped_over = {key.rpartition("/")[2] for one in status.stepped_over for key in one.evidence}
        self.rows: int | None = None
        self.documents = 0
        self.new = 0
        self.known = 0
        self.known_rows = 0
        self.filtered = 0
        self.unclassified = 0
        self.failures: list[SourceChangedError] = []
        self.left_behind: list[SourceChangedError] = []

    def fail(self, error: SourceChangedError) -> None:
        """Remembers a payload that cannot be read; stepping over goes to the first position behind it."""
        self.failures.append(error)
        if self.past is None:
            self.left_behind.append(error)

    def advance(self, cursor: str | None) -> None:
        """Moves the position, which stays before the first payload that could not be read."""
        if not self.failures:
            self.cursor = cursor or self.cursor
        elif self.past is None:
            self.past = cursor

    def add(self, taken: Taken) -> None:
        """Counts what one payload held."""
        self.new += len(taken.new)
        self.known += taken.known
        self.filtered += not (taken.new or taken.known)
        self.unclassified += sum(notice.event_kind is EventKind.UNCLASSIFIED for notice in taken.new)

    @property
    def state(self) -> PollState:
        """How a poll that met no failure ended."""
        if self.new:
            return PollState.NEW_NOTICES
        rows = self.documents + self.known_rows if self.rows is None else self.rows
        if not rows:
            return PollState.EMPTY
        stored_before = self.known or (self.known_rows and not self.documents)
        return PollState.NOTHING_NEW if stored_before else PollState.FILTERED


def run_of(
    source: str, tally: Tally, times: tuple[datetime, datetime], days: tuple[date, date], *, complete: bool
) -> SourceRun:
    """The record of a run; what was cut short by its time ended as far as it came."""
    return SourceRun(
        source=source,
        began_at=times[0],
        ended_at=times[1],
        first_day=days[0],
        last_day=days[1],
        state=tally.state,
        complete=complete,
        rows=tally.rows,
        documents=tally.documents,
        new=tally.new,
        known=tally.known,
        filtered=tally.filtered,
        unclassified=tally.unclassified,
        unread=len(tally.failures),
    )


def counted(status: SourceStatus, tally: Tally, stored: Counted, started: datetime) -> SourceStatus:
    """The state with what is stored of the source, counted where it is stored, and what this poll added."""
    unread = dict.fromkeys(error.evidence.rpartition("/")[2] for error in tally.failures if error.evidence)
    again = unread.keys() & set(status.unread_payloads)
    return status.model_copy(
        update={
            "last_attempt": started,
            "newest_publication": max(filter(None, (stored.newest, status.newest_publication)), default=None),
            "notices_total": stored.total,
            "notices_last_poll": tally.new,
            "notices_by_day": dict(list(stored.by_day.items())[-_DAYS_COUNTED:]),
            "unclassified_total": stored.unclassified,
            "unread_last_poll": len(tally.failures),
            "unread_total": status.unread_total + len(unread) - len(again),
            "unread_payloads": (*(one for one in status.unread_payloads if one not in unread), *unread)[-_UNREAD_KEPT:],
        }
    )


def succeeded(
    status: SourceStatus, tally: Tally, facts: Register, stored: Counted, days: tuple[date, date], since: date
) -> SourceStatus:
    """The state after a poll of these days, the last of a window from `since` on, all without a failure.

    Coverage moves on only from where it is proved: a window that begins later leaves a gap and proves nothing.
    """
    started = status.last_attempt
    zone = ZoneInfo(facts.time_zone)
    if started is None or (facts.follows_cursor and tally.cursor is None):
        return status
    if status.checked_through and since > status.checked_through.astimezone(zone).date():
        return status
    end_of_window = datetime.combine(days[1] + timedelta(days=1), time.min, zone).astimezone(UTC)
    through = max(filter(None, (status.checked_through, min(started, end_of_window))))
    unread, began_on = through.astimezone(zone).date(), started.astimezone(zone).date()
    first = status.watched_since or _first_whole_day(status, facts, since, began_on)
    known_since = max(first, status.accepted.since) if status.accepted else first
    return status.model_copy(
        update={
            "checked_through": through,
            "late_from": late_from(facts.poll_every, through),
            "watched_since": first,
            "began_on": status.began_on or (None if status.watched_since else began_on),
            "expected": expected_by_weekday(facts.country, stored.by_day, known_since, unread),
            "cursor": tally.cursor,
            "last_success": started,
            "last_state": tally.state,
            "asked_from": days[0],
            "asked_to": days[1],
            "failure": None,
            "failure_evidence": None,
            "failing_since": None,
            "stuck": None,
        }
    )


def _first_whole_day(status: SourceStatus, facts: Register, since: date, today: date) -> date:
    """A window asks for whole days; a feed or a snapshot begins now, whatever is asked, and some begin with today.

    A version before may have read in part.
    """
    if status.checked_through or facts.largest_window_days >= _DAYS_MEAN_NOTHING:
        return today + timedelta(days=1)
    return today if facts.follows_cursor else since
