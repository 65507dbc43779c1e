"""Whether a source delivers as it should. Silence about a dead source is the worst failure, so doubt is reported."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

from chalicelib.errors import (
    BudgetSpentError,
    CredentialsMissingError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import Ability, Bureau
from chalicelib.model.register import Register
from chalicelib.model.source import Health, PollState, SourceStatus

VISITED_FOR = frozenset({Ability.PENDING, Ability.WATCH, Ability.CHANGES})
"""Abilities of which a visit asks something; a bureau without them shows with its checks alone whether it answers."""

_SATURDAY = 5
_SLACK = timedelta(minutes=30)


class Finding(NamedTuple):
    """A source's health with the sentence that explains it."""

    health: Health
    reason: str


def examine(register: Register, status: SourceStatus, now: datetime, *, disabled: bool) -> Finding:
    """Health of one source: failing before late before suspicious."""
    if disabled:
        return Finding(Health.DISABLED, "switched off by the admin")
    if status.last_state is PollState.NO_CREDENTIALS and status.checked_through is None:
        return Finding(Health.DISABLED, f"switched off: {status.failure}")
    if status.failing_since:
        return Finding(Health.FAILING, f"failing since {status.failing_since:%Y-%m-%d %H:%M} UTC: {status.failure}")
    if status.checked_through is None:
        return Finding(Health.LATE, "never polled successfully")
    if now - status.checked_through > 2 * register.poll_every + _SLACK:
        return Finding(Health.LATE, f"nothing proved since {status.checked_through:%Y-%m-%d %H:%M} UTC")
    return _thin(register, status, now)


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
    if now - status.checked_through > 2 * bureau.poll_every + _SLACK:
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


def _thin(register: Register, status: SourceStatus, now: datetime) -> Finding:
    """A finished business day below the least expected number is suspicious, unless we only began to watch."""
    day = last_business_day(now.astimezone(ZoneInfo(register.time_zone)).date(), register.country)
    least, _ = register.expected_per_business_day
    seen = status.notices_by_day.get(day.isoformat(), 0)
    began_before = bool(status.notices_by_day) and min(status.notices_by_day) < day.isoformat()
    if began_before and seen < least:
        return Finding(Health.SUSPICIOUS, f"{seen} notices of {day.isoformat()}, at least {least} expected")
    return Finding(Health.OK, "as expected")


def last_business_day(today: date, country: str) -> date:
    """The last day before today on which a register may have published.

    Registers publish nothing on weekends and national holidays (believed for each country).
    """
    free = holidays.country_holidays(country)
    day = today - timedelta(days=1)
    while day.weekday() >= _SATURDAY or day in free:
        day -= timedelta(days=1)
    return day
