"""Who has had the day's mail; the mark disappears after some weeks."""

from datetime import UTC, date, datetime, time, timedelta

from chalicelib.store import keys, table

_KEPT = timedelta(days=40)


def served(day: date) -> frozenset[str]:
    """Addresses, in lower case, that were served on that day of theirs."""
    return frozenset(str(one["sk"]) for one in table.query(keys.digest_mark(day.isoformat(), "").pk))


def put_served(day: date, address: str) -> None:
    """Notes that the reader was served."""
    expiry = table.epoch(datetime.combine(day, time(0), UTC) + _KEPT)
    mark = table.link(keys.digest_mark(day.isoformat(), address), "digest_mark", expires_at=expiry)
    table.transact([table.put_request(mark)])
