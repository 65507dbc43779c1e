"""Each scenario, struck at each outside call by each fault, ends as if nothing had happened."""

import os
from collections.abc import Iterator

import pytest

from chalicelib.errors import InsolvencyWatchError
from tests.crash import invariants, tried
from tests.crash.faults import WRITES, Fault, ProcessDied
from tests.crash.scenarios import SCENARIOS
from tests.crash.world import World, in_one_process

_ALL = bool(os.environ.get("CRASH_EXAMPLES"))
_QUICK_STRIKES = 10
_QUICK = (Fault.DIES_AFTER, Fault.CONFLICT_ON, Fault.THROTTLED_ON)


@pytest.fixture(autouse=True, scope="module")
def _alone() -> Iterator[None]:
    with in_one_process():
        yield


def plans(calls: list[str]) -> Iterator[tuple[int, Fault]]:
    """Where and how to strike: at every write by every fault, or in the quick run by each fault in turn."""
    writes = 0
    for place, operation in enumerate(calls):
        if operation in WRITES:
            writes += 1
            wanted = tuple(Fault) if _ALL else (_QUICK[writes % len(_QUICK)],)
            yield from ((place, fault) for fault in wanted if fault.strikes(operation))
        elif _ALL:
            yield place, Fault.THROTTLED
            yield place, Fault.TIMES_OUT_BEFORE


@pytest.mark.filterwarnings("ignore:No application metrics")
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_step_that_is_struck_is_done_in_the_end(name: str) -> None:
    before, happens, one_way = SCENARIOS[name]
    told = invariants.essence if one_way else invariants.gist
    start = before()
    start.after_step = invariants.at_every_moment
    calm = start.copied()
    happens(calm)
    calm.settle()
    invariants.when_quiet(calm)
    wanted = told(calm)
    failures = []
    planned = list(plans(calm.cloud.calls))
    for place, fault in planned if _ALL else planned[:: len(planned) // _QUICK_STRIKES + 1]:
        world = start.copied()
        world.cloud.faults = {place: fault}
        try:
            _play(world, name)
            invariants.when_quiet(world)
            apart = invariants.difference(wanted, told(world))
        except AssertionError as error:
            apart = str(error)
        tried.count("steps struck", name)
        if apart:
            failures.append(f"call {place}, {calm.cloud.calls[place]} {fault}:\n{apart}")
    assert not failures, "\n\n".join(failures[:5]) + f"\n({len(failures)} in all)"


def _play(world: World, name: str) -> None:
    """What sets it going may be struck itself: whoever asked sees the error and asks again."""
    try:
        SCENARIOS[name].happens(world)
    except (ProcessDied, InsolvencyWatchError):
        world.cloud.lasting = None
        SCENARIOS[name].happens(world)
    world.settle()
    if any(b"import it again" in content for content in world.cloud.objects.values()):
        SCENARIOS[name].happens(world)  # a clerk does what the result file says
        world.settle()
