"""How many units DynamoDB bills for an item, by its documented rules.

DynamoDB Local says the units of a transaction as if it held one item of each table, and nothing for what is not there.
Source: Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats" and "read and write operations".
"""

import math
from collections.abc import Mapping
from typing import Any

_KILOBYTE = 1024
_INDEX_KEYS = ("listing", "listed_at")
Item = Mapping[str, Any]


def size(item: Item) -> int:
    """Bytes of an item in DynamoDB's typed form.

    >>> size({"pk": {"S": "ä"}, "n": {"N": "-12.50"}, "l": {"L": [{"BOOL": True}]}})
    15
    """
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    kind, content = next(iter(value.items()))  # it has one member
    if kind == "S":
        return len(str(content).encode())
    if kind == "N":
        digits: str = content.lstrip("-").replace(".", "").strip("0")
        return math.ceil(len(digits) / 2) + 1 + int(content.startswith("-"))
    if kind in {"L", "M"}:
        return 3 + len(content) + (sum(map(_value, content)) if kind == "L" else size(content))
    if kind in {"BOOL", "NULL"}:
        return 1
    raise ValueError(f"nothing of ours is of type {kind}")


def write_units(before: Item | None, after: Item | None) -> int:
    """Units of one item in a transaction: twice its kilobytes, in the table and in the index if it changes there.

    >>> small = {"pk": {"S": "a"}, "sk": {"S": "b"}}
    >>> listed = small | {"listing": {"S": "open"}, "listed_at": {"S": "1"}}
    >>> moved = listed | {"listed_at": {"S": "2"}}
    >>> [write_units(*pair) for pair in ((None, small), (None, listed), (listed, listed), (listed, moved))]
    [2, 4, 2, 6]
    """
    return 2 * (_kilobytes(before, after) + _in_the_index(before, after))


def _in_the_index(before: Item | None, after: Item | None) -> int:
    old, new = _listed(before), _listed(after)
    if before == after or not (old or new):
        return 0
    if old and new and old != new:  # taken out at one place, put in at the other
        return _kilobytes(before, None) + _kilobytes(None, after)
    return _kilobytes(before if old else None, after if new else None)


def _listed(item: Item | None) -> tuple[Any, ...]:
    return tuple(item[name] for name in _INDEX_KEYS) if item and all(name in item for name in _INDEX_KEYS) else ()


def _kilobytes(before: Item | None, after: Item | None) -> int:
    return max(math.ceil(size(one) / _KILOBYTE) if one else 1 for one in (before, after))
