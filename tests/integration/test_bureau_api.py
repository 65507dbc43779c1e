"""Bureaus over the deployed API: asked within budget and time, shown with every gap, linked on a person's word."""

from typing import Any

from tests.contract.servers.creditsafe import Creditsafe
from tests.integration.firm import Firm
from tests.integration.offices import VAT, Bureaus, company, event, keep


def report(of: str, rating: str) -> dict[str, Any]:
    """The least a report can be."""
    summary = {"businessName": "x", "country": "DE", "creditRating": {"commonValue": rating}}
    return {"companyId": of, "report": {"companyId": of, "companySummary": summary}}


def check(firm: Firm, number: str, **body: Any) -> Any:
    """The API's answer to a check."""
    answer = firm.call("POST", f"/v1/customers/{number}/check", body)
    assert answer.status == 200, answer
    return answer.body


def test_an_order_is_answered_from_the_bureau_once_and_then_from_the_store(
    side: Bureaus, firm: Firm, creditsafe: Creditsafe
) -> None:
    listed = company(99161, "STRANDHAFER LOGISTIK GMBH", VAT["value"])
    creditsafe.companies, creditsafe.reports = [listed], {listed["id"]: report(listed["id"], "B")}
    plan: dict[str, Any] = {
        "budget_per_month": "5",
        "cost_per_check": "2",
        "check_on": ["order", "by_hand"],
        "order_check_from": "100",
    }
    side.switch_on("creditsafe", **plan)
    keep(firm, "B-161", "Strandhafer Logistik GmbH")
    firm.stack.wait(lambda: side.known("B-161", "SUBJECT#"), 30, "the customer linked")
    firm.wait_until_quiet()

    small = check(firm, "B-161", order_value={"amount": "99"})
    assert (small["known"], small["answers"]) == (False, [])
    assert "below 100 EUR" in small["not_asked"][0]["reason"]
    asked = check(firm, "B-161", order_value={"amount": "4200.00"})
    (told,) = asked["answers"]
    assert (told["source"], told["outcome"], told["band"], asked["worst_band"]) == ("asked_now", "answered", "B", "B")
    assert asked["block"]["blocked"] is False
    again = check(firm, "B-161")
    assert [one["source"] for one in again["answers"]] == ["store"]
    check(firm, "B-161", reason="by_hand", person="Eva Kern", fresh=True)
    beyond = check(firm, "B-161", reason="by_hand", person="Eva Kern", fresh=True)
    assert [(one["bureau"], one["kind"]) for one in beyond["failures"] if one["kind"] != "off"] == [
        ("creditsafe", "budget_spent")
    ]
    assert {one["bureau"] for one in beyond["failures"] if one["kind"] == "off"} >= {"crif_mediafinanz", "northdata"}

    (state,) = [one for one in firm.call("GET", "/v1/bureaus").body["bureaus"] if one["bureau"] == "creditsafe"]
    assert (state["on"], state["budget"]["spent"]["amount"], state["budget"]["calls"]) == (True, "4", 2)
    file = firm.call("GET", "/v1/customers/B-161/credit").body
    asked_by = {one["reason"]: one["asked_by"] for one in file["inquiries"]}
    assert asked_by.keys() == {"order", "by_hand"}
    assert asked_by["by_hand"].startswith("Eva Kern (client ")
    assert file["next_check_on"]


def test_what_was_told_before_a_person_chose_the_subject_is_applied_then(
    side: Bureaus, firm: Firm, creditsafe: Creditsafe
) -> None:
    listed = company(99162, "TEEKONTOR ZUR ALTEN WAAGE GMBH")
    creditsafe.companies = [listed]
    side.switch_on("creditsafe")
    keep(firm, "B-162", "Waage Teehandel Nachfolger", None)
    creditsafe.events = [event(62, listed, 102, "5000", "0")]
    side.visit("creditsafe")
    assert firm.block("B-162").body["stage"] is None
    path = "/v1/customers/B-162/bureaus/creditsafe/subject"
    chosen = firm.call("PUT", path, {"subject_id": listed["id"], "person": "Eva Kern", "reason": "telephone"})
    assert (chosen.status, chosen.body["subject"]["state"], chosen.body["remark"]) == (200, "watched", None)
    firm.wait_for_stage("B-162", "prepayment_only")
    (portfolio,) = creditsafe.portfolios.values()
    assert listed["id"] in portfolio["companies"]
    refused = firm.call("DELETE", path, {"person": "Eva Kern", "reason": "another firm after all"})
    assert (refused.status, refused.body["subject"]["state"]) == (200, "not_found")
    assert listed["id"] not in portfolio["companies"]


def test_only_clients_that_may_ask_bureaus_do(firm: Firm) -> None:
    token = firm.stack.token("blocks/read")
    for method, path in (("POST", "/v1/customers/1/check"), ("GET", "/v1/customers/1/credit"), ("GET", "/v1/bureaus")):
        assert firm.stack.call(method, path, token=token, body={} if method == "POST" else None).status in (401, 403)
    assert firm.call("POST", "/v1/customers/nobody/check", {}).status == 404
