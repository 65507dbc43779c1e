"""Open items and payments of an invented customer; a test names only what it is about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.model.customer import Money
from chalicelib.model.open_item import OpenItem, Payment

NOW = datetime(2026, 3, 17, 8, 0, tzinfo=UTC)
OPENED_ON = date(2026, 3, 16)


def euro(amount: str, currency: str = "EUR") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def an_item(number: str = "R-1001", amount: str = "10000.00", currency: str = "EUR", **fields: Any) -> OpenItem:
    """An unpaid invoice, delivered before the opening of 16 March 2026."""
    defaults: dict[str, Any] = {
        "number": number,
        "customer_number": "104711",
        "invoice_date": date(2025, 10, 15),
        "due_date": date(2025, 11, 14),
        "delivered_on": date(2025, 10, 13),
        "gross": euro(amount, currency),
        "open": euro(amount, currency),
        "vat_rate": Decimal(19),
        "updated_at": NOW,
    }
    return OpenItem(**defaults | fields)


def a_payment(number: str, received_on: date, amount: str = "500.00", currency: str = "EUR", **fields: Any) -> Payment:
    return Payment(
        number=number,
        customer_number="104711",
        received_on=received_on,
        amount=euro(amount, currency),
        updated_at=NOW,
        **fields,
    )
