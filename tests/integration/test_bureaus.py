"""Credit bureaus through the deployed functions: customers linked, watched and warned of, and never silence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.contract.servers.creditsafe import Creditsafe
from tests.contract.servers.northdata import NorthData
from tests.integration.firm import Firm, Registers
from tests.integration.offices import VAT, Bureaus, company, event, german_vat, keep
from tests.integration.payloads import bodacc, french_company, siren

COURT = "Amtsgericht Kiel"


def test_a_bureau_without_credentials_is_off_and_says_what_to_set(side: Bureaus, firm: Firm) -> None:
    state = side.visit("crif_mediafinanz")
    assert state["last_state"] == "no_credentials"
    assert "/bureaus/crif_mediafinanz/credentials" in state["failure"]
    keep(firm, "B-100", "Seebrise Handel GmbH", None)
    assert side.known("B-100", "") == []
    assert "crif_mediafinanz" not in firm.block("B-100").body["sources_late"]


def test_a_customer_is_found_watched_and_warned_of(side: Bureaus, firm: Firm, creditsafe: Creditsafe) -> None:
    feinkost = company(99101, "DÜNENGRÄFIN FEINKOST GMBH", VAT["value"])
    creditsafe.companies = [feinkost, company(99102, "DÜNENGRÄFIN FEINKOST HOLDING GMBH")]
    side.forget_state("creditsafe")
    side.switch_on("creditsafe")
    keep(firm, "B-101", "Dünengräfin Feinkost GmbH")
    (subject,) = side.known("B-101", "SUBJECT#")
    assert (subject["state"], subject["subject_id"], subject["certain"]) == ("watched", "DE-0-HRB99101", True)
    assert {piece["field"] for piece in subject["evidence"]} >= {"identifier", "name"}
    (portfolio,) = creditsafe.portfolios.values()
    assert portfolio["companies"].keys() == {"DE-0-HRB99101"}

    creditsafe.events = [
        event(1, feinkost, 101, "B", "D"),
        {**event(1, feinkost, 101, "B", "D"), "notificationEventId": 9999, "company": _elsewhere(feinkost)},
    ]
    state = side.visit("creditsafe")
    assert (state["last_state"], state.get("failure")) == ("new_notices", None)
    answer = firm.wait_for_stage("B-101", "prepayment_only")
    assert "BGB 321" in answer["reasons"][0]["ground"]["statute"]
    case = firm.only_case("B-101")
    assert case["case"]["event_kind"] == "SCORE_DROPPED"
    assert len(case["case"]["notices"]) == 1  # the same event through two portfolios
    assert case["case"]["match"]["evidence"][-1]["field"] == "bureau"
    assert [point["index"]["band"] for point in side.known("B-101", "INDEX#")] == ["D"]
    assert any(rule["isActive"] for listed in portfolio["rules"].values() for rule in listed)
    assert state["portfolio"]["watched"] == 1
    side.visit("creditsafe")
    assert len(firm.only_case("B-101")["entries"]) == 1


def _elsewhere(about: dict[str, Any]) -> dict[str, Any]:
    listed = {"id": about["id"], "safeNumber": about["safeNo"], "name": about["name"], "countryCode": "DE"}
    return {**listed, "portfolioId": 589961, "portfolioName": "Kunden Süd"}


def test_the_portfolio_is_healed_and_what_others_put_there_is_left(
    side: Bureaus, firm: Firm, creditsafe: Creditsafe
) -> None:
    ours, theirs = company(99111, "GEZEITENWERK GMBH", german_vat(12944211)), company(99112, "FREMDER GMBH")
    creditsafe.companies = [ours, theirs]
    side.switch_on("creditsafe")
    keep(firm, "B-111", "Gezeitenwerk GmbH", german_vat(12944211))
    (portfolio,) = creditsafe.portfolios.values()
    del portfolio["companies"][ours["id"]]
    portfolio["companies"][theirs["id"]] = {"id": theirs["id"], "name": theirs["name"], "countryCode": "DE"}
    side.forget_state("creditsafe")
    state = side.visit("creditsafe")
    assert portfolio["companies"].keys() >= {ours["id"], theirs["id"]}
    assert state["portfolio"]["added"] >= 1
    assert state["portfolio"]["not_ours"] == 1
    assert not [request for request in creditsafe.requests if request.path.endswith(("/sync", "/import", "/clear"))]


def test_an_insolvency_told_first_by_a_bureau_meets_the_register_in_one_case(
    side: Bureaus, firm: Firm, gazettes: Registers, creditsafe: Creditsafe
) -> None:
    name, number = "ATELIER DES GLYCINES", siren(777)
    told = company(1, name, country="FR", id=f"FR-X-{number}", regNo=number, status="Active")
    creditsafe.companies = [told]
    side.switch_on("creditsafe", codes={"1899": "OPENED"})
    firm.keep("B-120", name, address={"city": "Husum", "country": "FR"}, identifiers=[_siren(number)])
    firm.wait_until_quiet()
    listed = {**event(20, told, 1899, "", ""), "company": {"id": told["id"], "safeNumber": "x", "name": name, **_FR}}
    creditsafe.events = [listed]
    side.visit("creditsafe")
    firm.wait_for_stage("B-120", "no_deliveries")
    first = firm.only_case("B-120")
    assert first["case"]["source"] == "creditsafe"
    day = date(2026, 10, 6)
    gazettes.publish_in_france(bodacc(day, 777, french_company(name, number)))
    gazettes.poll("fr_bodacc", day)
    case = firm.only_case("B-120")
    assert case["case"]["id"] == first["case"]["id"]
    assert case["case"]["source"] == "fr_bodacc"
    assert {one["authority"] for one in case["case"]["notices"]} == {"bureau", "register"}


_FR = {"countryCode": "FR", "portfolioId": 589960, "portfolioName": "Kunden"}


def _siren(number: str) -> dict[str, str]:
    return {"scheme": "siren", "value": number}


def test_wrong_credentials_and_cut_pages_are_named_move_nothing_and_hold_up_nobody(
    side: Bureaus, firm: Firm, creditsafe: Creditsafe
) -> None:
    known = company(99131, "LEUCHTFEUER MÖBEL GMBH", german_vat(81112813))
    creditsafe.companies = [known]
    side.switch_on("creditsafe")
    keep(firm, "B-131", "Leuchtfeuer Möbel GmbH", german_vat(81112813))
    cursor = side.visit("creditsafe").get("cursor")
    creditsafe.events = [event(31, known, 102, "5000", "0")]
    side.switch_on("northdata", credentials={"api_key": "WRONG"})
    assert side.visit("northdata")["last_state"] == "refused"
    creditsafe.cut_after = 2  # the login's answer is whole, the first page of events is not
    state = side.visit("creditsafe")
    assert state["last_state"] == "changed"
    assert state.get("cursor") == cursor
    assert state["failure_evidence"]
    assert side.visit("creditsafe")["last_state"] == "new_notices"
    firm.wait_for_stage("B-131", "prepayment_only")
    assert side.state("northdata")["last_state"] == "refused"


def test_publications_that_a_bureau_passes_on_are_matched_with_every_customer(
    side: Bureaus, firm: Firm, offices: dict[str, Any]
) -> None:
    office: NorthData = offices["northdata"]
    office.publications = [_publication()]
    side.switch_on("northdata", watch=False)
    identifier = {"scheme": "de_register", "value": "HRB 88141", "office": "Kiel"}
    address = {"street": "Kaistraße 3", "postcode": "24103", "city": "Kiel", "country": "DE"}
    firm.keep("B-141", "Fördewind Schiffsbedarf GmbH", address=address, identifiers=[identifier])
    firm.wait_until_quiet()
    assert side.visit("northdata")["last_state"] == "new_notices"
    firm.wait_for_stage("B-141", "no_deliveries")
    case = firm.only_case("B-141")["case"]
    assert (case["court"], case["claim_deadline"]) == (COURT, "2026-04-28")
    assert case["notices"][0]["authority"] == "bureau"


def _publication() -> dict[str, Any]:
    """A publication of a few minutes ago: the first visit reaches back three hours."""
    created = datetime.now(UTC) - timedelta(minutes=10)
    publisher = {
        "id": "t1",
        "name": {"name": "Fördewind Schiffsbedarf GmbH", "legalForm": "GmbH"},
        "address": {"city": "Kiel", "country": "DE", "postalCode": "24103", "street": "Kaistraße 3"},
        "register": {"city": "Kiel", "id": "HRB 88141", "uniqueKey": "00000000088141"},
    }
    topics = [
        {"type": "Eroeffnung", "name": "Initiation"},
        {"type": "AnmeldeFrist", "name": "Entry Deadline", "value": "2026-04-28"},
    ]
    return {
        "id": "n1",
        "date": created.date().isoformat(),
        "creationTime": f"{created:%Y-%m-%dT%H:%M:%SZ}",
        "source": "Ins",
        "category": "Eröffnungen",
        "title": "Fördewind Schiffsbedarf GmbH",
        "text": "Über das Vermögen der Fördewind Schiffsbedarf GmbH wird das Insolvenzverfahren eröffnet.",
        "publisher": publisher,
        "structure": {"topics": topics},
        "filings": [{"type": "Insolvency", "name": f"{COURT}, 25 IN 41/26", "city": "Kiel", "id": "25 IN 41/26"}],
    }
