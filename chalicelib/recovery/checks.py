"""What must be looked at before a claim is sold or written off, with what the books already show."""

from collections.abc import Collection

from chalicelib.model.open_item import SecurityKind
from chalicelib.model.recovery import CheckKind, OpenCheck
from chalicelib.recovery.insurance import insured_items
from chalicelib.recovery.retention import retention_lines
from chalicelib.recovery.valuation import Position

_QUESTIONS = {
    CheckKind.RETENTION_OF_TITLE: (
        "Eigentumsvorbehalt: Ware noch da, weiterverkauft, verarbeitet? (InsO 47, 48, 51)",
        "Retention of title: are the goods still there, resold, processed? (InsO 47, 48, 51)",
    ),
    CheckKind.GUARANTORS: (
        "Bürgen und Mitschuldner: wer haftet weiter? (InsO 254(2), 301(2))",
        "Guarantors and co-debtors: who is still liable? (InsO 254(2), 301(2))",
    ),
    CheckKind.SET_OFF: (
        "Aufrechnung: schulden wir dem Kunden etwas? (InsO 94 bis 96)",
        "Set-off: do we owe the customer anything? (InsO 94 to 96)",
    ),
    CheckKind.INSURER: (
        "Kreditversicherer: gemeldet, und stimmt er zu?",
        "Credit insurer: told, and does the insurer agree?",
    ),
}


def open_checks(position: Position, signed: Collection[CheckKind]) -> tuple[OpenCheck, ...]:
    """The checks that nobody has signed; an empty answer of the books is no proof that there is nothing."""
    seen = _seen_in_books(position)
    return tuple(
        OpenCheck(kind=kind, text_de=f"{text_de} {_hint_de(seen[kind])}", text_en=f"{text_en} {_hint_en(seen[kind])}")
        for kind, (text_de, text_en) in _QUESTIONS.items()
        if kind not in signed
    )


def _seen_in_books(position: Position) -> dict[CheckKind, list[str]]:
    guaranteed = [
        item.number for item in position.claims if item.security and item.security.kind is SecurityKind.GUARANTEE
    ]
    return {
        CheckKind.RETENTION_OF_TITLE: [line.item_number for line in retention_lines(position.claims)],
        CheckKind.GUARANTORS: guaranteed,
        CheckKind.SET_OFF: [item.number for item in position.owed_by_us],
        CheckKind.INSURER: [item.number for item in insured_items(position.claims)],
    }


def _hint_de(numbers: list[str]) -> str:
    return f"Die Bücher zeigen: {', '.join(numbers)}." if numbers else "Die Bücher zeigen nichts."


def _hint_en(numbers: list[str]) -> str:
    return f"The books show: {', '.join(numbers)}." if numbers else "The books show nothing."
