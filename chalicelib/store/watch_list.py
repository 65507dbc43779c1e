"""The watch list: near misses of each source and day, counted, and the first of them by their ids."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.watched import EXAMPLES, NearMiss, WatchedDay
from chalicelib.store import keys, table

KEPT = timedelta(days=90)
_ONE_NOTICE = 5


def add(notice: InsolvencyNotice, misses: Sequence[NearMiss], now: datetime) -> bool:
    """Whether the notice's near misses were counted now; a repeated message finds them counted.

    Raises:
        ConcurrentChangeError: another notice of that day is being counted; try again.
    """
    if not misses:
        return False
    day, expiry = notice.publication_date.isoformat(), table.epoch(now + KEPT)
    mark = table.link(keys.watched_notice(notice.source, day, notice.id), "watched mark", expires_at=expiry)
    best = sorted(misses, key=lambda one: (-one.score, one.customer_number))[:_ONE_NOTICE]
    requests = [
        table.put_request(mark, "attribute_not_exists(pk)"),
        _counted(notice.source, day, best, len(misses), expiry, room=len(best)),
    ]
    codes = table.transact(requests)
    if codes and codes[0] != "ConditionalCheckFailed" and codes[1] == "ConditionalCheckFailed":
        requests[1] = _counted(notice.source, day, [], len(misses), expiry, room=0)
        codes = table.transact(requests)
    if codes and codes[0] != "ConditionalCheckFailed":
        raise ConcurrentChangeError(f"the watch list of {notice.source}, {day} was being written; try again")
    return not codes


def _counted(source: str, day: str, examples: Sequence[NearMiss], pairs: int, expiry: int, *, room: int) -> table.Item:
    """The day's update: more on its counts, more examples while there is room for them."""
    values = {
        ":type": "watched",
        ":one": 1,
        ":pairs": pairs,
        ":expiry": expiry,
        ":none": [],
        ":examples": [one.model_dump(mode="json") for one in examples],
    }
    put = "SET #type = :type, expires_at = :expiry, examples = list_append(if_not_exists(examples, :none), :examples)"
    condition = ""
    if room:
        condition, values[":room"] = "attribute_not_exists(examples) OR size(examples) <= :room", EXAMPLES - room
    return table.update_request(
        keys.watched(source, day), f"{put} ADD notices :one, pairs :pairs", values, condition=condition
    )


def days(source: str, start: date, end: date) -> Iterator[WatchedDay]:
    """The watched days of a source, oldest first."""
    for found in table.query(keys.watched(source, "").pk, prefix=start.isoformat(), last=end.isoformat()):
        yield WatchedDay(
            source=source,
            day=date.fromisoformat(found["sk"]),
            notices=int(found["notices"]),
            pairs=int(found["pairs"]),
            examples=tuple(NearMiss.model_validate(one) for one in found["examples"]),
        )
