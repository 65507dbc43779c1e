"""The firm's matching thresholds: every version stays on record, the last one counts."""

from collections.abc import Sequence
from typing import Any

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.thresholds import DELIVERED, ThresholdChange, Thresholds
from chalicelib.store import keys, table

_KIND = "THRESHOLDS"


def now() -> Thresholds:
    """The thresholds that count; those delivered while nobody has set others."""
    known = changes()
    return known[-1].thresholds if known else DELIVERED


def changes() -> tuple[ThresholdChange, ...]:
    """Every version, oldest first."""
    found = table.query(keys.FIRM, prefix=keys.firm(_KIND, "").sk)
    return tuple(table.read(one, ThresholdChange) for one in found)


def add(change: ThresholdChange, also: Sequence[dict[str, Any]] = ()) -> None:
    """Keeps a new version, and `also` with it.

    Raises:
        ConcurrentChangeError: somebody else set this version at the same moment.
    """
    item = table.item(keys.firm(_KIND, f"{change.version:06}"), "thresholds", change)
    if table.transact([table.put_request(item, "attribute_not_exists(pk)"), *also]):
        raise ConcurrentChangeError("somebody else has set the thresholds at this moment; look at them again")
