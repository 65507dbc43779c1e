"""The claim sheet of one customer: what is lodged, what is not and why, rights in goods, attachments, totals."""

from collections.abc import Iterable
from decimal import Decimal

from chalicelib.model.claim import ClaimLine, ClaimSheet, CurrencyTotal, Gap, ItemLeftOut, SubordinateClaim
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, OpenItem
from chalicelib.recovery.attachments import attachments
from chalicelib.recovery.claim_lines import claim_line
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.interest import points_above_base
from chalicelib.recovery.retention import retention_lines


def claim_sheet(customer_number: str, items: Iterable[OpenItem], terms: ClaimTerms) -> ClaimSheet:
    """The sheet over the customer's items, oldest due date first; nothing is left out without its reason.

    Source: InsO 38, 39, 41, 45, 174.
    """
    ordered = sorted(items, key=lambda item: (item.due_date, item.number, item.kind))
    out = {item.id: words for item in ordered if (words := _why_left_out(item, terms))}
    lodged = [item for item in ordered if item.id not in out]
    lines = tuple(claim_line(item, position, terms) for position, item in enumerate(lodged, start=1))
    return ClaimSheet(
        customer_number=customer_number,
        opening_date=terms.opening_date,
        interest_until=terms.interest_until,
        currency=terms.currency,
        lines=lines,
        by_currency=_by_currency(lines),
        lump_sums=_sum((line.lump_sum for line in lines), terms.currency),
        total=_sum((line.total for line in lines), terms.currency),
        complete=all(line.total is not None for line in lines),
        subordinate=tuple(_subordinate(item, terms) for item in lodged) if terms.subordinate_asked else (),
        retention=retention_lines(ordered),
        attachments=attachments(lodged),
        left_out=tuple(_left_out(item, out[item.id]) for item in ordered if item.id in out),
        gaps=_gaps(ordered),
    )


def _why_left_out(item: OpenItem, terms: ClaimTerms) -> tuple[str, str] | None:
    if item.kind is not ItemKind.INVOICE:
        return "Guthaben des Schuldners: aufrechnen (InsO 94) oder an den Verwalter zahlen (InsO 82)", (
            "owed to the debtor: set off (InsO 94) or pay the administrator (InsO 82)"
        )
    if not item.open.amount:
        return "Nichts mehr offen", "nothing is open"
    day = item.performed_on
    if item.arose_before(terms.opening_date):
        return None
    if day == terms.opening_date:
        return (
            "Am Tag der Eröffnung geleistet: ein Mensch entscheidet, ob davor oder danach (InsO 81(3))",
            "performed on the day of the opening: a person decides whether before or after (InsO 81(3))",
        )
    return (
        "Nach der Eröffnung: Masseverbindlichkeit, eigenes Konto (InsO 55), nicht zur Tabelle",
        "after the opening: a debt of the estate on an account of its own (InsO 55), not for the table",
    )


def _left_out(item: OpenItem, words: tuple[str, str]) -> ItemLeftOut:
    return ItemLeftOut(item_number=item.number, kind=item.kind, open=item.open, text_de=words[0], text_en=words[1])


def _subordinate(item: OpenItem, terms: ClaimTerms) -> SubordinateClaim:
    points = points_above_base(consumer=terms.consumer)
    return SubordinateClaim(
        item_number=item.number,
        rank="InsO 39(1) no. 1",
        principal=item.open,
        points=points,
        since=terms.opening_date,
        text_de=f"Zinsen seit der Eröffnung, {points} Prozentpunkte über dem Basiszinssatz",
        text_en=f"interest since the opening, {points} percentage points above the base rate",
    )


def _by_currency(lines: tuple[ClaimLine, ...]) -> tuple[CurrencyTotal, ...]:
    totals = []
    for currency in sorted({line.principal.currency for line in lines}):
        same = [line for line in lines if line.principal.currency == currency]
        totals.append(
            CurrencyTotal(
                principal=_sum((line.principal for line in same), currency),
                interest=_sum((line.interest_total for line in same), currency),
                costs=_sum((line.costs for line in same), currency),
            )
        )
    return tuple(totals)


def _sum(amounts: Iterable[Money | None], currency: str) -> Money:
    return Money(amount=sum((one.amount for one in amounts if one), Decimal(0)), currency=currency)


def _gaps(items: list[OpenItem]) -> tuple[Gap, ...]:
    owed = [item.number for item in items if item.kind is not ItemKind.INVOICE and item.open.amount]
    if not owed:
        return ()
    listed = ", ".join(owed)
    gap = Gap(
        field="set_off",
        text_de=f"Aufrechnung entscheiden (InsO 94 bis 96): {listed}; nicht abgezogen",
        text_en=f"decide on set-off (InsO 94 to 96): {listed}; not deducted",
    )
    return (gap,)
