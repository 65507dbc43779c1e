"""CrediCONNECT asked who a customer is and what it knows, by a local service and by recordings of our own."""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.bureaus import crediconnect
from chalicelib.errors import (
    InvalidInputError,
    NotAskedError,
    ResultLostError,
    SourceChangedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import (
    Band,
    InquiryReason,
    Outcome,
    Reservation,
)
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from tests.contract.crediconnect_sessions import LONG, asked_for, changed, customer, document, opened, read, recorded
from tests.contract.servers.crediconnect import CrediConnect
from tests.contract.servers.json_service import Reply


def test_the_uid_is_asked_first_and_name_and_place_only_without_a_hit() -> None:
    service = CrediConnect()
    service.hits = recorded("hits.json")["data"][:1]
    uid = parse_identifier(Scheme.CH_UID, "CHE-109.322.551")
    with opened(service) as access:
        (only,) = crediconnect.search(access, customer(identifiers=(uid,)))
        (found,) = crediconnect.candidates(only)
        assert (found.subject_id, found.name, found.status) == ("430000001", "Müßiggang & Söhne Tapeten GmbH", "Active")
        assert found.identifiers == (uid,)
        assert found.explanation == {"match_level": "Regular", "archive": "Business MainArchive Active"}
        service.hits[0]["uid"] = None
        assert len(list(crediconnect.search(access, customer(identifiers=(uid,))))) == 2
    assert service.asked[-1].query["Address.Name"] == "Müßiggang & Söhne"


def test_old_and_new_spelling_of_members_are_read_alike() -> None:
    first, second = crediconnect.candidates(document("hits.json"))
    assert (first.birth_date, second.birth_date) == (None, date(1971, 5, 7))
    assert (second.name, second.status, second.explanation["archive"]) == (
        "Änneli Müßiggang",
        "Alive",
        "Consumer Active",
    )
    answer = crediconnect.answer(document("report.pascalCase.json", kind="order", status="200"), BureauPlan())
    assert answer.index is not None
    assert (answer.subject_id, answer.index.value, answer.index.band) == ("430000005", "149", Band.A)


def test_long_names_and_letters_of_all_kinds_arrive_whole() -> None:
    service = CrediConnect()
    with opened(service) as access:
        for name in (LONG, "D'Artagnan Łódź Żagle ß", "Ænima Ÿ"):
            list(crediconnect.search(access, customer(name=name)))
            assert service.asked[-1].query["Address.Name"] == name


def test_a_customer_without_place_and_uid_cannot_be_asked_about() -> None:
    with (
        opened(CrediConnect()) as access,
        pytest.raises(NotAskedError, match="K-10017: it wants a postcode or city"),
    ):
        list(crediconnect.search(access, customer(address=None)))


def test_nobody_found_is_an_empty_list_and_a_cut_list_is_an_error() -> None:
    with opened(CrediConnect()) as access:
        (only,) = crediconnect.search(access, customer())
    assert list(crediconnect.candidates(only)) == []
    with pytest.raises(SourceChangedError, match="cut"):
        list(crediconnect.candidates(only.model_copy(update={"content": only.content[:-4]})))
    with pytest.raises(SourceChangedError, match="without data"):
        list(crediconnect.candidates(only.model_copy(update={"content": b"{}"})))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (InquiryReason.CREATION, "Contract"),
        (InquiryReason.ORDER, "Contract"),
        (InquiryReason.PLAN, "Creditworthiness"),
        (InquiryReason.BY_HAND, "Claim"),
    ],
)
def test_a_check_names_its_reason_and_is_sent_once(reason: InquiryReason, said: str) -> None:
    service = CrediConnect()
    service.reports["430000001"] = recorded("report.active.json")
    plan = BureauPlan(options={"reason_by_hand": "Claim"})
    with opened(service, plan) as access:
        answer = crediconnect.answer(crediconnect.check(access, asked_for("430000001", reason)), plan)
    (ordered,) = [one.body for one in service.asked if one.path == "/v3/reports"]
    assert ordered["OrderReport"]["ReasonOfInquiry"] == said
    assert ordered["OrderReport"]["Reference1"] == "K-10017"
    assert (answer.outcome, answer.subject_id, answer.features) == (Outcome.ANSWERED, "430000001", ())
    assert answer.index is not None
    assert (answer.index.value, answer.index.own_class, answer.index.band) == ("231", "good", Band.B)
    assert answer.text == "the bureau still updates: Content, CSR"


def test_a_paid_order_is_never_sent_twice() -> None:
    service = CrediConnect()
    service.reports["430000001"] = recorded("report.active.json")
    service.faults = [Reply(503)]
    with opened(service) as access, pytest.raises(SourceUnreachableError):
        crediconnect.check(access, asked_for("430000001"))
    assert [one.path for one in service.asked].count("/v3/reports") == 1


def test_a_slow_order_is_pending_until_the_mailbox_has_its_report() -> None:
    service = CrediConnect()
    service.reports["430000002"], service.slow = recorded("report.inLiquidation.json"), {"430000002"}
    with opened(service) as access:
        ordered = crediconnect.answer(crediconnect.check(access, asked_for("430000002")), access.plan)
        assert (ordered.outcome, ordered.pending_reference) == (Outcome.PENDING, "800100001")
        again = crediconnect.answer(crediconnect.pending(access, "800100001"), access.plan)
        assert (again.outcome, again.pending_reference) == (Outcome.PENDING, "800100001")
        service.complete(service.entries[0]["id"], recorded("report.inLiquidation.json"))
        for _ in range(2):  # what was read and lost is read again
            answer = crediconnect.answer(crediconnect.pending(access, "800100001"), access.plan)
            assert answer.outcome is Outcome.ANSWERED
            (feature,) = answer.features
            assert (feature.code, feature.event_kind) == ("InLiquidation", EventKind.UNCLASSIFIED)
        service.entry_reports.clear()
        with pytest.raises(ResultLostError, match="800100001"):
            crediconnect.pending(access, "800100001")


def test_an_unknown_crefo_id_is_not_identified_and_not_clean() -> None:
    with opened(CrediConnect()) as access:
        answer = crediconnect.answer(crediconnect.check(access, asked_for("439999999")), access.plan)
    assert (answer.outcome, answer.index, answer.features) == (Outcome.NOT_IDENTIFIED, None, ())


def test_without_a_link_nothing_is_ordered() -> None:
    service = CrediConnect()
    with opened(service) as access, pytest.raises(InvalidInputError, match="linked with none"):
        crediconnect.check(access, asked_for(None))
    assert service.asked == []


def test_index_600_is_a_dropped_score_and_bankruptcy_is_said_by_the_status() -> None:
    answer = read("report.bankruptcy.json")
    assert {one.code: one.event_kind for one in answer.features} == {
        "InBankruptcy": EventKind.OPENED,
        "index600": EventKind.SCORE_DROPPED,
    }
    assert answer.index is not None
    assert answer.index.band is Band.E


def test_a_person_without_birth_date_carries_a_reservation() -> None:
    answer = read("report.person.json")
    assert (answer.subject_name, answer.reservations) == ("Änneli Grüezinger", (Reservation.NO_BIRTH_DATE,))
    content = recorded("report.person.json")
    content["address"]["dateOfBirth"] = "1971-05-07T00:00:00"
    other = document("report.person.json", kind="order", status="200", birth_date="1971-05-08")
    other = other.model_copy(update={"content": json.dumps(content).encode()})
    assert crediconnect.answer(other, BureauPlan()).reservations == (Reservation.OTHER_PERSON_DATA,)


def test_what_nobody_has_mapped_is_for_a_person_until_the_plan_knows_it() -> None:
    odd = changed(
        "report.active.json",
        basicContent__status="Hibernating",
        productContent__debtCollections=[{"amount": 7}],
        kycContent={"a": 1},
    )
    codes = {one.code: (one.event_kind, one.text) for one in crediconnect.answer(odd, BureauPlan()).features}
    assert codes["Hibernating"][0] is EventKind.UNCLASSIFIED
    assert codes["unread_sections"] == (
        EventKind.UNCLASSIFIED,
        "sections that nobody has mapped, read the report: debtCollections, kycContent",
    )
    plan = BureauPlan(
        codes={"debtCollections": EventKind.PAYMENT_DEFAULT, "Hibernating": EventKind.ADVERSE_INFORMATION},
        options={"harmless_codes": "kycContent, x"},
    )
    assert {one.code: one.event_kind for one in crediconnect.answer(odd, plan).features} == plan.codes


def test_struck_off_is_for_a_person_and_unknown_is_no_statement() -> None:
    gone = crediconnect.answer(
        changed("report.active.json", basicContent__dateOfCancellation="2026-03-01T00:00:00"), BureauPlan()
    )
    assert [(one.code, one.on) for one in gone.features] == [("dateOfCancellation", date(2026, 3, 1))]
    new = changed("report.active.json", basicContent__status="Unknown", productContent__solvencyIndex=None)
    answer = crediconnect.answer(new, BureauPlan())
    assert (answer.outcome, answer.index) == (Outcome.NO_STATEMENT, None)


def test_borders_and_place_of_the_index_are_the_plan_s() -> None:
    plan = BureauPlan(options={"index_borders": "150,200,230,300,350,499,500,600"})
    answer = read("report.active.json", plan)
    assert answer.index is not None
    assert answer.index.own_class == "medium"
    moved = BureauPlan(options={"index_path": "ratings.index.value"})
    answer = crediconnect.answer(changed("report.active.json", ratings={"index": {"value": 500}}), moved)
    assert answer.index is not None
    assert (answer.index.value, answer.index.band) == ("500", Band.E)
    with pytest.raises(InvalidInputError, match="rising"):
        read("report.active.json", BureauPlan(options={"index_borders": "1,2"}))


@pytest.mark.parametrize("value", ["n/a", True, {"a": 1}, "NaN"])
def test_an_index_that_is_no_number_is_named(value: Any) -> None:
    with pytest.raises(SourceChangedError, match="solvencyIndex"):
        crediconnect.answer(changed("report.active.json", productContent__solvencyIndex=value), BureauPlan())


def test_an_answer_that_is_neither_report_nor_order_is_named() -> None:
    empty = document("report.active.json", kind="order", status="200").model_copy(update={"content": b"{}"})
    with pytest.raises(SourceChangedError, match="neither"):
        crediconnect.answer(empty, BureauPlan())
