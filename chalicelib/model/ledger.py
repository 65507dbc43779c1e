"""A customer's account in our books: what is open, what came in, and what an insurer covers."""

from datetime import date, datetime

from pydantic import Field

from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.entered import ClaimFacts
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.open_item import ItemKind, OpenItem, Payment, RetentionOfTitle
from chalicelib.model.record import Record


class Ledger(Record):
    """Open items, payments, credit limits of one customer, and the firm's policies."""

    customer_number: CustomerNumber
    items: tuple[OpenItem, ...] = ()
    payments: tuple[Payment, ...] = ()
    limits: tuple[CreditLimit, ...] = ()
    policies: tuple[Policy, ...] = ()

    @property
    def invoices(self) -> tuple[OpenItem, ...]:
        """What is owed to us."""
        return tuple(one for one in self.items if one.kind is ItemKind.INVOICE and one.open.amount > 0)

    @property
    def secured(self) -> bool:
        """Whether a right of security stands behind any open invoice."""
        return any(one.security or one.retention_of_title is not RetentionOfTitle.NONE for one in self.invoices)

    @property
    def insured(self) -> bool:
        """Whether an insurer bears a share of any open invoice, or has granted a limit."""
        return bool(self.limits) or any(one.insured_share > 0 for one in self.invoices)

    def policies_on(self, day: date) -> tuple[tuple[Policy, tuple[CreditLimit, ...]], ...]:
        """The policies under which the customer is insured on a day, each with its limits for this customer.

        A policy concerns the customer when it has granted a limit; without any limits, the firm's only policy does.
        """
        running = [one for one in self.policies if one.valid_from <= day and (not one.valid_to or day <= one.valid_to)]
        limits = {
            one.number: tuple(each for each in self.limits if each.policy_number == one.number) for one in running
        }
        granted = tuple((one, limits[one.number]) for one in running if limits[one.number])
        return granted or tuple((one, ()) for one in running if len(running) == 1)

    def policies_meant(self, number: str | None) -> tuple[Policy, ...]:
        """The policy of that number; without one those that have granted the customer a limit, else all."""
        if number:
            return tuple(one for one in self.policies if one.number == number)
        limits = {one.policy_number for one in self.limits}
        return tuple(one for one in self.policies if one.number in limits) or self.policies

    def claim_facts(self, said: ClaimFacts) -> ClaimFacts:
        """What our claims are like: what a person has said about the case, else what the books say."""
        open_ = self.invoices
        if not open_:
            return said
        retained = any(one.retention_of_title is not RetentionOfTitle.NONE for one in open_)
        books = {
            "earliest_due_year": min(one.due_date.year for one in open_),
            "disputed": any(one.disputed for one in open_),
            "titled": all(one.titled for one in open_),
            "secured": any(one.security or one.retention_of_title is RetentionOfTitle.EXTENDED for one in open_),
            "retention_of_title": retained,
        }
        return said.model_copy(update={name: value for name, value in books.items() if getattr(said, name) is None})


class BooksKept(Record):
    """What a change of an account did; `removed` were items that a complete list no longer held."""

    changed: int = 0
    unchanged: int = 0
    removed: int = 0


class BooksLook(Record):
    """What was seen when an account was last looked at: the warnings that stand, as ids of their events."""

    customer_number: CustomerNumber
    looked_at: datetime
    warnings: tuple[str, ...] = ()
    covered_at: datetime | None = Field(default=None, description="when nothing was last seen to stop deliveries")
