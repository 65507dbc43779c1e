"""Days, amounts and shares as German and English readers write them."""

from datetime import date
from decimal import Decimal

from chalicelib.model.currency import cents
from chalicelib.model.recovery import Reason

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
_GERMAN = str.maketrans(",.", ".,")


def day_de(day: date) -> str:
    """The day in German spelling.

    >>> day_de(date(2025, 9, 3))
    '03.09.2025'
    """
    return f"{day:%d.%m.%Y}"


def day_en(day: date) -> str:
    """The day in English spelling, as the documents print it.

    >>> day_en(date(2025, 9, 3))
    '3 Sept 2025'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def euro_de(amount: Decimal) -> str:
    """The amount in German spelling.

    >>> euro_de(Decimal("10000"))
    '10.000,00 EUR'
    """
    return amount_de(amount, "EUR")


def euro_en(amount: Decimal) -> str:
    """The amount in English spelling.

    >>> euro_en(Decimal("10000"))
    'EUR 10,000.00'
    """
    return amount_en(amount, "EUR")


def amount_de(amount: Decimal, currency: str) -> str:
    """The amount of any currency in German spelling."""
    return f"{cents(amount):,.2f}".translate(_GERMAN) + f" {currency}"


def amount_en(amount: Decimal, currency: str) -> str:
    """The amount of any currency in English spelling."""
    return f"{currency} {cents(amount):,.2f}"


def percent_de(share: Decimal) -> str:
    """The share in German spelling.

    >>> percent_de(Decimal("0.062"))
    '6,2 %'
    """
    return f"{share * 100:.1f}".translate(_GERMAN) + " %"


def percent_en(share: Decimal) -> str:
    """The share in English spelling.

    >>> percent_en(Decimal("0.062"))
    '6.2 %'
    """
    return f"{share * 100:.1f} %"


def amount_reason(words_de: str, words_en: str, amount: Decimal) -> Reason:
    """A reason that ends in an amount."""
    return Reason(text_de=f"{words_de}: {euro_de(amount)}", text_en=f"{words_en}: {euro_en(amount)}")
