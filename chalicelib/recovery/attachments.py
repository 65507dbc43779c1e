"""What has to be enclosed with a claim (InsO 174(1) s. 2), from what the books know of each item."""

from collections.abc import Sequence

from chalicelib.model.claim import Attachment, AttachmentKind
from chalicelib.model.open_item import OpenItem, RetentionOfTitle
from chalicelib.recovery.wording import day_en


def attachments(items: Sequence[OpenItem]) -> tuple[Attachment, ...]:
    """The list in the order of the claims; terms of delivery and the account statement once for all of them."""
    if not items:
        return ()
    numbers = tuple(item.number for item in items)
    found = [one for item in items for one in _of_item(item)]
    retained = tuple(item.number for item in items if item.retention_of_title is not RetentionOfTitle.NONE)
    if retained:
        found.append(
            Attachment(
                kind=AttachmentKind.RETENTION_TERMS,
                item_numbers=retained,
                text_de="Vereinbarung des Eigentumsvorbehalts (Lieferbedingungen, Vertrag)",
                text_en="agreement on retention of title (terms of delivery, contract)",
            )
        )
    statement = Attachment(
        kind=AttachmentKind.ACCOUNT_STATEMENT,
        item_numbers=numbers,
        text_de="Kontoauszug des Debitorenkontos",
        text_en="statement of the customer's account",
    )
    return (*found, statement)


def _of_item(item: OpenItem) -> list[Attachment]:
    day = f"{item.invoice_date:%d.%m.%Y}"
    wanted: list[tuple[AttachmentKind, str | None, str, str]] = [
        (
            AttachmentKind.INVOICE,
            item.number,
            f"Rechnung {item.number} vom {day}",
            f"invoice {item.number} of {day_en(item.invoice_date)}",
        )
    ]
    if item.delivery_note:
        note = item.delivery_note
        wanted.append((AttachmentKind.DELIVERY_NOTE, note, f"Lieferschein {note}", f"delivery note {note}"))
    if item.order_reference:
        order = item.order_reference
        wanted.append((AttachmentKind.ORDER, order, f"Bestellung {order}", f"order {order}"))
    reminded_on = item.reminded_on or item.reminder_sent_on
    if reminded_on:
        reminded = f"{reminded_on:%d.%m.%Y}"
        wanted.append(
            (
                AttachmentKind.REMINDER,
                None,
                f"Mahnung zu Rechnung {item.number} vom {reminded}",
                f"reminder of {day_en(reminded_on)} about invoice {item.number}",
            )
        )
    if item.titled:
        wanted.append(
            (AttachmentKind.TITLE, None, f"Titel über Rechnung {item.number}", f"title for invoice {item.number}")
        )
    if item.security:
        thing = item.security.object
        wanted.append((AttachmentKind.SECURITY, thing, f"Sicherheit: {thing}", f"security: {thing}"))
    return [
        Attachment(kind=kind, item_numbers=(item.number,), reference=reference, text_de=text_de, text_en=text_en)
        for kind, reference, text_de, text_en in wanted
    ]
