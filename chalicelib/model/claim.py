"""What is lodged in the proceedings: claim lines with interest, rights in goods, attachments, and what is missing."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, model_validator

from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, ItemNumber, RetentionOfTitle, Security
from chalicelib.model.record import Record


class Gap(Record):
    """Something that a person has to fill in: never guessed, never left out silently."""

    field: str
    text_de: str
    text_en: str


class InterestLine(Record):
    """Interest of one period under one rate; both days count (act/365, believed practice)."""

    principal: Money
    base_rate: Decimal
    points: Decimal
    rate: Decimal = Field(description="per cent a year: base rate and points")
    since: date = Field(description="first day")
    until: date = Field(description="last day")
    days: int = Field(ge=1)
    amount: Money
    assumed: bool = Field(default=False, description="the base rate of this period was not published when computed")

    @model_validator(mode="after")
    def _days_count_both_ends(self) -> "InterestLine":
        if self.days != (self.until - self.since).days + 1:
            raise ValueError("days: not the days from since to until")
        if self.rate != self.base_rate + self.points:
            raise ValueError("rate: not base rate and points")
        return self


class Default(Record):
    """Since when the customer is in default (BGB 286): the first day that bears interest, and why."""

    since: date
    rule: str
    text_de: str
    text_en: str


class Conversion(Record):
    """How a foreign amount became one in the currency of the table (InsO 45: the rate of the opening day)."""

    rate: Decimal = Field(gt=0, description="units of the table's currency for one unit of the foreign one")
    on: date
    source: str = Field(min_length=1)


class ClaimLine(Record):
    """One claim.

    `principal`, `interest_total` and `costs` are in the item's currency, lump sum and total in the table's.
    `total` is None when the exchange rate of the opening day is missing; then `gaps` says so.
    """

    position: int = Field(ge=1)
    item_number: ItemNumber
    reason_de: str
    reason_en: str
    invoice_date: date
    due_date: date
    principal: Money
    default: Default | None = None
    interest: tuple[InterestLine, ...] = ()
    interest_total: Money
    lump_sum: Money | None = Field(default=None, description="40 EUR, BGB 288(5)")
    costs: Money | None = Field(default=None, description="what exceeds the lump sum, which is credited against costs")
    conversion: Conversion | None = None
    total: Money | None
    titled: bool = False
    disputed: bool = False
    retention_of_title: RetentionOfTitle = RetentionOfTitle.NONE
    security: Security | None = None
    gaps: tuple[Gap, ...] = ()


class SubordinateClaim(Record):
    """A claim of lower rank, lodged only when the court asks for it (InsO 174(3))."""

    item_number: ItemNumber
    rank: str
    principal: Money
    points: Decimal
    since: date
    text_de: str
    text_en: str


class RetentionLine(Record):
    """Goods that are or were ours: what the administrator must be told (InsO 28(2))."""

    item_number: ItemNumber
    retention_of_title: RetentionOfTitle
    right: str = Field(description="the statute of the right")
    goods: str | None
    delivered_on: date | None
    delivery_note: str | None
    open: Money
    text_de: str
    text_en: str


class AttachmentKind(StrEnum):
    """What belongs to a claim as proof (InsO 174(1) s. 2)."""

    INVOICE = "invoice"
    DELIVERY_NOTE = "delivery_note"
    ORDER = "order"
    REMINDER = "reminder"
    TITLE = "title"
    SECURITY = "security"
    RETENTION_TERMS = "retention_terms"
    ACCOUNT_STATEMENT = "account_statement"


class Attachment(Record):
    """One document to enclose; `item_numbers` are the items it proves."""

    kind: AttachmentKind
    item_numbers: tuple[ItemNumber, ...]
    reference: str | None = None
    text_de: str
    text_en: str


class ItemLeftOut(Record):
    """An item that is not lodged, and why."""

    item_number: ItemNumber
    kind: ItemKind
    open: Money
    text_de: str
    text_en: str


class CurrencyTotal(Record):
    """Sums of the lines in one currency before conversion; currencies are never added."""

    principal: Money
    interest: Money
    costs: Money


class ClaimSheet(Record):
    """Everything of the claim that comes from the books; parties and court come from the case.

    `total` covers `lines` with a total only; `complete` is False when a line has none.
    """

    customer_number: str
    opening_date: date
    interest_until: date = Field(description="the day before the opening (InsO 39(1) no. 1)")
    currency: str
    lines: tuple[ClaimLine, ...]
    by_currency: tuple[CurrencyTotal, ...]
    lump_sums: Money
    total: Money
    complete: bool
    subordinate: tuple[SubordinateClaim, ...] = ()
    retention: tuple[RetentionLine, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    left_out: tuple[ItemLeftOut, ...] = ()
    gaps: tuple[Gap, ...] = ()
