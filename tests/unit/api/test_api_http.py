"""The API as API Gateway calls it: status, media type, paths of faulty fields, percent-encoding, who signed."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from app import app
from chalicelib.errors import ConcurrentChangeError, ConflictError, NotFoundError, StoreUnreachableError
from chalicelib.model.alert import AlertState
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Customer, CustomerKind, Money
from chalicelib.model.match_keys import MatchKeys
from chalicelib.model.source import SourceStatus
from chalicelib.store.blocks import Standing
from chalicelib.store.cases import Page
from tests.builders import an_alert

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
FIRM = Customer(
    number="1",
    kind=CustomerKind.ORGANISATION,
    name="Sonnenried GmbH",
    credit_limit=Money(amount=Decimal("25000.00")),
    updated_at=NOW,
)
BODY = {"kind": "organisation", "name": "Sonnenried GmbH"}
SIGNED = {"person": "Eva Kern", "reason": "seat is Kiel"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    json: Any


def call(
    method: str,
    route: str,
    *,
    body: object = None,
    query: dict[str, list[str]] | None = None,
    media_type: str = "application/json",
    **path: str,
) -> Answer:
    """What API Gateway's REST proxy would get; it hands path parameters on percent-encoded."""
    event = {
        "requestContext": {
            "httpMethod": method,
            "resourcePath": route,
            "authorizer": {"claims": {"client_id": "erp-7"}},
        },
        "headers": {"Content-Type": media_type},
        "multiValueQueryStringParameters": query,
        "pathParameters": path or None,
        "body": body if isinstance(body, str | None) else json.dumps(body),
        "stageVariables": None,
    }
    raw = app(event, None)
    text = raw["body"]
    return Answer(raw["statusCode"], raw["headers"], json.loads(text) if text else None)


@pytest.fixture(autouse=True)
def _a_known_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    def standing(number: str) -> Standing | None:
        return Standing(customer_number=number, blocks=()) if number in ("1", "A/7 ö") else None

    monkeypatch.setattr("chalicelib.store.blocks.standing", standing)
    monkeypatch.setattr("chalicelib.store.blocks.standings", lambda numbers: {one: standing(one) for one in numbers})
    monkeypatch.setattr("chalicelib.store.sources.statuses", lambda: (SourceStatus(name="a", checked_through=NOW),))
    monkeypatch.setattr("chalicelib.store.customers.get", lambda number: FIRM if number == "1" else None)


def failing(error: Exception) -> Any:
    def fail(*_args: object, **_named: object) -> None:
        raise error

    return fail


def test_a_block_answer() -> None:
    answer = call("GET", "/v1/customers/{number}/block", number="1")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["blocked"] is False
    assert answer.json["checked_through"] == "2026-03-02T05:00:00Z"


def test_a_number_is_percent_decoded_once() -> None:
    answer = call("GET", "/v1/customers/{number}/block", number="A%2F7%20%C3%B6")
    assert (answer.status, answer.json["customer_number"]) == (200, "A/7 ö")


def test_an_unknown_customer_is_a_problem_and_no_answer() -> None:
    answer = call("GET", "/v1/customers/{number}/block", number="2")
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["type"] == "urn:insolvency-watch:problem:not-found"
    assert "blocked" not in answer.json


@pytest.mark.parametrize("failing_part", ["blocks.standing", "blocks.standings", "sources.statuses"])
def test_a_table_that_does_not_answer_is_503(monkeypatch: pytest.MonkeyPatch, failing_part: str) -> None:
    monkeypatch.setattr(f"chalicelib.store.{failing_part}", failing(StoreUnreachableError("no table")))
    if failing_part == "blocks.standings":
        answer = call("POST", "/v1/blocks/query", body={"customer_numbers": ["1"]})
    else:
        answer = call("GET", "/v1/customers/{number}/block", number="1")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "blocked" not in answer.json


def test_many_are_asked_at_once_doubles_included() -> None:
    answer = call("POST", "/v1/blocks/query", body={"customer_numbers": ["1", "2", "1"]})
    assert answer.status == 200
    assert [one["customer_number"] for one in answer.json["answers"]] == ["1"]
    assert answer.json["unknown"] == ["2"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"customer_numbers": []}, "customer_numbers"),
        ({"customer_numbers": [str(n) for n in range(101)]}, "customer_numbers"),
        ({"customer_numbers": ["1", "a#b"]}, "customer_numbers.1"),
        ({"customer_numbers": ["1", 7]}, "customer_numbers.1"),
        ({"customer_numbers": ["1"], "extra": 1}, "extra"),
        ({}, "customer_numbers"),
        ("{", "body"),
        (None, "body"),
        ([], "body"),
    ],
)
def test_a_malformed_body_is_422_with_the_path(body: object, path: str) -> None:
    answer = call("POST", "/v1/blocks/query", body=body)
    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["path"] for error in answer.json["errors"]] == [path]


def test_the_most_that_may_be_asked_is_answered() -> None:
    body = {"customer_numbers": [str(n) for n in range(100)]}
    assert call("POST", "/v1/blocks/query", body=body).status == 200


def test_another_media_type_is_refused() -> None:
    assert call("POST", "/v1/blocks/query", body="a=1", media_type="application/x-www-form-urlencoded").status == 415


def test_money_is_sent_as_a_string() -> None:
    answer = call("GET", "/v1/customers/{number}", number="1")
    assert answer.json["credit_limit"] == {"amount": "25000.00", "currency": "EUR"}


def test_a_customer_is_kept_under_the_decoded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[Customer, frozenset[str]]] = []

    def put(customer: Customer, found_by: MatchKeys) -> bool:
        kept.append((customer, found_by.keys))
        return True

    monkeypatch.setattr("chalicelib.store.customers.put", put)
    answer = call("PUT", "/v1/customers/{number}", number="A%2F7", body=BODY)
    assert (answer.status, answer.json["changed"]) == (200, True)
    ((customer, match_keys),) = kept
    assert customer.number == "A/7"
    assert match_keys


def test_a_faulty_customer_is_422_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.store.customers.put", failing(AssertionError("must not be called")))
    body = {**BODY, "identifiers": [{"scheme": "vat", "value": "DE1"}], "credit_limit": {"amount": "much"}}
    answer = call("PUT", "/v1/customers/{number}", number="1", body=body)
    assert [error["path"] for error in answer.json["errors"]] == ["credit_limit.amount"]
    answer = call("PUT", "/v1/customers/{number}", number="1", body={**body, "credit_limit": None})
    assert [error["path"] for error in answer.json["errors"]] == ["identifiers.0.value"]
    assert call("PUT", "/v1/customers/{number}", number="a%23b", body=BODY).status == 422


@pytest.mark.parametrize(
    ("error", "status"),
    [(None, 204), (NotFoundError("no"), 404), (ConflictError("blocked"), 409), (ConcurrentChangeError("raced"), 409)],
)
def test_a_customer_is_deleted_or_the_reason_said(
    monkeypatch: pytest.MonkeyPatch, error: Exception | None, status: int
) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr("chalicelib.store.customers.delete", failing(error) if error else lambda _number: None)
    monkeypatch.setattr("chalicelib.store.ledgers.forget", lambda _number: None)
    monkeypatch.setattr("chalicelib.store.credit.forget_customer", lambda number, _now: forgotten.append(number))
    assert call("DELETE", "/v1/customers/{number}", number="1").status == status
    assert forgotten == ([] if status == 409 else ["1"]), "what bureaus said goes with it, also at a second attempt"


def test_an_error_nobody_named_is_500_and_says_nothing_of_its_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.store.customers.get", failing(RuntimeError("secret inside")))
    answer = call("GET", "/v1/customers/{number}", number="1")
    assert answer.status == 500
    assert "secret" not in json.dumps(answer.json)


def test_cases_are_listed_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[CaseState, str | None, int]] = []

    def listing(state: CaseState, after: str | None, limit: int) -> Page:
        asked.append((state, after, limit))
        return Page(cases=(), next="mark")

    monkeypatch.setattr("chalicelib.store.cases.listing", listing)
    query = {"state": ["review"], "limit": ["7"], "after": ["here"]}
    assert call("GET", "/v1/cases", query=query).json == {"cases": [], "next": "mark"}
    assert call("GET", "/v1/cases").status == 200
    assert asked == [(CaseState.REVIEW, "here", 7), (CaseState.OPEN, None, 50)]


@pytest.mark.parametrize(("name", "value"), [("state", "odd"), ("limit", "0"), ("limit", "101"), ("page", "2")])
def test_a_faulty_query_is_422(name: str, value: str) -> None:
    answer = call("GET", "/v1/cases", query={name: [value]})
    assert (answer.status, [error["path"] for error in answer.json["errors"]]) == (422, [name])


@pytest.mark.parametrize(
    ("route", "body", "paths"),
    [
        ("judgement", SIGNED, ["ours"]),
        ("judgement", {**SIGNED, "ours": "yes"}, ["ours"]),
        ("release", {"person": " ", "reason": ""}, ["person", "reason"]),
        ("release", {}, ["person", "reason"]),
        ("stage", {**SIGNED, "stage": "half"}, ["stage"]),
    ],
)
def test_nobody_decides_without_name_and_reason(route: str, body: object, paths: list[str]) -> None:
    answer = call("POST", "/v1/cases/{case_id}/" + route, case_id="c", body=body)
    assert (answer.status, [error["path"] for error in answer.json["errors"]]) == (422, paths)


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("judgement", {**SIGNED, "ours": True}),
        ("release", SIGNED),
        ("stage", {**SIGNED, "stage": "warn"}),
    ],
)
def test_decisions_in_a_case_nobody_knows_are_404(monkeypatch: pytest.MonkeyPatch, route: str, body: object) -> None:
    monkeypatch.setattr("chalicelib.store.cases.get", lambda _case_id: None)
    assert call("POST", "/v1/cases/{case_id}/" + route, case_id="c", body=body).status == 404


def test_who_signs_is_kept_with_the_client_that_proved_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    words: list[Any] = []

    def on_stage_change(_file: object, _occasion: object, word: Any, *, stage: Stage, no_payouts: bool | None) -> Any:
        words.append((word.person, word.reason, stage, no_payouts))
        raise ConflictError("already there")

    file = SimpleNamespace(case=SimpleNamespace(customer_number="1"))
    monkeypatch.setattr("chalicelib.store.cases.get", lambda _case_id: file)
    monkeypatch.setattr("chalicelib.decide.on_stage_change", on_stage_change)
    monkeypatch.setattr("chalicelib.admin_settings.default_recipients", tuple)
    monkeypatch.setattr("chalicelib.store.ledgers.get", lambda _number: None)
    monkeypatch.setattr("chalicelib.store.firm.country", lambda: "DE")
    answer = call("POST", "/v1/cases/{case_id}/stage", case_id="c", body={**SIGNED, "stage": "warn"})
    assert answer.status == 409
    assert words == [("Eva Kern (client erp-7)", "seat is Kiel", Stage.WARN, None)]


def test_notices_and_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.store.notices.get", lambda _notice_id: None)
    assert call("GET", "/v1/notices/{notice_id}", notice_id="a%3Ab").status == 404
    answer = call("GET", "/v1/sources")
    assert [one["name"] for one in answer.json["sources"]] == ["a"]


def test_health_asks_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.store.sources.statuses", failing(StoreUnreachableError("no table")))
    assert call("GET", "/health").json == {"status": "ok"}


def test_what_could_not_be_delivered_is_listed_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = an_alert().model_copy(update={"state": AlertState.FAILED, "failure": "email: address refused"})
    monkeypatch.setattr("chalicelib.store.alerts.failed", lambda: (failed,))
    (listed,) = call("GET", "/v1/alerts/failed").json["alerts"]
    assert (listed["id"], listed["failure"]) == (failed.id, "email: address refused")
