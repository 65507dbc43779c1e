"""Whether a source delivers as it should. Silence about a dead source is the worst failure, so doubt is reported."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

from chalicelib.model.register import Register
from chalicelib.model.source import Health, PollState, SourceStatus

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


def _thin(register: Register, status: SourceStatus, now: datetime) -> Finding:
    """A finished business day below the least expected number is suspicious, unless we only began to watch."""
    day = _last_finished_business_day(now.astimezone(ZoneInfo(register.time_zone)).date(), register.country)
    least, _ = register.expected_per_business_day
    seen = status.notices_by_day.get(day.isoformat(), 0)
    began_before = bool(status.notices_by_day) and min(status.notices_by_day) < day.isoformat()
    if began_before and seen < least:
        return Finding(Health.SUSPICIOUS, f"{seen} notices of {day.isoformat()}, at least {least} expected")
    return Finding(Health.OK, "as expected")


def _last_finished_business_day(today: date, country: str) -> date:
    """Registers publish nothing on weekends and national holidays (believed for each country)."""
    free = holidays.country_holidays(country)
    day = today - timedelta(days=1)
    while day.weekday() >= _SATURDAY or day in free:
        day -= timedelta(days=1)
    return day
