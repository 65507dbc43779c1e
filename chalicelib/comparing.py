"""Looks whether notices or customers wait to be compared: at their queues, at what was put aside, and at a rebuild."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.model.comparison import Comparison
from chalicelib.store import comparisons, dead_letters, key_rebuilds


def measure(queues: Mapping[str, tuple[str, ...]], now: datetime) -> Comparison | None:
    """How it stands now, stored; `queues` has by name a dead-letter queue and the queue before it, if there is one.

    None where there are no queues to look at: then nothing is known, which is not the same as nothing waiting.

    Raises:
        StoreUnreachableError: a queue or the table does not answer; what was known before stays, and grows old.
    """
    if not queues:
        return None
    put_aside = sum(dead_letters.waiting(letters) for letters, *_ in queues.values())
    waiting = sum(dead_letters.waiting(queue) for _, *before in queues.values() for queue in before)
    rebuild, last = key_rebuilds.get(), comparisons.get()
    rebuilding = rebuild is not None and rebuild.finished_at is None
    clear = not (put_aside or waiting or rebuilding)
    found = Comparison(
        measured_at=now,
        clear_at=now if clear else last and last.clear_at,
        waiting=waiting,
        put_aside=put_aside,
        rebuilding=rebuilding,
    )
    comparisons.put(found)
    return found
