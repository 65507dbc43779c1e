"""Working days where an act is due: public holidays of a country or one of its parts.

The last day of a period moves to the next working day only where that is sure, and a reminder's day is a working
day only where that is sure. So each set has two readings: days off everywhere in it, and days off somewhere in it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays
from holidays import HolidayBase

_DAY = timedelta(days=1)
_NO_LAND = frozenset({"Augsburg"})  # the library lists a town beside the Laender


@dataclass(frozen=True)
class HolidaySet:
    """Public holidays under a name such as 'DE-BY'; `sure` are off in all of it, `possible` in some place of it."""

    name: str
    sure: HolidayBase = field(repr=False, compare=False)
    possible: tuple[HolidayBase, ...] = field(repr=False, compare=False)

    def is_working(self, day: date) -> bool:
        """Whether the law does not move a period's end off this day, or we are not sure that it does."""
        return day.weekday() < 5 and day not in self.sure

    def is_surely_working(self, day: date) -> bool:
        """Whether people work on this day in every place of the set."""
        return day.weekday() < 5 and not any(day in one for one in self.possible)

    def moved(self, day: date) -> date:
        """The day itself, or the next working day.

        Source: BGB 193; ZPO 222(2) through InsO 4.
        """
        while not self.is_working(day):
            day += _DAY
        return day

    def safe(self, day: date) -> date:
        """The last sure working day on or before the day."""
        while not self.is_surely_working(day):
            day -= _DAY
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The day on which so many sure working days have passed after the given one."""
        for _ in range(count):
            day += _DAY
            while not self.is_surely_working(day):
                day += _DAY
        return day


@cache
def holiday_set(country: str, part: str | None = None) -> HolidaySet:
    """The holidays of a country, or of one part of it such as a Land.

    Without a part only what is off in the whole country counts as sure, and what is off anywhere as possible. In a
    part, days that are off in some municipalities (Assumption in Bavaria) are possible ones.

    >>> bavaria, germany = holiday_set("DE", "BY"), holiday_set("DE")
    >>> bavaria.moved(date(2027, 1, 6)), germany.moved(date(2027, 1, 6)), germany.safe(date(2027, 1, 6))
    (datetime.date(2027, 1, 7), datetime.date(2027, 1, 6), datetime.date(2027, 1, 5))
    """
    whole = holidays.country_holidays(country)
    known = [one for one in whole.subdivisions if one not in _NO_LAND]
    if part not in known:
        everywhere = tuple(_widest(country, one) for one in known) or (_widest(country, None),)
        return HolidaySet(country, whole, everywhere)
    return HolidaySet(f"{country}-{part}", holidays.country_holidays(country, subdiv=part), (_widest(country, part),))


@cache
def nationwide(country: str) -> HolidaySet:
    """The holidays of the whole country alone, for courts that keep no others."""
    whole = holidays.country_holidays(country)
    return HolidaySet(country, whole, (whole,))


def _widest(country: str, part: str | None) -> HolidayBase:
    offered = holidays.country_holidays(country, subdiv=part).supported_categories
    kept = tuple(one for one in offered if one in {"public", "catholic"})
    return holidays.country_holidays(country, subdiv=part, categories=kept)
