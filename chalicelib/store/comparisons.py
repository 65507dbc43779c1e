"""Whether everything that came in has been compared: one item, written by whoever looks at the queues."""

from chalicelib.model.comparison import Comparison
from chalicelib.store import table
from chalicelib.store.keys import Key

_LATEST = Key("KEYS", "COMPARED")


def get() -> Comparison | None:
    """How it stood when somebody last looked, or None when nobody ever did."""
    found = table.get(_LATEST)
    return table.read(found, Comparison) if found else None


def put(comparison: Comparison) -> None:
    """Stores how it stands."""
    table.transact([table.put_request(table.item(_LATEST, "comparison", comparison))])
