"""What bureaus told by themselves, and what they answered when they were asked, replayed for customers kept here."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from chalicelib import access, commands
from chalicelib.model.backtest import Backtest
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, Inquiry, InquiryReason, Outcome, Subject, SubjectState
from chalicelib.model.customer import Money
from chalicelib.model.event import EventKind
from chalicelib.settings import settings
from chalicelib.store import credit
from tests.contract.creditsafe_records import GERMAN, OWN, RECORDED
from tests.unit.backtesting.bucket import Bucket, glycines
from tests.unit.steps import BUREAU, Steps

SEEN = date(2026, 3, 17)
SINCE = ["backtest", "--since", "2026-03-01", "--until", "2026-03-31", "--json"]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bureau that watches the firm's one customer; its code 1899 is agreed to mean that proceedings were opened."""
    plan = BureauPlan(codes={"1899": EventKind.OPENED})
    monkeypatch.setattr(access, "bureau_plan", lambda _name: plan)
    yield watched(Bucket(monkeypatch, Steps(monkeypatch, glycines())))
    settings.cache_clear()


def watched(bucket: Bucket) -> Bucket:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    known = {"bureau": BUREAU, "customer_number": "K-1", "state": SubjectState.WATCHED, "subject_id": GERMAN}
    credit.put_subject(Subject(**known, score=99, certain=True, since=now), None)
    return bucket


def page(bucket: Bucket, *events: dict[str, object]) -> str:
    """The key of a page of the bureau's events."""
    content = json.dumps({"totalCount": len(events), "data": events, "paging": {}}).encode()
    return bucket.keep(BUREAU, content, SEEN, cursor="2026-03-17T06:00:00+00:00")


def read(capsys: pytest.CaptureFixture[str]) -> Backtest:
    return Backtest.model_validate_json(capsys.readouterr().out)


def test_an_event_of_a_watched_customer_is_a_hit_once(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    page(bucket, *RECORDED[:2], RECORDED[0] | {"ruleCode": 1899, "eventId": 9900, "newValue": "", "oldValue": ""})
    assert commands.main(SINCE) == 0
    found = read(capsys)
    assert {(one.state, one.stage, one.event_kind, len(one.notices)) for one in found.caught} == {
        ("open", "prepayment_only", "SCORE_DROPPED", 1),
        ("open", "no_deliveries", "OPENED", 1),
    }
    assert {one.first.seen_at for one in found.caught} == {datetime(2026, 3, 17, 6, tzinfo=UTC)}
    (covered,) = [one for one in found.sources if one.source == BUREAU]
    assert (covered.kind, covered.payloads, covered.notices, covered.remark) == ("bureau", 1, 2, _kept_from())
    assert (found.notices, found.nothing) == (2, 0)


def _kept_from() -> str:
    return "evidence is kept from 2026-03-17 on: nothing can be said of the days before"


def test_a_search_says_nothing_and_is_no_failure(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    companies = json.loads((OWN / "companies.json").read_text())
    content = json.dumps({"totalSize": len(companies), "companies": companies}).encode()
    bucket.keep(BUREAU, content, SEEN, attributes={"kind": "companies", "status": "200"})
    bucket.keep(BUREAU, b'{"odd": 1}', SEEN, hour=7)
    assert commands.main(SINCE) == 1
    found = read(capsys)
    assert len(found.unread) == 1
    assert [(one.payloads, one.look_ups, one.unreadable) for one in found.sources if one.source == BUREAU] == [
        (2, 1, 1)
    ]


def test_the_answer_to_a_check_is_read_again(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    reports = json.loads((OWN / "reports.json").read_text())
    asked = datetime(2026, 3, 17, 6, tzinfo=UTC)
    about = {"status": "200", "kind": "report", "subject_id": GERMAN}
    keys = [bucket.keep(BUREAU, json.dumps(report).encode(), SEEN, attributes=about) for report in reports.values()]
    for key in keys:
        inquiry = Inquiry(
            id=f"I-{key[-6:]}",
            bureau=BUREAU,
            customer_number="K-1",
            reason=InquiryReason.PLAN,
            asked_by="plan",
            asked_at=asked,
            valid_until=asked + timedelta(days=90),
            answer=Answer(outcome=Outcome.UNREADABLE),
            cost=Money(amount=Decimal(1)),
            payload=key,
        )
        credit.record_inquiry(inquiry, None)
    assert commands.main(SINCE) == 0
    found = read(capsys)
    assert found.caught
    assert {one.first.source for one in found.caught} == {BUREAU}
    assert found.review == sum(one.state == "review" for one in found.caught)


def test_customers_of_a_file_are_known_to_no_bureau_and_that_is_said(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page(bucket, RECORDED[0])
    file = tmp_path / "customers.csv"
    file.write_text("Customer number;Name\nK-1;Atelier des Glycines\n")
    assert commands.main([*SINCE, "--customers", str(file)]) == 0
    found = read(capsys)
    assert found.caught == ()
    (covered,) = [one for one in found.sources if one.source == BUREAU]
    assert covered.remark is not None
    assert "is not replayed against a file" in covered.remark
