"""Where a step goes on that cannot look at everything in one run."""

from chalicelib.store import keys, table

_ROUNDS = "ROUNDS"


def place(name: str) -> str:
    """What the last run of this name looked at last; "" when it came to the end."""
    found = table.get(keys.Key(_ROUNDS, name))
    return str(found["place"]) if found else ""


def put_place(name: str, last: str) -> None:
    """Notes what was looked at last; "" at the end."""
    table.transact([table.put_request(table.link(keys.Key(_ROUNDS, name), "round", place=last))])
