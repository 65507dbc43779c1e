"""The proof over HTTP: as JSON, as a table and as a document, for one customer and for many; and a source's runs."""

from datetime import UTC, datetime, timedelta

import pytest

from app import app
from chalicelib import intake, registers
from chalicelib.matching.keys import keys_of
from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import CustomerKind
from chalicelib.model.source import Expected, PollState, SourceRun, SourceStatus
from chalicelib.store import customers, readings, source_runs, sources
from tests.builders import a_customer, a_notice
from tests.unit.api.test_api_http import call
from tests.unit.memory_table import MemoryTable

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROUTE = "/v1/customers/{number}/proof"


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> MemoryTable:
    """A firm and a person, long known; every register read an hour ago."""
    found = MemoryTable(monkeypatch)
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    monkeypatch.setattr("chalicelib.admin_settings.disabled_sources", frozenset)
    place = PostalAddress(city="Hamburg", country="DE")
    for number, kind in (("1", CustomerKind.ORGANISATION), ("2", CustomerKind.PERSON)):
        one = a_customer(number=number, kind=kind, address=place, updated_at=NOW - timedelta(days=2))
        customers.put(one, keys_of(one))
    for name in registers.names():
        sources.put(SourceStatus(name=name, checked_through=NOW - timedelta(hours=1), last_success=NOW))
    return found


def failing(name: str) -> None:
    sources.put(sources.get(name).model_copy(update={"late_from": NOW - timedelta(hours=1)}))


def test_a_customer_that_is_checked_everywhere_has_a_proof() -> None:
    answer = call("GET", ROUTE, number="1")
    assert (answer.status, answer.json["verdict"], answer.json["gaps"]) == (200, "nothing_found", [])
    assert {one["source"] for one in answer.json["registers"]} == set(registers.names())
    assert answer.json["prepared_for"] == "client erp-7"


def test_a_dead_source_takes_the_proof_back() -> None:
    failing("fr_bodacc")
    answer = call("GET", ROUTE, number="1")
    assert answer.json["verdict"] == "nothing_found_with_gaps"
    assert "BODACC" in answer.json["statement_de"]


def test_nobody_knows_is_no_proof() -> None:
    assert call("GET", ROUTE, number="9").status == 404
    many = call("POST", "/v1/proofs/query", body={"customer_numbers": ["1", "9", "1"]}).json
    assert ([one["customer_number"] for one in many["proofs"]], many["unknown"]) == (["1"], ["9"])


def test_reading_a_persons_proof_is_noted() -> None:
    call("POST", "/v1/proofs/query", body={"customer_numbers": ["1", "2"]})
    assert [one.by for one in readings.of_customer("2")] == ["client erp-7"]
    assert readings.of_customer("1") == ()


def raw(
    method: str, route: str, query: dict[str, list[str]] | None, body: str | None, **path: str
) -> dict[str, object]:
    context = {"httpMethod": method, "resourcePath": route, "authorizer": {"claims": {"client_id": "erp-7"}}}
    headers = {"Content-Type": "application/json", "Accept": "application/pdf"}
    event = {"requestContext": context, "headers": headers, "multiValueQueryStringParameters": query, "body": body}
    found: dict[str, object] = app({**event, "pathParameters": path or None, "stageVariables": None}, None)
    return found


def test_it_is_handed_out_as_a_document_and_as_a_table() -> None:
    pdf = raw("GET", ROUTE, {"format": ["pdf"]}, None, number="1")
    assert (pdf["statusCode"], pdf["isBase64Encoded"]) == (200, True)
    table = raw("POST", "/v1/proofs/query", None, '{"customer_numbers": ["1", "9"], "format": "csv", "language": "en"}')
    lines = str(table["body"]).splitlines()
    assert len(lines) == 1 + len(registers.names()) + 1
    assert "checked, nothing found" in lines[1]
    assert lines[-1].startswith('"9","","unknown customer number: no proof"')
    assert call("GET", ROUTE, number="1", query={"format": ["docx"]}).status == 422


def test_a_source_shows_its_runs_and_what_its_weekdays_bring() -> None:
    began = NOW - timedelta(hours=1)
    run = SourceRun(source="ch_shab", began_at=began, ended_at=NOW, state=PollState.FILTERED, complete=True, rows=3)
    source_runs.put(run)
    source_runs.put(run.model_copy(update={"began_at": NOW, "state": PollState.EMPTY, "rows": 0}))
    expected = {"monday": Expected(least=40, most=120, days=8)}
    sources.put(sources.get("ch_shab").model_copy(update={"expected": expected}))
    intake.add_notice(a_notice(source="ch_shab"), NOW)
    answer = call("GET", "/v1/sources/{name}", name="ch_shab").json
    assert [(one["state"], one["rows"]) for one in answer["runs"]] == [("empty", 0), ("filtered", 3)]
    assert answer["source"]["expected"]["monday"] == {"least": 40, "most": 120, "days": 8}
    assert answer["notices_by_day"] == {"2026-03-01": 1}
    assert call("GET", "/v1/sources/{name}", name="nobody").status == 404
