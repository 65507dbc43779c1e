"""An open item of a customer's account, and a payment that came in: what the firm's books say."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from chalicelib.model.currency import CURRENCIES, impossible_amount
from chalicelib.model.customer import Money
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.record import Record, content_id

ItemNumber = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^#\x00-\x1f]+$")]
_NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"  # no font and no PDF can show them
Reference = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_NO_CONTROLS)]
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2150, 12, 31))]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=4)]


def _real_amount(money: Money) -> Money:
    if money.currency not in CURRENCIES:
        raise ValueError(f"{money.currency} is no currency in use; write its ISO 4217 code, such as EUR")
    if money.amount < 0:
        raise ValueError("an amount is not negative: the kind of the item says in which direction it is owed")
    if reason := impossible_amount(money.amount, money.currency):
        raise ValueError(reason)
    return money


Amount = Annotated[Money, AfterValidator(_real_amount)]


class ItemKind(StrEnum):
    """Which way the money is owed: only an invoice is owed to us; the other two are owed by us or not yet set off."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT_ON_ACCOUNT = "payment_on_account"


class RetentionOfTitle(StrEnum):
    """Simple: the goods stay ours (InsO 47). Extended: also what became of them (separate satisfaction, InsO 51)."""

    NONE = "none"
    SIMPLE = "simple"
    EXTENDED = "extended"


class SecurityKind(StrEnum):
    """What else stands for the claim; a guarantee is a third person's and is not touched by the proceedings."""

    GUARANTEE = "guarantee"
    TRANSFER_OF_TITLE = "transfer_of_title"
    ASSIGNMENT = "assignment"
    PLEDGE = "pledge"
    LAND_CHARGE = "land_charge"
    OTHER = "other"


class Security(Record):
    """A right that stands for an item: its kind, the object or the guarantor in words, its value when known."""

    kind: SecurityKind
    object: str = Field(min_length=1, max_length=400, pattern=_NO_CONTROLS)
    value: Amount | None = None


class OpenItem(Record):
    """One item that is not settled yet.

    Amounts are never negative. `received_on` and `reminded_on` are days of receipt at the customer; `due_date_agreed`
    says that the contract, not the invoice alone, fixed the day by the calendar (BGB 286(2)); `told_of_default` that
    the invoice told a consumer about default after 30 days (BGB 286(3)).
    """

    number: ItemNumber
    customer_number: CustomerNumber
    kind: ItemKind = ItemKind.INVOICE
    invoice_date: Day
    due_date: Day
    received_on: Day | None = None
    delivered_on: Day | None = None
    service_from: Day | None = None
    service_to: Day | None = None
    gross: Amount
    open: Amount
    vat_rate: Percent | None = Field(default=None, description="per cent; None is unknown, 0 is tax free")
    retention_of_title: RetentionOfTitle = RetentionOfTitle.NONE
    goods: str | None = Field(
        default=None, max_length=400, pattern=_NO_CONTROLS, description="what was delivered, in words"
    )
    security: Security | None = None
    dunning_level: int = Field(default=0, ge=0, le=99)
    reminded_on: Day | None = None
    reminder_sent_on: Day | None = Field(default=None, description="when only the day of sending is known")
    due_date_agreed: bool = False
    told_of_default: bool = False
    insured_share: Percent = Field(default=Decimal(0), description="per cent that the credit insurer bears")
    delivery_note: Reference | None = None
    order_reference: Reference | None = None
    costs: Amount | None = Field(default=None, description="costs of pursuit that arose before an opening")
    titled: bool = Field(default=False, description="a court has already decided, or an enforceable deed exists")
    disputed: bool = False
    updated_at: datetime

    @model_validator(mode="after")
    def _fits_together(self) -> "OpenItem":
        if self.due_date < self.invoice_date:
            raise ValueError("due_date: before the invoice date")
        if self.gross.currency != self.open.currency:
            raise ValueError("open: another currency than gross")
        if self.open.amount > self.gross.amount:
            raise ValueError("open: more than gross")
        if self.service_from and self.service_to and self.service_to < self.service_from:
            raise ValueError("service_to: before service_from")
        for name, day in (("reminded_on", self.reminded_on), ("reminder_sent_on", self.reminder_sent_on)):
            if day and day < self.invoice_date:
                raise ValueError(f"{name}: before the invoice date")
        if self.costs and self.costs.currency != self.gross.currency:
            raise ValueError("costs: another currency than gross")
        return self

    @property
    def id(self) -> str:
        """Id that finds the same item again in the next export."""
        return content_id(self.customer_number, self.kind, self.number)

    @property
    def performed_on(self) -> date:
        """The day our side was performed, as far as the books say: old claim or claim against the estate."""
        return self.delivered_on or self.service_to or self.invoice_date

    def arose_before(self, day: date) -> bool:
        """Whether our side was performed before the day, or a service that goes on over it had begun."""
        return self.performed_on < day or (self.service_from is not None and self.service_from < day)


class Payment(Record):
    """Money that came in from the customer; an administrator may ask for it back (InsO 129 and following)."""

    number: ItemNumber
    customer_number: CustomerNumber
    received_on: Day
    amount: Amount
    item_number: ItemNumber | None = None
    under_payment_plan: bool = Field(default=False, description="InsO 133(3) s. 2")
    cash_transaction: bool = Field(default=False, description="goods and money changed hands at once: InsO 142")
    under_pressure: bool = Field(default=False, description="by enforcement or its threat: InsO 131")
    updated_at: datetime

    @property
    def id(self) -> str:
        """Id that finds the same payment again in the next export."""
        return content_id(self.customer_number, "payment", self.number)
