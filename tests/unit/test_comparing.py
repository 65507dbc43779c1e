"""Whether all that came in is compared is looked up where it waits, lies aside, or is being made anew."""

from datetime import timedelta

import pytest

from chalicelib import comparing
from chalicelib.errors import StoreUnreachableError
from chalicelib.model.comparison import Comparison
from chalicelib.model.key_rebuild import KeyRebuild
from chalicelib.store import comparisons, dead_letters, key_rebuilds
from tests.builders import NOW
from tests.unit.memory_table import MemoryTable

QUEUES = {"notices": ("notices-dead", "notices"), "changes": ("changes-dead",)}
BEFORE = NOW - timedelta(minutes=15)


@pytest.fixture(autouse=True)
def queues(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many messages lie on each queue; nothing did a quarter of an hour ago."""
    MemoryTable(monkeypatch)
    lying = {"notices-dead": 0, "notices": 0, "changes-dead": 0}
    monkeypatch.setattr(dead_letters, "waiting", lying.__getitem__)
    comparisons.put(Comparison(measured_at=BEFORE, clear_at=BEFORE))
    return lying


def test_nothing_waits_nothing_lies_aside_and_no_rebuild_runs_is_clear() -> None:
    key_rebuilds.put(KeyRebuild(version="2", started_at=BEFORE, finished_at=NOW))
    found = comparing.measure(QUEUES, NOW)
    assert found == comparisons.get() == Comparison(measured_at=NOW, clear_at=NOW)
    assert not found.is_behind(NOW)


@pytest.mark.parametrize(("queue", "behind"), [("notices", False), ("notices-dead", True), ("changes-dead", True)])
def test_whatever_lies_there_is_not_compared_and_the_clear_moment_stays(
    queues: dict[str, int], queue: str, behind: bool
) -> None:
    queues[queue] = 2
    found = comparing.measure(QUEUES, NOW)
    assert found is not None
    assert (found.clear_at, found.waiting + found.put_aside, found.is_behind(NOW)) == (BEFORE, 2, behind)
    assert found.is_behind(NOW + timedelta(hours=1))


def test_an_unfinished_rebuild_is_not_clear() -> None:
    key_rebuilds.put(KeyRebuild(version="2", started_at=BEFORE))
    found = comparing.measure(QUEUES, NOW)
    assert found is not None
    assert (found.rebuilding, found.clear_at, found.is_behind(NOW)) == (True, BEFORE, True)


def test_a_queue_that_does_not_answer_leaves_what_was_known_to_grow_old(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(queue: str) -> int:
        raise StoreUnreachableError(queue)

    monkeypatch.setattr(dead_letters, "waiting", away)
    with pytest.raises(StoreUnreachableError):
        comparing.measure(QUEUES, NOW)
    assert comparisons.get() == Comparison(measured_at=BEFORE, clear_at=BEFORE)


def test_without_queues_nothing_is_known() -> None:
    assert comparing.measure({}, NOW) is None
    assert comparisons.get() == Comparison(measured_at=BEFORE, clear_at=BEFORE)
