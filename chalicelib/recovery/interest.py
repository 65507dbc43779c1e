"""Default interest and the lump sum (BGB 288): simple interest on the principal, never on interest (BGB 289)."""

from datetime import date
from decimal import Decimal

from chalicelib.model.claim import InterestLine
from chalicelib.model.currency import cents
from chalicelib.model.customer import Money
from chalicelib.recovery.base_rates import BaseRates

POINTS_BUSINESS = Decimal(9)
POINTS_CONSUMER = Decimal(5)
LUMP_SUM = Money(amount=Decimal("40.00"))
_DAYS_OF_A_YEAR = Decimal(365)


def points_above_base(*, consumer: bool) -> Decimal:
    """Percentage points above the base rate: nine between businesses (BGB 288(2)), five otherwise (288(1))."""
    return POINTS_CONSUMER if consumer else POINTS_BUSINESS


def interest_lines(
    principal: Money, since: date, until: date, points: Decimal, rates: BaseRates
) -> tuple[InterestLine, ...]:
    """Interest of the days from `since` to `until`, both included, one line for each rate; act/365 (believed practice).

    Each line is rounded to cents by itself, half a cent up, so that the printed lines add up to the printed total.
    A base rate below zero lowers the rate; the rate itself never falls below zero.

    Raises:
        InvalidInputError: a base rate is not known and the table does not carry on.

    >>> from chalicelib.recovery.base_rates import BASE_RATES
    >>> tenthousand = Money(amount=Decimal(10000))
    >>> (line,) = interest_lines(tenthousand, date(2025, 11, 15), date(2026, 3, 15), POINTS_BUSINESS, BASE_RATES)
    >>> line.days, str(line.rate), str(line.amount.amount)
    (121, '10.27', '340.46')
    """
    lines = []
    for period in rates.periods(since, until):
        days = (period.until - period.since).days + 1
        rate = period.rate + points
        amount = cents(principal.amount * max(rate, Decimal(0)) / 100 * days / _DAYS_OF_A_YEAR)
        lines.append(
            InterestLine(
                principal=principal,
                base_rate=period.rate,
                points=points,
                rate=rate,
                since=period.since,
                until=period.until,
                days=days,
                amount=Money(amount=amount, currency=principal.currency),
                assumed=period.assumed,
            )
        )
    return tuple(lines)


def interest_total(lines: tuple[InterestLine, ...], currency: str) -> Money:
    """The sum of the lines as printed."""
    return Money(amount=sum((line.amount.amount for line in lines), Decimal(0)), currency=currency)
