"""Cases in memory become what the steps make of the same words in the same order."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.backtesting.people import People
from chalicelib.backtesting.replaying import About, Replay
from chalicelib.backtesting.told import Place, ToldEvent, ToldNotice
from chalicelib.matching.keys import keys_of
from chalicelib.model.block import Stage
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import CreditEvent
from chalicelib.model.event import EventKind
from chalicelib.model.thresholds import DELIVERED
from chalicelib.occasions import occasion_of
from chalicelib.settings import settings
from chalicelib.store import credit
from tests.builders import NOW
from tests.unit.functions.two_sources import ORDERS, Said, customer
from tests.unit.steps import BUREAU, Steps

E = EventKind


@pytest.fixture(autouse=True)
def tables_forgotten() -> Iterator[None]:
    """The environment of the tables in memory ends with the test."""
    yield
    settings.cache_clear()


def replayed(steps: Steps, said: tuple[Said, ...]) -> Replay:
    """The same words, minute by minute as `Steps.say` says them."""
    known = {steps.customer.number: steps.customer}
    people = People(lambda numbers: {one: known[one] for one in numbers if one in known}, kept_here=True)
    people.index.add(steps.customer.number, keys_of(steps.customer))
    replay = Replay(people, DELIVERED, occasion_of)
    told_of = credit.file_of(steps.customer.number)
    for minute, one in enumerate(said, start=1):
        place = Place(0, NOW + timedelta(minutes=minute), 0)
        if isinstance(one, CreditEvent):
            replay.take_event(ToldEvent(one, place), [About(steps.customer, told_of, told_of.subject(BUREAU))])
        else:
            replay.take_notice(ToldNotice(one, place, people.worth_comparing(one, DELIVERED)))
    return replay


def plain(file: CaseFile) -> tuple[str, ...]:
    """What must be alike, whoever decided it."""
    block = file.block.model_dump_json() if file.block else ""
    return (file.case.model_dump_json(), block, *sorted(f"{one.id} {one.state}" for one in file.tasks))


@pytest.mark.parametrize(("country", "said", "stage"), ORDERS)
@pytest.mark.parametrize("then", [None, E.CANCELLATION, E.CLOSED_LIFTED])
def test_the_replay_and_the_steps_decide_alike(
    monkeypatch: pytest.MonkeyPatch, country: str, said: tuple[Said, ...], stage: Stage, then: EventKind | None
) -> None:
    steps = Steps(monkeypatch, customer(country))
    first = next(one for one in said if not isinstance(one, CreditEvent))
    later = {"event_kind": then, "publication_id": "later"}
    later |= {"cancels": first.publication_id} if then is E.CANCELLATION else {}
    said = (*said, first.model_copy(update=later)) if then else said
    steps.say(*said)
    replay = replayed(steps, said)
    assert sorted(map(plain, replay.files.values())) == sorted(map(plain, steps.files()))
