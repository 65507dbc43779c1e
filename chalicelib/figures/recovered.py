"""What came back of claims: what was open at the block is kept, payments after it are counted against it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from chalicelib.figures.months import begin, by_month, month_of, percent
from chalicelib.model.customer import Money
from chalicelib.model.figures import CaseClaim, ClaimedItem, FigureName, Measured
from chalicelib.model.ledger import Ledger
from chalicelib.model.open_item import ItemKind, OpenItem, Payment
from chalicelib.model.record import content_id

_SOON = timedelta(days=2)
Closed = tuple[date, CaseClaim]
"""The day on which a case was closed, and its claim."""


def claim_at_block(
    case_id: str, since: date, ledger: Ledger, today: date, left: dict[int, Decimal] | None = None
) -> CaseClaim:
    """What was open at the block, as the books say now: what has gone from them before is unknown."""
    paid = _paid_on_items(ledger, since)
    items = []
    for item in ledger.items:
        if item.kind is ItemKind.INVOICE and item.invoice_date <= since:
            amount = _open_then(item, paid)
            if amount > 0:
                items.append(ClaimedItem(item_id=item.id, open=Money(amount=amount, currency=item.open.currency)))
    return with_payments(
        CaseClaim(case_id=case_id, since=since, items=tuple(items), late=today - since > _SOON), ledger, left
    )


def unnamed(ledger: Ledger) -> dict[int, Decimal]:
    """What is left to be counted of each payment that names no invoice, by its place in the books."""
    return {
        place: one.amount.amount
        for place, one in enumerate(ledger.payments)
        if one.item_number is None and not one.cash_transaction
    }


def with_payments(claim: CaseClaim, ledger: Ledger, left: dict[int, Decimal] | None = None) -> CaseClaim:
    """The claim with what has come back: payments after the block on its invoices or on none named.

    Never more than was open; money for goods handed over at once pays no old claim. `left` is shared by the claims of
    one customer, oldest first, and taken from: what an older claim has used up counts for no later one.
    """
    left = unnamed(ledger) if left is None else left
    open_ = _sums(one.open for one in claim.items)
    own = {one.item_id for one in claim.items}
    came: defaultdict[str, Decimal] = defaultdict(Decimal)
    since = [pair for pair in enumerate(ledger.payments) if pair[1].received_on >= claim.since]
    for _, payment in since:
        if not payment.cash_transaction and _item_id(payment) in own:
            came[payment.amount.currency] += payment.amount.amount
    for place, payment in sorted(since, key=lambda pair: pair[1].received_on):
        currency = payment.amount.currency
        room = open_.get(currency, Decimal(0)) - came[currency]
        used = min(max(room, Decimal(0)), left.get(place, Decimal(0)))
        came[currency] += used
        left[place] = left.get(place, Decimal(0)) - used
    back = tuple(
        Money(amount=min(came[currency], whole), currency=currency)
        for currency, whole in sorted(open_.items())
        if came.get(currency)
    )
    return claim.model_copy(update={"came_back": back})


def recovery_rate(closed: Iterable[Closed], unknown: int, currency: str, today: date) -> Measured:
    """What came back in cases closed in the last twelve months, of what was open at their blocks.

    `unknown` are closed cases of which nobody knows what was open; other currencies are left out, too.
    """
    counted = [one for one in closed if begin(today) <= one[0] <= today and one[1].items]
    own = [(day, *amounts) for day, claim in counted if (amounts := _back_and_open(claim, currency))[1]]
    back = sum((one[1] for one in own), Decimal(0))
    whole = sum((one[2] for one in own), Decimal(0))
    return Measured(
        name=FigureName.RECOVERY_RATE,
        value=percent(back, whole),
        count=len(own),
        left_out=unknown + len(counted) - len(own),
        part=back if own else None,
        whole=whole if own else None,
        currency=currency,
        months=by_month([(month_of(day), amounts) for day, *amounts in own], today, _rate),
    )


def _rate(pairs: list[list[Decimal]]) -> Decimal | None:
    return percent(sum((one[0] for one in pairs), Decimal(0)), sum((one[1] for one in pairs), Decimal(0)))


def _back_and_open(claim: CaseClaim, currency: str) -> tuple[Decimal, Decimal]:
    back, whole = _sums(claim.came_back), _sums(one.open for one in claim.items)
    return back.get(currency, Decimal(0)), whole.get(currency, Decimal(0))


def _sums(amounts: Iterable[Money]) -> dict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        sums[one.currency] += one.amount
    return dict(sums)


def _open_then(item: OpenItem, paid: dict[tuple[str, str], Decimal]) -> Decimal:
    return min(item.open.amount + paid.get((item.id, item.open.currency), Decimal(0)), item.gross.amount)


def _paid_on_items(ledger: Ledger, since: date) -> dict[tuple[str, str], Decimal]:
    """What was paid since the block on each invoice that a payment names, by invoice and currency."""
    paid: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in ledger.payments:
        meant = _item_id(one)
        if meant and one.received_on >= since:
            paid[meant, one.amount.currency] += one.amount.amount
    return dict(paid)


def _item_id(payment: Payment) -> str | None:
    if payment.item_number is None:
        return None
    return content_id(payment.customer_number, ItemKind.INVOICE, payment.item_number)
