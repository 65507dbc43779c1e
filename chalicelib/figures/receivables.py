"""What is owed to us, how much of it is overdue, and how long after the due date money comes in."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from chalicelib.figures.accounts import AccountSums
from chalicelib.figures.months import by_month, fine, percent
from chalicelib.model.customer import Money
from chalicelib.model.figures import CurrencyBooks, FigureName, Measured

EURO = "EUR"


def books_by_currency(accounts: Iterable[AccountSums]) -> tuple[CurrencyBooks, ...]:
    """What is open and overdue in each currency; the currency of most invoices first."""
    open_, overdue = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    items, overdue_items = Counter[str](), Counter[str]()
    for one in accounts:
        items.update(one.items)
        overdue_items.update(one.overdue_items)
        for currency in one.open:
            open_[currency] += one.open[currency]
            overdue[currency] += one.overdue.get(currency, Decimal(0))
    return tuple(
        CurrencyBooks(
            currency=currency,
            open=open_[currency],
            overdue=overdue[currency],
            items=items[currency],
            overdue_items=overdue_items[currency],
        )
        for currency in sorted(items, key=lambda one: (-items[one], one))
    )


def overdue_share(books: tuple[CurrencyBooks, ...]) -> Measured:
    """Of the open invoices in the main currency, the share that is overdue."""
    if not books:
        return Measured(name=FigureName.OVERDUE_SHARE)
    main, others = books[0], books[1:]
    return Measured(
        name=FigureName.OVERDUE_SHARE,
        value=percent(main.overdue, main.open),
        count=main.items,
        left_out=sum(one.items for one in others),
        part=main.overdue,
        whole=main.open,
        currency=main.currency,
    )


def turnover_share(books: tuple[CurrencyBooks, ...], turnover: Money | None) -> Measured:
    """Open invoices against the turnover of the last twelve months, in the turnover's currency."""
    own = next((one for one in books if turnover and one.currency == turnover.currency), None)
    if not turnover or not own:
        return Measured(name=FigureName.TURNOVER_SHARE)
    return Measured(
        name=FigureName.TURNOVER_SHARE,
        value=percent(own.open, turnover.amount),
        count=own.items,
        left_out=sum(one.items for one in books if one is not own),
        part=own.open,
        whole=turnover.amount,
        currency=own.currency,
    )


def days_overdue(accounts: Collection[AccountSums]) -> Measured:
    """How many days overdue invoices are past their due date, on average; each counts once."""
    count = sum(one.overdue_items.total() for one in accounts)
    days = sum(one.overdue_days for one in accounts)
    value = fine(Decimal(days) / count) if count else None
    if not count and any(one.items for one in accounts):
        value = Decimal(0)  # everything open is not due yet: that is known
    return Measured(name=FigureName.DAYS_OVERDUE, value=value, count=count)


def days_to_payment(accounts: Collection[AccountSums], today: date) -> Measured:
    """Days from due date to payment over the last twelve months, on average; what came in time counts as 0 days."""
    paid = [one for account in accounts for one in account.paid_late]
    return Measured(
        name=FigureName.DAYS_TO_PAYMENT,
        value=_mean([days for _, days in paid]) if paid else None,
        count=len(paid),
        left_out=sum(one.payments_unmatched for one in accounts),
        months=by_month(paid, today, _mean),
    )


def _mean(days: list[int]) -> Decimal | None:
    return fine(Decimal(sum(days)) / len(days))
