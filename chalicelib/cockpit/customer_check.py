"""Asking the bureaus about a customer by hand: whom it would ask and at what price, and what came of it."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from chalicelib import access, bureaus, checking, inquiring
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConflictError, SourceRefusedError
from chalicelib.model.bureau import Ability
from chalicelib.model.credit import Inquiry, InquiryReason, Outcome
from chalicelib.model.customer import Customer
from chalicelib.store import budgets, credit

_PATIENCE_SECONDS = 15.0  # the gateway waits for 29


class Offer(NamedTuple):
    """One bureau that would be asked: its price, what is left of the month's budget, the answer that is still good."""

    name: str
    title: str
    cost: Decimal
    currency: str
    left: Decimal
    budget: Decimal
    still_valid: Inquiry | None
    trouble: str | None = None

    @property
    def affordable(self) -> bool:
        """Whether the budget covers the call; without any budget nothing is asked."""
        return self.trouble is None and self.cost <= self.left and (self.cost > 0 or self.budget > 0)


def offers(customer: Customer, now: datetime) -> tuple[Offer, ...]:
    """The bureaus that would be asked, in that order."""
    known = credit.file_of(customer.number)
    found = []
    for name in inquiring.active():
        if not inquiring.serves(name, Ability.CHECK, customer):
            continue
        title = bureaus.load(name).BUREAU.title
        try:
            plan = access.bureau_plan(name)
        except SourceRefusedError as error:
            found.append((999, Offer(name, title, Decimal(0), "EUR", Decimal(0), Decimal(0), None, error.reason)))
            continue
        if InquiryReason.BY_HAND in plan.check_on:
            left = plan.budget_per_month - budgets.spent(name, now)[0]
            stored = known.valid_answer(name, now)
            price, whole = plan.cost_per_check, plan.budget_per_month
            found.append((plan.priority, Offer(name, title, price, plan.currency, left, whole, stored)))
    return tuple(offer for _, offer in sorted(found, key=lambda pair: (pair[0], pair[1].name)))


def asked(visit: Visit, customer: Customer, *, fresh: bool) -> str:
    """What came of asking: answered, known (a stored answer was still good), or silent.

    Raises:
        ConflictError: no bureau could be asked; it says why.
    """
    question = inquiring.Question(InquiryReason.BY_HAND, visit.signature, visit.now, within_seconds=_PATIENCE_SECONDS)
    came = checking.checked(customer, question, fresh=fresh).asked
    if not came.inquiries:
        reasons = [str(error) for error in came.failures] + [f"{name}: {reason}" for name, reason in came.not_asked]
        why = "; ".join(reasons) or "no bureau is on that knows such customers"
        raise ConflictError(f"no bureau could be asked: {why}", german=f"Keine Auskunftei konnte gefragt werden: {why}")
    if not came.made:
        return "known"
    return "answered" if any(one.answer.outcome is Outcome.ANSWERED for one in came.made) else "silent"
