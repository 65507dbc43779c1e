"""Each run at a source, how it ended and what it saw, for three months.

RUNS#<source>   <begin>   source_run
"""

from datetime import timedelta

from chalicelib.model.source import SourceRun
from chalicelib.store import table
from chalicelib.store.keys import Key

_KEPT_FOR = timedelta(days=90)


def put(run: SourceRun) -> None:
    """Keeps how a run ended; the same run again takes its own place.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    expiry = table.epoch(run.began_at + _KEPT_FOR)
    key = Key(_partition(run.source), run.began_at.isoformat())
    table.transact([table.put_request(table.item(key, "source_run", run, expires_at=expiry))])


def latest(source: str, limit: int) -> tuple[SourceRun, ...]:
    """The last runs at a source, newest first."""
    found = table.query(_partition(source), limit=limit, backwards=True)
    return tuple(table.read(one, SourceRun) for one in found)


def _partition(source: str) -> str:
    return f"RUNS#{source}"
