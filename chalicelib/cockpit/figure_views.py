"""What the page of figures shows, arranged: each figure with its target and its course, and the two tables beside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib import bureaus, registers
from chalicelib.figures.months import last_months
from chalicelib.model.credit import OUR_POLICY
from chalicelib.model.figures import DayValues, FigureName, Measured, Snapshot, Targets, TargetStanding
from chalicelib.model.message import BY_HAND

_OWN = {BY_HAND: "figures.by_hand", OUR_POLICY: "figures.by_policy"}  # sources that are no register and no bureau
LEAST_MONTHS = 3
_LONGEST_DAYS = 60


@dataclass(frozen=True)
class Point:
    """A value of one month (its first day) or of one day."""

    day: date
    value: Decimal | None
    count: int | None = None


@dataclass(frozen=True)
class FigureView:
    """One figure as it is shown; `off` is how far beyond or short of the target it is, never negative."""

    measured: Measured
    target: Decimal | None
    standing: TargetStanding | None
    points: tuple[Point, ...]
    monthly: bool

    @property
    def name(self) -> FigureName:
        """Which figure."""
        return self.measured.name

    @property
    def off(self) -> Decimal | None:
        """The distance between value and target."""
        value = self.measured.value
        return abs(value - self.target) if value is not None and self.target is not None else None

    @property
    def counted(self) -> bool:
        """Whether each point tells how many things it comes from."""
        return any(point.count is not None for point in self.points)


@dataclass(frozen=True)
class CasesTable:
    """Cases by month and register: the registers' titles, and a row of counts for each month."""

    sources: tuple[str, ...]
    rows: tuple[tuple[date, tuple[int, ...]], ...]

    @property
    def total(self) -> tuple[int, ...]:
        """Of each register over all months."""
        return tuple(sum(counts[at] for _, counts in self.rows) for at in range(len(self.sources)))


def figure_views(
    latest: Snapshot, targets: Targets, months: Sequence[DayValues], days: Sequence[DayValues]
) -> tuple[FigureView, ...]:
    """Every figure. What the books show only on the day itself has its course from earlier measurements.

    Its months are shown when there are three of them, else its days.
    """
    return tuple(_view(latest.of(name), targets, months, days) for name in FigureName)


def needs_days(months: Sequence[DayValues]) -> bool:
    """Whether there are too few months for a course."""
    return len(months) < LEAST_MONTHS


def cases_table(latest: Snapshot, word: Callable[[str], str]) -> CasesTable:
    """All twelve months, also those without a case: a month in which nothing came is known to be empty."""
    names = sorted({one.source for one in latest.cases}, key=lambda name: (-_sum(latest, name), name))
    counts = {(one.month, one.source): one.count for one in latest.cases}
    rows = tuple(
        (first_day(month), tuple(counts.get((month, name), 0) for name in names)) for month in last_months(latest.day)
    )
    return CasesTable(tuple(word(_OWN[name]) if name in _OWN else title_of(name) for name in names), rows)


def title_of(source: str) -> str:
    """What people call a register or bureau; its own name once it is no longer shipped.

    >>> title_of("fr_bodacc"), title_of("long_gone")
    ('BODACC A', 'long_gone')
    """
    if source in registers.names():
        title = registers.load(source).REGISTER.title
    elif source in bureaus.names():
        title = bureaus.load(source).BUREAU.title
    else:
        return source
    return title.partition(",")[0].partition(":")[0].partition(" (")[0]


def first_day(month: str) -> date:
    """The first day of a month written YYYY-MM."""
    return date.fromisoformat(f"{month}-01")


def _view(measured: Measured, targets: Targets, months: Sequence[DayValues], days: Sequence[DayValues]) -> FigureView:
    monthly = bool(measured.months) or not needs_days(months)
    return FigureView(
        measured=measured,
        target=targets.values.get(measured.name),
        standing=targets.standing(measured.name, measured.value),
        points=_from_first_known(_points(measured, months, days)),
        monthly=monthly,
    )


def _points(measured: Measured, months: Sequence[DayValues], days: Sequence[DayValues]) -> list[Point]:
    if measured.months:
        return [Point(first_day(one.month), one.value, one.count) for one in measured.months]
    if needs_days(months):
        return [Point(one.day, one.values.get(measured.name)) for one in days[-_LONGEST_DAYS:]]
    return [Point(one.day.replace(day=1), one.values.get(measured.name)) for one in months[-12:]]


def _from_first_known(points: list[Point]) -> tuple[Point, ...]:
    first = next((at for at, point in enumerate(points) if point.value is not None), len(points))
    return tuple(points[first:])


def _sum(latest: Snapshot, source: str) -> int:
    return sum(one.count for one in latest.cases if one.source == source)


def stage_currency(latest: Snapshot) -> str | None:
    """The currency that the chart of stages is drawn in: the one most invoices are in."""
    held: Mapping[str, int] = {one.currency: one.items for one in latest.books}
    return max(held, key=lambda currency: held[currency], default=None)
