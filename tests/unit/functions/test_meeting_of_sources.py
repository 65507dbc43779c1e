"""The same proceedings seen in two sources: one case and one block, whoever spoke first, and neither frees the other's.

Through the steps themselves, on tables in memory.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import permutations

import pytest

from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.credit import CreditEvent
from chalicelib.model.event import EventKind
from chalicelib.model.notice import Authority, InsolvencyNotice
from chalicelib.model.task import TaskKind
from chalicelib.registers import us_bankruptcy_rss, us_courtlistener
from chalicelib.settings import settings
from tests.contract.recordings import HERE, document
from tests.unit.functions.two_sources import ENDED, HIGH_COURT, ORDERS, PAIRS, Said, bureau, customer, register
from tests.unit.steps import Steps

E = EventKind


@pytest.fixture(autouse=True)
def tables_forgotten() -> Iterator[None]:
    """The environment of the tables in memory ends with the test."""
    yield
    settings.cache_clear()


@pytest.mark.parametrize(("country", "said", "stage"), ORDERS)
def test_one_case_and_one_block_whoever_spoke_first(
    monkeypatch: pytest.MonkeyPatch, country: str, said: tuple[Said, ...], stage: Stage
) -> None:
    steps = Steps(monkeypatch, customer(country))
    steps.say(*said)
    steps.write_again()
    file = steps.only()
    assert file.case.state is CaseState.OPEN
    assert [block.stage for block in steps.standing()] == [stage]
    told = [one.notice_id for one in file.entries if one.kind is EntryKind.NOTICE and one.notice_id]
    assert sorted(told) == sorted(one.id for one in said)
    assert not file.case.by_bureau_alone


@pytest.mark.parametrize(("country", "said", "stage"), ORDERS)
def test_what_follows_in_either_source_stays_in_the_case(
    monkeypatch: pytest.MonkeyPatch, country: str, said: tuple[Said, ...], stage: Stage
) -> None:
    steps = Steps(monkeypatch, customer(country))
    steps.say(*said)
    later = [
        one.model_copy(update={"publication_id": f"{one.publication_id}-later", "event_kind": E.PRACTITIONER_APPOINTED})
        for one in said
        if isinstance(one, InsolvencyNotice)
    ]
    steps.say(*later)
    steps.write_again()
    assert len(steps.only().case.notices) == len(said) + len(later)
    assert [block.stage for block in steps.standing()] == [stage]


@pytest.mark.parametrize(("country", "said", "stage"), ORDERS)
def test_a_cancellation_in_one_source_frees_nothing_that_another_says(
    monkeypatch: pytest.MonkeyPatch, country: str, said: tuple[Said, ...], stage: Stage
) -> None:
    for taken_back in (one for one in said if isinstance(one, InsolvencyNotice)):
        steps = Steps(monkeypatch, customer(country))
        steps.say(*said)
        gone = {"event_kind": E.CANCELLATION, "publication_id": "gone", "cancels": taken_back.publication_id}
        steps.say(taken_back.model_copy(update=gone))
        others = [one for one in said if one is not taken_back]
        kinds = {one.event_kind for one in others}
        expected = Stage.PREPAYMENT_ONLY if kinds == {E.PETITION_FILED} else stage
        assert [block.stage for block in steps.standing()] == [expected]
        assert steps.only().case.state is CaseState.OPEN


@pytest.mark.parametrize(("country", "said", "stage"), ORDERS)
def test_an_end_in_one_source_frees_nothing_until_a_person_says_so(
    monkeypatch: pytest.MonkeyPatch, country: str, said: tuple[Said, ...], stage: Stage
) -> None:
    steps = Steps(monkeypatch, customer(country))
    steps.say(*said)
    last = next(one for one in said if isinstance(one, InsolvencyNotice) and one.authority is Authority.REGISTER)
    end = {"event_kind": E.CLOSED_LIFTED, "publication_id": "end", "publication_date": date(2026, 3, 28)}
    steps.say(last.model_copy(update=end))
    assert [block.stage for block in steps.standing()] == [stage]
    steps.release()
    assert steps.standing() == ()
    steps.write_again()
    assert steps.only().case.state is CaseState.CLOSED


@pytest.mark.parametrize("released", [False, True])
@pytest.mark.parametrize("name", [name for name, pair in PAIRS.items() if len(pair.said) == 2])
def test_an_end_that_the_other_source_repeats_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str, released: bool
) -> None:
    pair = PAIRS[name]
    for first, second in permutations(pair.said):
        if isinstance(first, CreditEvent) or first.authority is Authority.BUREAU:
            continue
        steps = Steps(monkeypatch, customer(pair.country))
        steps.say(first, first.model_copy(update={"publication_id": "end", **ENDED}))
        if released:
            steps.release()
        ended = {"on": date(2026, 3, 28), "event_kind": E.CLOSED_LIFTED} if isinstance(second, CreditEvent) else ENDED
        steps.say(second.model_copy(update=ended))
        steps.write_again()
        assert steps.only().case.state is (CaseState.CLOSED if released else CaseState.OPEN)
        assert len(steps.standing()) == (not released)


@pytest.mark.parametrize(("country", "said", "stage"), ORDERS)
def test_an_end_that_only_a_bureau_tells_frees_nothing(
    monkeypatch: pytest.MonkeyPatch, country: str, said: tuple[Said, ...], stage: Stage
) -> None:
    steps = Steps(monkeypatch, customer(country))
    steps.say(*said)
    before = steps.only().case.event_kind
    steps.say(bureau(E.CLOSED_LIFTED, 28))
    assert [block.stage for block in steps.standing()] == [stage]
    assert (steps.only().case.state, steps.only().case.event_kind) == (CaseState.OPEN, before)


def test_the_courts_own_feed_and_the_archive_are_spelt_alike() -> None:
    feed = next(
        us_bankruptcy_rss.parse(document("us_bankruptcy_rss", (HERE / "us_bankruptcy_rss/nyeb.xml").read_bytes()))
    )
    docket = document("us_courtlistener", (HERE / "us_courtlistener/dockets.json").read_bytes(), "application/json")
    archive = next(us_courtlistener.parse(docket))
    assert (feed.court, feed.case_number) == (archive.court, archive.case_number)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: bureau(E.OPENED, 3, "AG Hamburg", "67a IN 18/26"), "another docket"),
        (lambda: bureau(E.OPENED, 3, "AG Kiel", "67a IN 17/26"), "another court"),
        (lambda: bureau(E.OPENED, 3, "AG Hamburg", "68 IN 17/26"), "another division"),
    ],
)
def test_what_contradicts_is_a_case_of_its_own(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[], Said], why: str
) -> None:
    steps = Steps(monkeypatch, customer("DE"))
    steps.say(register("de_insolvenzbekanntmachungen", E.OPENED, 2, "Amtsgericht Hamburg", "67a IN 17/26"), make())
    assert len(steps.files()) == 2, why
    assert len(steps.standing()) == 2


CH, GAZETTE = "gb_companies_house", "gb_gazette"
ADMINISTRATION = register(CH, E.OPENED, 3, None, "09990001/2", opening_date=date(2026, 3, 3))
DISMISSED = register(GAZETTE, E.MEASURES_LIFTED, 9, HIGH_COURT, "CR-2026-001234")
PETITION = register(GAZETTE, E.PETITION_FILED, 5, HIGH_COURT, "CR-2026-001234")
OLD_ARRANGEMENT = register(CH, E.CLOSED_LIFTED, 4, None, "09990001/1", closing_date=date(2026, 3, 4))
WINDING_UP = register(GAZETTE, E.OPENED, 9, HIGH_COURT, "CR-2026-001234", opening_date=date(2026, 3, 9))
UNRELATED = {
    "a petition is dismissed beside an administration": (ADMINISTRATION, DISMISSED, Stage.NO_DELIVERIES),
    "an old arrangement ends beside a petition": (PETITION, OLD_ARRANGEMENT, Stage.PREPAYMENT_ONLY),
    "an old arrangement ended before a winding-up": (WINDING_UP, OLD_ARRANGEMENT, Stage.NO_DELIVERIES),
}


@pytest.mark.parametrize("turned", [False, True], ids=["runs first", "end first"])
@pytest.mark.parametrize("name", UNRELATED)
def test_an_end_of_something_else_ends_nothing(monkeypatch: pytest.MonkeyPatch, name: str, turned: bool) -> None:
    """It has a case and a small block of its own, which a person releases; the block of what runs stays as it is."""
    runs, ended, stage = UNRELATED[name]
    steps = Steps(monkeypatch, customer("GB"))
    steps.say(*((ended, runs) if turned else (runs, ended)))
    steps.write_again()
    kinds = {str(file.case.event_kind): file for file in steps.files()}
    assert kinds.keys() == {str(runs.event_kind), str(ended.event_kind)}
    standing = kinds[str(runs.event_kind)]
    assert standing.block
    assert (standing.block.active, standing.block.stage) == (True, stage)
    assert TaskKind.DECIDE_RELEASE not in {task.kind for task in standing.tasks}
    assert TaskKind.DECIDE_RELEASE in {task.kind for task in kinds[str(ended.event_kind)].tasks}
    assert max(steps.standing(), key=lambda block: block.stage.rank).stage is stage


@pytest.mark.parametrize(
    ("runs", "ended"),
    [
        (PETITION, register(CH, E.MEASURES_LIFTED, 9, None, None)),
        (PETITION, register("gb_elsewhere", E.CLOSED_LIFTED, 9, "High Court", "CR-2026-001234")),
        (WINDING_UP, register(CH, E.CLOSED_LIFTED, 28, None, "09990001/1", closing_date=date(2026, 3, 27))),
    ],
)
def test_an_end_of_what_the_case_is_in_joins_it(monkeypatch: pytest.MonkeyPatch, runs: Said, ended: Said) -> None:
    steps = Steps(monkeypatch, customer("GB"))
    steps.say(runs, ended)
    steps.write_again()
    assert steps.only().case.event_kind is ended.event_kind
    assert len(steps.standing()) == 1
    assert TaskKind.DECIDE_RELEASE in {task.kind for task in steps.only().tasks}
