"""Documents over the API: what is refused and how, bytes as bytes, and who signed."""

import base64
import hashlib
import json
from typing import Any

import pytest

from app import app
from chalicelib.dossiers.material import Material
from chalicelib.errors import StoreUnreachableError
from chalicelib.model.audience import Audience
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from tests.builders import filed
from tests.unit.dossiers.material import NOW, material

ROUTE = "/v1/cases/{case_id}/documents"


class Office:
    """The stores of one case, in memory."""

    def __init__(self) -> None:
        self.of: Material = material()
        self.file: CaseFile = self.of.file
        self.held: dict[str, bytes] = {}

    def record(self, decision: Decision, *, customer_gone: bool = False) -> bool:  # noqa: ARG002 # as the store is called
        kept = {one.id: one for one in (*self.file.documents, *decision.documents)}
        self.file = filed(decision, self.file).model_copy(update={"documents": tuple(kept.values())})
        return True

    def keep(self, _case: str, content: bytes, ending: str, *, draft: bool) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.held[f"{draft} {digest}.{ending}"] = content
        return digest


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    """A case whose firm, books and notice are known."""
    held = Office()
    known = held.file.case.id
    monkeypatch.setattr("chalicelib.store.cases.get", lambda one: held.file if one == known else None)
    monkeypatch.setattr("chalicelib.store.customers.get", lambda _number: held.of.customer)
    monkeypatch.setattr("chalicelib.store.notices.get", lambda _one: held.of.notices[0])
    monkeypatch.setattr("chalicelib.store.firm.creditor", lambda: held.of.creditor)
    monkeypatch.setattr("chalicelib.store.firm.base_rates", dict)
    monkeypatch.setattr("chalicelib.store.firm.country", lambda: "DE")
    monkeypatch.setattr("chalicelib.store.ledgers.get", lambda _number: held.of.ledger)
    monkeypatch.setattr("chalicelib.store.decisions.record", held.record)
    monkeypatch.setattr("chalicelib.store.documents.keep", held.keep)
    monkeypatch.setattr(
        "chalicelib.store.documents.get", lambda _case, digest, end, draft: held.held[f"{draft} {digest}.{end}"]
    )
    nobody = Audience(defaults=(), people_channels=(), system_channels=())
    monkeypatch.setattr("chalicelib.channels.audience", lambda: nobody)
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    return held


def call(method: str, route: str, *, body: object = None, accept: str = "*/*", **path: str) -> dict[str, Any]:
    """What the gateway gets."""
    event = {
        "requestContext": {
            "httpMethod": method,
            "resourcePath": route,
            "authorizer": {"claims": {"client_id": "erp-7"}},
        },
        "headers": {"Content-Type": "application/json", "Accept": accept},
        "multiValueQueryStringParameters": None,
        "pathParameters": path,
        "body": None if body is None else json.dumps(body),
        "stageVariables": None,
    }
    return dict(app(event, None))


def drafted(office: Office, **fields: Any) -> dict[str, Any]:
    body = {"person": "Eva Kern", "kind": "claim_filing", **fields}
    answer = call("POST", ROUTE, body=body, case_id=office.file.case.id)
    assert answer["statusCode"] == 200, answer
    return dict(json.loads(answer["body"]))


def test_a_pdf_leaves_as_its_bytes(office: Office) -> None:
    document = drafted(office)
    path = {"case_id": office.file.case.id, "document_id": document["id"]}
    answer = call("GET", ROUTE + "/{document_id}/content", **path)
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, True)
    assert answer["headers"]["Content-Type"] == "application/pdf"
    assert answer["headers"]["Content-Disposition"].endswith('-v1-draft.pdf"')
    assert hashlib.sha256(base64.b64decode(answer["body"])).hexdigest() == document["history"][0]["digest"]
    missing = call("GET", ROUTE + "/{document_id}/content", case_id=path["case_id"], document_id="nothing")
    assert (missing["statusCode"], missing["headers"]["Content-Type"]) == (404, "application/problem+json")


def test_who_signed_stands_in_the_file(office: Office) -> None:
    document = drafted(office)
    assert document["history"][0]["by"] == "Eva Kern"
    assert office.file.entries[-1].by == "Eva Kern (client erp-7)"
    assert document["id"] in office.file.entries[-1].text
    listed = json.loads(call("GET", ROUTE, case_id=office.file.case.id)["body"])
    assert [one["id"] for one in listed["documents"]] == [document["id"]]


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        ({"kind": "claim_filing"}, 422, "person"),
        ({"person": "Eva Kern", "kind": "poem"}, 422, "kind"),
        ({"person": "Eva Kern", "kind": "claim_filing", "language": "fr"}, 422, "language"),
        ({"person": "Eva Kern", "kind": "evidence_list", "form": "german_form"}, 422, "form"),
        ({"person": "Eva Kern", "kind": "choice_of_performance"}, 422, "options.contracts"),
        (
            {"person": "Eva Kern", "kind": "claim_filing", "options": {"bank_account": {"holder": "X", "iban": "DE1"}}},
            422,
            "options.bank_account.iban",
        ),
        (
            {
                "person": "Eva Kern",
                "kind": "claim_filing",
                "options": {"exchange_rates": [{"currency": "CHF", "rate": "-1", "source": "ECB"}]},
            },
            422,
            "options.exchange_rates.0.rate",
        ),
        ({"person": "Eva Kern", "kind": "claim_filing", "form": "eu_standard_form", "options": {}}, 200, ""),
        ({"person": "Eva Kern", "kind": "claim_filing", "options": {"opening_date": "2027-01-01"}}, 409, ""),
    ],
)
def test_bad_input_names_its_field_and_nothing_is_written(
    office: Office, body: dict[str, Any], status: int, path: str
) -> None:
    before = office.file
    answer = call("POST", ROUTE, body=body, case_id=office.file.case.id)
    assert answer["statusCode"] == status, answer
    if status == 422:
        assert [error["path"] for error in json.loads(answer["body"])["errors"]] == [path]
    if status != 200:
        assert (office.file, office.held) == (before, {})


def test_without_our_own_firm_nothing_is_written_to_anybody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.store.firm.creditor", lambda: None)
    answer = call("POST", ROUTE, body={"person": "E", "kind": "claim_filing"}, case_id=office.file.case.id)
    assert (answer["statusCode"], "our own firm" in answer["body"]) == (409, True)


def test_a_bucket_that_does_not_answer_is_503_and_leaves_no_record(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> str:
        raise StoreUnreachableError("no bucket")

    monkeypatch.setattr("chalicelib.store.documents.keep", refuse)
    answer = call("POST", ROUTE, body={"person": "E", "kind": "claim_filing"}, case_id=office.file.case.id)
    assert (answer["statusCode"], office.file.documents) == (503, ())


def test_approved_and_sent_once_and_no_second_time(office: Office) -> None:
    document = drafted(office)
    path = {"case_id": office.file.case.id, "document_id": document["id"]}
    sending = {"person": "Eva Kern", "channel": "post", "on": str(NOW.date())}
    steps = [
        ("sent", sending, 409),
        ("approval", {"person": "Jan Voss"}, 422),
        ("approval", {"person": "Jan Voss", "reason": "read"}, 200),
        ("approval", {"person": "Jan Voss", "reason": "read"}, 409),
        ("sent", {**sending, "on": "2026-03-21"}, 422),
        ("sent", {**sending, "channel": "pigeon"}, 422),
        ("sent", sending, 200),
        ("sent", sending, 409),
        ("redraft", {"person": "Eva Kern", "reason": "a payment came in"}, 200),
    ]
    for what, body, status in steps:
        answer = call("POST", ROUTE + "/{document_id}/" + what, body=body, **path)
        assert answer["statusCode"] == status, (what, answer)
    (kept,) = office.file.documents
    assert [step.state for step in kept.history] == ["draft", "approved", "sent", "draft"]
    assert office.file.case.claim.filed_on == NOW.date()
