"""Who CrediCONNECT watches for us, and access to it: tokens, limits, outages."""

from datetime import date

import pytest

from chalicelib.bureaus import crediconnect
from chalicelib.bureaus.creditreform import report
from chalicelib.bureaus.strict_json import read_object
from chalicelib.errors import (
    InvalidInputError,
    SourceRefusedError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from tests.contract.crediconnect_sessions import SHARED, document, mailbox, opened, run, told
from tests.contract.servers.crediconnect import CrediConnect
from tests.contract.servers.json_service import Reply


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


def test_an_order_in_its_last_days_is_followed_by_another_without_a_gap_or_a_day_paid_twice() -> None:
    service = CrediConnect()
    service.watch("430000001", "2025-03-20", "2026-03-20", "K-1")
    service.watch("430000002", "2025-05-01", "2026-05-01", "K-2")
    with opened(service) as access:
        for _ in range(2):
            crediconnect.add(access, "430000001", "K-1")
            crediconnect.add(access, "430000002", "K-2")
        found = {one.subject_id: (one.active, one.until) for one in crediconnect.watched(access)}
    assert [one["startDate"][:10] for one in service.monitorings] == ["2025-03-20", "2025-05-01", "2026-03-21"]
    assert found == {"430000001": (True, date(2027, 3, 21)), "430000002": (True, date(2026, 5, 1))}


def test_a_monitoring_of_an_impossible_length_is_refused() -> None:
    plan = BureauPlan(options={"monitoring_days": "soon"})
    with opened(CrediConnect(), plan) as access, pytest.raises(InvalidInputError, match="number of days"):
        crediconnect.add(access, "430000001", "K-1")


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
