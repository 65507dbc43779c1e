"""Creditsafe's events and its door, held against a server that plays it and against the specification's examples."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import stamina

from chalicelib.bureaus import Access, creditsafe
from chalicelib.errors import (
    CredentialsMissingError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from tests.contract.bureau_sessions import NOW, session
from tests.contract.creditsafe_records import (
    ACCOUNT,
    EVENTS,
    GERMAN,
    LOGIN,
    PLAN,
    RECORDED,
    SAMPLES,
    changed,
    given,
    page,
    recorded_bureau,
    told,
)
from tests.contract.servers.creditsafe import Creditsafe
from tests.contract.servers.json_bureau import Answered
from tests.contract.servers.loopback import served


@pytest.fixture
def bureau() -> Creditsafe:
    return recorded_bureau()


@pytest.fixture
def access(bureau: Creditsafe) -> Iterator[Access]:
    with served(bureau.app) as origin, session("creditsafe", origin, ACCOUNT) as signed_in:
        yield signed_in


def test_events_page_by_page_to_the_end(access: Access, bureau: Creditsafe) -> None:
    bureau.page_size = 3
    documents = list(creditsafe.changes(access, "2026-03-16T12:00:00+00:00"))
    assert [one.query["page"] for one in bureau.asked(EVENTS)] == ["0", "1", "2"]
    assert [document.cursor for document in documents] == ["2026-03-16T12:00:00+00:00"] * 2 + [
        "2026-03-17T07:00:00+00:00"
    ]
    asked = bureau.asked(EVENTS)[0].query
    assert (asked["startDate"], asked["pageSize"]) == ("2026-03-15T12:00:00Z", "1000")
    assert asked["filterByCreatedDate"] == "true"
    assert [(event.original_code, event.event_kind) for event in told(documents)] == [
        ("101", None),
        ("101", None),
        ("102", EventKind.LIMIT_WITHDRAWN),
        ("1899/DEINS", EventKind.UNCLASSIFIED),
        ("4711", EventKind.UNCLASSIFIED),
    ]


def test_one_event_in_two_portfolios_and_in_overlapping_windows_has_one_id(access: Access) -> None:
    first = told(list(creditsafe.changes(access, None)))
    again = told(list(creditsafe.changes(access, "2026-03-17T06:00:00+00:00")))
    assert first[0].id == first[1].id
    assert {event.id for event in first} == {event.id for event in again}
    assert len({event.id for event in first}) == len(first) - 1


def test_nothing_new_is_an_empty_answer_and_moves_the_position(access: Access, bureau: Creditsafe) -> None:
    bureau.events = []
    (document,) = creditsafe.changes(access, "2026-03-16T12:00:00+00:00")
    assert told([document]) == []
    assert document.cursor == "2026-03-17T07:00:00+00:00"
    bureau.faults = [Answered(404, {"message": "no such path"})]
    with pytest.raises(SourceChangedError, match="404"):
        list(creditsafe.changes(access, None))


def test_an_empty_page_ends_the_paging_when_nothing_is_counted(access: Access, bureau: Creditsafe) -> None:
    bureau.faults = [Answered(200, {"token": "t"})]
    bureau.faults += [Answered(200, {"data": RECORDED[:2]}), Answered(200, {"data": []})]
    documents = list(creditsafe.changes(access, None))
    assert [len(told([document])) for document in documents] == [2, 0]


def test_a_cut_page_and_pages_that_end_early_leave_the_position(access: Access, bureau: Creditsafe) -> None:
    bureau.page_size, bureau.cut_after = 3, 3  # the first answer is the token
    asking = creditsafe.changes(access, "2026-03-16T12:00:00+00:00")
    assert next(asking).cursor == next(asking).cursor == "2026-03-16T12:00:00+00:00"
    with pytest.raises(SourceChangedError, match="cut or malformed"):
        next(asking)
    bureau.faults = [
        Answered(200, {"totalCount": 9, "data": RECORDED[:2]}),
        Answered(200, {"totalCount": 9, "data": []}),
    ]
    asking = creditsafe.changes(access, "2026-03-16T12:00:00+00:00")
    assert next(asking).cursor == next(asking).cursor == "2026-03-16T12:00:00+00:00"
    with pytest.raises(SourceChangedError, match="2 of 9"):
        next(asking)


def test_a_score_event_carries_both_indexes_and_its_day_is_the_bureaus(access: Access) -> None:
    (event,) = changed(0)
    assert (event.event_kind, event.on, event.at) == (
        None,
        date(2026, 3, 16),
        datetime(2026, 3, 16, 22, 30, tzinfo=UTC),
    )
    assert event.index is not None
    assert event.previous_index is not None
    assert (event.previous_index.band, event.index.band) == (Band.B, Band.D)
    assert (event.subject_id, event.subject_name) == (GERMAN, "DEICHGRÄFIN FEINKOST GMBH")
    (late,) = changed(0, eventDate="2026-03-16 23:59:59")
    assert late.on == date(2026, 3, 16)  # in Berlin it is the 17th already
    (zoned,) = changed(0, eventDate="2026-03-17T00:30:00+01:00")
    assert zoned.on == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("new", "old", "withdrawn"),
    [
        (0, 15000, True),
        ("0", "15000", True),
        (None, "15000", True),
        ("10000", "15000", False),
        ("20000", 15000, False),
        ("0", "0", False),
        ("5000", None, False),
        (None, None, False),
    ],
)
def test_a_limit_is_told_when_it_is_withdrawn_only(new: Any, old: Any, *, withdrawn: bool) -> None:
    events = changed(2, newValue=new, oldValue=old)
    assert [event.event_kind for event in events] == ([EventKind.LIMIT_WITHDRAWN] if withdrawn else [])


def test_values_that_cannot_be_are_an_error_or_outside_the_scale() -> None:
    with pytest.raises(SourceChangedError, match="no number"):
        changed(2, newValue="much less")
    (local,) = changed(0, newValue="71", oldValue=44)
    assert local.index is not None
    assert (local.index.value, local.index.band) == ("71", None)


def test_the_contracts_codes_win_and_the_local_one_first() -> None:
    codes = {"1899": EventKind.ADVERSE_INFORMATION, "DEINS": EventKind.OPENED, "105": EventKind.PAYMENT_DEFAULT}
    plan = BureauPlan(codes=codes)
    assert [event.event_kind for event in changed(6, plan)] == [EventKind.OPENED]
    assert [event.event_kind for event in changed(6, plan, localEventCode="")] == [EventKind.ADVERSE_INFORMATION]
    assert [event.event_kind for event in changed(4, plan)] == [EventKind.PAYMENT_DEFAULT]
    assert changed(4) == []


def test_an_event_that_is_not_understood_holds_back_no_other() -> None:
    reading = creditsafe.parse(page(RECORDED[0] | {"novelty": 1}, RECORDED[2]), PLAN)
    with pytest.raises(SourceChangedError, match="novelty"):
        list(reading)
    reading = creditsafe.parse(page(RECORDED[0] | {"eventDate": "soon"}, RECORDED[2]), PLAN)
    assert next(reading).event_kind is EventKind.LIMIT_WITHDRAWN
    with pytest.raises(SourceChangedError, match="soon"):
        next(reading)


def test_a_token_that_expires_in_the_middle_is_renewed_once(access: Access, bureau: Creditsafe) -> None:
    bureau.page_size = 3
    asking = creditsafe.changes(access, None)
    next(asking)
    bureau.expire()
    assert len(list(asking)) == 2
    assert len(bureau.asked(LOGIN)) == 2
    bureau.faults = [Answered(401), Answered(200, {"token": "t"}), Answered(401)]
    with pytest.raises(SourceRefusedError):
        list(creditsafe.changes(access, None))


def test_wrong_credentials_are_asked_once_and_named_without_them(bureau: Creditsafe) -> None:
    wrong = {"username": "somebody", "password": "guessed-it"}
    with served(bureau.app) as origin, session("creditsafe", origin, wrong) as refused:
        for _ in range(5):
            with pytest.raises(SourceRefusedError) as error:
                list(creditsafe.changes(refused, None))
            assert "guessed" not in str(error.value)
            assert "somebody" not in str(error.value)
        with pytest.raises(SourceRefusedError) as locked:
            list(creditsafe.changes(refused, None))
    assert locked.value.retry_after_seconds == 120
    assert len(bureau.asked(LOGIN)) == 6
    missing = session("creditsafe", "http://127.0.0.1:9", {"username": "u"})
    with missing as nobody, pytest.raises(CredentialsMissingError):
        list(creditsafe.changes(nobody, None))


def test_429_503_and_silence(access: Access, bureau: Creditsafe) -> None:
    list(creditsafe.changes(access, None))
    bureau.faults = [Answered(429, None, {"Retry-After": "30"})]
    with pytest.raises(SourceRefusedError) as error:
        list(creditsafe.changes(access, None))
    assert error.value.retry_after_seconds == 30
    bureau.faults = [Answered(503)]
    with stamina.set_testing(True, attempts=3, cap=True):
        assert told(list(creditsafe.changes(access, None)))
    nowhere = session("creditsafe", "http://127.0.0.1:9", ACCOUNT)
    with nowhere as silent, stamina.set_testing(True, attempts=1), pytest.raises(SourceUnreachableError):
        list(creditsafe.changes(silent, None))


@given
def test_samples_of_the_specification() -> None:
    def sample(name: str) -> Document:
        content = (SAMPLES / name).read_bytes()
        return Document(source="creditsafe", url="x", media_type="", content=content, fetched_at=NOW)

    assert told([sample("notificationEvents.200.json")]) == []  # an address, which is left out
    assert told([sample("notificationEvents.404.json")]) == []
    first, limit = told([sample("constructed/notificationEvents.page0.json")])
    (again,) = told([sample("constructed/notificationEvents.page1.json")])
    assert (first.id, limit.event_kind) == (again.id, EventKind.LIMIT_WITHDRAWN)
    assert list(creditsafe.candidates(sample("companies.search.noResults.shape.json"))) == []
