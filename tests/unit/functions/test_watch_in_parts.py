"""With more cases than a run can look at, every part has its turn in each run, and all cases come in the end, once."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.model.deadline import Deadline
from chalicelib.settings import settings
from chalicelib.store import alerts, cases, rounds, table
from chalicelib.store.decisions import deadline_item
from functions import watch_deadlines
from functions.office import in_turn
from tests.unit.functions.test_watch_deadlines import FILING, FIRM, World, unanswered
from tests.unit.reminding.builders import a_deadline

CASES = 8
WHOLE, A_LOOK = 840_000, 100_000
NOON = datetime.combine(FILING - timedelta(days=7), time(10), UTC)
PARTS = {"reminder", "escalation", "digest"}


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], World]]:
    """Makes a world of so many cases, each with a date in a week and a message that nobody has answered for months."""

    def made() -> World:
        world = World(monkeypatch)
        world.firm = FIRM
        alert = unanswered(world)
        for number in range(CASES):
            case = world.case.model_copy(update={"id": f"case{number}", "owner": f"owner{number}@example.com"})
            deadline: Deadline = a_deadline(case_id=case.id, id="filing")
            requests = [table.put_request(one) for one in (cases.case_item(case), deadline_item(deadline, case))]
            world.table.transact(requests)
            message: Any = alert.message
            of_case = message.model_copy(update={"case_id": case.id})
            alerts.add(alert.model_copy(update={"id": f"alert{number}", "message": of_case}), [case.id])
        monkeypatch.setattr(clock, "now", lambda: NOON)
        return world

    yield made
    settings.cache_clear()


def told(world: World) -> Counter[tuple[str, str]]:
    return Counter((one.kind.value, one.id) for one in world.alerts() if one.kind.value in PARTS)


def ticking() -> Callable[[], float]:
    """Each look at the clock takes some time of the run."""
    looks = count()
    return lambda: WHOLE - A_LOOK * next(looks)


def test_every_part_comes_in_each_run_and_all_is_told_in_the_end_as_by_one_long_run(
    busy: Callable[[], World],
) -> None:
    world = busy()
    watch_deadlines.watch(lambda: math.inf)
    wanted = told(world)
    world = busy()
    grown: list[dict[str, int]] = []
    for _ in range(3 * CASES):
        before = told(world)
        watch_deadlines.watch(ticking())
        grown.append(Counter(kind for kind, _ in (told(world) - before).elements()))
    assert set(grown[0]) == PARTS
    assert all(0 < grown[0][kind] < sum(one[0] == kind for one in wanted) for kind in PARTS)
    assert told(world) == wanted
    assert grown[-1] == {}


def test_the_order_is_fair(busy: Callable[[], World]) -> None:
    busy()
    seen: Counter[str] = Counter()
    for _ in range(5):
        left = iter((False, True))
        seen.update(in_turn("some", "edcba", lambda left=left: next(left)))  # type: ignore[misc]
    assert set(seen.values()) == {2}
    assert rounds.place("some") == "e"
    assert list(in_turn("some", "abcde", lambda: False)) == list("abcde")
    assert rounds.place("some") == ""


def test_a_run_goes_on_even_if_there_is_no_time_at_all(busy: Callable[[], World]) -> None:
    busy()
    assert [list(in_turn("some", "abc", lambda: True)) for _ in range(4)] == [["a"], ["b"], ["c"], ["a"]]
