"""What a version before has counted in a source's state is not lost when notices are counted where they are stored."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.model.source import SourceStatus
from chalicelib.store import source_counts, sources
from tests.crash.faults import WRITES, Fault
from tests.crash.scenarios import customer, keep, notice
from tests.crash.sources import REGISTER, Gazette
from tests.crash.world import World, in_one_process, installed

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    with in_one_process():
        yield


def asked_by_schedule(world: World) -> SourceStatus:
    """The register's state after the schedule asked for what is due and all that followed is done."""
    world.due.append("start_polls")
    world.settle()
    with installed(world):
        return sources.get(REGISTER)


@pytest.fixture
def gazette() -> Gazette:
    return Gazette()


@pytest.fixture
def world(gazette: Gazette) -> World:
    """A customer and a register."""
    found = World(gazette=gazette, ticks=timedelta(0))
    keep(found, customer())
    found.settle()
    return found


class TestWhatAVersionBeforeCounted:
    """It counted in the source's state; here it is counted where notices are stored. Nothing of either is lost."""

    BEFORE: Mapping[str, Any] = {
        "notices_total": 4711,
        "unclassified_total": 5,
        "newest_publication": date(2026, 2, 27),
        "notices_by_day": {"2026-02-26": 90, "2026-02-27": 80},
    }

    def upgraded(self, world: World) -> None:
        read = world.now - timedelta(hours=4)
        with installed(world):
            told = {"checked_through": read, "last_attempt": read, "last_success": read}
            sources.put(SourceStatus.model_validate({"name": REGISTER, **told, **self.BEFORE}))

    def test_it_stands_beside_what_comes_and_is_added_once(self, world: World, gazette: Gazette) -> None:
        self.upgraded(world)
        for number in range(3):
            day = world.now.date()
            gazette.published.append((world.now, notice(number=number + 1, publication_date=day)))
            after = asked_by_schedule(world)
            world.now += timedelta(hours=4)
        assert (after.notices_total, after.unclassified_total) == (4714, 5)
        assert after.notices_by_day == {"2026-02-26": 90, "2026-02-27": 80, str(day): 3}
        assert after.newest_publication == day
        with installed(world):
            assert source_counts.of(REGISTER)[:2] == (4714, 5)

    def test_the_baseline_begins_on_the_day_after(self, world: World) -> None:
        self.upgraded(world)
        assert asked_by_schedule(world).watched_since == world.now.date() + timedelta(days=1)

    def test_after_a_way_back_what_the_version_before_added_is_added(self, world: World, gazette: Gazette) -> None:
        self.upgraded(world)
        gazette.published.append((world.now, notice()))
        newer = asked_by_schedule(world)
        assert newer.notices_total == 4712
        known = newer.notices_by_day | {"2026-02-26": 93}
        back = newer.model_copy(update={"counted": False, "notices_total": 4715, "notices_by_day": known})
        world.now += timedelta(hours=4)
        with installed(world):
            sources.put(back)
        again = asked_by_schedule(world)
        assert (again.notices_total, again.notices_by_day["2026-02-26"]) == (4715, 93)

    def test_whatever_dies_when_it_is_added_once(self) -> None:
        calm = World(gazette=Gazette(), ticks=timedelta(0))
        self.upgraded(calm)
        begun = len(calm.cloud.calls)
        asked_by_schedule(calm)
        writes = [place for place, name in enumerate(calm.cloud.calls) if name in WRITES and place >= begun]
        assert writes
        for place in writes:
            for fault in (Fault.DIES_BEFORE, Fault.DIES_AFTER):
                struck = World(gazette=Gazette(), ticks=timedelta(0))
                self.upgraded(struck)
                struck.cloud.faults = {place: fault}
                assert asked_by_schedule(struck).notices_total == 4711, f"{fault} at call {place}"
                asked_again = asked_by_schedule(struck)
                assert (asked_again.notices_total, asked_again.unclassified_total) == (4711, 5)
