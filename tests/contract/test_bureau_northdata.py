"""North Data held against a server that plays it, our own recordings, and the guide's examples where they are."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import stamina

from chalicelib.bureaus import Access, northdata
from chalicelib.bureaus.publications.topics import KINDS, find_event
from chalicelib.errors import (
    CredentialsMissingError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band, CheckRequest, InquiryReason, Outcome
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from chalicelib.model.notice import Authority, DebtorKind, InsolvencyNotice
from tests.contract.bureau_sessions import NOW, session
from tests.contract.recordings import HERE
from tests.contract.servers.json_bureau import Answered
from tests.contract.servers.loopback import served
from tests.contract.servers.northdata import BILLING, COMPANY, PUBLICATIONS, NorthData

OWN = HERE / "northdata"
SAMPLES = HERE.parents[2] / "shared" / "bureau-samples" / "northdata"
given = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
KEY = {"api_key": "XXXX-INVENTED"}
PLAN = BureauPlan()
SINCE = "2026-03-15T22:00:00+00:00"
RECORDED: list[dict[str, Any]] = json.loads((OWN / "publications.json").read_text())


@pytest.fixture
def bureau() -> NorthData:
    return NorthData(json.loads((OWN / "companies.json").read_text()), json.loads(json.dumps(RECORDED)))


@pytest.fixture
def access(bureau: NorthData) -> Iterator[Access]:
    with served(bureau.app) as origin, session("northdata", origin, KEY) as signed_in:
        yield signed_in


def page(*publications: dict[str, Any]) -> Document:
    content = json.dumps({"publications": publications}).encode()
    return Document(source="northdata", url="x", media_type="application/json", content=content, fetched_at=NOW)


def notices(documents: list[Document], plan: BureauPlan = PLAN) -> list[InsolvencyNotice]:
    return [notice for document in documents for notice in northdata.parse(document, plan)]


def recorded(number: int, **changed: Any) -> InsolvencyNotice:
    (notice,) = northdata.parse(page(RECORDED[number - 1] | changed), PLAN)
    return notice


def customer(**changed: Any) -> Customer:
    register = parse_identifier(Scheme.DE_REGISTER, "HRB 99004 FL", "Flensburg")
    known = {
        "number": "K1",
        "kind": CustomerKind.ORGANISATION,
        "name": "Wattläufer Reisen GmbH",
        "address": PostalAddress(city="Tönning"),
        "identifiers": (register,),
        "updated_at": NOW,
    }
    return Customer.model_validate(known | changed)


def request(subject_id: str | None = None, **changed: Any) -> CheckRequest:
    return CheckRequest(
        customer=customer(**changed), subject_id=subject_id, reason=InquiryReason.CREATION, reference="R1"
    )


def many(count: int) -> list[dict[str, Any]]:
    """Publications of one window."""
    return [RECORDED[1] | {"id": str(number), "title": f"title {number}"} for number in range(count)]


def test_pages_to_the_end_of_every_window(access: Access, bureau: NorthData) -> None:
    documents = list(northdata.changes(access, SINCE))
    assert [notice.case_number for notice in notices(documents)] == [one["filings"][0]["id"] for one in RECORDED]
    cursors = [str(document.cursor) for document in documents]
    assert cursors == sorted(cursors)
    assert cursors[-1] == "2026-03-17T07:00:00Z"
    assert {one.query["source"] for one in bureau.asked(PUBLICATIONS)} == {"Ins"}


def test_the_position_moves_with_a_windows_last_page_only(access: Access, bureau: NorthData) -> None:
    bureau.publications = many(23)
    documents = list(northdata.changes(access, "2026-03-17T04:00:00Z"))
    assert notices(documents) == []
    documents = list(northdata.changes(access, "2026-03-16T05:00:00Z"))[:3]
    assert [document.cursor for document in documents] == [
        "2026-03-16T05:00:00Z",
        "2026-03-16T05:00:00Z",
        "2026-03-16T11:00:00Z",
    ]
    assert [len(notices([document])) for document in documents] == [10, 10, 3]


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


def test_every_event_kind_of_the_recording() -> None:
    assert [notice.event_kind.value for notice in notices([page(*RECORDED)])] == [
        "OPENED",
        "PRELIM_MEASURES",
        "OPENED",
        "OPENED",
        "UNCLASSIFIED",
        "MEASURES_LIFTED",
        "UNCLASSIFIED",
        "DISCHARGE_REFUSED",
        "REFUSED_NO_ASSETS",
        "PRELIM_MEASURES",
        "HEARING_OR_DEADLINE_SET",
        "OPENED_SELF_ADMIN",
    ]


def test_notice_field_by_field() -> None:
    notice = recorded(1)
    assert (notice.authority, notice.source, notice.country) == (Authority.BUREAU, "northdata", "DE")
    assert (notice.court, notice.case_number) == ("Amtsgericht Husum", "56 IN 17/26")
    assert notice.debtor_name == "Deichgräfin Fischräucherei & Größenwahn Feinkost-Manufaktur Nordfriesland GmbH"
    assert notice.debtor_kind is DebtorKind.ORGANISATION
    assert [one.key for one in notice.debtor_identifiers] == ["de_register:flensburg:HRB99001"]
    assert notice.debtor_postal_address is not None
    assert notice.debtor_postal_address.one_line() == "Hafenstraße 7, 25813 Husum"
    assert (notice.publication_date, notice.opening_date) == (date(2026, 3, 16), date(2026, 3, 13))
    assert notice.claim_deadline == date(2026, 4, 28)
    assert [(one.kind.value, one.date) for one in notice.hearing_dates] == [("examination", date(2026, 5, 26))]
    assert notice.practitioner_name == "Rechtsanwältin Ilka Brodersen"
    assert notice.practitioner_role == "Insolvenzverwalter"
    assert notice.original_kind == "Eroeffnung + AnmeldeFrist + Pruefungstermin + Insolvenzverwalter"
    assert "temporary-p1" not in notice.model_dump_json()


def test_the_same_proceedings_as_the_courts_own_register() -> None:
    own = recorded(1)
    told = {"source": "de_insolvenzbekanntmachungen", "publication_id": "1", "authority": Authority.REGISTER}
    of_the_court = own.model_copy(update={**told, "court": "AG Husum", "case_number": "56 IN 17/2026"})
    assert own.proceedings_id == of_the_court.proceedings_id != recorded(2).proceedings_id


def test_late_publications_are_of_their_day_in_berlin() -> None:
    assert RECORDED[10]["creationTime"].startswith("2026-03-16T22:42")
    assert recorded(11).publication_date == date(2026, 3, 16)
    assert recorded(11, creationTime="2026-03-16T23:10:00Z").publication_date == date(2026, 3, 17)
    assert recorded(11, creationTime="2026-06-30T22:10:00Z").publication_date == date(2026, 7, 1)


@pytest.mark.parametrize("number", [3, 4])
def test_a_blocked_publication_names_nobody(number: int) -> None:
    notice = recorded(number)
    said = notice.model_dump_json()
    assert not any(name in said for name in ("Geheim", "Wattl", "Brodersen", "Am Markt", "invented"))
    assert (notice.event_kind, notice.court) == (EventKind.OPENED, "Amtsgericht Husum")
    assert "blocked at the bureau" in {omission.reason for omission in notice.omissions}


def test_a_blocked_company_is_still_found_by_its_number_and_a_blocked_merchant_is_not() -> None:
    assert [one.key for one in recorded(4).debtor_identifiers] == ["de_register:flensburg:HRB99004"]
    merchant = recorded(9, blocked=True)
    assert (merchant.debtor_name, merchant.debtor_identifiers, merchant.debtor_reg_no) == ("blocked", (), None)


def test_somebody_blocked_who_is_only_mentioned_takes_the_text_away() -> None:
    notice = recorded(11)
    assert (notice.original_text, notice.debtor_name) == ("", "Halligmöbel GmbH")


def test_two_blocked_ones_without_docket_stay_two() -> None:
    bare = {"source": "Ins", "title": "(blocked)", "blocked": True, "date": "2026-03-16"}
    moments = ("2026-03-16T05:00:00Z", "2026-03-16T05:00:01Z")
    both = notices([page(*({**bare, "id": "x", "creationTime": moment} for moment in moments))])
    assert len({notice.id for notice in both}) == 2


def test_without_a_register_key_the_notice_stays() -> None:
    notice = recorded(2)
    assert (notice.debtor_name, notice.debtor_identifiers) == ("Imbiss Żółta Łódź", ())
    assert notice.debtor_kind is DebtorKind.UNKNOWN
    assert recorded(5).debtor_name == "O’Flaherty’s Pub-Betriebs UG (haftungsbeschränkt)"


def test_persons_are_told_by_their_docket_or_their_firm() -> None:
    assert recorded(8).debtor_kind is DebtorKind.PERSON
    assert recorded(9).debtor_kind is DebtorKind.PERSON
    assert recorded(8).birth_date is None


def test_dates_that_are_none_are_left_out_with_their_reason() -> None:
    notice = recorded(11)
    assert (notice.claim_deadline, notice.hearing_dates) == (None, ())
    assert [omission.field for omission in notice.omissions] == ["hearing_dates", "claim_deadline"]


def test_an_unknown_topic_is_for_a_person_and_the_admin_may_say_what_it_means() -> None:
    notice = recorded(5)
    assert notice.event_kind is EventKind.UNCLASSIFIED
    assert "unknown topic 'Quantenverwaltung'" in {omission.reason for omission in notice.omissions}
    plan = BureauPlan(codes={"Quantenverwaltung": EventKind.PRELIM_MEASURES})
    (told,) = northdata.parse(page(RECORDED[4]), plan)
    assert told.event_kind is EventKind.PRELIM_MEASURES


def test_beside_a_known_topic_an_unknown_one_is_said_and_does_not_rule() -> None:
    found = find_event(["Eroeffnung", "Quantenverwaltung"], "", {})
    assert (found.kind, found.reason) == (EventKind.OPENED, "unknown topic 'Quantenverwaltung'")


@pytest.mark.parametrize(
    ("topics", "text", "kind"),
    [
        (["Aufhebung"], "Das Insolvenzverfahren wird nach Vollzug der Schlussverteilung aufgehoben.", "CLOSED_LIFTED"),
        (["Aufhebung"], "", "UNCLASSIFIED"),
        (["Sicherungsmassnahme", "Aufhebung"], "", "UNCLASSIFIED"),
        (["Restschuldbefreiung"], "Dem Schuldner wird Restschuldbefreiung erteilt.", "DISCHARGE_GRANTED"),
        (["Restschuldbefreiung"], "Die erteilte Restschuldbefreiung wird widerrufen.", "DISCHARGE_REFUSED"),
        (["Restschuldbefreiung"], "", "UNCLASSIFIED"),
        (["Pruefungstermin"], "Prüfung der nachträglich angemeldeten Forderungen", "LATE_EXAM"),
        (["VorlaufigerInsolvenzverwalter"], "wird zum vorläufigen Sachwalter bestellt", "PRELIM_SELF_ADMIN"),
        (["AbweisungMangelsMasse", "Aufhebung"], "Die Sicherungsmaßnahmen werden aufgehoben.", "REFUSED_NO_ASSETS"),
        (["Insolvenzverwalter"], "", "PRACTITIONER_APPOINTED"),
        (["VorlaufigeEroeffnung"], "", "UNCLASSIFIED"),
        ([], "", "UNCLASSIFIED"),
    ],
)
def test_what_topics_and_words_say_together(topics: list[str], text: str, kind: str) -> None:
    assert find_event(topics, text, {}).kind.value == kind


def test_a_publication_that_is_not_understood_holds_back_no_other() -> None:
    document = page(RECORDED[0] | {"novelty": 1}, RECORDED[1])
    reading = northdata.parse(document, PLAN)
    assert next(reading).case_number == "56 IN 18/26"
    with pytest.raises(SourceChangedError, match="novelty"):
        next(reading)


@pytest.mark.parametrize(
    "changed",
    [
        {"source": "Hrb"},
        {"structure": {"topics": [{"name": "no type"}]}},
        {"date": "gestern"},
        {"blocked": "maybe"},
        {"filings": [{"city": "Husum"}]},
        {"publisher": {"name": "text"}},
    ],
)
def test_another_shape_is_never_read(changed: dict[str, Any]) -> None:
    with pytest.raises(SourceChangedError):
        recorded(1, **changed)


def test_a_cut_page_is_kept_and_the_position_stays(access: Access, bureau: NorthData) -> None:
    bureau.publications, bureau.cut_after = many(23), 2
    asking = northdata.changes(access, "2026-03-16T05:00:00Z")
    whole, cut = next(asking), next(asking)
    assert whole.cursor == cut.cursor == "2026-03-16T05:00:00Z"
    with pytest.raises(SourceChangedError, match="cut or malformed"):
        next(asking)
    with pytest.raises(SourceChangedError, match="cut or malformed"):
        list(northdata.parse(cut, PLAN))
    assert len({notice.id for notice in notices(list(northdata.changes(access, cut.cursor)))}) == 23


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


def test_capitals_of_the_other_form_are_the_same_state_and_a_new_state_is_not_guessed() -> None:
    company = json.loads((OWN / "companies.json").read_text())[1]

    def state(status: str) -> list[str]:
        content = json.dumps(company | {"status": status}).encode()
        document = Document(source="northdata", url="x", media_type="", content=content, fetched_at=NOW)
        return [feature.code for feature in northdata.answer(document, PLAN).features]

    assert state("LIQUIDATION") == state("liquidation") == ["status:liquidation"]
    with pytest.raises(SourceChangedError, match="unknown status"):
        state("dormant")


def test_asking_twice_is_billed_once(access: Access, bureau: NorthData) -> None:
    for _ in range(2):
        northdata.check(access, request("key:990003"))
    answered = access.web.get(f"{northdata.ORIGIN}{BILLING}")
    assert answered.json()["numberOfRequests"] == 1


@given
def test_samples_of_the_guide() -> None:
    topics = json.loads((SAMPLES / "vocabulary.json").read_text())["topicTypes_insolvency"]
    assert {one["type"] for one in topics} == set(KINDS)

    def sample(name: str) -> Document:
        content = (SAMPLES / name).read_bytes()
        return Document(source="northdata", url="x", media_type="", content=content, fetched_at=datetime.now(UTC))

    opened, prelim, blocked = northdata.parse(sample("constructed/pub.publications.page1.json"), PLAN)
    assert (opened.event_kind, prelim.event_kind) == (EventKind.OPENED, EventKind.PRELIM_MEASURES)
    assert opened.claim_deadline == date(2026, 4, 28)
    assert blocked.debtor_name == "blocked"
    assert list(northdata.parse(sample("constructed/pub.publications.lastpage.json"), PLAN)) == []
    (candidate,) = northdata.candidates(sample("company.200.json"))
    assert candidate.subject_id == "key:12203550103038"
    said = northdata.answer(sample("company.200.json"), PLAN)
    assert [feature.event_kind for feature in said.features] == [EventKind.UNCLASSIFIED]


def test_overlap_covers_both_readings_of_a_time_without_zone() -> None:
    assert timedelta(hours=2) < northdata.BUREAU.overlap
