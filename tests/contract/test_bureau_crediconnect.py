"""CrediCONNECT against a local service that plays it, and against recordings of our own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.bureaus import Access, crediconnect
from chalicelib.bureaus.creditreform import report
from chalicelib.bureaus.strict_json import read_object
from chalicelib.errors import (
    InvalidInputError,
    ResultLostError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import (
    Answer,
    Band,
    CheckRequest,
    CreditEvent,
    InquiryReason,
    Lapse,
    LapseKind,
    Outcome,
    Reservation,
)
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from tests.contract.bureau_sessions import NOW, session
from tests.contract.servers.crediconnect import CrediConnect
from tests.contract.servers.json_service import Reply
from tests.contract.servers.loopback import served

OWN = Path(__file__).parent / "crediconnect"
SHARED = Path(__file__).parents[3] / "shared" / "bureau-samples" / "creditreform-crediconnect"
CREDENTIALS = {"client_id": "invented-client", "client_secret": "invented-secret"}
LONG = "Gesellschaft für Tapeten, Vorhänge und Raumgestaltung Müßiggang, Söhne & Töchter GmbH"


def recorded(name: str) -> dict[str, Any]:
    found = json.loads((OWN / name).read_text())
    assert isinstance(found, dict)
    return found


def customer(**more: Any) -> Customer:
    place = PostalAddress(street="Rosenbergstrasse 12a", postcode="9001", city="Sankt Notburg", country="CH")
    given = {"number": "K-10017", "kind": CustomerKind.ORGANISATION, "name": "Müßiggang & Söhne", "address": place}
    return Customer(**{**given, "updated_at": NOW, **more})


def asked_for(subject_id: str | None, reason: InquiryReason = InquiryReason.ORDER, **more: Any) -> CheckRequest:
    return CheckRequest(customer=customer(**more), subject_id=subject_id, reason=reason, reference="I-1")


@contextmanager
def opened(service: CrediConnect, plan: BureauPlan | None = None, **credentials: str) -> Iterator[Access]:
    with (
        served(service.app) as origin,
        session("crediconnect", origin, {**CREDENTIALS, **credentials}, plan=plan) as access,
    ):
        yield access


def run(service: CrediConnect, cursor: str | None = None, plan: BureauPlan | None = None) -> list[Document]:
    with opened(service, plan) as access:
        return list(crediconnect.changes(access, cursor))


def told(documents: list[Document], plan: BureauPlan | None = None) -> list[Any]:
    return [change for one in documents for change in crediconnect.parse(one, plan or BureauPlan())]


def document(name: str, **attributes: str) -> Document:
    return Document(
        source="crediconnect",
        url="https://api.crediconnect.ch/v3/",
        media_type="application/json",
        content=(OWN / name).read_bytes(),
        fetched_at=NOW,
        attributes=attributes,
    )


def delivered(**attributes: str) -> dict[str, str]:
    return {"kind": "report", "entry": "7", "status": "200", "crefo_id": "430000002", **attributes}


# Search


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
    with opened(CrediConnect()) as access, pytest.raises(InvalidInputError, match="postcode or city"):
        list(crediconnect.search(access, customer(address=None)))


def test_nobody_found_is_an_empty_list_and_a_cut_list_is_an_error() -> None:
    with opened(CrediConnect()) as access:
        (only,) = crediconnect.search(access, customer())
    assert list(crediconnect.candidates(only)) == []
    with pytest.raises(SourceChangedError, match="cut"):
        list(crediconnect.candidates(only.model_copy(update={"content": only.content[:-4]})))
    with pytest.raises(SourceChangedError, match="without data"):
        list(crediconnect.candidates(only.model_copy(update={"content": b"{}"})))


# Check


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
    service.hits = recorded("hits.json")["data"][:1] * 2
    with opened(service) as access:
        answer = crediconnect.answer(crediconnect.check(access, asked_for(None)), access.plan)
    assert (answer.outcome, answer.reservations) == (Outcome.NOT_IDENTIFIED, (Reservation.SEVERAL_FOUND,))
    assert not [one for one in service.asked if one.path == "/v3/reports"]


def read(name: str, plan: BureauPlan | None = None, **attributes: str) -> Answer:
    return crediconnect.answer(document(name, kind="order", status="200", **attributes), plan or BureauPlan())


def test_index_600_is_adverse_and_bankruptcy_is_said_by_the_status() -> None:
    answer = read("report.bankruptcy.json")
    assert {one.code: one.event_kind for one in answer.features} == {
        "InBankruptcy": EventKind.OPENED,
        "index600": EventKind.ADVERSE_INFORMATION,
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


def changed(name: str, **parts: Any) -> Document:
    content = recorded(name)
    for path, value in parts.items():
        section, _, member = path.partition("__")
        content[section] = {**content.get(section, {}), member: value} if member else value
    return document(name, kind="order", status="200").model_copy(update={"content": json.dumps(content).encode()})


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


# Watching


def test_a_lapsed_monitoring_is_listed_as_inactive_and_a_running_one_outranks_it() -> None:
    service = CrediConnect()
    service.watch("430000001", "2024-01-01", "2025-01-01", "K-1")
    service.watch("430000001", "2026-01-01", "2026-12-31", "K-1")
    service.watch("430000002", "2025-01-01", "2026-03-16", "K-2")
    service.watch("430000003", "2025-01-01", "2026-03-17", "K-3")
    with opened(service) as access:
        found = {one.subject_id: (one.active, one.until, one.reference) for one in crediconnect.watched(access)}
    assert found == {
        "430000001": (True, date(2026, 12, 31), "K-1"),
        "430000002": (False, date(2026, 3, 16), "K-2"),
        "430000003": (True, date(2026, 3, 17), "K-3"),
    }


def test_the_list_of_the_watched_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.bureaus.creditreform.monitoring.PAGE", "2")
    service = CrediConnect()
    for number in range(5):
        service.watch(f"43000000{number}", "2026-01-01", "2026-12-31")
    with opened(service) as access:
        assert len(list(crediconnect.watched(access))) == 5
        assert crediconnect.prepare(access) == ()
    assert len([one for one in service.asked if one.path == "/v3/monitorings"]) == 4  # the last one is empty


def test_watching_twice_and_ending_twice_is_success() -> None:
    service = CrediConnect()
    with opened(service) as access:
        crediconnect.add(access, "430000001", "K-1")
        crediconnect.add(access, "430000001", "K-1")
        assert len(service.monitorings) == 1
        (one,) = crediconnect.watched(access)
        assert (one.reference, one.until, one.active) == ("K-1", date(2027, 3, 17), True)
        service.monitorings[0]["startDate"] = "2026-04-01T00:00:00"
        crediconnect.add(access, "430000001", "K-1")  # ordered from April on: 409
        crediconnect.remove(access, "430000001")
        crediconnect.remove(access, "430000001")
    assert service.monitorings == []
    assert any(one.line == "POST /v3/monitorings" for one in service.asked)


def test_a_monitoring_of_an_impossible_length_is_refused() -> None:
    plan = BureauPlan(options={"monitoring_days": "soon"})
    with opened(CrediConnect(), plan) as access, pytest.raises(InvalidInputError, match="number of days"):
        crediconnect.add(access, "430000001", "K-1")


# Changes


def mailbox() -> CrediConnect:
    service = CrediConnect()
    service.deliver(800_000_001, 800_000_001, "430000001", recorded("report.active.json"), product="1201CPLUS")
    service.deliver(800_000_002, 800_100_001, "430000002", recorded("report.inLiquidation.json"), codes="A7; Z9")
    service.deliver(800_000_003, 800_100_002, "430000003", recorded("report.bankruptcy.json"), flags=["STATUS"])
    return service


def test_reports_of_monitoring_orders_are_read_and_the_position_moves_behind_each() -> None:
    service = mailbox()
    documents = run(service)
    assert [(one.attributes["kind"], one.cursor) for one in documents] == [
        ("mailbox", "1"),
        ("report", "132000002"),
        ("report", "132000003"),
        ("mailbox", "132000003"),
    ]
    assert service.entries[0]["state"] == "Ready"  # an order of ours: its own check reads it
    assert [one["state"] for one in service.entries[1:]] == ["Called", "Called"]
    kinds = {one.original_code: one.event_kind for one in told(documents) if isinstance(one, CreditEvent)}
    assert kinds == {
        "index": None,
        "A7": EventKind.UNCLASSIFIED,
        "Z9": EventKind.UNCLASSIFIED,
        "InLiquidation": EventKind.UNCLASSIFIED,
        "STATUS": EventKind.UNCLASSIFIED,
        "InBankruptcy": EventKind.OPENED,
        "index600": EventKind.ADVERSE_INFORMATION,
    }
    (empty,) = run(service, documents[-1].cursor)
    assert (empty.cursor, told([empty])) == ("132000003", [])


def test_a_crash_between_reading_and_storing_loses_nothing() -> None:
    service = mailbox()
    with opened(service) as access:
        walk = crediconnect.changes(access, None)
        stored = next(walk)  # the page is stored
        next(walk)  # the report is read, the entry counts as Called, and here we crash
    assert service.entries[1]["state"] == "Called"
    again = run(service, stored.cursor)
    assert [one.attributes.get("entry") for one in again] == [None, "132000002", "132000003", None]
    assert "430000002" in {one.subject_id for one in told(again)}


def test_an_outstanding_entry_is_remembered_and_read_when_it_is_ready() -> None:
    service = mailbox()
    late = service.deliver(800_000_004, 800_100_004, "430000001", None)
    service.deliver(800_000_005, 800_100_002, "430000003", recorded("report.bankruptcy.json"))
    position = run(service)[-1].cursor
    assert position == f"{late + 1};{late}"
    assert {(one.attributes["kind"], one.cursor) for one in run(service, position)} == {("mailbox", position)}
    service.complete(late, recorded("report.active.json"))
    documents = run(service, position)
    assert [(one.attributes.get("entry"), one.cursor) for one in documents] == [
        (None, position),
        (str(late), str(late + 1)),
        (None, str(late + 1)),
    ]


def test_the_mailbox_is_read_to_its_end_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crediconnect, "PAGE", "2")
    service = CrediConnect()
    for number in range(5):
        service.deliver(1 + number, 800_100_001, "430000002", recorded("report.inLiquidation.json"))
    documents = run(service)
    assert [one.attributes["kind"] for one in documents].count("report") == 5
    assert [one.attributes["kind"] for one in documents].count("mailbox") == 4
    assert run(service, documents[-1].cursor)[0].cursor == documents[-1].cursor


def test_the_same_delivery_again_is_the_same_event() -> None:
    service = mailbox()
    first, again = told(run(service)), told(run(service))
    assert {one.id for one in first} == {one.id for one in again}
    assert len({one.id for one in first}) == len(first)


def test_a_cut_page_is_delivered_and_does_not_move_the_position() -> None:
    service = mailbox()
    service.cut_listing = 200
    with opened(service) as access:
        walk = crediconnect.changes(access, "77")
        page = next(walk)
        assert page.cursor == "77"
        with pytest.raises(SourceChangedError, match="cut"):
            next(walk)
    with pytest.raises(SourceChangedError, match="cut"):
        list(crediconnect.parse(page, BureauPlan()))


def test_midnight_is_zurich_s_and_times_are_utc() -> None:
    service = CrediConnect()
    report_ = recorded("report.inLiquidation.json")
    service.deliver(1, 800_100_001, "430000002", report_, delivered="2026-03-16T23:30:00.1234567")
    service.deliver(2, 800_100_001, "430000002", report_, delivered="2026-03-16T23:30:00+00:00")
    days = {(one.on, one.at) for one in told(run(service))}
    assert days == {
        (date(2026, 3, 16), datetime(2026, 3, 16, 22, 30, 0, 123456, tzinfo=UTC)),
        (date(2026, 3, 17), datetime(2026, 3, 16, 23, 30, tzinfo=UTC)),
    }


def test_the_contract_s_codes_win_and_harmless_ones_are_left_out() -> None:
    plan = BureauPlan(
        codes={"A7": EventKind.PAYMENT_DEFAULT, "InLiquidation": EventKind.SOLVENT_LIQUIDATION},
        options={"harmless_codes": "Z9"},
    )
    found = told([document("report.inLiquidation.json", **delivered(alert_codes="A7 Z9"))], plan)
    assert [(one.original_code, one.event_kind) for one in found] == [
        ("index", None),
        ("A7", EventKind.PAYMENT_DEFAULT),
        ("InLiquidation", EventKind.SOLVENT_LIQUIDATION),
    ]
    assert found[0].index.value == "352"


def test_a_delivery_without_any_code_and_one_whose_report_is_gone_are_for_a_person() -> None:
    quiet = changed("report.active.json", productContent__solvencyIndex=None)
    (event,) = told([quiet.model_copy(update={"attributes": delivered(crefo_id="430000001")})])
    assert (event.original_code, event.event_kind) == ("no_code", EventKind.UNCLASSIFIED)
    service = mailbox()
    service.entry_reports.clear()
    codes = [one.original_code for one in told(run(service))]
    assert codes == ["A7", "Z9", "report_missing", "STATUS", "report_missing"]


def test_another_crefo_id_than_the_ordered_one_is_a_gap() -> None:
    content = recorded("report.active.json")
    content["orderData"]["requestedCrefoId"] = "430000099"
    moved = document("report.active.json", **delivered()).model_copy(update={"content": json.dumps(content).encode()})
    (lapse,) = [one for one in told([moved]) if isinstance(one, Lapse)]
    assert (lapse.kind, lapse.subject_id, lapse.moved_to) == (LapseKind.TRANSFERRED, "430000099", "430000001")


@pytest.mark.parametrize(
    ("member", "value", "named"),
    [("state", "Lost", "Lost"), ("novel", 1, "novel"), ("crefoId", None, "crefoId"), ("deliveryDate", "soon", "soon")],
)
def test_what_was_never_seen_in_an_entry_is_named(member: str, value: Any, named: str) -> None:
    page = recorded("mailboxentries.json")
    page["data"][1][member] = value
    odd = document("mailboxentries.json", kind="mailbox").model_copy(update={"content": json.dumps(page).encode()})
    with pytest.raises(SourceChangedError, match=named):
        told([odd])


def test_a_page_that_hides_whether_it_is_the_last_is_an_error() -> None:
    page = recorded("mailboxentries.json")
    del page["keySetPaginationInfo"]["nextId"]
    odd = document("mailboxentries.json", kind="mailbox").model_copy(update={"content": json.dumps(page).encode()})
    with pytest.raises(SourceChangedError, match="nextId"):
        told([odd])
    with pytest.raises(SourceChangedError, match="none of ours"):
        run(CrediConnect(), "yesterday")


# Access


def test_a_token_that_runs_out_is_renewed_once() -> None:
    service = mailbox()
    service.requests_per_token = 2
    assert len(run(service)) == 4
    assert service.tokens == 2


def test_wrong_credentials_rate_limit_and_outage_are_told_apart() -> None:
    with opened(CrediConnect(), client_secret="wrong") as access, pytest.raises(SourceRefusedError, match="401"):
        list(crediconnect.changes(access, None))
    service = mailbox()
    service.faults = [Reply(429, headers={"Retry-After": "120"})]
    with pytest.raises(SourceRefusedError) as refused:
        run(service)
    assert refused.value.retry_after_seconds == 120
    service.faults = [Reply(503)]
    assert len(run(service)) == 4


def test_no_secret_stands_in_a_document_or_an_error() -> None:
    for one in run(mailbox()):
        assert "invented-secret" not in one.model_dump_json()
        assert "invented-token" not in one.model_dump_json()


@pytest.mark.skipif(not SHARED.exists(), reason="no samples here")
def test_public_examples_are_read() -> None:
    def sample(name: str, **attributes: str) -> Document:
        return document("hits.json", **attributes).model_copy(update={"content": (SHARED / name).read_bytes()})

    for name in ("mailboxentries.200.json", "constructed/mailboxentries.monitoring.json"):
        assert told([sample(name, kind="mailbox")]) == []
    answer = crediconnect.answer(
        sample("mailbox.report.200.excerpt.anonymised.json", kind="order", status="200"), BureauPlan()
    )
    assert [(one.code, one.event_kind) for one in answer.features] == [("InLiquidation", EventKind.UNCLASSIFIED)]
    listed = read_object("crediconnect", (SHARED / "monitorings.list.200.json").read_bytes(), "monitorings")
    assert listed.items("data")[0].day("endDate", report.ZONE) == date(2026, 3, 3)
