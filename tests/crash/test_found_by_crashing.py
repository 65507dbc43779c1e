"""What crashing the steps has found, each in its smallest form."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.alert import AlertState
from chalicelib.model.event import EventKind
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.store import alerts, credit
from functions import match_notices
from tests.builders import NOW, an_alert
from tests.crash import invariants
from tests.crash.events import an_event
from tests.crash.faults import Fault
from tests.crash.scenarios import notice, publish, with_customer
from tests.crash.world import World, in_one_process, installed

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    with in_one_process():
        yield


@pytest.fixture
def world() -> Iterator[World]:
    """A customer, nothing else; the product works on it."""
    found = with_customer()
    with installed(found):
        yield found


def strike(world: World, fault: Fault, *, after: int = 0) -> None:
    """The next call, or one after it, is struck."""
    world.cloud.faults = {len(world.cloud.calls) + after: fault}


class TestAConflictIsNoAnswer:
    """DynamoDB cancels one of two transactions that touch an item; that says nothing of the item."""

    def test_it_is_tried_again_at_once(self, world: World) -> None:
        strike(world, Fault.CONFLICT)
        assert credit.add_event(an_event(1), expires_at=NOW)
        assert len(world.rows("credit_event")) == 1

    def test_an_event_that_could_not_be_stored_is_not_one_that_was_known(self, world: World) -> None:
        strike(world, Fault.CONFLICT_ON)
        with pytest.raises(ConcurrentChangeError):
            credit.add_event(an_event(1), expires_at=NOW)

    def test_a_bureaus_position_stays_before_what_could_not_be_stored(self, world: World) -> None:
        world.office.told += [an_event(1)]
        world.ask("bureaus", {"bureau": "creditsafe"})
        world.step("bureaus")
        calls = [place for place, name in enumerate(world.cloud.calls) if name == "PutObject"]
        again = with_customer()
        again.office.told += [an_event(1)]
        again.ask("bureaus", {"bureau": "creditsafe"})
        again.cloud.faults = {calls[-1] + 1: Fault.CONFLICT_ON}
        again.settle()
        assert len(again.rows("credit_event")) == 1

    def test_an_alert_that_could_not_be_stored_is_not_one_that_was_known(self, world: World) -> None:
        strike(world, Fault.CONFLICT_ON)
        with pytest.raises(ConcurrentChangeError):
            alerts.add(an_alert())

    def test_an_alert_that_could_not_be_held_for_the_morning_is_not_forgotten(self, world: World) -> None:
        alerts.add(an_alert())
        strike(world, Fault.CONFLICT_ON)
        with pytest.raises(ConcurrentChangeError):
            alerts.hold(an_alert(), NOW + timedelta(hours=9))

    def test_a_mail_that_left_is_shown_as_sent(self, world: World) -> None:
        alerts.add(an_alert())
        strike(world, Fault.CONFLICT)
        alerts.update(an_alert().model_copy(update={"state": AlertState.SENT}))
        kept = alerts.get(an_alert().id)
        assert kept
        assert kept.state is AlertState.SENT


class TestADateGoesByOnce:
    """What begins when a date went by is written with the mark that it did."""

    def test_lodging_late_is_not_lost_with_the_process(self, world: World) -> None:
        day = world.now.date()
        publish(world, notice(claim_deadline=day + timedelta(days=18), opening_date=day - timedelta(days=1)))
        world.settle()
        world.now += timedelta(weeks=3)
        world.due.append("watch_deadlines")
        calm = world.copied()
        calm.settle()
        assert deadlines(calm)["late_filing"] == "open"
        calls = calm.cloud.calls
        watched = world.copied()
        marked: list[int] = []

        def look(place: int) -> None:
            if deadlines(watched)["claim_filing"] == "lapsed":
                marked.append(place)

        watched.cloud.meanwhile = {place: partial(look, place) for place in range(len(calls))}
        watched.settle()
        mark = max(place for place in range(marked[0]) if calls[place] == "TransactWriteItems")
        world.cloud.faults = {len(world.cloud.calls) + mark: Fault.DIES_AFTER}
        world.settle()
        assert (world.died, deadlines(world)) == (1, deadlines(calm))


def deadlines(world: World) -> dict[str, str]:
    """State of each deadline, by its kind."""
    return {row["record"]["kind"]: row["record"]["state"] for row in world.rows("deadline")}


class TestATroubleThatPasses:
    """One case's trouble stops no other; what another attempt heals is tried again, and not left out till next week."""

    def test_a_weeks_report_is_written_although_its_table_was_busy(self, world: World) -> None:
        world.due.append("send_reports")
        calls = world.copied()
        calls.settle()
        write = calls.cloud.calls.index("TransactWriteItems")
        world.cloud.faults = {len(world.cloud.calls) + write: Fault.CONFLICT_ON}
        world.settle()
        assert [row["record"]["kind"] for row in world.rows("alert")] == ["report"]


def cancellation(number: int, of: str, kind: EventKind = EventKind.OPENED) -> InsolvencyNotice:
    """A publication that takes back the one with the id `of`."""
    return notice(EventKind.CANCELLATION, number, underlying_kind=kind, cancels=of)


def block(world: World) -> str:
    """State of the one block."""
    (found,) = world.rows("block")
    return str(found["record"]["state"])


class TestACancellationTakesBackWhatItNames:
    """And nothing else: no block is released without ground."""

    def test_what_was_published_anew_stands(self, world: World) -> None:
        """A wrong publication, its cancellation and the right one arrive together; the right one is matched first."""
        publish(world, notice(number=1), cancellation(2, of="p1"), notice(number=3))
        world.step("polls")
        world.relay()
        world.cloud.queues["notices"].reverse()
        world.settle()
        assert block(world) == "active"
        invariants.when_quiet(world)

    def test_what_a_correction_had_replaced_takes_nothing_more_back(self, world: World) -> None:
        for one in (notice(), notice(EventKind.CORRECTION, 2, underlying_kind=EventKind.OPENED, corrects="p1")):
            publish(world, one)
            world.settle()
        publish(world, cancellation(3, of="p1"))
        world.settle()
        assert block(world) == "active"
        assert "check_correction" in {row["record"]["kind"] for row in world.rows("task")}

    def test_a_publication_about_several_is_not_counted_when_it_was_taken_back_meanwhile(self, world: World) -> None:
        """The cancellation is stored and matched while the second debtor's notice is about to open a case."""
        second = notice().model_copy(update={"publication_id": "p1-2"})
        publish(world, second)
        world.step("polls")
        world.relay()
        calm = world.copied()
        calm.step("notices")
        writes = [place for place, name in enumerate(calm.cloud.calls) if name == "TransactWriteItems"]

        def meanwhile() -> None:
            publish(world, cancellation(2, of="p1"))
            world.step("polls")
            world.relay()
            world.cloud.queues["notices"].reverse()
            with installed(world):
                match_notices.match({"pk": "NOTICE#ch_shab:p2"}, None)

        world.cloud.meanwhile = {len(world.cloud.calls) + writes[0]: meanwhile}
        world.settle()
        assert not world.rows("case")
