"""Our books through the deployed API: accounts, insurance, people; and the cases and blocks that follow them."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from infra.local_stack import LocalStack
from tests.contract.recordings import HERE
from tests.contract.servers.de_portal import GermanPortal
from tests.integration.firm import Firm, Registers
from tests.integration.test_commands import run

DE = "de_insolvenzbekanntmachungen"
_RECORDED = (HERE / DE / "recordings" / "notices.jsonl").read_text(encoding="utf-8").splitlines()
OPENING: dict[str, Any] = json.loads(_RECORDED[4])
TODAY = datetime.now(UTC).date()
CREDITOR = {"name": "Sonnenried Handel GmbH", "address": {"city": "Hamburg", "country": "DE"}}
POLICY = {
    "insurer": "Nordkredit Versicherung AG",
    "maximum_extension_days": 60,
    "overdue_notice_days": 30,
    "claim_filing_days": 60,
    "self_retention": "10",
    "valid_from": "2020-01-01",
}


def item(number: str, customer: str, due: date, amount: str = "1190.00", **fields: Any) -> dict[str, Any]:
    """An open invoice, due on a day, delivered a month before."""
    before = str(due - timedelta(days=30))
    money = {"amount": amount, "currency": "EUR"}
    dates = {"invoice_date": before, "delivered_on": before, "due_date": str(due)}
    return {"number": number, "customer_number": customer, **dates, "gross": money, "open": money, **fields}


def put(firm: Firm, path: str, body: object) -> dict[str, Any]:
    """The answer to a PUT that goes well."""
    answer = firm.call("PUT", path, body)
    assert answer.status == 200, answer
    return dict(answer.body)


def get(firm: Firm, path: str) -> dict[str, Any]:
    """The answer to a GET that goes well."""
    answer = firm.call("GET", path)
    assert answer.status == 200, answer
    return dict(answer.body)


def numbers(firm: Firm, customer: str) -> list[str]:
    """Numbers of the customer's open items."""
    return [one["number"] for one in get(firm, f"/v1/open-items?customer_number={customer}")["items"]]


def test_each_item_is_answered_by_itself_and_nothing_good_is_lost(firm: Firm) -> None:
    firm.keep("BK-1", "Sägewerk Tannhof GmbH")
    good = item("R-1", "BK-1", TODAY)
    minus = item("R-2", "BK-1", TODAY, amount="-5.00")
    drachma = {**item("R-3", "BK-1", TODAY), "open": {"amount": "5.00", "currency": "GRD"}}
    never = {**item("R-5", "BK-1", TODAY), "due_date": "9999-12-31"}
    sent = [good, minus, drachma, item("R-4", "BK-nobody", TODAY), good, {"customer_number": 7}, never]
    kept = put(firm, "/v1/open-items", {"items": sent})
    assert [one["result"] for one in kept["results"]] == ["kept", *["refused"] * 6]
    assert (kept["changed"], kept["refused"]) == (1, 6)
    reasons = [" ".join(each["reason"] for each in one["problems"]) for one in kept["results"]]
    assert "not negative" in reasons[1]
    assert "GRD is no currency in use" in reasons[2]
    assert "no customer 'BK-nobody'" in reasons[3]
    assert "position 0" in reasons[4]
    assert put(firm, "/v1/open-items", {"items": [good]})["unchanged"] == 1
    assert numbers(firm, "BK-1") == ["R-1"]


def test_a_complete_list_settles_what_is_missing_unless_a_row_was_refused(firm: Firm) -> None:
    firm.keep("BK-2", "Kelterei Obstgut GmbH")
    put(firm, "/v1/open-items", {"items": [item(f"R-{one}", "BK-2", TODAY) for one in (1, 2, 3)]})
    spoilt = [item("R-1", "BK-2", TODAY), item("R-2", "BK-2", TODAY, amount="x")]
    assert put(firm, "/v1/open-items", {"items": spoilt, "complete": True})["settled"] == 0
    assert put(firm, "/v1/open-items", {"items": spoilt[:1], "complete": True})["settled"] == 2
    assert numbers(firm, "BK-2") == ["R-1"]
    assert firm.call("DELETE", "/v1/open-items?customer_number=BK-2&number=R-9").status == 404
    assert firm.call("DELETE", "/v1/open-items?customer_number=BK-2&number=R-1").status == 204
    put(firm, "/v1/open-items", {"complete": True, "nothing_open": ["BK-2"]})
    assert numbers(firm, "BK-2") == []
    assert firm.call("GET", "/v1/open-items?customer_number=BK-nobody").status == 404
    assert firm.call("PUT", "/v1/open-items", {"nothing_open": ["BK-2"]}).status == 422


def test_files_for_the_books_are_known_by_their_folder(firm: Firm, local_stack: LocalStack) -> None:
    firm.keep("BK-3", "Mühle Bachgrund GmbH")
    rows = "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fällig am;Offener Betrag;Währung\n"
    rows += "BK-3;R-7;01.10.2026;31.10.2026;1.190,00;EUR\nBK-none;R-8;01.10.2026;31.10.2026;1,00;EUR\n"
    paid = "Kundennummer;Belegnummer;Zahlungseingang;Betrag;Währung\nBK-3;Z-1;05.10.2026;500,00;EUR\n"
    s3, bucket = local_stack.client("s3"), local_stack.outputs["ImportBucketName"]
    s3.put_object(Bucket=bucket, Key="incoming/open-items/op.csv", Body=rows.encode())
    s3.put_object(Bucket=bucket, Key="incoming/payments/ze.csv", Body=paid.encode())
    local_stack.wait(lambda: len(firm.items("LEDGER#BK-3")) >= 3, 30, "the files' rows")
    firm.wait_until_quiet()
    result = s3.get_object(Bucket=bucket, Key="results/open-items/op.csv.result.csv")["Body"].read().decode("utf-8-sig")
    assert "3;Kundennummer;BK-none;" in result
    ledger = get(firm, "/v1/customers/BK-3/ledger")
    assert [one["number"] for one in (*ledger["items"], *ledger["payments"])] == ["R-7", "Z-1"]


def test_the_command_imports_open_items(firm: Firm, local_stack: LocalStack, tmp_path: Any) -> None:
    firm.keep("BK-4", "Gerberei Lohfeld GmbH")
    file = tmp_path / "op.csv"
    file.write_text(
        "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fällig am;Offener Betrag\nBK-4;R-1;1.10.2026;31.10.2026;10\n"
    )
    answer = run(local_stack, "import-open-items", str(file))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert numbers(firm, "BK-4") == ["R-1"]


def test_people_are_checked_as_a_whole(firm: Firm) -> None:
    kern = {"email": "eva.kern@example.com", "name": "Eva Kern", "department": "Credit", "quiet": None}
    wolf = {"email": "jan.wolf@example.com", "name": "Jan Wolf", "deputy": "eva.kern@example.com"}
    box = {"name": "Credit", "mailbox": "credit@example.com", "head": "eva.kern@example.com"}
    put(firm, "/v1/people", {"people": [kern, wolf], "departments": [box]})
    path = "/v1/people/eva.kern%40example.com"
    answer = firm.call("PUT", path, {**kern, "deputy": "nobody@example.com"})
    assert (answer.status, answer.body["errors"][0]["path"]) == (422, "people.1.deputy")
    assert firm.call("PUT", path, wolf).status == 422
    assert firm.call("DELETE", path).status == 422
    assert put(firm, path, {**kern, "deputy": "jan.wolf@example.com"})["deputy"] == "jan.wolf@example.com"
    assert firm.call("DELETE", "/v1/departments/Credit").status == 422
    assert [one["name"] for one in get(firm, "/v1/departments")["departments"]] == ["Credit"]
    assert firm.call("DELETE", "/v1/people/nobody%40example.com").status == 404


def test_our_own_firm_and_what_it_assumes(firm: Firm) -> None:
    put(firm, "/v1/creditor", CREDITOR)
    bad_iban = {**CREDITOR, "bank_account": {"holder": "x", "iban": "DE00 0000"}}
    assert firm.call("PUT", "/v1/creditor", bad_iban).status == 422
    assert get(firm, "/v1/creditor")["name"] == CREDITOR["name"]
    sent = {"values": {"quota.company": "0.04"}, "source": "own cases", "as_of": "2026-01-01", "person": "Eva Kern"}
    held = {one["name"]: one for one in put(firm, "/v1/assumptions", sent)["assumptions"]}
    assert (held["quota.company"]["value"], held["quota.company"]["believed"]) == ("0.04", False)
    assert firm.call("PUT", "/v1/assumptions", {**sent, "values": {"quota.moon": "1"}}).status == 422
    assert len(get(firm, "/v1/assumptions")["changes"]) == 1


def test_cover_that_ends_blocks_before_any_insolvency_and_its_return_asks_for_release(firm: Firm) -> None:
    firm.keep("BK-5", "Ziegelei Tonhügel GmbH", address={"city": "Kiel", "country": "DE"})
    put(firm, "/v1/policies/NK-1", POLICY)
    limit: dict[str, Any] = {"policy_number": "NK-1", "customer_number": "BK-5", "valid_from": "2020-01-01"}
    limit["amount"] = {"amount": "50000.00", "currency": "EUR"}
    lost = put(firm, "/v1/credit-limits", {"limits": [limit, {**limit, "policy_number": "NK-9"}]})
    assert [one["result"] for one in lost["results"]] == ["kept", "refused"]
    late = item("R-1", "BK-5", TODAY - timedelta(days=90), insured_share="90")
    put(firm, "/v1/open-items", {"items": [late]})
    answer = firm.wait_for_stage("BK-5", "prepayment_only")
    assert "credit insurance policy" in answer["reasons"][0]["ground"]["statute"]
    firm.wait_until_quiet()
    file = firm.only_case("BK-5")
    assert (file["case"]["event_kind"], file["case"]["source"]) == ("LIMIT_WITHDRAWN", "policy")
    assert len(file["entries"]) == 1

    put(firm, "/v1/open-items", {"complete": True, "nothing_open": ["BK-5"]})
    firm.stack.wait(lambda: len(firm.only_case("BK-5")["entries"]) > 1, 30, "the cover's return")
    file = firm.only_case("BK-5")
    assert file["case"]["event_kind"] == "CREDIT_RECOVERED"
    assert "decide_release" in {task["kind"] for task in file["tasks"] if task["state"] == "open"}
    assert firm.block("BK-5").body["stage"] == "prepayment_only"  # a person releases


@pytest.fixture(scope="module")
def case_id(firm: Firm, gazettes: Registers, german_portal: GermanPortal) -> str:
    """A German case whose customer's account nobody has sent yet."""
    entry = {"scheme": "de_register", "value": "HRB 740055", "office": "Amtsgericht Stuttgart"}
    firm.keep("BK-9", "Rebhang Maschinenbau AG", identifiers=[entry])
    german_portal.rows.append(OPENING)
    gazettes.poll(DE, date(2026, 3, 17))
    firm.wait_for_stage("BK-9", "no_deliveries")
    return str(firm.only_case("BK-9")["case"]["id"])


def test_an_account_nobody_has_sent_is_not_an_empty_one(firm: Firm, case_id: str) -> None:
    for what in ("exposure", "claims", "vat", "insurance", "advice"):
        assert firm.call("GET", f"/v1/cases/{case_id}/{what}").status == 409
        assert firm.call("GET", f"/v1/cases/none/{what}").status == 404


def test_the_case_follows_the_books(firm: Firm, case_id: str) -> None:
    before = firm.case(case_id)
    assert "tell_security_rights" not in {task["kind"] for task in before["tasks"]}
    put(firm, "/v1/policies/NK-1", POLICY)
    limit = {"policy_number": "NK-1", "customer_number": "BK-9", "valid_from": "2020-01-01"}
    put(firm, "/v1/credit-limits", {"limits": [{**limit, "amount": {"amount": "50000.00", "currency": "EUR"}}]})
    secured = {"vat_rate": "19", "retention_of_title": "extended", "goods": "Fräsmaschine", "due_date_agreed": True}
    sent = item("R-1", "BK-9", date(2026, 1, 15), amount="11900.00", insured_share="90", **secured)
    owed = item("G-1", "BK-9", date(2026, 2, 1), amount="119.00", kind="credit_note")
    put(firm, "/v1/open-items", {"items": [sent, owed]})
    payment = {"number": "Z-1", "customer_number": "BK-9", "received_on": "2026-02-20"}
    put(firm, "/v1/payments", {"payments": [{**payment, "amount": {"amount": "500.00", "currency": "EUR"}}]})

    def followed() -> bool:
        kinds = {task["kind"] for task in firm.case(case_id)["tasks"]}
        return {"tell_security_rights", "notify_insurer"} <= kinds

    firm.stack.wait(followed, 30, "the duties that follow from the books")
    firm.wait_until_quiet()
    file = firm.case(case_id)
    assert "security_rights" in {one["kind"] for one in file["deadlines"]}
    assert any(one["by"] == "books" for one in file["entries"])
    count = len(file["entries"])
    put(firm, "/v1/open-items", {"items": [sent | {"goods": "Fräsmaschine, gebraucht"}]})
    firm.wait_until_quiet()
    assert len(firm.case(case_id)["entries"]) == count  # nothing that the case depends on has changed


def test_the_money_of_a_case(firm: Firm, case_id: str) -> None:
    (exposure,) = get(firm, f"/v1/cases/{case_id}/exposure")["currencies"]
    assert (exposure["open"]["amount"], exposure["credit_notes_owed"]["amount"]) == ("11900.00", "119.00")
    assert (exposure["insured"]["amount"], exposure["retention_of_title"]["amount"]) == ("10710.00", "11900.00")
    assert [one["window"] for one in exposure["payments"]] == ["1_month"]
    sheet = get(firm, f"/v1/cases/{case_id}/claims")["sheet"]
    assert sheet["lines"][0]["principal"]["amount"] == "11900.00"
    assert sheet["lines"][0]["interest"]
    assert get(firm, f"/v1/cases/{case_id}/vat")["adjustment"]["vat"]["amount"] == "1900.00"
    (policy,) = get(firm, f"/v1/cases/{case_id}/insurance")["policies"]
    assert {"notice_of_overdue", "notice_of_insolvency", "claim_for_compensation"} <= {
        one["kind"] for one in policy["duties"]
    }
    assert policy["cover"][0]["compensation"]["amount"] == "9000.00"


def test_a_person_chooses_and_the_reason_stays(firm: Firm, case_id: str) -> None:
    advice = get(firm, f"/v1/cases/{case_id}/advice")["advice"]
    assert {one["option"] for one in advice["options"]} == {
        "pursue",
        "assign_or_sell",
        "claim_on_insurance",
        "write_off",
    }
    assert advice["assumptions"]
    path, signed = f"/v1/cases/{case_id}/choice", {"person": "Eva Kern", "reason": "the dividend pays for the lodging"}
    assert firm.call("POST", path, {**signed, "option": "write_off"}).status == 409  # checks are open
    assert firm.call("POST", path, {**signed, "option": "pursue", "reason": " "}).status == 422
    answer = firm.call("POST", path, {**signed, "option": "pursue"})
    assert answer.status == 200, answer
    assert answer.body["case"]["choice"]["option"] == "pursue"
    assert [one["kind"] for one in answer.body["entries"]].count("choice") == 1
    assert get(firm, f"/v1/cases/{case_id}/advice")["choice"]["reason"] == signed["reason"]
