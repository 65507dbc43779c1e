"""Who read what we keep of a customer who is a natural person: one line for each reader and day."""

from datetime import timedelta

from chalicelib.model.reading import Reading
from chalicelib.model.record import content_id
from chalicelib.store import keys, table

_KEPT = timedelta(days=3 * 365)  # our choice: as long as claims for damages may follow a reading (BGB 195)
_PREFIX = "READ#"


def add(reading: Reading) -> bool:
    """Whether it was the reader's first of the day."""
    day = reading.at.date().isoformat()
    key = keys.Key(keys.customer(reading.customer_number).pk, f"{_PREFIX}{day}#{content_id(reading.by)}")
    item = table.item(key, "reading", reading, expires_at=table.epoch(reading.at + _KEPT))
    return not table.transact([table.put_request(item, "attribute_not_exists(pk)")])


def of_customer(number: str) -> tuple[Reading, ...]:
    """Every reading of the customer's page that is kept, newest first."""
    found = table.query(keys.customer(number).pk, prefix=_PREFIX)
    return tuple(sorted((table.read(one, Reading) for one in found), key=lambda one: one.at, reverse=True))
