"""Twelve months, and values of things put into the month in which they happened."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from chalicelib.model.figures import MonthValue

T = TypeVar("T")
MONTHS = 12
_FINE = Decimal("0.01")


def month_of(day: date) -> str:
    """The day's month.

    >>> month_of(date(2026, 3, 31))
    '2026-03'
    """
    return f"{day:%Y-%m}"


def last_months(today: date) -> tuple[str, ...]:
    """The twelve months up to the present one.

    >>> last_months(date(2026, 2, 1))[0], last_months(date(2026, 2, 1))[-1]
    ('2025-03', '2026-02')
    """
    number = today.year * 12 + today.month - 1
    return tuple(f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(number - MONTHS + 1, number + 1))


def begin(today: date) -> date:
    """The first day of those twelve months."""
    year, month = map(int, last_months(today)[0].split("-"))
    return date(year, month, 1)


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """So many of a hundred; None of nothing.

    >>> percent(1, 3), percent(1, 0)
    (Decimal('33.33'), None)
    """
    return fine(Decimal(part) * 100 / Decimal(whole)) if whole else None


def fine(value: Decimal) -> Decimal:
    """The value to two digits."""
    return value.quantize(_FINE, ROUND_HALF_UP)


def by_month(
    things: Iterable[tuple[str, T]], today: date, value: Callable[[list[T]], Decimal | None]
) -> tuple[MonthValue, ...]:
    """The value of each of the twelve months; a month in which nothing happened has none."""
    held: defaultdict[str, list[T]] = defaultdict(list)
    for month, thing in things:
        held[month].append(thing)
    return tuple(
        MonthValue(month=month, value=value(held[month]) if held[month] else None, count=len(held[month]))
        for month in last_months(today)
    )
