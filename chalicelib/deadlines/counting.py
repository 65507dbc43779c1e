"""Counting periods by the German Civil Code: pure arithmetic on dates; working days are in `holiday_sets`.

Source: BGB 187, 188; InsO 9(1) s. 3, 139.
"""

import calendar
from datetime import date, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """A period as a statute words it. Years and months are counted first, then weeks and days."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0


def _same_number(day: date, number: int, months: int) -> tuple[int, int, int]:
    """Year, month and the wished day number so many months on; the number may not exist there."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1, number


def _number_or_last(year: int, month: int, number: int) -> date:
    """BGB 188(3): where the month lacks the day, its last one."""
    return date(year, month, min(number, calendar.monthrange(year, month)[1]))


def end_after_event(event: date, period: Period) -> date:
    """Last day of a period that an event sets going; the event's own day is not counted.

    Source: BGB 187(1), 188(1) to (3).

    >>> end_after_event(date(2026, 1, 31), Period(months=1))
    datetime.date(2026, 2, 28)
    """
    months = period.years * 12 + period.months
    end = _number_or_last(*_same_number(event, event.day, months)) if months else event
    return end + timedelta(weeks=period.weeks, days=period.days)


def end_from_start(first_day: date, period: Period) -> date:
    """Last day of a period whose first day counts from its beginning.

    Source: BGB 187(2), 188(1) to (3): the day before the one that bears the first day's name or number.

    >>> end_from_start(date(2026, 3, 20), Period(weeks=2))
    datetime.date(2026, 4, 2)
    >>> end_from_start(date(2026, 1, 31), Period(months=1)), end_from_start(date(2026, 3, 1), Period(months=1))
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    months = period.years * 12 + period.months
    more = timedelta(weeks=period.weeks, days=period.days)
    if not months or first_day.day == 1:
        return _number_or_last(*_same_number(first_day, first_day.day, months)) + more - timedelta(days=1)
    return _number_or_last(*_same_number(first_day, first_day.day - 1, months)) + more


def start_before(event: date, period: Period) -> date:
    """First day of a period that reaches back from an event: the same number, else the following day; no shift.

    Source: InsO 139(1).

    >>> start_before(date(2026, 5, 31), Period(months=1)), start_before(date(2026, 5, 31), Period(years=4))
    (datetime.date(2026, 5, 1), datetime.date(2022, 5, 31))
    """
    year, month, number = _same_number(event, event.day, -(period.years * 12 + period.months))
    last = calendar.monthrange(year, month)[1]
    start = date(year, month, number) if number <= last else date(year, month, last) + timedelta(days=1)
    return start - timedelta(weeks=period.weeks, days=period.days)


def publication_takes_effect(published: date) -> date:
    """The day at whose beginning a publication counts as made: two further days have gone by.

    Source: InsO 9(1) s. 3. That a weekend does not move it is believed; so the earlier date is given.

    >>> publication_takes_effect(date(2026, 3, 17))
    datetime.date(2026, 3, 20)
    """
    return published + timedelta(days=3)


def end_after_publication(published: date, period: Period) -> date:
    """Last day of a period that runs from a publication, from the day on which it takes effect.

    Source: InsO 9(1) s. 3; BGB 187(2), 188(2).
    """
    return end_from_start(publication_takes_effect(published), period)
