"""Goods that are or were ours: the list for the administrator (InsO 28(2), 47, 51)."""

from collections.abc import Iterable

from chalicelib.model.claim import RetentionLine
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle

_TEXTS = {
    RetentionOfTitle.SIMPLE: (
        "InsO 47, 107(2)",
        "Einfacher Eigentumsvorbehalt: Aussonderung; der Verwalter darf bis nach dem Berichtstermin warten",
        "Simple retention of title: segregation; the administrator may wait until after the report hearing",
    ),
    RetentionOfTitle.EXTENDED: (
        "InsO 50, 51, 166, 170, 171",
        "Erweiterter oder verlängerter Eigentumsvorbehalt: Absonderung; der Verwalter verwertet, 4 % und 5 % gehen ab",
        "Extended retention of title: separate satisfaction; the administrator realises, less 4 % and 5 %",
    ),
}


def retention_lines(items: Iterable[OpenItem]) -> tuple[RetentionLine, ...]:
    """One line for each open invoice with retention of title, oldest delivery first."""
    lines = []
    for item in sorted(filter(_retained, items), key=lambda one: (one.performed_on, one.number)):
        right, text_de, text_en = _TEXTS[item.retention_of_title]
        lines.append(
            RetentionLine(
                item_number=item.number,
                retention_of_title=item.retention_of_title,
                right=right,
                goods=item.goods,
                delivered_on=item.delivered_on,
                delivery_note=item.delivery_note,
                open=item.open,
                text_de=text_de,
                text_en=text_en,
            )
        )
    return tuple(lines)


def _retained(item: OpenItem) -> bool:
    retained = item.retention_of_title is not RetentionOfTitle.NONE
    return retained and item.kind is ItemKind.INVOICE and item.open.amount > 0
