"""The base rate of BGB 247 as a dated table; it ends where the Bundesbank's last known notice ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.recovery.wording import day_en


@dataclass(frozen=True)
class RatePeriod:
    """Days under one base rate, both ends included; `assumed` when nobody had published it."""

    since: date
    until: date
    rate: Decimal
    assumed: bool = False


@dataclass(frozen=True)
class BaseRates:
    """Base rates by their first day; a rate holds for half a year and is then published anew.

    `carry_on` lets the last known rate stand for the time after it; every period computed so is marked as assumed.
    """

    by_day: Mapping[date, Decimal]
    carry_on: bool = False

    @property
    def known_until(self) -> date:
        """Last day of the half-year that the newest entry is for."""
        newest = max(self.by_day)
        return date(newest.year, 6, 30) if newest.month < 7 else date(newest.year, 12, 31)

    def with_rate(self, since: date, rate: Decimal) -> "BaseRates":
        """The table with one more notice of the Bundesbank.

        Raises:
            InvalidInputError: the day is not the first of a half-year, or a half-year would be left out.
        """
        if since.day != 1 or since.month not in {1, 7}:
            raise _refused(since, "the base rate changes on 1 January and 1 July")
        if since > self.known_until + timedelta(days=1):
            raise _refused(since, f"the half-year after {day_en(self.known_until)} is missing")
        return BaseRates({**self.by_day, since: rate}, self.carry_on)

    def carried_on(self) -> "BaseRates":
        """The table that goes on with its last rate and says so."""
        return BaseRates(self.by_day, carry_on=True)

    def periods(self, since: date, until: date) -> tuple[RatePeriod, ...]:
        """The days from `since` to `until`, cut where the rate changes; neighbours of one rate are one period.

        Raises:
            InvalidInputError: the time before the table begins, or after it ends and `carry_on` is not set.

        >>> [(str(one.since), str(one.rate)) for one in BASE_RATES.periods(date(2024, 6, 30), date(2024, 7, 2))]
        [('2024-06-30', '3.62'), ('2024-07-01', '3.37')]
        >>> len(BASE_RATES.periods(date(2025, 11, 15), date(2026, 3, 15)))
        1
        """
        if since > until:
            return ()
        first = min(self.by_day)
        if since < first:
            raise _refused(since, f"no base rate is known before {day_en(first)}")
        if until > self.known_until and not self.carry_on:
            raise _refused(
                until, f"no base rate is known after {day_en(self.known_until)}; enter it or let the last stand"
            )
        return _merged(self._pieces(since, until))

    def _pieces(self, since: date, until: date) -> list[RatePeriod]:
        starts = sorted(self.by_day)
        ends = [later - timedelta(days=1) for later in starts[1:]] + [self.known_until]
        spans = [(start, end, self.by_day[start], False) for start, end in zip(starts, ends, strict=True)]
        spans.append((self.known_until + timedelta(days=1), date.max, self.by_day[starts[-1]], True))
        return [
            RatePeriod(max(since, start), min(until, end), rate, assumed)
            for start, end, rate, assumed in spans
            if start <= until and end >= since
        ]


def _merged(pieces: list[RatePeriod]) -> tuple[RatePeriod, ...]:
    merged: list[RatePeriod] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and (last.rate, last.assumed) == (piece.rate, piece.assumed):
            merged[-1] = RatePeriod(last.since, piece.until, last.rate, last.assumed)
        else:
            merged.append(piece)
    return tuple(merged)


def _refused(day: date, reason: str) -> InvalidInputError:
    return InvalidInputError([Problem("base_rate", day.isoformat(), reason)])


# Deutsche Bundesbank, notices under BGB 247(2). The rate of July 2016, unchanged until 2022, is believed.
BASE_RATES = BaseRates(
    {
        date(2016, 7, 1): Decimal("-0.88"),
        date(2023, 1, 1): Decimal("1.62"),
        date(2023, 7, 1): Decimal("3.12"),
        date(2024, 1, 1): Decimal("3.62"),
        date(2024, 7, 1): Decimal("3.37"),
        date(2025, 1, 1): Decimal("2.27"),
        date(2025, 7, 1): Decimal("1.27"),
        date(2026, 1, 1): Decimal("1.27"),
    }
)
