"""How many notices a source brings on a weekday, drawn from what it brought before, and on which days that is asked.

While fewer than four days of a weekday were read there is nothing to compare with: then only what the register's own
file says of a business day counts. No day counts that was not read to its end, and no national holiday.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from statistics import median

import holidays

from chalicelib.model.register import Register
from chalicelib.model.source import WEEKDAYS, Expected, SourceStatus, Weekday

_SATURDAY = 5
_LEAST_DAYS = 4
_MOST_DAYS = 8
_SURE_OF_SOME = 5  # a source that brings five a day by chance brings none on one day in 150
_LOOK_BACK = 14


def expected_by_weekday(country: str, by_day: Mapping[str, int], since: date, until: date) -> dict[Weekday, Expected]:
    """What each weekday brings, from the last eight that were read whole: `until` is the first that was not.

    >>> mondays = {f"2026-02-{day:02}": 80 for day in (2, 9, 16, 23)}
    >>> expected_by_weekday("CH", mondays, date(2026, 2, 2), date(2026, 3, 2))["monday"]
    Expected(least=40, most=120, days=4)
    """
    found: dict[Weekday, Expected] = {}
    for number, weekday in enumerate(WEEKDAYS):
        last = until - timedelta(days=(until.weekday() - number - 1) % 7 + 1)
        days = [day for day in _weekly(last, since) if not is_holiday(day, country)][:_MOST_DAYS]
        if len(days) >= _LEAST_DAYS:
            found[weekday] = _range([by_day.get(day.isoformat(), 0) for day in days])
    return found


def _weekly(last: date, since: date) -> Iterator[date]:
    while last >= since:
        yield last
        last -= timedelta(days=7)


def _range(counts: list[int]) -> Expected:
    """Half as many as usual, or three standard deviations of a chance count, whichever is further away."""
    usual = median(counts)
    margin = max(usual / 2, 3 * math.sqrt(usual))
    least = max(math.floor(usual - margin), 1 if usual >= _SURE_OF_SOME and min(counts) else 0)
    return Expected(least=least, most=max(math.ceil(usual + margin), *counts), days=len(counts))


def expected_on(register: Register, status: SourceStatus, day: date) -> Expected | None:
    """What the day should bring; None for a day on which the source need not publish anything."""
    if is_holiday(day, register.country):
        return None
    if known := status.expected.get(WEEKDAYS[day.weekday()]):
        return known if known.least or day.weekday() < _SATURDAY else None
    if day.weekday() >= _SATURDAY:
        return None
    least, most = register.expected_per_business_day
    return Expected(least=least, most=most, days=0)


def last_expected_day(register: Register, status: SourceStatus, today: date) -> date:
    """The last day before today on which the source should have published."""
    days = (today - timedelta(days=number) for number in range(1, _LOOK_BACK))
    return next((day for day in days if expected_on(register, status, day)), today - timedelta(days=1))


def is_holiday(day: date, country: str) -> bool:
    """Whether the day is a national holiday, on which registers publish nothing (believed for each country)."""
    return day in _free(country)


@cache
def _free(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)
