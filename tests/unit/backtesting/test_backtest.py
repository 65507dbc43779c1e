"""A replay says what the steps would have done, whatever the order in which payloads came; and it writes nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib import aws, commands
from chalicelib.errors import NotAllowedError
from chalicelib.model.backtest import Backtest
from chalicelib.settings import settings
from chalicelib.store import table
from tests.integration.payloads import CLOSURE, REORGANISATION, french_company, siren
from tests.unit.backtesting.bucket import FIRST, NAME, Bucket, glycines, said
from tests.unit.steps import Steps

DAY = timedelta(days=1)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """An empty bucket and a firm with one customer."""
    yield Bucket(monkeypatch, Steps(monkeypatch, glycines()))
    settings.cache_clear()


def backtest(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Backtest:
    """The command's answer as JSON."""
    assert commands.main(["backtest", "--since", str(FIRST), "--until", "2026-08-31", "--json", *arguments]) == status
    return Backtest.model_validate_json(capsys.readouterr().out)


def story() -> dict[str, dict[str, Any]]:
    """An opening, its correction, a cancellation of another opening, and a closure."""
    opening = said(FIRST, 1, nature=REORGANISATION)
    text = (
        "Jugement prononçant la liquidation judiciaire, désignant liquidateur Me Basile Corin 8, quai Vert 54000 Nancy."
    )
    correction = said(FIRST + DAY, 2, kind="rectificatif", earlier=opening, nature=REORGANISATION, text=text)
    return {"opening": opening, "correction": correction, "closure": said(FIRST + 9 * DAY, 3, nature=CLOSURE)}


def test_what_the_steps_did_is_what_the_replay_says(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    for place, record in enumerate(story().values()):
        bucket.settle(bucket.print(date.fromisoformat(record["dateparution"]), record, hour=place + 6))
    file = bucket.steps.only()
    assert file.block is not None
    found = backtest(capsys)
    (hit,) = found.caught
    assert (hit.state, hit.stage, hit.event_kind) == (file.case.state, file.block.stage, file.case.event_kind)
    assert {one.notice_id for one in hit.notices} == {one.notice_id for one in file.case.notices}
    assert hit.real is not None
    assert (hit.real.case_id, hit.days_earlier, hit.depends_on_order) == (file.case.id, 0, False)
    assert hit.blocked_at == datetime(2026, 7, 1, 6, tzinfo=UTC) == file.block.since
    assert (hit.rule, hit.score) == (file.case.match.rule, file.case.match.score)
    assert found.hits_by_stage == {str(file.block.stage): 1}
    assert (found.payloads, found.notices, found.review, found.nothing, found.unread) == (3, 3, 0, 0, ())


@pytest.mark.parametrize("order", list(permutations(("opening", "correction", "closure"))))
def test_the_end_is_the_same_in_whatever_order_it_was_fetched(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], order: tuple[str, ...]
) -> None:
    records = story()
    for late, name in enumerate(order):
        bucket.print(FIRST + timedelta(days=20 + late), records[name])
    (hit,) = backtest(capsys).caught
    assert (hit.state, hit.stage, hit.depends_on_order) == ("open", "no_deliveries", False)
    assert hit.event_kind == "CLOSED_DISCONTINUED"
    assert [one.publication_date.day for one in hit.notices if one.kind != "CLOSED_DISCONTINUED"][-1] in {1, 2}
    assert hit.blocked_at is not None


@pytest.mark.parametrize("first", ["opening", "cancellation"])
def test_what_was_taken_back_does_not_stand_at_the_end(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], first: str
) -> None:
    opening = said(FIRST, 1)
    records = {"opening": opening, "cancellation": said(FIRST + DAY, 2, kind="annulation", earlier=opening)}
    for late, name in enumerate(sorted(records, key=lambda name: name != first)):
        bucket.print(FIRST + timedelta(days=late), records[name])
    found = backtest(capsys)
    (hit,) = found.caught
    assert (hit.state, hit.stage, hit.depends_on_order) == ("closed", None, False)
    assert found.hits_by_stage == {"taken back": 1}
    assert (hit.blocked_at is not None) is (first == "opening"), "seen after its cancellation it never blocks"


def test_a_customer_that_came_later_would_have_been_caught_before(
    bucket: Bucket, capsys: pytest.CaptureFixture[str]
) -> None:
    bucket.settle(bucket.print(FIRST, said(FIRST, 1)))
    bucket.kept = {key.replace("/07/01/", "/06/21/"): one for key, one in bucket.kept.items()}
    ((key, document),) = bucket.kept.items()
    bucket.kept[key] = document.model_copy(update={"fetched_at": document.fetched_at - 10 * DAY})
    found = backtest(capsys, "--since", "2026-06-01")
    assert found.caught[0].days_earlier == 10
    assert found.caught[0].remark is None

    bucket.steps.table.items["table"].clear()
    late = glycines(updated_at=datetime(2026, 8, 30, tzinfo=UTC))
    bucket.steps.__init__(bucket.steps.monkeypatch, late)  # type: ignore[misc] # the same firm, with the customer anew
    (hit,) = backtest(capsys, "--since", "2026-06-01").caught
    assert hit.real is None
    assert hit.days_earlier is None
    assert hit.remark is not None
    assert "written on 2026-08-30, after the notice was seen" in hit.remark


def test_customers_of_a_file_who_is_told_and_a_row_that_is_none(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stranger = french_company("VERRERIE DU LAC", siren(778))
    bucket.print(FIRST, said(FIRST, 1), bucket_record(stranger, 9))
    file = tmp_path / "prospects.csv"
    file.write_text(f"Customer number;Name;SIREN\nP-1;Verrerie du Lac;{siren(778)}\nP-2;;\n")
    found = backtest(capsys, "--customers", str(file), status=1)
    (hit,) = found.caught
    assert (hit.customer_number, hit.stage, hit.remark) == ("P-1", "no_deliveries", "not a customer here")
    assert (found.customers, found.notices, found.nothing) == (1, 2, 1)
    assert hit.told == ("order_systems: order-systems",)


def bucket_record(debtor: dict[str, Any], number: int) -> dict[str, Any]:
    """An announcement about somebody else."""
    return said(FIRST, number) | {"listepersonnes": json.dumps({"personne": [debtor]})}


def test_the_same_page_fetched_again_is_not_seen_later(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    opening = said(FIRST, 1)
    bucket.settle(bucket.print(FIRST, opening, hour=6))
    bucket.settle(bucket.print(FIRST, said(FIRST, 2, kind="annulation", earlier=opening), hour=12))
    bucket.print(FIRST, opening, hour=18)  # the same bytes on the same day are the same key
    (hit,) = backtest(capsys).caught
    assert hit.blocked_at == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert (hit.state, hit.stage, hit.days_earlier) == ("closed", None, 0)


def test_people_are_named_as_they_would_be_told(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    bucket.print(FIRST, said(FIRST, 1))
    (hit,) = backtest(capsys).caught
    assert hit.told == ("email: credit@example.com", "email: eva.kern@example.com", "order_systems: order-systems")
    assert hit.alerts == 3
    assert any("SIREN" in one or "number" in one for one in hit.evidence)


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    cut = bucket.keep("fr_bodacc", b'{"total_count": 1, "resu', FIRST)
    gone = bucket.print(FIRST + DAY, said(FIRST + DAY, 5, nature=CLOSURE))
    bucket.gone.add(gone)
    bucket.print(FIRST + DAY, said(FIRST, 1))
    found = backtest(capsys, status=1)
    assert {one.key for one in found.unread} == {cut, gone}
    assert all(one.reason for one in found.unread)
    assert (found.payloads, len(found.caught)) == (3, 1)
    (covered,) = [one for one in found.sources if one.source == "fr_bodacc"]
    assert (covered.payloads, covered.unreadable, covered.days) == (3, 2, 2)


def test_days_without_evidence_are_said_and_never_nothing(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    bucket.print(date(2026, 7, 20), said(date(2026, 7, 20), 1))
    bucket.print(date(2026, 9, 1), said(date(2026, 9, 1), 2, nature=CLOSURE))
    found = backtest(capsys)
    said_of = {one.source: one.remark or "" for one in found.sources}
    assert "kept from 2026-07-20 on: nothing can be said of the days before" in said_of["fr_bodacc"]
    assert said_of["ch_shab"] == "no evidence is kept: nothing can be said"
    assert found.payloads == 1, "what was fetched after --until is left out"
    backtest(capsys, "--source", "ch_shab", status=3)
    later = backtest(capsys, "--source", "fr_bodacc", "--since", "2026-08-01", status=3)
    assert later.sources[0].remark == "no payload of this period is kept"


def test_nothing_is_written(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.print(FIRST, said(FIRST, 1))
    before = bucket.steps.table.dump()

    def refuse(requests: object) -> list[str]:
        raise AssertionError(f"a write: {requests}")

    for name in ("transact", "transact_around"):
        monkeypatch.setattr(table, name, refuse)
    assert len(backtest(capsys).caught) == 1
    assert bucket.steps.table.dump() == before


def test_the_period_must_be_one(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.main(["backtest", "--since", "2026-07-02", "--until", "2026-07-01"])
    assert "--until lies before --since" in capsys.readouterr().err


def test_a_table_for_people_ends_with_the_summary(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    bucket.settle(bucket.print(FIRST, said(FIRST, 1)))
    bucket.keep("fr_bodacc", b"{", FIRST)
    file = tmp_path / "hits.csv"
    assert commands.main(["backtest", "--since", str(FIRST), "--until", "2026-08-31", "--csv", str(file)]) == 1
    shown = capsys.readouterr().out
    assert "the same day" in shown
    assert "not readable: fr_bodacc/2026/07/01/" in shown
    assert shown.rstrip().endswith("against 1 customers: 1 no_deliveries; 0 to review; nothing from 0")
    rows = file.read_text("utf-8-sig").splitlines()
    assert (len(rows), NAME in rows[1]) == (2, True)


def test_no_client_sends_what_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_DEFAULT_REGION": "eu-central-1"}.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with aws.asking_only():
        with pytest.raises(NotAllowedError, match="dynamodb PutItem is no question"):
            aws.dynamodb().put_item(TableName="table", Item={})
        with pytest.raises(NotAllowedError, match="PutObject"):
            aws.s3().put_object(Bucket="evidence", Key="x")
        with pytest.raises(NotAllowedError, match="SendMessage"):
            aws.sqs().send_message(QueueUrl="x", MessageBody="x")
        with pytest.raises(EndpointConnectionError):
            aws.s3().list_objects_v2(Bucket="evidence")
    with pytest.raises(EndpointConnectionError):
        aws.s3().put_object(Bucket="evidence", Key="x")
    aws.s3.cache_clear()
