"""Output tax on claims that became uncollectable: which month, how much. A proposal; accounting decides."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from chalicelib.model.claim import Gap
from chalicelib.model.currency import cents
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, OpenItem
from chalicelib.model.recovery import InsolvencyDates, VatAdjustment, VatOfRate
from chalicelib.recovery.wording import amount_de, amount_en

_RULE = "UStG 17(2) no. 1, (1) s. 8"
_PRELIMINARY = f"{_RULE}; BFH XI R 9/15, V R 48/13 (preliminary administrator with right of consent)"
_OPENED = f"{_RULE} (at the latest the legal second of the opening)"
_REFUSED = f"{_RULE} (refused for lack of assets; believed)"


def vat_adjustment(items: Iterable[OpenItem], dates: InsolvencyDates, currency: str = "EUR") -> VatAdjustment | None:
    """The adjustment that is due, or None while nothing has happened that makes the claims uncollectable.

    The earliest event decides; items performed from that day on do not belong to it.
    """
    event = _event(dates)
    if event is None:
        return None
    event_on, rule = event
    claims = [item for item in items if item.kind is ItemKind.INVOICE and item.open.amount]
    before = [item for item in claims if item.arose_before(event_on)]
    known = {item.id for item in before}
    taxed = [item for item in before if item.vat_rate is not None and item.open.currency == currency]
    by_rate = tuple(_of_rate(rate, taxed) for rate in sorted({item.vat_rate for item in taxed if item.vat_rate}))
    vat = sum((one.vat.amount for one in by_rate), Decimal(0))
    gross = sum((one.gross.amount for one in by_rate), Decimal(0))
    return VatAdjustment(
        month=f"{event_on:%Y-%m}",
        event_on=event_on,
        rule=rule,
        net=Money(amount=gross - vat, currency=currency),
        vat=Money(amount=vat, currency=currency),
        by_rate=by_rate,
        text_de=f"Umsatzsteuer {amount_de(vat, currency)} im Voranmeldungszeitraum {event_on:%m/%Y} berichtigen; "
        "eine spätere Quote im Monat ihres Eingangs wieder berichtigen. Vorschlag, die Buchhaltung entscheidet.",
        text_en=f"adjust {amount_en(vat, currency)} of output tax in the period {event_on:%m/%Y}; "
        "a later quota is adjusted again in the month of its receipt. A proposal, accounting decides.",
        gaps=_gaps(before, [item for item in claims if item.id not in known], dates, currency),
    )


def vat_of_quota(received: Money, received_on: date, rate: Decimal) -> tuple[str, Money]:
    """Month and output tax of a quota that came in: it is owed again (UStG 17(2) no. 1 s. 2).

    >>> vat_of_quota(Money(amount=Decimal("119.00")), date(2029, 4, 2), Decimal(19))[1].amount
    Decimal('19.00')
    """
    return f"{received_on:%Y-%m}", Money(amount=_vat_in(received.amount, rate), currency=received.currency)


def _event(dates: InsolvencyDates) -> tuple[date, str] | None:
    known = [
        (day, rule)
        for day, rule in (
            (dates.preliminary_administrator_on, _PRELIMINARY),
            (dates.opened_on, _OPENED),
            (dates.refused_on, _REFUSED),
        )
        if day
    ]
    return min(known, default=None)


def _of_rate(rate: Decimal, items: Sequence[OpenItem]) -> VatOfRate:
    same = [item for item in items if item.vat_rate == rate]
    currency = same[0].open.currency
    gross = sum((item.open.amount for item in same), Decimal(0))
    return VatOfRate(
        rate=rate,
        gross=Money(amount=gross, currency=currency),
        vat=Money(amount=_vat_in(gross, rate), currency=currency),
        items=tuple(item.number for item in same),
    )


def _vat_in(gross: Decimal, rate: Decimal) -> Decimal:
    return cents(gross * rate / (100 + rate))


def _gaps(before: list[OpenItem], later: list[OpenItem], dates: InsolvencyDates, currency: str) -> tuple[Gap, ...]:
    no_rate = [item.number for item in before if item.vat_rate is None]
    foreign = [item.number for item in before if item.vat_rate is not None and item.open.currency != currency]
    gaps = []
    if no_rate:
        gaps.append(_gap("vat_rate", no_rate, "Steuersatz fehlt, nicht enthalten", "tax rate missing, not included"))
    if foreign:
        words_de = f"nicht in {currency}, zum damaligen Kurs umrechnen (UStG 16(6)), nicht enthalten"
        words_en = f"not in {currency}: convert at the rate used then (UStG 16(6), believed), not included"
        gaps.append(_gap("currency", foreign, words_de, words_en))
    if later:
        words_de = "ab dem Ereignis geleistet: gesondert beurteilen"
        numbers = [item.number for item in later]
        gaps.append(_gap("later_items", numbers, words_de, "performed from the event on: judge apart"))
    if dates.preliminary_administrator_on and _event(dates) == (dates.preliminary_administrator_on, _PRELIMINARY):
        gaps.append(
            Gap(
                field="preliminary_administrator_on",
                text_de="Im Beschluss prüfen: Zustimmungsvorbehalt und Einzug durch den vorläufigen Verwalter?",
                text_en="check the order: is consent of the preliminary administrator, and collection by him, ordered?",
            )
        )
    return tuple(gaps)


def _gap(field: str, numbers: list[str], words_de: str, words_en: str) -> Gap:
    listed = ", ".join(numbers)
    return Gap(field=field, text_de=f"{listed}: {words_de}", text_en=f"{listed}: {words_en}")
