"""A customer is deleted at the moment a block is set: whichever comes first, no block is left without its customer."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import pytest

from chalicelib.errors import ConcurrentChangeError, ConflictError, NotFoundError
from chalicelib.store import customers
from tests.crash.faults import Fault, ProcessDied
from tests.crash.scenarios import customer, keep, notice, publish, with_customer
from tests.crash.world import World, in_one_process, installed

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")
NUMBER = customer().number
CALLS = ["GetItem", "Query", "TransactWriteItems", "Query", "TransactWriteItems"]
_REFUSED = (ConcurrentChangeError, ConflictError)


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    with in_one_process():
        yield


def with_news() -> World:
    """A notice about the customer is stored and waits to be compared."""
    world = with_customer()
    publish(world, notice())
    while not world.cloud.queues.get("notices"):
        world.work_on(world.pending()[0])
    return world


def delete(world: World) -> None:
    """What the API does; being refused is an answer."""
    with installed(world), suppress(*_REFUSED, NotFoundError):
        customers.delete(NUMBER)


def calls_of(do: str) -> list[str]:
    """What deleting, or comparing the notice, asks of AWS when nothing comes between."""
    world = with_news()
    world.cloud.calls.clear()
    delete(world) if do == "delete" else world.step("notices")
    return world.cloud.calls


def both_or_none(world: World) -> str:
    """Which of the two stands in the end."""
    rows = world.cloud.tables["table"].get(f"CUSTOMER#{NUMBER}", {})
    blocked, there = any(sk.startswith("BLOCK#") for sk in rows), "PROFILE" in rows
    assert there or not blocked, "a block whose customer is gone: order systems are told that they know nobody"
    keys = [sk for some in world.cloud.tables["keys"].values() for sk in some if sk.startswith("CUSTOMER#")]
    assert there == bool(keys), "a customer is found exactly while it is there"
    return "blocked" if blocked else "there" if there else "deleted"


@pytest.mark.parametrize("place", range(len(CALLS)))
def test_a_block_is_set_while_its_customer_is_being_deleted(place: int) -> None:
    world = with_news()
    world.cloud.meanwhile = {len(world.cloud.calls) + place: lambda: world.step("notices")}
    delete(world)
    world.settle()
    assert both_or_none(world) == "blocked", "the block came before the last look"
    delete(world)
    assert both_or_none(world) == "blocked", "and it is not deleted afterwards"


def test_every_call_of_a_deletion_was_tried() -> None:
    assert calls_of("delete") == CALLS


def test_a_customer_is_deleted_while_the_notice_is_compared() -> None:
    ends = set()
    for place in range(len(calls_of("compare")) + 1):
        world = with_news()
        world.cloud.meanwhile = {len(world.cloud.calls) + place: partial(delete, world)}
        world.settle()
        ends.add(both_or_none(world))
        assert not world.dead()
    assert ends == {"blocked", "deleted"}


def test_two_delete_while_a_block_is_set() -> None:
    """The mark of one deletion is not the other's: its look was before the block."""
    world = with_news()

    def meanwhile() -> None:
        world.step("notices")
        delete(world)

    world.cloud.meanwhile = {len(world.cloud.calls) + len(CALLS) - 1: meanwhile}
    delete(world)
    world.settle()
    assert both_or_none(world) == "blocked"


@pytest.mark.parametrize("place", range(len(CALLS)))
def test_a_deletion_that_died_is_in_nobodys_way(place: int) -> None:
    world = with_news()
    world.cloud.faults = {len(world.cloud.calls) + place: Fault.DIES_AFTER}
    with suppress(ProcessDied):
        delete(world)
    world.settle()
    assert both_or_none(world) in {"blocked", "deleted"}
    again = with_customer()
    again.cloud.faults = {len(again.cloud.calls) + place: Fault.DIES_AFTER}
    with suppress(ProcessDied):
        delete(again)
    delete(again)
    assert both_or_none(again) == "deleted"
    keep(again, customer())
    assert both_or_none(again) == "there"
