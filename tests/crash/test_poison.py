"""What no step can do is put aside at once with a sentence that says why, on every queue; the rest goes on."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.crash.faults import Fault
from tests.crash.scenarios import with_customer
from tests.crash.world import MAX_RECEIVES, READERS, World, in_one_process

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")

NONSENSE: tuple[Any, ...] = ("this is no JSON", "[1, 2]", '"text"', "null", "{", '{"pk": 7, "sk": [], "source": {}}')
OF_A_QUEUE: dict[str, tuple[Any, ...]] = {
    "polls": (
        {"source": "xx_nobody", "from": "2026-03-01", "to": "2026-03-02"},
        {"source": "ch_shab", "from": "yesterday", "to": "today"},
        {"source": "ch_shab", "from": "2026-03-02", "to": "2026-03-01"},
        {"source": "ch_shab", "from": "2026-03-01", "to": "2026-03-01", "since": "before"},
    ),
    "bureaus": ({"bureau": "\x00nobody\x01"},),
    "imports": (
        {"Records": [{"eventName": "ObjectCreated:Put"}]},
        {"Records": 7},
        {"Records": [{"s3": {"object": {"key": "incoming/there%01is%00none.csv"}}}]},
    ),
}


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    with in_one_process():
        yield


def after(queue: str, body: Any) -> World:
    """The world after a queue's reader was given a message once."""
    world = with_customer()
    world.ask(queue, body)
    world.step(queue)
    return world


def poison() -> Iterator[tuple[str, Any]]:
    """Each queue with each body; an object without files is S3's test event, and no poison."""
    for queue in READERS:
        for body in (*NONSENSE, *OF_A_QUEUE.get(queue, ())):
            if queue != "imports" or not str(body).startswith('{"pk"'):
                yield queue, body


@pytest.mark.parametrize(("queue", "body"), list(poison()))
def test_poison_is_put_aside_at_once_with_its_reason(queue: str, body: Any) -> None:
    world = after(queue, body)
    ((name, message),) = world.dead()
    said = dict(message.said)
    assert name == queue
    assert message.body == (body if isinstance(body, str) else json.dumps(body))
    assert not said["error"].endswith("KeyError")
    assert len(said["reason"].partition(": ")[2]) > 10, said
    assert not world.cloud.queues[queue], "nothing is left to be tried again"


@pytest.mark.parametrize("queue", READERS)
def test_what_is_gone_is_done(queue: str) -> None:
    """A message about something deleted since is no failure; the sources' and files' names are no such thing."""
    if queue in {"polls", "bureaus", "imports"}:
        pytest.skip("a source is there or it is not")
    body = {"type": "x", "pk": "CUSTOMER#nobody" if queue.startswith("customer") else "X#gone", "sk": "X"}
    assert after(queue, body).dead() == []


def test_poison_holds_up_nothing_that_came_with_it() -> None:
    world = with_customer()
    world.ask("customers", "poison")
    world.ask("customers", {"type": "customer", "pk": "CUSTOMER#100", "sk": "PROFILE"})
    world.step("customers", most=10)
    assert [name for name, _ in world.dead()] == ["customers"]
    assert world.delivered[-1][1].startswith('{"type": "customer"')


def test_what_dies_every_time_ends_in_the_dead_letters_and_redrive_says_so() -> None:
    """The queue's own net, behind the step's: without a reason, for nobody was left to write one."""
    world = with_customer()
    world.ask("alerts", {"type": "alert", "pk": "ALERT#x", "sk": "ALERT"})
    for _ in range(MAX_RECEIVES + 1):
        world.cloud.faults = {len(world.cloud.calls): Fault.DIES_BEFORE}
        world.step("alerts")
    ((queue, message),) = world.dead()
    assert (queue, message.said) == ("alerts", ())
