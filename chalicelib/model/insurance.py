"""A credit insurance policy with its limits, and the duties and findings that follow from it."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from chalicelib.model.customer import EmailAddress, Money
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.open_item import Amount, Day, ItemNumber, Percent, Reference
from chalicelib.model.record import Record


class Policy(Record):
    """What the firm's policy says. Every number is the policy's own: there is no usual value to fall back on."""

    insurer: str = Field(min_length=1, max_length=200)
    number: Reference
    maximum_extension_days: int = Field(ge=0, le=1000, description="then cover of new deliveries ends")
    extension_from: Literal["due_date", "invoice_date"] = "due_date"
    overdue_notice_days: int = Field(ge=0, le=1000, description="days after the due date to report an overdue item")
    insolvency_notice_days: int = Field(default=0, ge=0, le=366, description="days from knowledge; 0 is at once")
    claim_filing_days: int = Field(ge=0, le=1000, description="days from the insured event to file for compensation")
    protracted_default_months: int | None = Field(default=None, ge=1, le=60, description="None: not insured")
    self_retention: Percent
    insures_vat: bool = False
    contact_email: EmailAddress | None = None
    valid_from: Day
    valid_to: Day | None = None


class CreditLimit(Record):
    """How much the insurer covers for one customer; after `withdrawn_on` new deliveries are not covered."""

    policy_number: Reference
    customer_number: CustomerNumber
    amount: Amount
    valid_from: Day
    valid_to: Day | None = None
    withdrawn_on: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "CreditLimit":
        if any(end and end < self.valid_from for end in (self.valid_to, self.withdrawn_on)):
            raise ValueError("valid_to or withdrawn_on: before valid_from")
        return self

    def covers(self, day: date) -> bool:
        """Whether a delivery of this day falls under the limit."""
        ended = (self.valid_to and day > self.valid_to) or (self.withdrawn_on and day >= self.withdrawn_on)
        return day >= self.valid_from and not ended


class DutyKind(StrEnum):
    """What the policy wants from us."""

    NOTICE_OF_OVERDUE = "notice_of_overdue"
    NOTICE_OF_INSOLVENCY = "notice_of_insolvency"
    PROTRACTED_DEFAULT = "protracted_default"
    CLAIM_FOR_COMPENSATION = "claim_for_compensation"


class Duty(Record):
    """One thing to do by one day; `missed` when the day has passed on the day it was looked at."""

    kind: DutyKind
    due_on: date
    counted_from: date
    rule: str
    items: tuple[ItemNumber, ...] = ()
    missed: bool = False
    text_de: str
    text_en: str


class FindingKind(StrEnum):
    """What puts cover at risk; the first two stop deliveries before any insolvency notice."""

    LIMIT_WITHDRAWN = "limit_withdrawn"
    EXTENSION_EXCEEDED = "extension_exceeded"
    LIMIT_EXCEEDED = "limit_exceeded"
    NO_LIMIT = "no_limit"
    NOTICE_MISSED = "notice_missed"


class Finding(Record):
    """Something that is so since a day; `blocks` says that new deliveries on account should stop."""

    kind: FindingKind
    since: date
    blocks: bool
    rule: str
    items: tuple[ItemNumber, ...] = ()
    text_de: str
    text_en: str


class NotCovered(Record):
    """An item the insurer will not pay for, and why."""

    item_number: ItemNumber
    text_de: str
    text_en: str


class Cover(Record):
    """What the policy is expected to pay in one currency, before the insurer has said a word."""

    insured: Money = Field(description="covered items as insured: without interest, costs and usually VAT")
    limit: Money
    compensation: Money = Field(description="after limit and self-retention")
    items: tuple[ItemNumber, ...]
    not_covered: tuple[NotCovered, ...] = ()


class PolicyInCase(Record):
    """One policy in one case: what it wants, what puts cover at risk, and what each limit is expected to pay."""

    policy_number: Reference
    insurer: str
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]
    cover: tuple[Cover, ...] = Field(description="one for each limit granted to the customer, oldest first")


class CaseInsurance(Record):
    """The firm's credit insurance in one case; without policies the customer is not insured."""

    on: date
    policies: tuple[PolicyInCase, ...]
