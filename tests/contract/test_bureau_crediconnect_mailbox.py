"""CrediCONNECT's mailbox: what monitoring delivers is read to the end, and nothing read is lost."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.bureaus import crediconnect
from chalicelib.errors import (
    SourceChangedError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import (
    CreditEvent,
    Lapse,
    LapseKind,
)
from chalicelib.model.event import EventKind
from tests.contract.crediconnect_sessions import (
    changed,
    delivered,
    document,
    mailbox,
    opened,
    recorded,
    run,
    told,
)
from tests.contract.servers.crediconnect import CrediConnect


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
        "index600": EventKind.SCORE_DROPPED,
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
