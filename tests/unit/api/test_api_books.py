"""Our books over HTTP: each record answered by itself, paths and bodies that disagree, a case without an account."""

from collections.abc import Sequence
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.credit import CreditFile
from chalicelib.model.customer import Customer
from chalicelib.model.ledger import BooksKept, Ledger
from chalicelib.model.open_item import OpenItem
from chalicelib.model.people import Organisation
from tests.builders import a_customer, a_match, a_notice, an_occasion, filed
from tests.unit.api.test_api_http import call
from tests.unit.recovery.books import OPENED_ON, an_item

EURO = {"amount": "10.00", "currency": "EUR"}
POLICY = {
    "insurer": "Nordkredit",
    "maximum_extension_days": 60,
    "overdue_notice_days": 30,
    "claim_filing_days": 60,
    "self_retention": "10",
    "valid_from": "2020-01-01",
}


def sent(number: str, customer: str, **fields: Any) -> dict[str, Any]:
    """An open item as a client sends it."""
    dates = {"invoice_date": "2026-02-01", "due_date": "2026-03-01"}
    return {"number": number, "customer_number": customer, **dates, "gross": EURO, "open": EURO, **fields}


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Which accounts were kept, and whether as complete ones; customer `busy` is always changed meanwhile."""
    accounts: dict[str, bool] = {}

    def keep(number: str, items: Sequence[OpenItem], _now: object, *, complete: bool) -> BooksKept:
        if number == "busy":
            raise ConcurrentChangeError("the account of customer busy was changed meanwhile; send it again")
        accounts[number] = complete
        return BooksKept(changed=len(items))

    def known(numbers: Sequence[str]) -> dict[str, Customer]:
        return {one: a_customer(number=one) for one in set(numbers) if one != "nobody"}

    monkeypatch.setattr("chalicelib.store.ledgers.keep_items", keep)
    monkeypatch.setattr("chalicelib.store.customers.get_many", known)
    return accounts


def put(**body: Any) -> Any:
    """The answer to open items."""
    return call("PUT", "/v1/open-items", body=body)


def test_an_account_changed_meanwhile_is_refused_and_the_others_are_kept(kept: dict[str, bool]) -> None:
    answer = put(items=[sent("1", "A"), sent("1", "busy"), sent("1", "nobody")])
    assert answer.status == 200
    assert [one["result"] for one in answer.json["results"]] == ["kept", "refused", "refused"]
    assert "send it again" in answer.json["results"][1]["problems"][0]["reason"]
    assert kept == {"A": False}


@pytest.mark.parametrize("bad", [{"due_date": "x"}, {"open": {"amount": "-1", "currency": "EUR"}}, {"colour": "red"}])
def test_a_refused_item_keeps_its_account_from_being_complete(kept: dict[str, bool], bad: dict[str, Any]) -> None:
    answer = put(items=[sent("1", "A"), sent("2", "A", **bad), sent("1", "B")], complete=True)
    assert [one["result"] for one in answer.json["results"]] == ["kept", "refused", "kept"]
    assert kept == {"A": False, "B": True}


def test_an_item_that_does_not_say_whose_it_is_makes_nothing_complete(kept: dict[str, bool]) -> None:
    put(items=[sent("1", "A"), {"number": "2"}], complete=True)
    assert kept == {"A": False}


def test_more_than_a_request_may_hold_is_refused_whole(kept: dict[str, bool]) -> None:
    assert put(items=[{}] * 1001).status == 422
    assert put(items=["text"]).status == 422
    assert put(complete=True, nothing_open=["nobody"]).status == 404
    assert kept == {}


def test_path_and_body_must_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.store.people.versioned", lambda: (Organisation(), 0))
    policy = call("PUT", "/v1/policies/{policy_number}", policy_number="NK-1", body={**POLICY, "number": "NK-2"})
    assert (policy.status, policy.json["errors"][0]["path"]) == (422, "number")
    person = {"email": "eva.kern@example.com", "name": "Eva Kern"}
    assert call("PUT", "/v1/people/{email}", email="jan.wolf%40example.com", body=person).status == 422
    box = {"name": "Credit", "mailbox": "credit@example.com"}
    assert call("PUT", "/v1/departments/{name}", name="Sales", body=box).status == 422
    assert call("DELETE", "/v1/departments/{name}", name="Sales").status == 404


@pytest.fixture
def case_id(monkeypatch: pytest.MonkeyPatch) -> str:
    """An opened case; what the books say of its customer is for the test to say."""
    file = filed(decide.on_match(a_match(), a_notice(opening_date=OPENED_ON), an_occasion()))
    monkeypatch.setattr("chalicelib.store.cases.get", lambda _case_id: file)
    monkeypatch.setattr("chalicelib.store.credit.file_of", lambda number: CreditFile(customer_number=number))
    monkeypatch.setattr("chalicelib.store.firm.assumption_changes", lambda: ())
    monkeypatch.setattr("chalicelib.store.firm.base_rates", lambda: ())
    return file.case.id


def books(monkeypatch: pytest.MonkeyPatch, *items: OpenItem) -> None:
    """The customer's account."""
    ledger = Ledger(customer_number="104711", items=items)
    monkeypatch.setattr("chalicelib.store.ledgers.get", lambda _number: ledger)


def test_an_account_nobody_has_sent_is_a_conflict_and_never_zero(monkeypatch: pytest.MonkeyPatch, case_id: str) -> None:
    monkeypatch.setattr("chalicelib.store.ledgers.get", lambda _number: None)
    for what in ("exposure", "claims", "vat", "insurance", "advice"):
        answer = call("GET", f"/v1/cases/{{case_id}}/{what}", case_id=case_id)
        assert (answer.status, "open items" in answer.json["detail"]) == (409, True)


def test_a_settled_account_is_zero_and_leaves_nothing_to_choose(monkeypatch: pytest.MonkeyPatch, case_id: str) -> None:
    books(monkeypatch)
    assert call("GET", "/v1/cases/{case_id}/exposure", case_id=case_id).json["currencies"] == []
    choice = {"option": "pursue", "person": "Eva Kern", "reason": "because"}
    answer = call("POST", "/v1/cases/{case_id}/choice", case_id=case_id, body=choice)
    assert (answer.status, "nothing is to choose" in answer.json["detail"]) == (409, True)


def test_a_foreign_claim_is_a_gap_until_a_rate_is_handed_in(monkeypatch: pytest.MonkeyPatch, case_id: str) -> None:
    books(monkeypatch, an_item(amount="1000.00", currency="USD"))
    path = "/v1/cases/{case_id}/advice"
    without = call("GET", path, case_id=case_id).json["advice"]
    assert (without["claim"]["amount"], [gap["field"] for gap in without["gaps"]]) == ("0.00", ["rate.USD"])
    advice = call("GET", path, case_id=case_id, query={"rates": ["USD:0.92,CHF:1.05"]}).json["advice"]
    assert (advice["claim"]["amount"], advice["gaps"]) == ("920.00", [])
    zero = call("GET", path, case_id=case_id, query={"rates": ["USD:0.00"]}).json["advice"]
    assert [gap["field"] for gap in zero["gaps"]] == ["rate.USD"]
    for bad in ("USD:0.92;CHF:1", "usd:1", "USD:-1"):
        assert call("GET", path, case_id=case_id, query={"rates": [bad]}).status == 422


def test_signed_checks_open_the_options_that_wait_for_them(monkeypatch: pytest.MonkeyPatch, case_id: str) -> None:
    books(monkeypatch, an_item())
    path = "/v1/cases/{case_id}/advice"
    assert call("GET", path, case_id=case_id, query={"checked": ["guarantors;set_off"]}).status == 422
    waiting = call("GET", path, case_id=case_id).json["advice"]
    assert len(waiting["open_checks"]) == 4
    some = call("GET", path, case_id=case_id, query={"checked": ["guarantors,set_off"]}).json["advice"]
    assert {one["kind"] for one in some["open_checks"]} == {"retention_of_title", "insurer"}
