"""What is left of invoices that have gone from the books: when they were due, for two years.

SETTLED#<number>   <item>   settled
"""

from datetime import date, datetime, timedelta

from chalicelib.model.figures import SettledItem
from chalicelib.model.open_item import ItemKind, OpenItem
from chalicelib.store import table
from chalicelib.store.keys import Key

_KEPT = timedelta(days=760)


def left_by(item: OpenItem, now: datetime) -> list[table.Item]:
    """The writes that keep the item's due date when it goes; none when it is no invoice."""
    if item.kind is not ItemKind.INVOICE:
        return []
    trace = SettledItem(number=item.number, due_date=item.due_date, settled_on=now.date())
    key = Key(_partition(item.customer_number), item.id)
    return [table.put_request(table.item(key, "settled", trace, expires_at=table.epoch(now + _KEPT)))]


def due_dates(number: str) -> dict[str, date]:
    """When the customer's invoices that have gone were due, by invoice number."""
    return {one.number: one.due_date for one in (table.read(found, SettledItem) for found in items(number))}


def items(number: str) -> list[table.Item]:
    """The items themselves, for who deletes them."""
    return table.query(_partition(number))


def _partition(number: str) -> str:
    return f"SETTLED#{number}"
