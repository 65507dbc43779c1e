"""Whether a source delivers as it should. Silence about a dead source is the worst failure, so doubt is reported."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.errors import (
    BudgetSpentError,
    CredentialsMissingError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import Ability, Bureau
from chalicelib.model.register import Register
from chalicelib.model.source import WEEKDAYS, Health, PollState, SourceStatus
from chalicelib.source_expectation import expected_on, last_expected_day, thin_weeks, was_watched_before

VISITED_FOR = frozenset({Ability.PENDING, Ability.WATCH, Ability.CHANGES})
"""Abilities of which a visit asks something; a bureau without them shows with its checks alone whether it answers."""

_SLACK = timedelta(minutes=30)


class Finding(NamedTuple):
    """A source's health with the sentence that explains it."""

    health: Health
    reason: str


def examine(register: Register, status: SourceStatus, now: datetime, *, disabled: bool) -> Finding:
    """Health of one source: failing before late before suspicious; each with its reason in words."""
    if disabled:
        return Finding(Health.DISABLED, "switched off by the admin")
    if status.last_state is PollState.NO_CREDENTIALS and status.checked_through is None:
        return Finding(Health.DISABLED, f"switched off: {status.failure}")
    if status.failing_since:
        return Finding(Health.FAILING, f"failing since {status.failing_since:%Y-%m-%d %H:%M} UTC: {status.failure}")
    if status.checked_through is None:
        return Finding(Health.LATE, "never polled successfully")
    if now > late_from(register.poll_every, status.checked_through):
        return Finding(Health.LATE, f"nothing proved since {status.checked_through:%Y-%m-%d %H:%M} UTC")
    return _emptied(register, status) or _thin(register, status, min(now, status.checked_through))


def late_from(poll_every: timedelta, checked_through: datetime) -> datetime:
    """From when on a source is late: its next poll is overdue by more than its own interval."""
    return checked_through + 2 * poll_every + _SLACK


def examine_bureau(bureau: Bureau, status: SourceStatus, now: datetime, *, disabled: bool) -> Finding:
    """Health of one bureau: off without credentials, failing before late, a portfolio with gaps is suspicious."""
    if disabled:
        return Finding(Health.DISABLED, "switched off by the admin")
    if status.last_state is PollState.NO_CREDENTIALS:
        lost = bool(status.checked_through or status.last_success)  # it worked before: somebody must know
        return Finding(Health.FAILING if lost else Health.DISABLED, f"switched off: {status.failure}")
    if status.last_attempt is None:
        return Finding(Health.DISABLED, "not entered yet")
    return _in_use(bureau, status, now)


def _in_use(bureau: Bureau, status: SourceStatus, now: datetime) -> Finding:
    if status.failing_since:
        return Finding(Health.FAILING, f"failing since {status.failing_since:%Y-%m-%d %H:%M} UTC: {status.failure}")
    if not bureau.abilities & VISITED_FOR:
        answered = status.last_success
        return Finding(Health.OK, f"answered {answered:%Y-%m-%d %H:%M} UTC" if answered else "nothing was asked yet")
    if status.checked_through is None:
        return Finding(Health.LATE, "never reached")
    if now > late_from(bureau.poll_every, status.checked_through):
        return Finding(Health.LATE, f"nothing proved since {status.checked_through:%Y-%m-%d %H:%M} UTC")
    found = status.portfolio
    if found and (found.missing or found.ending or found.lost or found.remark):
        gaps = f"{found.missing} customers are not watched, {found.lost} lost, {found.ending} subscriptions end"
        return Finding(Health.SUSPICIOUS, f"{gaps}; {found.remark}" if found.remark else gaps)
    return Finding(Health.OK, "as expected")


def failed(status: SourceStatus, error: SourceError, started: datetime) -> SourceStatus:
    """The state after an attempt that failed; since when it fails stays known until it works again."""
    return status.model_copy(
        update={
            "last_attempt": started,
            "last_state": next(state for kind, state in _STATES if isinstance(error, kind)),
            "failure": str(error),
            "failure_evidence": error.evidence,
            "failing_since": status.failing_since or started,
        }
    )


_STATES: tuple[tuple[type[SourceError], PollState], ...] = (
    (SourceUnreachableError, PollState.UNREACHABLE),
    (CredentialsMissingError, PollState.NO_CREDENTIALS),
    (SourceRefusedError, PollState.REFUSED),
    (BudgetSpentError, PollState.REFUSED),
    (SourceError, PollState.CHANGED),
)


def _emptied(register: Register, status: SourceStatus) -> Finding | None:
    """An answer without a single row for finished days that are never empty, even if their notices are stored."""
    first, last = status.asked_from, status.asked_to
    if status.last_state is not PollState.EMPTY or register.follows_cursor or first is None or last is None:
        return None
    days = (first + timedelta(days=number) for number in range((last - first).days))
    for day in days:
        wanted = expected_on(register, status, day)
        if wanted and wanted.least:
            said = f"answered no row at all for {first} to {last}, and {day} is never empty"
            return Finding(Health.SUSPICIOUS, f"{said}: {_drawn_from(day.weekday(), wanted.least, wanted.days)}")
    return None


def _thin(register: Register, status: SourceStatus, read_until: datetime) -> Finding:
    """A finished day, or weeks of few, below the least expected number is suspicious, unless we only began to watch."""
    unread = read_until.astimezone(ZoneInfo(register.time_zone)).date()
    day = last_expected_day(register, status, unread)
    wanted = expected_on(register, status, day)
    seen = status.notices_by_day.get(day.isoformat(), 0)
    if wanted and was_watched_before(status, day) and seen < wanted.least:
        found = f"{seen} notices" if seen else "no notice"
        reason = f"{found} of {day.isoformat()}, {_drawn_from(day.weekday(), wanted.least, wanted.days)}"
        return Finding(Health.SUSPICIOUS, reason)
    yesterday, known = unread - timedelta(days=1), status.expected
    if weeks := thin_weeks(register.country, status.notices_by_day, known, status.expected_since, yesterday):
        found = f"{weeks.seen} notices" if weeks.seen else "no notice"
        said = f"{found} from {weeks.first} to {weeks.last}, at least {weeks.least} expected by the weeks before"
        return Finding(Health.SUSPICIOUS, said)
    least, most = register.expected_per_business_day
    if wanted and wanted.days and wanted.most < least:  # it may have been read in part from the first day on
        return Finding(Health.OK, f"as on other days of its own, but its file expects {least} to {most}")
    return Finding(Health.OK, "as expected")


def _drawn_from(weekday: int, least: int, days: int) -> str:
    """The least expected number and where it comes from, in words."""
    source = f"by the last {days} {WEEKDAYS[weekday]}s" if days else "by the register's file"
    return f"at least {least} expected {source}"
