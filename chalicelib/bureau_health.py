"""What the checks of customers tell about a bureau's health; for a bureau that only checks, nothing else tells it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import stamina

from chalicelib import bureaus
from chalicelib.errors import BudgetSpentError, ConcurrentChangeError, NotAskedError, SourceError
from chalicelib.model.bureau import Bureau
from chalicelib.model.credit import Inquiry
from chalicelib.model.source import PollState
from chalicelib.source_health import VISITED_FOR, failed
from chalicelib.store import sources

_OUR_OWN = (BudgetSpentError, NotAskedError)
_NOTED_EVERY = timedelta(minutes=5)  # many orders in a row need not write the same state
_FAILURE = ("kind", "last_state", "failure", "failure_evidence", "failing_since")


def is_visited(facts: Bureau) -> bool:
    """Whether a regular visit asks the bureau anything; otherwise its checks alone show whether it answers."""
    return bool(facts.abilities & VISITED_FOR)


def heard(failures: Iterable[SourceError], made: Iterable[Inquiry], now: datetime) -> None:
    """Notes what the checks just made have shown. The position and the time of the last visit belong to the visits.

    What is no fault of the bureau, a spent budget or a customer that it cannot be asked about, says nothing about it.

    Raises:
        StoreUnreachableError: it could not be noted.
    """
    for name in sorted({one.bureau for one in made}):
        if not is_visited(bureaus.load(name).BUREAU):
            _note_answer(name, now)
    for error in failures:
        if not isinstance(error, _OUR_OWN):
            _note_failure(error, now)


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.02, wait_max=0.5)
def _note_answer(name: str, now: datetime) -> None:
    state = sources.get(name)
    if not state.failing_since and state.last_success and now - state.last_success < _NOTED_EVERY:
        return
    well = {"failure": None, "failure_evidence": None, "failing_since": None, "last_success": now}
    changes = {**well, "kind": "bureau", "last_state": PollState.NOTHING_NEW}
    sources.put_fields(state.model_copy(update=changes), "last_success", *_FAILURE)


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.02, wait_max=0.5)
def _note_failure(error: SourceError, now: datetime) -> None:
    state = sources.get(error.source)
    after = failed(state.model_copy(update={"kind": "bureau"}), error, now)
    if any(getattr(after, field) != getattr(state, field) for field in _FAILURE):
        sources.put_fields(after, *_FAILURE)
