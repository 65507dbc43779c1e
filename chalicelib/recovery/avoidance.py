"""Payments received, by the windows in which an administrator may ask for them back. For information only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.deadlines.counting import Period, start_before
from chalicelib.model.customer import Money
from chalicelib.model.open_item import Payment
from chalicelib.model.recovery import AvoidanceWindow, PaymentsInWindow

_LENGTHS = (
    (AvoidanceWindow.ONE_MONTH, Period(months=1), "InsO 130, 131(1) no. 1, 132"),
    (AvoidanceWindow.THREE_MONTHS, Period(months=3), "InsO 130, 131(1) no. 2 and 3, 132"),
    (AvoidanceWindow.FOUR_YEARS, Period(years=4), "InsO 133(2), 134"),
    (AvoidanceWindow.TEN_YEARS, Period(years=10), "InsO 133(1)"),
)


@dataclass(frozen=True)
class Window:
    """A window's name, its first day and its statute; it ends where the next later one begins."""

    name: AvoidanceWindow
    since: date | None
    rule: str


def windows(petition_on: date, opened_on: date | None) -> tuple[Window, ...]:
    """The windows from the latest to the earliest.

    Source: InsO 129 to 134, 139. Payments on the day of the opening count as made after it (InsO 81(3)).

    >>> [str(one.since) for one in windows(date(2026, 5, 31), None)]
    ['2026-05-31', '2026-05-01', '2026-03-01', '2022-05-31', '2016-05-31', 'None']
    """
    after = [Window(AvoidanceWindow.AFTER_OPENING, opened_on, "InsO 81, 82")] if opened_on else []
    return (
        *after,
        Window(AvoidanceWindow.AFTER_PETITION, petition_on, "InsO 130(1) no. 2, 131(1) no. 1, 132(1) no. 2"),
        *(Window(name, start_before(petition_on, length), rule) for name, length, rule in _LENGTHS),
        Window(AvoidanceWindow.EARLIER, None, "InsO 129"),
    )


def payments_by_window(
    payments: Iterable[Payment], petition_on: date, opened_on: date | None = None
) -> tuple[PaymentsInWindow, ...]:
    """Payments of one currency in the shortest window that holds each; windows without payments are left out.

    Source: InsO 142 for cash transactions, 133(3) for payment plans.
    """
    all_windows = windows(petition_on, opened_on)
    held: dict[AvoidanceWindow, list[Payment]] = {window.name: [] for window in all_windows}
    for payment in sorted(payments, key=lambda one: (one.received_on, one.number)):
        window = next(one for one in all_windows if one.since is None or payment.received_on >= one.since)
        held[window.name].append(payment)
    return tuple(_summed(window, held[window.name]) for window in all_windows if held[window.name])


def _summed(window: Window, payments: list[Payment]) -> PaymentsInWindow:
    currency = payments[0].amount.currency

    def total(chosen: Iterable[Payment]) -> Money:
        return Money(amount=sum((one.amount.amount for one in chosen), Decimal(0)), currency=currency)

    return PaymentsInWindow(
        window=window.name,
        since=window.since,
        rule=window.rule,
        received=total(payments),
        of_it_cash=total(one for one in payments if one.cash_transaction),
        of_it_under_plan=total(one for one in payments if one.under_payment_plan),
        payments=tuple(one.number for one in payments),
    )
