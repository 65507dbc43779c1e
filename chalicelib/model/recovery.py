"""What is at stake in a case and what can be done about it; a person decides, the reasons stay on record."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.claim import Gap
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemNumber
from chalicelib.model.record import Record


class InsolvencyDates(Record):
    """The days of one proceeding that the books are measured against; None is not known, never "did not happen"."""

    petition_on: date | None = Field(default=None, description="the petition reached the court (InsO 139)")
    preliminary_administrator_on: date | None = Field(
        default=None, description="order of InsO 21(2) no. 2 with an administrator whose consent is needed"
    )
    opened_on: date | None = None
    refused_on: date | None = Field(default=None, description="refused for lack of assets (InsO 26)")


class AgeBucket(StrEnum):
    """Days after the due date."""

    NOT_DUE = "not_due"
    UP_TO_30 = "1-30"
    UP_TO_60 = "31-60"
    UP_TO_90 = "61-90"
    OVER_90 = "over_90"


class Aged(Record):
    """What is open of one age; the buckets of a currency add up to its open amount."""

    bucket: AgeBucket
    open: Money
    items: tuple[ItemNumber, ...] = ()


class AvoidanceWindow(StrEnum):
    """How long before the petition a payment came; a payment stands in the shortest window that holds it."""

    AFTER_OPENING = "after_opening"
    AFTER_PETITION = "after_petition"
    ONE_MONTH = "1_month"
    THREE_MONTHS = "3_months"
    FOUR_YEARS = "4_years"
    TEN_YEARS = "10_years"
    EARLIER = "earlier"


class PaymentsInWindow(Record):
    """Payments of one window; for information only: whether one can be avoided is a lawyer's question."""

    window: AvoidanceWindow
    since: date | None = Field(description="first day of the window; None where it has no beginning")
    rule: str
    received: Money
    of_it_cash: Money = Field(description="cash transactions, as a rule not avoidable (InsO 142)")
    of_it_under_plan: Money = Field(description="under a payment plan: counts for our not knowing (InsO 133(3))")
    payments: tuple[ItemNumber, ...]


class CurrencyExposure(Record):
    """What is at stake in one currency. `open` counts invoices of the time before the opening only."""

    currency: str
    open: Money
    overdue: Money
    ages: tuple[Aged, ...]
    insured: Money = Field(description="the insurer's share, at most the limit where one is given")
    secured: Money = Field(description="open amounts behind which a security or retention of title stands")
    retention_of_title: Money
    uncovered: Money = Field(description="neither insured nor behind a security: what we may lose")
    disputed: Money
    titled: Money
    credit_notes_owed: Money = Field(description="after publication payable to the administrator only (InsO 82)")
    payments_on_account: Money
    against_the_estate: Money = Field(description="performed after the opening: another account (InsO 55)")
    payments: tuple[PaymentsInWindow, ...] = ()


class Exposure(Record):
    """What is at stake, currency by currency; sums over currencies exist only with rates handed in."""

    customer_number: str
    on: date
    currencies: tuple[CurrencyExposure, ...]
    retention_items: tuple[ItemNumber, ...] = ()
    credit_note_items: tuple[ItemNumber, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def of(self, currency: str) -> CurrencyExposure | None:
        """The exposure in one currency, or None when there is none."""
        return next((one for one in self.currencies if one.currency == currency), None)


class VatAdjustment(Record):
    """A proposal for the books (UStG 17(2) no. 1): which month, how much, by which rule. Accounting decides."""

    month: str = Field(pattern=r"^\d{4}-\d{2}$", description="the period to adjust")
    event_on: date
    rule: str
    net: Money
    vat: Money
    by_rate: tuple["VatOfRate", ...]
    text_de: str
    text_en: str
    gaps: tuple[Gap, ...] = ()


class VatOfRate(Record):
    """The share of one tax rate."""

    rate: Decimal
    gross: Money
    vat: Money
    items: tuple[ItemNumber, ...]


class Unit(StrEnum):
    """What an assumption's number counts."""

    SHARE = "share"
    EUR = "EUR"
    HOURS = "hours"
    YEARS = "years"


class Assumption(Record):
    """A number nobody knows for certain: since when it is held, where it comes from, whether it is only believed."""

    name: str
    value: Decimal
    unit: Unit
    as_of: date
    source: str
    believed: bool
    text_de: str
    text_en: str


class Assumptions(Record):
    """All assumptions of the decision aid."""

    entries: tuple[Assumption, ...]

    def named(self, name: str) -> Assumption:
        """The assumption of this name.

        Raises:
            InvalidInputError: there is none.
        """
        for entry in self.entries:
            if entry.name == name:
                return entry
        raise InvalidInputError([Problem("assumptions", name, "no assumption of this name")])

    def changed(self, values: Mapping[str, Decimal], source: str, as_of: date) -> "Assumptions":
        """The same with other values, which are the firm's own from now on.

        Raises:
            InvalidInputError: an unknown name, a negative value, or a share above one.
        """
        known = {entry.name: entry for entry in self.entries}
        problems = [problem for name, value in values.items() if (problem := _problem(known.get(name), name, value))]
        if problems:
            raise InvalidInputError(problems)
        own = {"source": source, "as_of": as_of, "believed": False}
        return Assumptions(
            entries=tuple(
                entry.model_copy(update={"value": values[entry.name], **own}) if entry.name in values else entry
                for entry in self.entries
            )
        )


_MOST = {
    Unit.SHARE: Decimal(1),
    Unit.EUR: Decimal(1_000_000),
    Unit.HOURS: Decimal(10_000),
    Unit.YEARS: Decimal(50),
}


class AssumptionChange(Record):
    """Other values that the firm holds from a day on, and who said so from what source."""

    values: Mapping[str, Decimal] = Field(min_length=1, description="assumption's name -> value")
    source: str = Field(min_length=1, max_length=400)
    as_of: date
    person: str = Field(min_length=1, max_length=300)
    at: datetime


class BaseRateNotice(Record):
    """The Bundesbank's notice of a half-year's base rate (BGB 247), and who entered it from where."""

    since: date = Field(description="1 January or 1 July")
    rate: Decimal = Field(ge=-5, le=20, decimal_places=2, description="per cent a year")
    source: str = Field(min_length=1, max_length=400)
    person: str = Field(min_length=1, max_length=300)
    at: datetime


def _problem(entry: Assumption | None, name: str, value: Decimal) -> Problem | None:
    reason = None
    if entry is None:
        reason = "no assumption of this name"
    elif not value.is_finite() or value < 0:
        reason = "not a number from zero upwards"
    elif entry.unit is Unit.SHARE and value > 1:
        reason = "a share lies between 0 and 1"
    elif value > _MOST[entry.unit]:
        reason = f"more than {_MOST[entry.unit]} {entry.unit} is a mistake"
    return Problem(f"assumptions.{name}", str(value), reason) if reason else None


class Option(StrEnum):
    """What can be done with the claim."""

    PURSUE = "pursue"
    ASSIGN_OR_SELL = "assign_or_sell"
    CLAIM_ON_INSURANCE = "claim_on_insurance"
    WRITE_OFF = "write_off"


class Reason(Record):
    """One sentence of the reasoning."""

    text_de: str
    text_en: str


class OptionValue(Record):
    """What an option is expected to bring after its cost; `available` False with the reason when it cannot be taken."""

    option: Option
    available: bool
    expected: Money
    reasons: tuple[Reason, ...]
    waits_for: tuple["CheckKind", ...] = Field(default=(), description="checks that must be done before it")


class CheckKind(StrEnum):
    """What must be looked at before a claim is sold or written off."""

    RETENTION_OF_TITLE = "retention_of_title"
    GUARANTORS = "guarantors"
    SET_OFF = "set_off"
    INSURER = "insurer"


class OpenCheck(Record):
    """A check that nobody has signed yet; `hint` says what the books already show."""

    kind: CheckKind
    text_de: str
    text_en: str


class Advice(Record):
    """The options with their values; `recommended` is None while the best one waits for checks, or nothing is left."""

    case_id: str
    currency: str
    claim: Money = Field(description="open invoices of the time before the opening")
    options: tuple[OptionValue, ...]
    best: Option = Field(description="the highest expected value, whatever checks are open")
    recommended: Option | None
    open_checks: tuple[OpenCheck, ...]
    assumptions: tuple[Assumption, ...] = Field(description="exactly those that were used")
    gaps: tuple[Gap, ...] = ()
    made_at: datetime


class Choice(Record):
    """What a person decided, and why."""

    case_id: str
    option: Option
    person: str = Field(min_length=1)
    reason: str = Field(min_length=1, max_length=2000)
    at: datetime
    advised: Option | None = Field(default=None, description="what the advice of the moment recommended")
    checked: tuple[CheckKind, ...] = ()
