"""D&B Direct+ against a local service that plays it: match, subjects, pulling and replaying."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.bureaus import dnb
from chalicelib.errors import (
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
    TooManyHitsError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.identifier import Scheme, parse_identifier
from tests.contract.bureau_sessions import NOW
from tests.contract.dnb_sessions import OWN, closing, customer, document, opened, plan, run, told
from tests.contract.servers.dnb import DirectPlus
from tests.contract.servers.json_service import Reply


def test_candidates_come_with_the_bureau_s_own_confidence() -> None:
    service = DirectPlus()
    service.candidates["Łódka & Söhne GmbH"] = json.loads((OWN / "match.json").read_text())["matchCandidates"]
    with opened(service, plan(order_reason="6332")) as access:
        (only,) = dnb.search(access, customer())
    (found,) = dnb.candidates(only)
    query = service.asked[-1].query
    assert (query["countryISOAlpha2Code"], query["postalCode"], query["orderReason"]) == ("DE", "20457", "6332")
    assert query["confidenceLowerLevelThresholdValue"] == "8"
    assert (found.subject_id, found.name, found.confidence) == ("310000001", "Łódka & Söhne GmbH", "9")
    assert found.identifiers == (parse_identifier(Scheme.VAT, "DE136695976"),)
    assert found.former_names == ("Zum Ruderboot",)
    assert found.explanation == {
        "Name": "equal",
        "Street Name": "close",
        "SIC": "not compared",
        "nameMatchScore": "96.5",
    }


def test_nobody_found_is_nobody_and_half_an_answer_is_an_error() -> None:
    service = DirectPlus()
    found = json.loads((OWN / "match.json").read_text())
    service.candidates["Łódka & Söhne GmbH"] = found["matchCandidates"]
    with opened(service, plan(confidence_from="10")) as access:
        (only,) = dnb.search(access, customer())
        long = "Gesellschaft für Tapeten, Vorhänge und Raumgestaltung O'Żuraw, Söhne & Töchter GmbH"
        list(dnb.search(access, customer(name=long)))
        assert service.asked[-1].query["name"] == long
        list(dnb.search(access, customer(address=None)))
        assert service.asked[-1].query["countryISOAlpha2Code"] == "DE"
    assert list(dnb.candidates(only)) == []
    for content in (b"{}", (OWN / "match.json").read_bytes()[:-30]):
        with pytest.raises(SourceChangedError):
            list(dnb.candidates(document(content)))
    found["matchCandidates"][0]["matchQualityInformation"]["confidenceCode"] = 11
    with pytest.raises(SourceChangedError, match="confidenceCode 11"):
        list(dnb.candidates(document(json.dumps(found).encode())))


def test_subjects_are_listed_added_and_removed_and_twice_is_success() -> None:
    service = DirectPlus()
    with opened(service) as access:
        assert dnb.prepare(access) == ()
        for _ in range(2):
            dnb.add(access, "310000001", "K-1")
        dnb.add(access, "310000002", "K-2")
        assert [one.subject_id for one in dnb.watched(access)] == ["310000001", "310000002"]
        for _ in range(2):
            dnb.remove(access, "310000001")
        assert [one.subject_id for one in dnb.watched(access)] == ["310000002"]
        dnb.remove(access, "310000002")
        assert list(dnb.watched(access)) == []


def test_a_list_of_subjects_of_another_shape_is_an_error() -> None:
    service = DirectPlus()
    service.subjects = ["31000000X"]
    with opened(service) as access, pytest.raises(SourceChangedError, match="31000000X"):
        list(dnb.watched(access))


@pytest.mark.parametrize("given", [plan(registration="customers_fr"), BureauPlan()])
def test_a_registration_that_is_not_there_does_not_look_like_one_without_news(given: BureauPlan) -> None:
    with opened(DirectPlus(), given) as access:
        for work in (dnb.prepare, lambda one: list(dnb.changes(one, None)), lambda one: list(dnb.watched(one))):
            with pytest.raises(SourceRefusedError, match="registration"):
                work(access)


def test_pulling_goes_on_until_nothing_is_left_and_then_says_so() -> None:
    service = DirectPlus()
    service.waiting = [closing(f"3100{number:05}") for number in range(120)]
    documents = run(service)
    assert [one.attributes["kind"] for one in documents] == ["notifications"] * 3 + ["end"]
    assert service.waiting == []
    assert len({one.id for one in told(documents)}) == 120
    assert documents[-1].cursor == service.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    again = run(service, documents[-1].cursor)
    assert {one.id for one in told(again)} <= {one.id for one in told(documents)}


def test_the_position_moves_also_when_nothing_happens() -> None:
    service = DirectPlus()
    (end,) = run(service)
    assert (end.attributes["kind"], end.cursor, told([end])) == ("end", "2026-03-17T06:00:00Z", [])
    later = NOW + timedelta(days=13)
    service.now = later
    (end,) = run(service, end.cursor, now=later)
    assert end.cursor == "2026-03-30T06:00:00Z"
    service.now = later + timedelta(days=13)
    assert run(service, end.cursor, now=service.now)[-1].attributes["kind"] == "end"  # quiet for weeks is no gap


def test_what_was_pulled_and_lost_is_replayed() -> None:
    service = DirectPlus()
    service.waiting = [closing("310000001"), closing("310000002")]
    with opened(service) as access:
        walk = dnb.changes(access, "2026-03-17T05:00:00Z")
        next(walk)  # pulled, and here we crash before it is stored
    assert service.waiting == []
    assert {one.subject_id for one in told(run(service, "2026-03-17T05:00:00Z"))} == {"310000001", "310000002"}
    assert {one.subject_id for one in told(run(service))} == {"310000001", "310000002"}  # also on the first run


def test_a_pull_that_failed_is_not_repeated_because_its_notifications_would_be_passed() -> None:
    service = DirectPlus()
    service.waiting = [closing("310000001")]
    with opened(service) as access:
        walk = dnb.changes(access, "2026-03-17T05:00:00Z")
        dnb.prepare(access)
        service.faults = [Reply(200, b'{"registration": {}}'), Reply(404, b"{}"), Reply(503)]
        with pytest.raises(SourceUnreachableError, match="503"):
            next(walk)
    assert [one.path.rsplit("/", 1)[1] for one in service.asked[-3:]] == ["customers_de", "replay", "notifications"]
    assert len(told(run(service, "2026-03-17T05:00:00Z"))) == 1


def test_an_outage_of_the_replay_is_waited_out() -> None:
    service = DirectPlus()
    service.faults = [Reply(503)]
    assert run(service)[-1].attributes["kind"] == "end"


def test_a_cut_page_does_not_move_the_position_and_comes_back_whole() -> None:
    service = DirectPlus()
    service.waiting = [closing("310000001")]
    service.cut_page = 250
    with opened(service) as access:
        walk = dnb.changes(access, "2026-03-17T05:00:00Z")
        page = next(walk)
        assert page.cursor == "2026-03-17T05:00:00Z"
        with pytest.raises(SourceChangedError, match="cut"):
            next(walk)
    with pytest.raises(SourceChangedError, match="cut"):
        told([page])
    assert {one.subject_id for one in told(run(service, page.cursor))} == {"310000001"}


def test_a_position_older_than_the_replay_is_a_gap_that_is_told_after_what_is_left() -> None:
    service = DirectPlus()
    service.waiting = [closing("310000001")]
    with opened(service) as access:
        walk = dnb.changes(access, "2026-03-01T00:00:00Z")
        documents = [next(walk), next(walk)]
        assert documents[-1].cursor == "2026-03-17T06:00:00Z"
        with pytest.raises(TooManyHitsError, match="missing between 2026-03-01T00:00:00Z and 2026-03-03T07:00:00Z"):
            next(walk)
    assert len(told(documents)) == 1
    assert run(service, documents[-1].cursor)[-1].attributes["kind"] == "end"
    with pytest.raises(SourceChangedError, match="no time"):
        run(service, "yesterday")


def test_a_second_that_fills_pages_is_replayed_by_its_fractions() -> None:
    service = DirectPlus()
    start = datetime(2026, 3, 17, 1, tzinfo=UTC)
    service.pulled = [
        {**closing(f"3100{number:05}"), "deliveryTimeStamp": (start + timedelta(milliseconds=number)).isoformat()}
        for number in range(1, 351)
    ]
    assert len({one.id for one in told(run(service, "2026-03-17T00:00:00Z"))}) == 350
    service.takes_fractions = False
    with opened(service) as access, pytest.raises(TooManyHitsError, match="in the second 2026-03-17T01:00:00Z"):
        list(dnb.changes(access, "2026-03-17T00:00:00Z"))


def test_a_moment_that_holds_more_than_a_page_of_replay_is_told() -> None:
    service = DirectPlus()
    stamp = "2026-03-17T05:30:00.500Z"
    service.pulled = [{**closing(f"3100{number:05}"), "deliveryTimeStamp": stamp} for number in range(150)]
    with opened(service) as access:
        walk = dnb.changes(access, "2026-03-17T05:30:00Z")
        with pytest.raises(TooManyHitsError, match="in the second 2026-03-17T05:30:00Z"):
            list(walk)


def test_the_replay_goes_on_page_by_page() -> None:
    service = DirectPlus()
    start = datetime(2026, 3, 17, 1, tzinfo=UTC)
    service.pulled = [
        {**closing(f"3100{number:05}"), "deliveryTimeStamp": (start + timedelta(seconds=number)).isoformat()}
        for number in range(250)
    ]
    found = told(run(service, "2026-03-17T00:00:00Z"))
    assert len({one.id for one in found}) == 250


def test_a_token_that_runs_out_is_renewed_once() -> None:
    service = DirectPlus(requests_per_token=2)
    service.waiting = [closing()]
    assert len(told(run(service))) == 1
    assert service.tokens == 2


def test_wrong_credentials_and_rate_limit_are_refusals_and_secrets_stay_out() -> None:
    with opened(DirectPlus(), secret="wrong") as access, pytest.raises(SourceRefusedError, match="401") as wrong:
        list(dnb.changes(access, None))
    assert "wrong" not in str(wrong.value)
    service = DirectPlus()
    service.faults = [Reply(429, headers={"Retry-After": "30"})]
    with pytest.raises(SourceRefusedError) as refused:
        run(service)
    assert refused.value.retry_after_seconds == 30
    service.waiting = [closing()]
    for one in run(service):
        assert "invented-token" not in one.model_dump_json()
