"""What the figures need of one customer's account, so that twenty thousand of them can be held at once."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from chalicelib.figures.months import begin, month_of
from chalicelib.model.ledger import Ledger
from chalicelib.model.open_item import ItemKind, Payment


@dataclass
class AccountSums:
    """One account in sums, by currency; `paid_late` holds for each payment its month and the days past the due date."""

    open: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    overdue: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    items: Counter[str] = field(default_factory=Counter)
    overdue_items: Counter[str] = field(default_factory=Counter)
    overdue_days: int = 0
    paid_late: list[tuple[str, int]] = field(default_factory=list)
    payments_unmatched: int = 0


def unmatched(ledger: Ledger, today: date) -> bool:
    """Whether a payment of the last twelve months names an invoice that the books no longer hold."""
    known = {one.number for one in ledger.items}
    return any(one.item_number and one.item_number not in known for one in _counted(ledger, today))


def account_sums(ledger: Ledger, settled: Mapping[str, date], today: date) -> AccountSums:
    """The account's sums; `settled` are the due dates of invoices that have gone from the books, by number."""
    sums = AccountSums()
    for item in ledger.invoices:
        currency = item.open.currency
        sums.open[currency] += item.open.amount
        sums.items[currency] += 1
        if item.due_date < today:
            sums.overdue[currency] += item.open.amount
            sums.overdue_items[currency] += 1
            sums.overdue_days += (today - item.due_date).days
    due_dates = {**settled, **{one.number: one.due_date for one in ledger.items if one.kind is ItemKind.INVOICE}}
    for payment in _counted(ledger, today):
        due = due_dates.get(payment.item_number or "")
        if due is None:
            sums.payments_unmatched += 1
        else:
            sums.paid_late.append((month_of(payment.received_on), max((payment.received_on - due).days, 0)))
    return sums


def _counted(ledger: Ledger, today: date) -> list[Payment]:
    """Payments of the last twelve months; goods and money that change hands at once are never late."""
    since = begin(today)
    return [one for one in ledger.payments if since <= one.received_on <= today and not one.cash_transaction]
