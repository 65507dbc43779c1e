"""How much each source has brought, by day of publication: counted in the very transaction that stores a notice.

So nothing is counted twice and nothing is missed, whatever dies when.

    COUNTED#<source>   <month>   source_count   one number for each day of publication; how many were unclassified
"""

from datetime import date
from typing import Any, NamedTuple

from chalicelib.store import table
from chalicelib.store.keys import Key

_UNCLASSIFIED = "unclassified"


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
    months = table.query(_key(source, date.min).pk)
    days = {name: int(value) for one in months for name, value in one.items() if name[:1].isdigit()}
    unclassified = sum(int(one.get(_UNCLASSIFIED, 0)) for one in months)
    return Counted(sum(days.values()), unclassified, dict(sorted(days.items())))


def _key(source: str, day: date) -> Key:
    return Key(f"COUNTED#{source}", day.isoformat()[:7])
