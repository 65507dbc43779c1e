"""How much each source has brought, by day of publication: counted in the very transaction that stores a notice.

So nothing is counted twice and nothing is missed, whatever dies when.

    COUNTED#<source>   <month>   source_count   one number for each day of publication; how many were unclassified
    COUNTED#<source>   before    source_count   the same of what versions stored that counted in the source's state
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.errors import ConcurrentChangeError
from chalicelib.store import table
from chalicelib.store.keys import Key

_UNCLASSIFIED, _OLDER, _BEFORE = "unclassified", "older", "before"


class Counted(NamedTuple):
    """Everything ever stored of one source."""

    total: int
    unclassified: int
    by_day: dict[str, int]

    @property
    def newest(self) -> date | None:
        """The latest day of publication."""
        return date.fromisoformat(max(self.by_day)) if self.by_day else None


def request(source: str, day: date, *, unclassified: bool = False) -> dict[str, Any]:
    """What counts one notice of that day, as a part of the transaction that stores it."""
    added = "#day :one, #unclassified :one" if unclassified else "#day :one"
    names = {"#day": day.isoformat()} | ({"#unclassified": _UNCLASSIFIED} if unclassified else {})
    return table.update_request(
        _key(source, day), f"SET #type = :type ADD {added}", {":one": 1, ":type": "source_count"}, names=names
    )


def of(source: str) -> Counted:
    """All that is counted of a source.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    items = table.query(_key(source, date.min).pk)
    days: Counter[str] = Counter()
    for one in items:
        days.update({name: int(value) for name, value in one.items() if name[:1].isdigit()})
    unclassified = sum(int(one.get(_UNCLASSIFIED, 0)) for one in items)
    older = sum(int(one.get(_OLDER, 0)) for one in items)
    return Counted(days.total() + older, unclassified, dict(sorted(days.items())))


def adopt(source: str, total: int, unclassified: int, by_day: Mapping[str, int]) -> None:
    """Adds what a version before has counted in the source's state and is not counted here; again, it adds nothing.

    Raises:
        ConcurrentChangeError: somebody else was writing it at this moment; try again.
    """
    known = of(source)
    days = {day: number - known.by_day.get(day, 0) for day, number in by_day.items()}
    days = {day: number for day, number in days.items() if number > 0}
    added = {
        **days,
        _OLDER: max(total - known.total - sum(days.values()), 0),
        _UNCLASSIFIED: max(unclassified - known.unclassified, 0),
    }
    if not any(added.values()):
        return
    parts = [f"#n{number} :n{number}" for number in range(len(added))]
    values = {f":n{number}": value for number, value in enumerate(added.values())} | {":type": "source_count"}
    names = {f"#n{number}": name for number, name in enumerate(added)}
    put = f"SET #type = :type ADD {', '.join(parts)}"
    request = table.update_request(Key(_key(source, date.min).pk, _BEFORE), put, values, names=names)
    if table.transact([request]):
        raise ConcurrentChangeError(f"the counts of {source} were being written by somebody else; try again")


def _key(source: str, day: date) -> Key:
    return Key(f"COUNTED#{source}", day.isoformat()[:7])
