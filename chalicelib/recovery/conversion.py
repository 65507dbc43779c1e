"""One currency out of several: only at rates that somebody handed in."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from chalicelib.model.claim import Gap
from chalicelib.model.currency import cents
from chalicelib.model.customer import Money


def in_one_currency(
    amounts: Iterable[Money], currency: str, rates: Mapping[str, Decimal]
) -> tuple[Money, tuple[Gap, ...]]:
    """The sum in one currency, each amount rounded to cents; what has no rate is a gap, not a zero.

    `rates` give units of the wanted currency for one unit of the other.
    """
    total, missing = Decimal(0), dict[str, Decimal]()
    for money in amounts:
        rate = Decimal(1) if money.currency == currency else rates.get(money.currency)
        if rate is None:
            missing[money.currency] = missing.get(money.currency, Decimal(0)) + money.amount
        else:
            total += cents(money.amount * rate)
    gaps = tuple(
        Gap(
            field=f"rate.{other}",
            text_de=f"{_german(amount)} {other} nicht eingerechnet: Kurs {other}/{currency} fehlt",
            text_en=f"{amount:,} {other} not included: the rate {other}/{currency} is missing",
        )
        for other, amount in sorted(missing.items())
        if amount
    )
    return Money(amount=total, currency=currency), gaps


def _german(amount: Decimal) -> str:
    return f"{amount:,}".translate({ord(","): ".", ord("."): ","})
