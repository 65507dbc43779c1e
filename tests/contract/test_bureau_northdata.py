"""North Data's pages, search and check, held against a server that plays it."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import stamina

from chalicelib.bureaus import Access, northdata
from chalicelib.errors import (
    CredentialsMissingError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band, Outcome
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from tests.contract.bureau_sessions import session
from tests.contract.northdata_records import (
    KEY,
    OWN,
    PLAN,
    RECORDED,
    SINCE,
    customer,
    many,
    notices,
    request,
)
from tests.contract.servers.json_bureau import Answered
from tests.contract.servers.loopback import served
from tests.contract.servers.northdata import BILLING, COMPANY, PUBLICATIONS, NorthData


@pytest.fixture
def bureau() -> NorthData:
    return NorthData(json.loads((OWN / "companies.json").read_text()), json.loads(json.dumps(RECORDED)))


@pytest.fixture
def access(bureau: NorthData) -> Iterator[Access]:
    with served(bureau.app) as origin, session("northdata", origin, KEY) as signed_in:
        yield signed_in


def test_pages_to_the_end_of_every_window(access: Access, bureau: NorthData) -> None:
    documents = list(northdata.changes(access, SINCE))
    assert [notice.case_number for notice in notices(documents)] == [one["filings"][0]["id"] for one in RECORDED]
    cursors = [str(document.cursor) for document in documents]
    assert cursors == sorted(cursors)
    assert cursors[-1] == "2026-03-17T07:00:00Z"
    assert {one.query["source"] for one in bureau.asked(PUBLICATIONS)} == {"Ins"}


def test_a_visit_that_ends_within_a_window_goes_on_there(access: Access, bureau: NorthData) -> None:
    bureau.publications = many(23)
    asking = northdata.changes(access, "2026-03-16T05:00:00Z")
    first = next(asking)
    assert first.cursor == "2026-03-16T02:00:00Z|2026-03-16T11:00:00Z|pos-10"
    rest = list(northdata.changes(access, first.cursor))
    assert [len(notices([document])) for document in rest][:2] == [10, 3]
    assert rest[1].cursor == "2026-03-16T11:00:00Z"
    assert len({notice.id for notice in notices([first, *rest])}) == 23
    bureau.faults = [Answered(400, {"message": "unknown pos"})]
    again = list(northdata.changes(access, first.cursor))
    assert len({notice.id for notice in notices(again)}) == 23


def test_a_full_last_page_is_followed_by_an_empty_one(access: Access, bureau: NorthData) -> None:
    bureau.publications = many(10)
    documents = list(northdata.changes(access, "2026-03-16T05:00:00+00:00"))
    assert [len(notices([document])) for document in documents][:2] == [10, 0]
    assert len({notice.id for notice in notices(documents)}) == 10


def test_windows_overlap_and_what_comes_twice_has_one_id(access: Access) -> None:
    first, second = (notices(list(northdata.changes(access, SINCE))) for _ in range(2))
    again = notices(list(northdata.changes(access, "2026-03-17T00:30:00Z")))
    assert [notice.id for notice in first] == [notice.id for notice in second]
    assert {notice.debtor_name for notice in again} == {"Halligmöbel GmbH", "Nordlicht Solar AG"}
    assert {notice.id for notice in again} < {notice.id for notice in first}


def test_the_first_run_looks_back_by_the_overlap_or_to_the_day_that_is_set(access: Access, bureau: NorthData) -> None:
    list(northdata.changes(access, None))
    assert bureau.asked(PUBLICATIONS)[0].query["minTimestamp"] == "2026-03-17T01:00:00Z"
    since = Access(access.web, access.now, access.credentials, BureauPlan(options={"since": "2026-03-16"}))
    assert len(notices(list(northdata.changes(since, None)))) == len(RECORDED)
    with pytest.raises(SourceChangedError, match="no position"):
        list(northdata.changes(access, "page 3"))


def test_a_cut_page_is_kept_and_the_position_stays(access: Access, bureau: NorthData) -> None:
    bureau.publications, bureau.cut_after = many(23), 2
    asking = northdata.changes(access, "2026-03-16T05:00:00Z")
    whole, cut = next(asking), next(asking)
    assert whole.cursor == cut.cursor == "2026-03-16T02:00:00Z|2026-03-16T11:00:00Z|pos-10"
    with pytest.raises(SourceChangedError, match="cut or malformed"):
        next(asking)
    with pytest.raises(SourceChangedError, match="cut or malformed"):
        list(northdata.parse(cut, PLAN))
    resumed = notices([whole, *northdata.changes(access, cut.cursor)])
    assert len({notice.id for notice in resumed}) == 23


def test_paging_that_comes_back_is_an_error_and_not_a_loop(access: Access, bureau: NorthData) -> None:
    bureau.faults = [Answered(200, {"newPos": "pos-7", "publications": []})] * 5
    with pytest.raises(SourceChangedError, match="comes back"):
        list(northdata.changes(access, SINCE))


def test_wrong_missing_and_withdrawn_keys(bureau: NorthData, access: Access) -> None:
    bureau.faults = [Answered(401), Answered(401)]
    with pytest.raises(SourceRefusedError):
        list(northdata.changes(access, SINCE))
    with served(bureau.app) as origin, session("northdata", origin, {"api_key": "XXXX-WRONG"}) as refused:
        with pytest.raises(SourceRefusedError) as error:
            northdata.check(refused, request())
        assert "XXXX" not in str(error.value)
    nobody = session("northdata", "http://127.0.0.1:9", {})
    with nobody as signed_out, pytest.raises(CredentialsMissingError):
        northdata.check(signed_out, request())


def test_429_says_when_to_come_back_and_503_is_tried_again(access: Access, bureau: NorthData) -> None:
    bureau.faults = [Answered(429, None, {"Retry-After": "90"})]
    with pytest.raises(SourceRefusedError) as error:
        northdata.check(access, request())
    assert error.value.retry_after_seconds == 90
    bureau.faults = [Answered(503)]
    with stamina.set_testing(True, attempts=3, cap=True):
        assert northdata.answer(northdata.check(access, request()), PLAN).outcome is Outcome.ANSWERED
    assert [one.path for one in bureau.requests[-2:]] == [COMPANY, COMPANY]


def test_a_bureau_that_is_down_is_not_an_answer(bureau: NorthData) -> None:
    with session("northdata", "http://127.0.0.1:9", KEY) as nowhere, stamina.set_testing(True, attempts=1):
        documents = northdata.changes(nowhere, SINCE)
        with pytest.raises(SourceUnreachableError):
            next(documents)


def test_search_by_register_and_by_name(access: Access, bureau: NorthData) -> None:
    found = [one for document in northdata.search(access, customer()) for one in northdata.candidates(document)]
    assert {one.subject_id for one in found} == {"key:990003"}
    assert bureau.asked(COMPANY)[0].query["registerId"] == "HRB 99004 FL"
    assert found[0].former_names == ("Wattwanderer GmbH",)
    assert [one.key for one in found[0].identifiers] == ["de_register:flensburg:HRB99004"]
    nobody = northdata.search(access, customer(name="Nie Gehört GmbH", identifiers=()))
    assert [list(northdata.candidates(document)) for document in nobody] == [[]]


def test_check_by_the_registers_key(access: Access) -> None:
    said = northdata.answer(northdata.check(access, request("key:990003")), PLAN)
    assert (said.outcome, said.subject_id) == (Outcome.ANSWERED, "key:990003")
    assert said.index is not None
    assert (said.index.value, said.index.band) == ("red", Band.D)
    told = {feature.code: feature.event_kind for feature in said.features}
    assert told == dict.fromkeys(("status:liquidation", "Invented flag", "Insolvency"), EventKind.UNCLASSIFIED)
    assert all(feature.certain for feature in said.features)
    agreed = BureauPlan(codes={"Invented flag": EventKind.ADVERSE_INFORMATION})
    (flag,) = (
        one
        for one in northdata.answer(northdata.check(access, request("key:990003")), agreed).features
        if one.code == "Invented flag"
    )
    assert flag.event_kind is EventKind.ADVERSE_INFORMATION


def test_check_falls_back_to_name_and_place_and_says_that_it_is_not_certain(access: Access, bureau: NorthData) -> None:
    other = parse_identifier(Scheme.DE_REGISTER, "HRB 1", "Husum")
    said = northdata.answer(northdata.check(access, request(identifiers=(other,))), PLAN)
    assert [set(one.query) & {"registerId", "name"} for one in bureau.asked(COMPANY)] == [{"registerId"}, {"name"}]
    assert said.outcome is Outcome.ANSWERED
    assert not any(feature.certain for feature in said.features)


def test_not_identified_is_not_the_same_as_nothing_known(access: Access) -> None:
    unknown = northdata.answer(northdata.check(access, request("key:1")), PLAN)
    assert (unknown.outcome, unknown.index) == (Outcome.NOT_IDENTIFIED, None)
    clean = northdata.answer(northdata.check(access, request("key:990020")), PLAN)
    assert (clean.outcome, clean.features) == (Outcome.ANSWERED, ())
    assert clean.index is not None
    assert clean.index.band is Band.B


def test_asking_twice_is_billed_once(access: Access, bureau: NorthData) -> None:
    for _ in range(2):
        northdata.check(access, request("key:990003"))
    answered = access.web.get(f"{northdata.ORIGIN}{BILLING}")
    assert answered.json()["numberOfRequests"] == 1


def test_overlap_covers_both_readings_of_a_time_without_zone() -> None:
    assert timedelta(hours=2) < northdata.BUREAU.overlap
