"""What North Data's publications say: our own recordings, and the guide's examples where they are."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.bureaus import northdata
from chalicelib.bureaus.publications.topics import KINDS, find_event
from chalicelib.errors import (
    SourceChangedError,
)
from chalicelib.matching.judge import judge
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import Authority, DebtorKind
from tests.contract.bureau_sessions import NOW
from tests.contract.northdata_records import (
    OWN,
    PLAN,
    RECORDED,
    SAMPLES,
    customer,
    given,
    notices,
    page,
    recorded,
)


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
    match = judge(customer(), recorded(4), NOW)
    assert (match.result, match.rule) == (MatchResult.POSITIVE, "identifier_of_nameless_notice")
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


def test_capitals_of_the_other_form_are_the_same_state_and_a_new_state_is_not_guessed() -> None:
    company = json.loads((OWN / "companies.json").read_text())[1]

    def state(status: str) -> list[str]:
        content = json.dumps(company | {"status": status}).encode()
        document = Document(source="northdata", url="x", media_type="", content=content, fetched_at=NOW)
        return [feature.code for feature in northdata.answer(document, PLAN).features]

    assert state("LIQUIDATION") == state("liquidation") == ["status:liquidation"]
    with pytest.raises(SourceChangedError, match="unknown status"):
        state("dormant")


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
