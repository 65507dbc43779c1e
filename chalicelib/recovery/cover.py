"""What the insurer is expected to pay: covered items, cut at the limit, less self-retention."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from chalicelib.model.currency import cents
from chalicelib.model.customer import Money
from chalicelib.model.insurance import Cover, CreditLimit, NotCovered, Policy
from chalicelib.model.open_item import OpenItem
from chalicelib.recovery.insurance import extension_ends, insured_items


def cover_of(policy: Policy, limit: CreditLimit, items: Sequence[OpenItem]) -> Cover:
    """The cover of the customer's open items in the limit's currency.

    The insurer's share of an item is the smaller of the item's own and what self-retention leaves; above the limit
    all items are cut alike. Interest and costs are not insured, VAT only where the policy says so.
    """
    reasons: list[NotCovered] = []
    covered: list[OpenItem] = []
    insured = insured_items(items)
    first_end = min((extension_ends(policy, one) for one in insured), default=date.max)
    for item in insured:
        reason = _why_not(policy, limit, item, first_end)
        if reason:
            reasons.append(NotCovered(item_number=item.number, text_de=reason[0], text_en=reason[1]))
        else:
            covered.append(item)
    amounts = {item.id: _insured_amount(policy, item) for item in covered}
    total = sum(amounts.values(), Decimal(0))
    cut = min(Decimal(1), limit.amount.amount / total) if total else Decimal(0)
    paid = sum((amounts[item.id] * _share(policy, item) for item in covered), Decimal(0)) * cut
    currency = limit.amount.currency
    return Cover(
        insured=Money(amount=total, currency=currency),
        limit=limit.amount,
        compensation=Money(amount=cents(paid), currency=currency),
        items=tuple(item.number for item in covered),
        not_covered=tuple(reasons),
    )


def _why_not(policy: Policy, limit: CreditLimit, item: OpenItem, first_end: date) -> tuple[str, str] | None:
    if item.open.currency != limit.amount.currency:
        return "andere Währung als das Limit", "another currency than the limit"
    if not limit.covers(item.performed_on):
        return "am Liefertag galt das Limit nicht", "the limit was not in force on the day of delivery"
    if item.performed_on < policy.valid_from or (policy.valid_to and item.performed_on > policy.valid_to):
        return "außerhalb der Laufzeit der Police", "outside the policy's term"
    if first_end < item.performed_on:
        return "geliefert, nachdem das äußerste Kreditziel überschritten war", "delivered after the maximum extension"
    if item.disputed:
        return (
            "bestritten: der Versicherer wartet meist den Streit ab",
            "disputed: insurers mostly wait for the outcome",
        )
    return None


def _insured_amount(policy: Policy, item: OpenItem) -> Decimal:
    if policy.insures_vat:
        return item.open.amount
    rate = item.vat_rate or Decimal(0)
    return cents(item.open.amount * 100 / (100 + rate))


def _share(policy: Policy, item: OpenItem) -> Decimal:
    return min(item.insured_share, 100 - policy.self_retention) / 100
