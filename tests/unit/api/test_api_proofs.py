"""The proof over HTTP: as JSON, as a table and as a document, for one customer and for many; and a source's runs."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app import app
from chalicelib import intake, registers
from chalicelib.api.authorizers import Scope
from chalicelib.matching.keys import keys_of
from chalicelib.model.address import PostalAddress
from chalicelib.model.case import Case, CaseState
from chalicelib.model.comparison import Comparison
from chalicelib.model.customer import CustomerKind
from chalicelib.model.event import EventKind
from chalicelib.model.source import Expected, Health, PollState, SourceRun, SourceStatus
from chalicelib.store import comparisons, customers, readings, source_runs, sources
from tests.builders import a_customer, a_match, a_notice
from tests.unit.api.test_api_http import call
from tests.unit.memory_table import MemoryTable

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
READ, SINCE = NOW - timedelta(hours=1), date(2025, 12, 1)
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
        sources.put(SourceStatus(name=name, checked_through=READ, last_success=NOW, watched_since=SINCE))
    comparisons.put(Comparison(measured_at=NOW, clear_at=NOW))
    return found


def failing(name: str) -> None:
    sources.put(sources.get(name).model_copy(update={"late_from": NOW - timedelta(hours=1)}))


def test_a_customer_that_is_checked_everywhere_has_a_proof() -> None:
    answer = call("GET", ROUTE, number="1")
    assert (answer.status, answer.json["verdict"], answer.json["gaps"]) == (200, "nothing_found", [])
    assert {one["source"] for one in answer.json["registers"]} == set(registers.names())
    assert answer.json["prepared_for"] == "client erp-7"
    assert answer.json["checked_since"] == "2025-12-01"


def test_as_deployed_the_older_german_portal_is_off_and_german_customers_are_proved() -> None:
    (defaults,) = re.findall(
        r'DisabledSources: {Type: String, Default: "([^"]+)', Path("infra/template.yaml").read_text()
    )
    for default in defaults.split(","):
        sources.put(SourceStatus(name=default, health=Health.DISABLED))
    answer = call("GET", ROUTE, number="1").json
    assert answer["verdict"] == "nothing_found"
    assert {one["source"] for one in answer["gaps"]} == set(defaults.split(","))
    assert "abgeschaltet" in answer["statement_de"]


def test_a_dead_source_takes_the_proof_back() -> None:
    failing("fr_bodacc")
    answer = call("GET", ROUTE, number="1")
    assert answer.json["verdict"] == "nothing_found_with_gaps"
    assert "BODACC" in answer.json["statement_de"]


def test_what_was_given_up_before_it_was_compared_takes_every_proof_back() -> None:
    comparisons.put(Comparison(measured_at=NOW, clear_at=NOW - timedelta(minutes=15), put_aside=1))
    many = call("POST", "/v1/proofs/query", body={"customer_numbers": ["1", "2"]}).json["proofs"]
    assert {one["verdict"] for one in many} == {"not_proved"}


def test_nobody_knows_is_no_proof() -> None:
    assert call("GET", ROUTE, number="9").status == 404
    many = call("POST", "/v1/proofs/query", body={"customer_numbers": ["1", "9", "1"]}).json
    assert ([one["customer_number"] for one in many["proofs"]], many["unknown"]) == (["1"], ["9"])


def test_reading_a_persons_proof_is_noted() -> None:
    call("POST", "/v1/proofs/query", body={"customer_numbers": ["1", "2"]})
    assert [one.by for one in readings.of_customer("2")] == ["client erp-7"]
    assert readings.of_customer("1") == ()


def a_case() -> Case:
    known = {"id": "c1", "customer_number": "1", "customer_name": "x", "proceedings_id": "p", "country": "DE"}
    facts = {"state": CaseState.OPEN, "natural_person": True, "source": "crif_mediafinanz", "debtor_name": "x"}
    what = {"event_kind": EventKind.OPENED, "court": "Amtsgericht Hamburg", "case_number": "67a IN 17/26"}
    return Case.model_validate({**known, **facts, **what, "match": a_match(), "opened_at": NOW, "updated_at": NOW})


def test_a_reading_is_noted_where_a_sole_trader_is_kept_as_a_firm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.store.cases.of_customer", lambda _: (a_case(),))
    call("GET", ROUTE, number="1")
    assert [one.by for one in readings.of_customer("1")] == ["client erp-7"]


@pytest.mark.parametrize("scope", [None, "customers/read", "customers/read customers/write cases/write"])
def test_of_a_case_only_its_id_is_told_without_the_right_to_read_cases(
    scope: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.store.cases.of_customer", lambda _: (a_case(),))
    said = str(raw("GET", ROUTE, None, None, scope=scope, number="1")["body"])
    assert (json.loads(said)["verdict"], "67a IN" in said, "Amtsgericht" in said) == ("found", False, False)
    assert [{name for name, value in one.items() if value} for one in json.loads(said)["other_cases"]] == [{"case_id"}]
    said = str(raw("GET", ROUTE, None, None, scope="customers/read cases/read", number="1")["body"])
    assert json.loads(said)["other_cases"][0]["case_number"] == "67a IN 17/26"


def test_who_may_only_write_customers_gets_no_proof_and_bureaus_want_what_credit_wants() -> None:
    wanted = {
        f"{method} {path}": set(view.authorizer.scopes)
        for path, methods in app.routes.items()
        for method, view in methods.items()
        if view.authorizer
    }
    assert wanted[f"GET {ROUTE}"] == wanted["POST /v1/proofs/query"] == {Scope.CUSTOMERS_READ}
    assert Scope.CUSTOMERS_READ in wanted["GET /v1/customers/{number}/credit"]


def raw(
    method: str,
    route: str,
    query: dict[str, list[str]] | None,
    body: str | None,
    *,
    scope: str | None = None,
    **path: str,
) -> dict[str, object]:
    claims = {"client_id": "erp-7"} | ({"scope": scope} if scope else {})
    context = {"httpMethod": method, "resourcePath": route, "authorizer": {"claims": claims}}
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
    assert answer["source"]["expected"]["monday"] == {"least": 40, "most": 120, "days": 8, "in_all": 0}
    assert answer["notices_by_day"] == {"2026-03-01": 1}
    assert call("GET", "/v1/sources/{name}", name="nobody").status == 404
