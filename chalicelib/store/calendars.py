"""Calendar feeds: whose they are, and which generation of their address is good."""

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.calendar_feed import CalendarFeed, calendar_id
from chalicelib.store import keys, table


def get(feed_id: str) -> CalendarFeed | None:
    """The feed, or None when nobody has asked for one."""
    found = table.get(keys.calendar(feed_id))
    return table.read(found, CalendarFeed) if found else None


def of_reader(reader: str) -> CalendarFeed:
    """The reader's feed; made when there is none yet."""
    known = get(calendar_id(reader))
    if known:
        return known
    new = CalendarFeed(id=calendar_id(reader), reader=reader)
    _put(new, "attribute_not_exists(pk)")
    return new


def revoke(reader: str) -> CalendarFeed:
    """The reader's feed under a new generation.

    Raises:
        ConcurrentChangeError: somebody else revoked it at the same moment.
    """
    known = get(calendar_id(reader))
    if known is None:
        return of_reader(reader)
    new = known.model_copy(update={"generation": known.generation + 1})
    _put(new, "generation = :read", known.generation)
    return new


def _put(feed: CalendarFeed, condition: str, read: int | None = None) -> None:
    item = table.item(keys.calendar(feed.id), "calendar", feed, generation=feed.generation)
    if table.transact([table.put_request(item, condition, {":read": read} if read else None)]):
        raise ConcurrentChangeError("the calendar's address was changed by somebody else; ask again")
