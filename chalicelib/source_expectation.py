"""How many notices a source brings on a weekday, drawn from what it brought before, and on which days that is asked.

While fewer than four days of a weekday were read there is nothing to compare with: then only what the register's own
file says of a business day counts. No day counts that was not read to its end, and no national holiday. A day that
brought too little says nothing of what is usual, so silence is never learned: only a person accepts a new level.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from statistics import median
from typing import NamedTuple

import holidays

from chalicelib.model.register import Register
from chalicelib.model.source import WEEKDAYS, Expected, SourceStatus, Weekday

_SATURDAY = 5
_LEAST_DAYS = 4
_MOST_DAYS = 8
_SURE_OF_SOME = 5  # a source that brings five a day by chance brings none on one day in 150
_LOOK_BACK = 14
_WEEKS = (7, 14, 28)


class Weeks(NamedTuple):
    """Whole weeks that brought less than the least expected of their days."""

    first: date
    last: date
    seen: int
    least: int


def expected_by_weekday(country: str, by_day: Mapping[str, int], since: date, until: date) -> dict[Weekday, Expected]:
    """What each weekday brings, from its last eight usual days that were read whole: `until` is the first that was not.

    >>> mondays = {f"2026-02-{day:02}": 80 for day in (2, 9, 16, 23)}
    >>> expected_by_weekday("CH", mondays, date(2026, 2, 2), date(2026, 3, 2))["monday"]
    Expected(least=40, most=120, days=4, in_all=240)
    """
    usual: defaultdict[Weekday, list[int]] = defaultdict(list)
    found: dict[Weekday, Expected] = {}
    brought = (date.fromisoformat(day) for day, count in by_day.items() if count)
    # behind the last day that brought something, nobody knows whether the source is alive
    heard = max((day for day in brought if day < until), default=since - timedelta(days=1))
    for number in range((heard - since).days + 1):
        day = since + timedelta(days=number)
        weekday = WEEKDAYS[day.weekday()]
        if is_holiday(day, country) or not _is_usual(day, country, by_day, found, since):
            continue
        usual[weekday] = [*usual[weekday], by_day.get(day.isoformat(), 0)][-_MOST_DAYS:]
        if len(usual[weekday]) >= _LEAST_DAYS:
            found[weekday] = _range(usual[weekday])
    return {weekday: found[weekday] for weekday in WEEKDAYS if weekday in found}


def _is_usual(
    day: date, country: str, by_day: Mapping[str, int], known: Mapping[Weekday, Expected], since: date
) -> bool:
    """Whether the day may say what is usual: not itself too thin, nor the last of weeks that are."""
    wanted = known.get(WEEKDAYS[day.weekday()])
    if wanted is None:  # an empty day of a week that brought something is a weekday on which nothing comes
        return any(by_day.get(one.isoformat()) for one in _back_from(day, 7))
    if by_day.get(day.isoformat(), 0) < wanted.least:
        return False
    return thin_weeks(country, by_day, known, since, day) is None


def _range(counts: list[int]) -> Expected:
    """Half as many as usual, or three standard deviations of a chance count, whichever is further away."""
    usual = median(counts)
    least = max(_half(usual), 1 if usual >= _SURE_OF_SOME and min(counts) else 0)
    most = max(math.ceil(usual + _margin(usual)), *counts)
    return Expected(least=least, most=most, days=len(counts), in_all=sum(counts) - max(counts))


def _half(usual: float) -> int:
    return max(math.floor(usual - _margin(usual)), 0)


def _margin(usual: float) -> float:
    return max(usual / 2, 3 * math.sqrt(usual))


def thin_weeks(
    country: str, by_day: Mapping[str, int], known: Mapping[Weekday, Expected], since: date | None, last: date
) -> Weeks | None:
    """The weeks up to `last`, if they brought too little; asked of a source some of whose business days bring few.

    One, two or four weeks: as few as usually bring five. A source that brings less in four weeks is not judged so.
    """
    usually = {weekday: one.in_all / (one.days - 1) for weekday, one in known.items() if one.days > 1}
    few = any(known[weekday].least <= 1 for weekday in WEEKDAYS[:_SATURDAY] if weekday in known)
    for length in _WEEKS if few else ():
        days = list(_back_from(last, length))
        if since is None or days[-1] < since:
            return None
        judged = [one for one in days if WEEKDAYS[one.weekday()] in usually and not is_holiday(one, country)]
        usual = sum(usually[WEEKDAYS[one.weekday()]] for one in judged)
        if usual >= _SURE_OF_SOME:
            seen, least = sum(by_day.get(one.isoformat(), 0) for one in judged), max(_half(usual), 1)
            return Weeks(days[-1], last, seen, least) if seen < least else None
    return None


def _back_from(last: date, length: int) -> Iterator[date]:
    return (last - timedelta(days=number) for number in range(length))


def was_watched_before(status: SourceStatus, day: date) -> bool:
    """Whether the day is judged: the source was asked on a day before, or has already brought one.

    The first run looks back, and what it finds is no ground for alarm; from the next day on, nothing is one.
    """
    if status.watched_since and status.watched_since > day:  # look-ups and snapshots bring older ones
        return False
    began = status.began_on or status.watched_since
    if began and began < day:
        return True
    return bool(status.notices_by_day) and min(status.notices_by_day) < day.isoformat()


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


@cache
def is_holiday(day: date, country: str) -> bool:
    """Whether the day is a national holiday, on which registers publish nothing (believed for each country)."""
    return day in _free(country)


@cache
def _free(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)
