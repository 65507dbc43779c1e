"""Documents over the deployed API: a dossier from books and register, its PDF byte for byte, from draft to sent."""

import hashlib
import json
import urllib.error
import urllib.request
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.registers import de_insolvenzbekanntmachungen as register
from tests.contract.recordings import HERE
from tests.contract.servers.de_portal import GermanPortal
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren
from tests.unit.documents.reading import text

SOURCE = register.REGISTER.name
CUSTOMER = "DOC-1"
_RECORDED = (HERE / SOURCE / "recordings" / "notices.jsonl").read_text(encoding="utf-8").splitlines()
CREDITOR: dict[str, Any] = {
    "name": "Seilerei Brandt & Söhne GmbH",
    "address": {"street": "Taubengasse 4", "postcode": "28195", "city": "Bremen", "country": "DE"},
    "legal_representatives": ["Marit Brandt"],
    "contact": {"name": "Eva Kern", "phone": "0421 5550100", "email": "eva.kern@example.com"},
    "bank_account": {"holder": "Seilerei Brandt & Söhne GmbH", "iban": "DE89370400440532013000"},
    "vat_id": "DE136695976",
}


def _item(number: str, **fields: Any) -> dict[str, Any]:
    base = {
        "number": number,
        "customer_number": CUSTOMER,
        "invoice_date": "2025-10-13",
        "due_date": "2025-11-12",
        "due_date_agreed": True,
        "delivered_on": "2025-10-10",
        "gross": {"amount": "11900.00", "currency": "EUR"},
        "open": {"amount": "11900.00", "currency": "EUR"},
        "vat_rate": "19",
        "goods": "40 Trossen Polyamid",
        "delivery_note": f"L-{number}",
        "insured_share": "80",
    }
    return base | fields


def _opening(name: str, number: str, case_number: str) -> dict[str, Any]:
    """The recorded opening as one of another invented company."""
    line = _RECORDED[0].replace("Nordwind Gartenbau GmbH", name)
    return dict(json.loads(line.replace("HRB 201417 B", number).replace("36a IN 4711/25", case_number)))


@pytest.fixture(scope="module")
def case_id(firm: Firm, gazettes: Registers, german_portal: GermanPortal) -> str:
    """A German case with books, policy and our own firm entered."""
    firm.forget_policies()
    assert firm.call("PUT", "/v1/creditor", CREDITOR).status == 200
    entry = {"scheme": "de_register", "value": "HRB 201533 B", "office": "Amtsgericht Charlottenburg"}
    address = {"street": "Lindenufer 12", "postcode": "13597", "city": "Berlin", "country": "DE"}
    firm.keep(CUSTOMER, "Havelwerft Krambeck GmbH", identifiers=[entry], address=address)
    items = [
        _item("RE-1", retention_of_title="simple"),
        _item("RE-2", open={"amount": "4000.00", "currency": "EUR"}, delivery_note=None),
    ]
    answer = firm.call("PUT", "/v1/open-items", {"items": items})
    assert answer.status == 200, answer
    german_portal.rows.append(_opening("Havelwerft Krambeck GmbH", "HRB 201533 B", "36a IN 4733/25"))
    gazettes.poll(SOURCE, date(2026, 3, 17))
    firm.wait_for_stage(CUSTOMER, "no_deliveries")
    return str(firm.only_case(CUSTOMER)["case"]["id"])


def fetched(firm: Firm, path: str, accept: str = "application/pdf") -> tuple[int, str, bytes]:
    """Status, media type and the bytes as they came."""
    token = firm.stack.token("cases/read", "cases/write")
    headers = {"Authorization": f"Bearer {token}", "Accept": accept}
    request = urllib.request.Request(firm.stack.api_url + path, headers=headers)  # noqa: S310 - our own stack
    try:
        with urllib.request.urlopen(request, timeout=40) as response:  # noqa: S310 - our own stack
            return response.status, str(response.headers["Content-Type"]), response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, str(error.headers["Content-Type"]), error.read()


def drafted(firm: Firm, case_id: str, kind: str, **fields: Any) -> dict[str, Any]:
    body = {"person": "Eva Kern", "kind": kind, **fields}
    answer = firm.call("POST", f"/v1/cases/{case_id}/documents", body)
    assert answer.status == 200, answer
    return dict(answer.body)


def test_a_claim_filing_goes_from_draft_to_sent(firm: Firm, case_id: str) -> None:
    draft = drafted(firm, case_id, "claim_filing")
    path = f"/v1/cases/{case_id}/documents/{draft['id']}"
    assert (draft["language"], draft["form"], draft["gaps"], draft["copies"]) == ("de", "german_form", [], 2)
    status, kind, first = fetched(firm, f"{path}/content")
    assert (status, kind, first[:5]) == (200, "application/pdf", b"%PDF-")
    assert hashlib.sha256(first).hexdigest() == draft["history"][0]["digest"]
    assert len(first) == draft["history"][0]["size"]
    assert "ENTWURF" in text(first)
    assert fetched(firm, f"{path}/content", accept="*/*")[2] == first

    assert firm.call("POST", f"{path}/sent", _sent()).status == 409
    approved = firm.call("POST", f"{path}/approval", {"person": "Jan Voss", "reason": "compared with the books"}).body
    final = fetched(firm, f"{path}/content")[2]
    words = text(final)
    assert "ENTWURF" not in words
    assert "36a IN 4733/25" in words
    assert "Dr. Henrike Stolzenau" in words
    assert "16.03.2026, 09:40 Uhr" in words
    assert "2 Ausfertigungen" in words
    assert fetched(firm, f"{path}/content?version=1")[2] == first, "the draft stays as it was read"

    key = f"letters/{case_id}/{approved['history'][1]['digest']}.pdf"
    bucket = firm.stack.outputs["DocumentsBucketName"]
    assert firm.stack.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read() == final

    sent = firm.call("POST", f"{path}/sent", _sent())
    assert sent.status == 200, sent
    assert [step["state"] for step in sent.body["history"]] == ["draft", "approved", "sent"]
    assert sent.body["history"][2]["digest"] == approved["history"][1]["digest"]
    assert firm.call("POST", f"{path}/sent", _sent()).status == 409
    file = firm.case(case_id)
    assert file["case"]["claim"]["filed_on"] == str(datetime.now(UTC).date())
    (lodging,) = [task for task in file["tasks"] if task["kind"] == "lodge_claim"]
    assert (lodging["state"], lodging["done_by"].partition(" (")[0]) == ("done", "Eva Kern")
    (deadline,) = [one for one in file["deadlines"] if one["kind"] == "claim_filing"]
    assert deadline["state"] == "done"
    assert [entry["kind"] for entry in file["entries"]].count("document") == 3


def _sent() -> dict[str, str]:
    return {"person": "Eva Kern", "channel": "post", "on": str(datetime.now(UTC).date())}


def test_gaps_are_named_and_go_out_only_for_a_reason(firm: Firm, case_id: str) -> None:
    draft = drafted(firm, case_id, "security_rights", options={"respond_by": "2026-12-20"})
    assert [gap["field"] for gap in draft["gaps"]] == []
    draft = drafted(firm, case_id, "security_rights", language="en")
    assert [gap["field"] for gap in draft["gaps"]] == ["options.respond_by"]
    path = f"/v1/cases/{case_id}/documents/{draft['id']}"
    body = {"person": "Jan Voss", "reason": "read"}
    refused = firm.call("POST", f"{path}/approval", body)
    assert (refused.status, refused.body["errors"][0]["path"]) == (422, "options.respond_by")
    answer = firm.call("POST", f"{path}/approval", {**body, "despite": "the day is agreed by telephone"})
    assert answer.status == 200, answer
    again = firm.call("POST", f"{path}/redraft", {**body, "options": {"respond_by": "2026-12-20"}})
    assert (again.body["gaps"], [step["state"] for step in again.body["history"]]) == (
        [],
        ["draft", "approved", "draft"],
    )


def test_what_the_law_or_the_books_leave_no_room_for_is_409(firm: Firm, gazettes: Registers, case_id: str) -> None:
    assert firm.call("POST", f"/v1/cases/{case_id}/documents", _ask("insurer_notice")).status == 409
    assert firm.call("POST", f"/v1/cases/{case_id}/documents", _ask("choice_of_performance")).status == 422
    assert firm.call("POST", "/v1/cases/nothing/documents", _ask("claim_filing")).status == 404
    assert firm.call("GET", f"/v1/cases/{case_id}/documents/nothing").status == 404


def _ask(kind: str) -> dict[str, Any]:
    return {"person": "Eva Kern", "kind": kind}


def test_a_claim_abroad_takes_the_european_form(firm: Firm, gazettes: Registers, case_id: str) -> None:
    number = siren(40_000_071)
    firm.keep("DOC-2", "Chantier Kerouan", identifiers=[{"scheme": "siren", "value": number}])
    firm.call("PUT", "/v1/open-items", {"items": [_item("RE-9", customer_number="DOC-2")]})
    gazettes.publish_in_france(bodacc(date(2026, 9, 1), 71, french_company("CHANTIER KEROUAN", number)))
    gazettes.poll("fr_bodacc", date(2026, 9, 1))
    firm.wait_for_stage("DOC-2", "no_deliveries")
    french = firm.only_case("DOC-2")["case"]["id"]
    made = drafted(firm, french, "claim_filing", options={"opening_date": "2026-08-25"})
    assert (made["form"], made["language"]) == ("eu_standard_form", "en")
    path = f"/v1/cases/{french}/documents"
    assert firm.call("POST", path, {**_ask("claim_filing"), "form": "german_form"}).status == 409
    assert firm.call("POST", path, _ask("security_rights")).status == 409


def test_an_explanation_comes_at_once_and_is_on_record(firm: Firm, case_id: str) -> None:
    status, kind, content = fetched(firm, f"/v1/cases/{case_id}/explanation?language=de")
    assert (status, kind) == (200, "application/pdf"), content
    assert "Havelwerft Krambeck GmbH" in text(content)
    assert firm.case(case_id)["entries"][-1]["kind"] == "read"
    evidence = drafted(firm, case_id, "evidence_list")
    listed = text(fetched(firm, f"/v1/cases/{case_id}/documents/{evidence['id']}/content")[2])
    assert "Forderungsanmeldung, versandt" in listed
