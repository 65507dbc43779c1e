"""An acknowledgement is written once, survives a sending that ends after it, and is never overtaken by one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.alert import Alert, AlertState
from chalicelib.settings import settings
from chalicelib.store import alerts, decisions, table
from tests.builders import NOW, an_alert

FAILED = "ConditionalCheckFailed"


@pytest.fixture(autouse=True)
def _named_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, name.lower())
    settings.cache_clear()
    yield
    settings.cache_clear()


def asking(**fields: Any) -> Alert:
    return an_alert().model_copy(update={"wants_acknowledgement": True, **fields})


ANSWERED = {"acknowledged_by": "Eva Kern", "acknowledged_at": NOW + timedelta(hours=1)}


@pytest.mark.parametrize(
    ("fields", "listing"),
    [
        ({}, "ALERTS#waiting"),
        ({"state": AlertState.SENT}, "ALERTS#waiting"),
        ({"state": AlertState.FAILED}, "ALERTS#failed"),
        ({"state": AlertState.SENT, **ANSWERED}, "ALERTS#answered"),
        ({"state": AlertState.FAILED, **ANSWERED}, "ALERTS#failed"),
        ({"wants_acknowledgement": False}, None),
    ],
)
def test_where_an_alert_is_listed(fields: dict[str, Any], listing: str | None) -> None:
    assert decisions.alert_item(asking(**fields)).get("listing") == listing


def test_an_acknowledgement_is_refused_when_there_is_one_or_the_sending_went_on() -> None:
    put = decisions.acknowledgement(asking(state=AlertState.SENT, attempts=1, **ANSWERED))["Put"]
    assert "attribute_not_exists(acknowledged)" in put["ConditionExpression"]
    assert put["ExpressionAttributeValues"] == {":read": {"S": "sent 1"}}


def test_a_sending_that_ends_after_the_acknowledgement_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[dict[str, Any]] = []

    def transact(requests: list[dict[str, Any]]) -> list[str]:
        written.append(requests[0]["Put"])
        return [FAILED] if len(written) == 1 else []

    monkeypatch.setattr(table, "transact", transact)
    monkeypatch.setattr(alerts, "get", lambda _id: asking(**ANSWERED))
    alerts.update(asking(state=AlertState.SENT, attempts=1, sent_at=NOW))
    kept = table.read(table.from_wire(written[1]["Item"]), Alert)
    assert (kept.state, kept.attempts, kept.acknowledged_by) == (AlertState.SENT, 1, "Eva Kern")


def test_who_comes_second_is_told_to_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "transact", lambda _requests: [FAILED])
    with pytest.raises(ConcurrentChangeError):
        alerts.acknowledge(asking(**ANSWERED))
