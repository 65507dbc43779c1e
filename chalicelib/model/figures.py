"""The firm's figures: what was measured on a day, what they shall be, and how far a value is from its target."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, model_validator

from chalicelib.model.block import Stage
from chalicelib.model.customer import Money
from chalicelib.model.record import Record


class FigureUnit(StrEnum):
    """What a figure's number counts."""

    PERCENT = "percent"
    DAYS = "days"
    HOURS = "hours"


class FigureName(StrEnum):
    """The figures, in the order in which they are shown."""

    OVERDUE_SHARE = "overdue_share"
    TURNOVER_SHARE = "turnover_share"
    DAYS_TO_PAYMENT = "days_to_payment"
    DAYS_OVERDUE = "days_overdue"
    RECOVERY_RATE = "recovery_rate"
    HOURS_TO_BLOCK = "hours_to_block"
    HOURS_TO_ANSWER = "hours_to_answer"
    FALSE_ALARMS = "false_alarms"

    @property
    def unit(self) -> FigureUnit:
        """What its number counts."""
        return FigureUnit(self.value.partition("_")[0]) if self.value.startswith(("days", "hours")) else _PERCENT

    @property
    def more_is_better(self) -> bool:
        """Whether a target is a least value; else it is a greatest one."""
        return self is FigureName.RECOVERY_RATE


_PERCENT = FigureUnit.PERCENT


class MonthValue(Record):
    """A figure of one month alone, and how many payments or cases it comes from."""

    month: str = Field(pattern=r"^\d{4}-\d{2}$")
    value: Decimal | None = None
    count: int = 0


class Measured(Record):
    """One figure: `value` None is unknown. `part` of `whole` is what it was divided from, where it was.

    `count` says how many things it comes from, `left_out` how many of the same kind could not be counted, `ninety`
    the value that nine of ten do not exceed. `months` are empty for what only a day's look at the books can show.
    """

    name: FigureName
    value: Decimal | None = None
    count: int = 0
    left_out: int = 0
    part: Decimal | None = None
    whole: Decimal | None = None
    currency: str | None = None
    ninety: Decimal | None = None
    months: tuple[MonthValue, ...] = ()


class CurrencyBooks(Record):
    """What is owed to us in one currency, and what of it is overdue."""

    currency: str
    open: Decimal
    overdue: Decimal
    items: int
    overdue_items: int


class StageExposure(Record):
    """What customers owe whose strictest block is of this stage; `without_books` are those we have no account of."""

    stage: Stage
    customers: int
    without_books: int = 0
    open: tuple[Money, ...] = ()


class MonthCases(Record):
    """How many cases began in a month from one register or bureau."""

    month: str
    source: str
    count: int


class Snapshot(Record):
    """All figures as they stood at one moment."""

    at: datetime
    day: date
    figures: tuple[Measured, ...]
    books: tuple[CurrencyBooks, ...] = ()
    stages: tuple[StageExposure, ...] = ()
    cases: tuple[MonthCases, ...] = ()
    accounts: int = 0
    files: int = 0
    seconds: Decimal = Field(default=Decimal(0), description="how long it took")

    def of(self, name: FigureName) -> Measured:
        """The figure of this name; unknown when the snapshot is older than the figure."""
        return next((one for one in self.figures if one.name is name), Measured(name=name))

    @property
    def values(self) -> "DayValues":
        """The values alone, for the history."""
        known = {one.name: one.value for one in self.figures if one.value is not None}
        return DayValues(day=self.day, values=known)


class DayValues(Record):
    """The known values of one day."""

    day: date
    values: Mapping[FigureName, Decimal]


class TargetStanding(StrEnum):
    """How a value stands to its target."""

    GOOD = "good"
    NEAR = "near"
    MISSED = "missed"


class Targets(Record):
    """What the firm wants its figures to be, and its turnover, which no books of ours know; None was never set."""

    values: Mapping[FigureName, Decimal] = Field(default_factory=dict)
    turnover: Money | None = Field(default=None, description="of the last twelve months, VAT included")
    person: str | None = None
    at: datetime | None = None

    @model_validator(mode="after")
    def _possible(self) -> "Targets":
        for name, value in self.values.items():
            if not value.is_finite() or value < 0:
                raise ValueError(f"{name.value}: not a number from zero upwards")
            if value > (100 if name.unit is FigureUnit.PERCENT else 10_000):
                raise ValueError(f"{name.value}: more than is possible")
        if self.turnover and self.turnover.amount <= 0:
            raise ValueError("turnover: not more than zero")
        return self

    def standing(self, name: FigureName, value: Decimal | None) -> TargetStanding | None:
        """How the value stands; near is off by at most a tenth of the target. None without value or target.

        >>> Targets(values={FigureName.OVERDUE_SHARE: Decimal(20)}).standing(FigureName.OVERDUE_SHARE, Decimal(21))
        <TargetStanding.NEAR: 'near'>
        """
        target = self.values.get(name)
        if target is None or value is None:
            return None
        off = target - value if name.more_is_better else value - target
        if off <= 0:
            return TargetStanding.GOOD
        return TargetStanding.NEAR if off <= target / 10 else TargetStanding.MISSED


class ClaimedItem(Record):
    """An invoice that was open when a case's block was placed."""

    item_id: str
    open: Money


class CaseClaim(Record):
    """What a customer owed at the block of a case, and what has come back of it since.

    Kept because books forget what is settled. `late`: it was first looked at more than two days after the block.
    """

    case_id: str
    since: date
    items: tuple[ClaimedItem, ...] = ()
    late: bool = False
    came_back: tuple[Money, ...] = ()


class SettledItem(Record):
    """What is left of an invoice that has gone from the books: without it no payment could be told to be late."""

    number: str
    due_date: date
    settled_on: date
