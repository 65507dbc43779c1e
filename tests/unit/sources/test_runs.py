"""How each run at a register ends, what that proves, and what is read after a time without any answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from chalicelib.api.blocks import coverage
from chalicelib.errors import SourceError, SourceRefusedError, SourceUnreachableError
from chalicelib.model.document import Document
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.model.register import Window
from chalicelib.model.source import PollState, SourceRun, SourceStatus
from chalicelib.store import source_counts, source_runs, sources
from tests.crash.faults import WRITES, Fault
from tests.crash.scenarios import customer, keep, notice, publish
from tests.crash.sources import REGISTER, Gazette
from tests.crash.world import World, in_one_process, installed

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


@dataclass
class Register(Gazette):
    """A register that can be down, name no rows, or name rows of other kinds only; notes what it is asked."""

    down: SourceError | None = None
    rows: int | None = None
    of_other_kinds: bool = False
    asked: list[tuple[date, date]] = field(default_factory=list)

    def fetch(self, web: Any, window: Window) -> Iterator[Document]:
        """As told, then as every gazette."""
        self.asked.append((window.start, window.end))
        if self.down:
            raise self.down
        web.rows_named = self.rows
        if self.of_other_kinds:
            yield Document(
                source=REGISTER,
                url="https://register.example/x",
                media_type="text/plain",
                content=b"-",
                fetched_at=World().now,
            )
        yield from super().fetch(web, window)

    def parse(self, document: Document) -> Iterator[InsolvencyNotice]:
        """Nothing in what is of another kind."""
        return iter(()) if document.content == b"-" else super().parse(document)


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    with in_one_process():
        yield


@pytest.fixture
def gazette() -> Register:
    return Register()


@pytest.fixture
def world(gazette: Register) -> World:
    """A customer and a register that was never asked."""
    found = World(gazette=gazette, ticks=timedelta(0))
    keep(found, customer())
    found.settle()
    return found


def asked_by_schedule(world: World) -> SourceStatus:
    """The register's state after the schedule asked for what is due and all that followed is done."""
    world.due.append("start_polls")
    world.settle()
    return status(world)


def status(world: World) -> SourceStatus:
    with installed(world):
        return sources.get(REGISTER)


def last_run(world: World) -> SourceRun:
    with installed(world):
        return source_runs.latest(REGISTER, 1)[0]


class TestTheEndsOfARun:
    """Refused, empty, filtered and nothing new look alike from afar: no notice came. They mean different things."""

    def test_refused_proves_nothing_and_is_never_taken_for_checked(self, world: World, gazette: Register) -> None:
        gazette.down = SourceRefusedError(REGISTER, "captcha")
        after, run = asked_by_schedule(world), last_run(world)
        assert (after.last_state, after.checked_through, after.last_success) == (PollState.REFUSED, None, None)
        assert (run.state, run.complete, run.failure) == (PollState.REFUSED, False, str(gazette.down))
        assert coverage([after], world.now).checked_through is None

    def test_refused_after_success_leaves_the_proof_where_it_was(self, world: World, gazette: Register) -> None:
        before = asked_by_schedule(world)
        gazette.down = SourceRefusedError(REGISTER, "403")
        world.now += timedelta(hours=4)
        after = asked_by_schedule(world)
        assert (after.last_state, after.checked_through) == (PollState.REFUSED, before.checked_through)

    def test_empty_is_an_answer_without_a_row(self, world: World, gazette: Register) -> None:
        gazette.rows = 0
        after, run = asked_by_schedule(world), last_run(world)
        assert (after.last_state, after.checked_through) == (PollState.EMPTY, world.now)
        assert (run.state, run.complete, run.rows, run.documents) == (PollState.EMPTY, True, 0, 0)

    def test_filtered_is_an_answer_of_rows_that_are_none_of_ours(self, world: World, gazette: Register) -> None:
        gazette.rows, gazette.of_other_kinds = 1, True
        after, run = asked_by_schedule(world), last_run(world)
        assert (after.last_state, after.checked_through) == (PollState.FILTERED, world.now)
        assert (run.state, run.rows, run.new, run.known) == (PollState.FILTERED, 1, 0, 0)
        assert run.filtered == run.documents > 0

    def test_nothing_new_is_an_answer_of_rows_that_are_all_known(self, world: World, gazette: Register) -> None:
        publish(world, notice())
        world.settle()
        assert last_run(world).state is PollState.NEW_NOTICES
        gazette.rows = 1
        world.now += timedelta(hours=4)
        after, run = asked_by_schedule(world), last_run(world)
        assert (after.last_state, run.state, run.rows, run.new) == (PollState.NOTHING_NEW, PollState.NOTHING_NEW, 1, 0)

    def test_rows_that_vanish_are_empty_although_we_have_them(self, world: World, gazette: Register) -> None:
        publish(world, notice())
        world.settle()
        gazette.rows = 0
        world.now += timedelta(hours=4)
        assert asked_by_schedule(world).last_state is PollState.EMPTY

    def test_what_was_not_understood_is_counted_and_proves_nothing(self, world: World, gazette: Register) -> None:
        publish(world, notice())
        gazette.unreadable = {"p1"}
        world.settle()
        after, run = status(world), last_run(world)
        assert (after.last_state, after.unread_last_poll, after.checked_through) == (PollState.CHANGED, 1, None)
        assert (run.state, run.unread) == (PollState.CHANGED, 1)


class TestATimeWithoutAnyAnswer:
    """What was published meanwhile is read afterwards: every day, in order, and nothing is said to be read before."""

    def test_three_days_are_read_afterwards(self, world: World, gazette: Register) -> None:
        proved = asked_by_schedule(world).checked_through
        assert proved
        gazette.down, gazette.asked = SourceUnreachableError(REGISTER, "connection refused"), []
        for number in range(3):
            world.now += timedelta(days=1)
            missed = notice(number=number + 1, publication_date=world.now.date(), case_number=f"1 IN {number}/26")
            gazette.published.append((world.now, missed))
            assert asked_by_schedule(world).checked_through == proved
        gazette.down, gazette.asked = None, []
        world.now += timedelta(hours=1)
        after = asked_by_schedule(world)
        first, last = proved.date() - timedelta(days=1), world.now.date()
        assert gazette.asked[0][0] <= first
        assert gazette.asked[-1][1] == last
        assert all(left[1] + timedelta(days=1) == right[0] for left, right in pairwise(gazette.asked))
        assert (after.checked_through, after.notices_last_poll, after.failing_since) == (world.now, 3, None)
        assert len(world.rows("notice")) == 3

    def test_a_failure_on_the_way_leaves_the_proof_before_the_gap(self, world: World, gazette: Register) -> None:
        proved = asked_by_schedule(world).checked_through
        assert proved
        for number in range(3):
            world.now += timedelta(days=1)
            day = proved.date() + timedelta(days=1 + number // 2)
            gazette.published.append((world.now, notice(number=number + 1, publication_date=day)))
        gazette.silent_after = 1
        world.due.append("start_polls")
        world.work_on("start_polls")
        world.step("polls")
        assert status(world).checked_through == proved
        assert len(world.rows("notice")) < 3
        world.settle()
        assert (status(world).checked_through, len(world.rows("notice"))) == (world.now, 3)


class TestTheFirstRun:
    """It reads what was published lately, and that counts: who is insolvent since last week must not be delivered."""

    def test_what_it_finds_blocks_like_all_else_and_older_is_left_alone(self, world: World, gazette: Register) -> None:
        day = world.now.date()
        lately, long_ago = notice(), notice(number=2, place=1, publication_date=day - timedelta(days=40))
        gazette.published = [(world.now - timedelta(days=40), long_ago), (world.now - timedelta(days=1), lately)]
        after = asked_by_schedule(world)
        assert [row["record"]["state"] for row in world.rows("block")] == ["active"]
        assert (after.notices_total, after.watched_since) == (1, gazette.asked[0][0])
        assert gazette.asked[0][0] > long_ago.publication_date

    def test_little_is_no_ground_for_alarm_before_a_day_was_watched_from_its_begin(
        self, world: World, gazette: Register
    ) -> None:
        friday = world.now - timedelta(days=3)
        gazette.published = [(friday, notice(publication_date=friday.date()))]
        asked_by_schedule(world)
        world.due.append("check_sources")
        world.settle()
        assert status(world).health == "ok"
        assert not [row for row in world.rows("alert") if row["record"]["kind"] == "source_late"]


def test_nothing_is_counted_twice_or_not_at_all_whatever_dies_when(gazette: Register) -> None:
    calm = World(gazette=Register(), ticks=timedelta(0))
    published = notice(), notice(EventKind.UNCLASSIFIED, 2)
    publish(calm, *published)
    calm.settle()
    writes = [place for place, name in enumerate(calm.cloud.calls) if name in WRITES]
    assert len(writes) > 5
    for place in writes:
        for fault in (Fault.DIES_BEFORE, Fault.DIES_AFTER):
            struck = World(gazette=Register(), ticks=timedelta(0))
            publish(struck, *published)
            struck.cloud.faults = {place: fault}
            struck.settle()
            with installed(struck):
                counted, after = source_counts.of(REGISTER), sources.get(REGISTER)
            assert (counted.total, counted.unclassified) == (2, 1), f"{fault} at call {place}"
            assert (after.notices_total, sum(after.notices_by_day.values())) == (2, 2), f"{fault} at call {place}"


def test_a_payload_that_stays_unread_is_counted_once_and_another_beside_it(world: World, gazette: Register) -> None:
    publish(world, notice())
    gazette.unreadable = {"p1"}
    world.settle()
    first = status(world)
    world.now += timedelta(hours=4)
    again = asked_by_schedule(world)
    assert again.attempts_total > first.attempts_total
    assert (again.unread_last_poll, again.unread_total, len(again.unread_payloads)) == (1, 1, 1)
