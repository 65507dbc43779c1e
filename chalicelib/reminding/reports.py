"""Weekly and monthly figures of a department: cases, dates ahead, exposure, and how long it took to act."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from chalicelib.model.case import CaseState
from chalicelib.model.customer import Language, Money
from chalicelib.model.deadline import Severity
from chalicelib.model.record import Record, content_id
from chalicelib.reminding.dues import Due


class Period(Record):
    """Whole days from the first to the last, both counted."""

    kind: Literal["week", "month"]
    first: date
    last: date


def week_before(day: date) -> Period:
    """The last full week, Monday to Sunday, before the day.

    >>> week_before(date(2026, 3, 4)).first, week_before(date(2026, 3, 2)).last
    (datetime.date(2026, 2, 23), datetime.date(2026, 3, 1))
    """
    monday = day - timedelta(days=day.weekday() + 7)
    return Period(kind="week", first=monday, last=monday + timedelta(days=6))


def month_before(day: date) -> Period:
    """The last full month before the day.

    >>> month_before(date(2026, 3, 31)).last
    datetime.date(2026, 2, 28)
    """
    last = day.replace(day=1) - timedelta(days=1)
    return Period(kind="month", first=last.replace(day=1), last=last)


class CaseFigures(Record):
    """What a report needs of a case. A register that prints only a day counts from that day's beginning, so that
    the times are never shown shorter than they were."""

    case_id: str
    department: str
    state: CaseState
    opened_at: datetime
    closed_at: datetime | None = None
    published: datetime | date
    blocked_at: datetime | None = None
    acknowledged_at: datetime | None = None
    exposure: tuple[Money, ...] = Field(default=(), description="open items, at most one amount for each currency")

    @model_validator(mode="after")
    def _one_amount_a_currency(self) -> "CaseFigures":
        currencies = [one.currency for one in self.exposure]
        if len(currencies) != len(set(currencies)):
            raise ValueError("exposure: one amount for each currency")
        return self


class Spread(Record):
    """Median and worst of `count` durations, and what nine of ten do not exceed; in `without` cases it is still to
    happen."""

    count: int
    without: int
    median: timedelta | None = None
    ninety: timedelta | None = None
    worst: timedelta | None = None


class Report(Record):
    """A department's figures for one period."""

    id: str
    department: str
    period: Period
    new_cases: int
    closed_cases: int
    open_cases: int
    to_review: int
    dates_ahead: int
    final_dates_ahead: int
    dates_late: int
    exposure: tuple[Money, ...]
    to_block: Spread
    to_acknowledgement: Spread


def report(
    department: str,
    period: Period,
    cases: Iterable[CaseFigures],
    dues: Iterable[Due],
    zone: ZoneInfo,
    *,
    days_ahead: int = 30,
) -> Report:
    """The department's figures: times are of the cases that began in the period, the rest is as it stood at its end.

    `dues` is what is still to be done in those cases, `days_ahead` how far ahead it is counted.
    """
    begin, end = _moment(period.first, zone), _moment(period.last + timedelta(days=1), zone)
    own = [one for one in cases if one.department.casefold() == department.casefold() and one.opened_at < end]
    new = [one for one in own if one.opened_at >= begin]
    standing = [
        one for one in own if one.state is not CaseState.DISMISSED and (not one.closed_at or one.closed_at >= end)
    ]
    ids = {one.case_id for one in standing}
    late, ahead = _late_and_ahead([one for one in dues if one.case_id in ids], period.last, days_ahead)
    return Report(
        id=content_id("report", department.casefold(), period.kind, period.first.isoformat()),
        department=department,
        period=period,
        new_cases=len(new),
        closed_cases=sum(1 for one in own if one.closed_at and begin <= one.closed_at < end),
        open_cases=len(standing),
        to_review=sum(1 for one in standing if one.state is CaseState.REVIEW),
        dates_ahead=len(ahead),
        final_dates_ahead=sum(1 for one in ahead if one.severity is Severity.FINAL),
        dates_late=len(late),
        exposure=_sums(standing),
        to_block=spread([(published_at(one, zone), one.blocked_at) for one in new]),
        to_acknowledgement=spread([(published_at(one, zone), one.acknowledged_at) for one in new]),
    )


def headings(language: Language) -> tuple[str, ...]:
    """The columns of `rows` in the reader's language."""
    return _HEADINGS[language]


def rows(reports: Iterable[Report]) -> list[list[str | int | Decimal | date | None]]:
    """The same as a table: for each report one row for each currency that it has exposure in.

    Counts stand in the first of a report's rows only, so that a column can be summed.
    """
    table: list[list[str | int | Decimal | date | None]] = []
    for one in reports:
        counts = [
            one.new_cases,
            one.closed_cases,
            one.open_cases,
            one.to_review,
            one.dates_ahead,
            one.final_dates_ahead,
            one.dates_late,
        ]
        times = [
            _hours(time) for spread in (one.to_block, one.to_acknowledgement) for time in (spread.median, spread.worst)
        ]
        for number, money in enumerate(one.exposure or (None,)):
            amount = [money.amount, money.currency] if money else [None, None]
            figures = [*counts, *times] if number == 0 else [None] * (len(counts) + len(times))
            table.append([one.department, one.period.first, one.period.last, *figures, *amount])
    return table


_HEADINGS: dict[Language, tuple[str, ...]] = {
    "de": (
        "Abteilung",
        "von",
        "bis",
        "neue Fälle",
        "geschlossene Fälle",
        "offene Fälle",
        "zu prüfen",
        "Termine in Sicht",
        "davon endgültig",
        "Termine überschritten",
        "Veröffentlichung bis Sperre, Median (Stunden)",
        "Veröffentlichung bis Sperre, längste (Stunden)",
        "Veröffentlichung bis Bestätigung, Median (Stunden)",
        "Veröffentlichung bis Bestätigung, längste (Stunden)",
        "offene Posten",
        "Währung",
    ),
    "en": (
        "Department",
        "from",
        "to",
        "new cases",
        "closed cases",
        "open cases",
        "to review",
        "dates ahead",
        "of these final",
        "dates missed",
        "publication to block, median (hours)",
        "publication to block, worst (hours)",
        "publication to acknowledgement, median (hours)",
        "publication to acknowledgement, worst (hours)",
        "open items",
        "currency",
    ),
}


def _late_and_ahead(dues: list[Due], last: date, days_ahead: int) -> tuple[list[Due], list[Due]]:
    late = [one for one in dues if one.safe_date <= last and not one.is_event]
    return late, [one for one in dues if last < one.safe_date <= last + timedelta(days=days_ahead)]


def _sums(cases: Iterable[CaseFigures]) -> tuple[Money, ...]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for case in cases:
        for money in case.exposure:
            sums[money.currency] += money.amount
    return tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items()))


def spread(pairs: list[tuple[datetime, datetime | None]]) -> Spread:
    """How long it took from the first moment of each pair to the second; earlier counts as at once."""
    times = sorted(max(until - since, timedelta(0)) for since, until in pairs if until)
    if not times:
        return Spread(count=0, without=len(pairs))
    middle = timedelta(seconds=median(one.total_seconds() for one in times))
    ninety = times[-(-9 * len(times) // 10) - 1]
    return Spread(count=len(times), without=len(pairs) - len(times), median=middle, ninety=ninety, worst=times[-1])


def published_at(case: CaseFigures, zone: ZoneInfo) -> datetime:
    """When it was published; the beginning of the day where no more is known."""
    return case.published if isinstance(case.published, datetime) else _moment(case.published, zone)


def _moment(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def _hours(span: timedelta | None) -> Decimal | None:
    return None if span is None else Decimal(round(span.total_seconds() / 360)) / 10
