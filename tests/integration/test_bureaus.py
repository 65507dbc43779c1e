"""Credit bureaus through the deployed functions: linked, watched, asked within the budget, and never silent."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stdnum.iso7064 import mod_11_10

from infra.local_stack import LocalStack
from tests.contract.servers.creditsafe import INVENTED, Creditsafe
from tests.contract.servers.northdata import NorthData
from tests.contract.servers.schufa import Schufa
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren

COURT = "Amtsgericht Kiel"
VAT = {"scheme": "vat", "value": "DE136695976"}
_SETTLED_SECONDS = 5.5  # a step looks at the credentials' presence every five
COMMERCE = {"legal_reason": "commerce"}
CREDENTIALS: dict[str, dict[str, str]] = {
    "creditsafe": {"username": INVENTED[0], "password": INVENTED[1]},
    "northdata": {"api_key": "XXXX-INVENTED"},
    "schufa": {"client_id": "invented-client", "client_secret": "invented"},
}


class Bureaus:
    """What an admin and a schedule do: parameters set, visits asked for, what is stored looked at."""

    def __init__(self, firm: Firm, stack: LocalStack) -> None:
        self.firm, self.stack = firm, stack
        self._set: set[str] = set()

    def switch_on(self, name: str, *, credentials: dict[str, str] | None = None, **plan: Any) -> None:
        """Credentials and plan as the admin would set them."""
        for part, value in (("credentials", credentials or CREDENTIALS[name]), ("plan", plan)):
            parameter = f"/insolvency-watch/local/bureaus/{name}/{part}"
            self.stack.client("ssm").put_parameter(
                Name=parameter, Value=json.dumps(value), Type="SecureString", Overwrite=True
            )
            self._set.add(parameter)
        time.sleep(_SETTLED_SECONDS)

    def switch_off(self) -> None:
        """Every parameter that was set is gone again."""
        for parameter in self._set:
            self.stack.client("ssm").delete_parameter(Name=parameter)
        if self._set:
            time.sleep(_SETTLED_SECONDS)
        self._set.clear()

    def visit(self, name: str) -> dict[str, Any]:
        """A poll of the bureau as the schedule would ask for it; its state when everything that followed is done."""
        before = self.state(name).get("attempts_total", 0)
        self.firm.send("BureausQueueUrl", {"bureau": name})
        self.stack.wait(lambda: self.state(name).get("attempts_total", 0) != before, 30, f"a visit at {name}")
        self.firm.wait_until_quiet()
        return self.state(name)

    def state(self, name: str) -> dict[str, Any]:
        """The bureau's stored state."""
        return next((dict(item["record"]) for item in self.firm.items("SOURCES", name)), {})

    def known(self, number: str, kind: str) -> list[dict[str, Any]]:
        """Subjects (SUBJECT#), checks (CHECK#) or index points (INDEX#) of a customer."""
        return [dict(item["record"]) for item in self.firm.items(f"CREDIT#{number}", kind)]


@pytest.fixture
def bureaus(firm: Firm, local_stack: LocalStack) -> Iterator[Bureaus]:
    """The bureaus' side of the firm; what a test switches on is off again behind it."""
    side = Bureaus(firm, local_stack)
    yield side
    side.switch_off()
    firm.wait_until_quiet()


@pytest.fixture
def creditsafe(offices: dict[str, Any]) -> Creditsafe:
    """The bureau with one company; portfolios and events of earlier tests are gone."""
    office: Creditsafe = offices["creditsafe"]
    office.companies, office.events = [], []
    office.portfolios.clear()
    return office


def german_vat(number: int) -> str:
    """A VAT id that can exist."""
    return f"DE{number:08d}{mod_11_10.calc_check_digit(f'{number:08d}')}"


def company(number: int, name: str, vat: str | None = None, **fields: Any) -> dict[str, Any]:
    """A company as the bureau lists it."""
    address = {"simpleValue": "Hafenstraße 7, 25813 Husum", "street": "Hafenstraße", "houseNumber": "7"}
    return {
        "id": f"DE-0-HRB{number}",
        "country": "DE",
        "regNo": f"HRB {number}",
        "safeNo": f"DE{number}",
        "name": name,
        "type": "Ltd",
        "officeType": "registered",
        "status": "Active",
        "vatNo": [vat] if vat else [],
        "address": {**address, "city": "Husum", "postalCode": "25813"},
        "matchScoreConfidence": 951,
        "matchScoreExplainPlan": {"matchScore": 951, "matchScoreName": "A"},
        **fields,
    }


def event(number: int, about: dict[str, Any], rule: int, old: str, new: str, **fields: Any) -> dict[str, Any]:
    """Something that the bureau tells of a company through a portfolio."""
    listed = {"id": about["id"], "safeNumber": about["safeNo"], "name": about["name"], "countryCode": "DE"}
    return {
        "company": {**listed, "portfolioId": 589960, "portfolioName": "Kunden"},
        "eventId": 700 + number,
        "eventDate": "2027-01-04 22:30:00",
        "newValue": new,
        "oldValue": old,
        "notificationEventId": 800 + number,
        "notificationId": None,
        "processedDate": None,
        "ruleCode": rule,
        "ruleName": f"rule {rule}",
        "summary": "changed",
        "ruleText": "",
        "localEventCode": "",
        "isProcessed": False,
        **fields,
    }


def keep(firm: Firm, number: str, name: str, vat: str | None = VAT["value"]) -> None:
    """A customer in Husum."""
    address = {"street": "Hafenstraße 7", "postcode": "25813", "city": "Husum", "country": "DE"}
    identifiers = [{"scheme": "vat", "value": vat}] if vat else []
    firm.keep(number, name, address=address, identifiers=identifiers)
    firm.wait_until_quiet()


def test_a_bureau_without_credentials_is_off_and_says_what_to_set(bureaus: Bureaus, firm: Firm) -> None:
    state = bureaus.visit("crif_mediafinanz")
    assert state["last_state"] == "no_credentials"
    assert "/bureaus/crif_mediafinanz/credentials" in state["failure"]
    keep(firm, "B-100", "Seebrise Handel GmbH", None)
    assert bureaus.known("B-100", "") == []
    assert "crif_mediafinanz" not in firm.block("B-100").body["sources_late"]


def test_a_customer_is_found_watched_and_warned_of(bureaus: Bureaus, firm: Firm, creditsafe: Creditsafe) -> None:
    feinkost = company(99101, "DÜNENGRÄFIN FEINKOST GMBH", VAT["value"])
    creditsafe.companies = [feinkost, company(99102, "DÜNENGRÄFIN FEINKOST HOLDING GMBH")]
    bureaus.switch_on("creditsafe")
    keep(firm, "B-101", "Dünengräfin Feinkost GmbH")
    (subject,) = bureaus.known("B-101", "SUBJECT#")
    assert (subject["state"], subject["subject_id"], subject["certain"]) == ("watched", "DE-0-HRB99101", True)
    assert {piece["field"] for piece in subject["evidence"]} >= {"identifier", "name"}
    (portfolio,) = creditsafe.portfolios.values()
    assert portfolio["companies"].keys() == {"DE-0-HRB99101"}

    creditsafe.events = [
        event(1, feinkost, 101, "B", "D"),
        {**event(1, feinkost, 101, "B", "D"), "notificationEventId": 9999, "company": _elsewhere(feinkost)},
    ]
    state = bureaus.visit("creditsafe")
    assert (state["last_state"], state.get("failure")) == ("new_notices", None)
    answer = firm.wait_for_stage("B-101", "prepayment_only")
    assert "BGB 321" in answer["reasons"][0]["ground"]["statute"]
    case = firm.only_case("B-101")
    assert case["case"]["event_kind"] == "SCORE_DROPPED"
    assert len(case["case"]["notices"]) == 1  # the same event through two portfolios
    assert case["case"]["match"]["evidence"][-1]["field"] == "bureau"
    assert [point["index"]["band"] for point in bureaus.known("B-101", "INDEX#")] == ["D"]
    assert any(rule["isActive"] for listed in portfolio["rules"].values() for rule in listed)
    assert state["portfolio"]["watched"] == 1
    bureaus.visit("creditsafe")
    assert len(firm.only_case("B-101")["entries"]) == 1


def _elsewhere(about: dict[str, Any]) -> dict[str, Any]:
    listed = {"id": about["id"], "safeNumber": about["safeNo"], "name": about["name"], "countryCode": "DE"}
    return {**listed, "portfolioId": 589961, "portfolioName": "Kunden Süd"}


def test_the_portfolio_is_healed_and_what_others_put_there_is_left(
    bureaus: Bureaus, firm: Firm, creditsafe: Creditsafe
) -> None:
    ours, theirs = company(99111, "GEZEITENWERK GMBH", german_vat(12944211)), company(99112, "FREMDER GMBH")
    creditsafe.companies = [ours, theirs]
    bureaus.switch_on("creditsafe")
    keep(firm, "B-111", "Gezeitenwerk GmbH", german_vat(12944211))
    (portfolio,) = creditsafe.portfolios.values()
    del portfolio["companies"][ours["id"]]
    portfolio["companies"][theirs["id"]] = {"id": theirs["id"], "name": theirs["name"], "countryCode": "DE"}
    firm.stack.client("dynamodb").delete_item(  # as if the daily comparison were due again
        TableName=firm.stack.outputs["TableName"], Key={"pk": {"S": "SOURCES"}, "sk": {"S": "creditsafe"}}
    )
    state = bureaus.visit("creditsafe")
    assert portfolio["companies"].keys() >= {ours["id"], theirs["id"]}
    assert state["portfolio"]["added"] >= 1
    assert state["portfolio"]["not_ours"] == 1
    assert not [request for request in creditsafe.requests if request.path.endswith(("/sync", "/import", "/clear"))]


def test_an_insolvency_told_first_by_a_bureau_meets_the_register_in_one_case(
    bureaus: Bureaus, firm: Firm, gazettes: Registers, creditsafe: Creditsafe
) -> None:
    name, number = "ATELIER DES GLYCINES", siren(777)
    told = company(1, name, country="FR", id=f"FR-X-{number}", regNo=number, status="Active")
    creditsafe.companies = [told]
    bureaus.switch_on("creditsafe", codes={"1899": "OPENED"})
    firm.keep("B-120", name, address={"city": "Husum", "country": "FR"}, identifiers=[_siren(number)])
    firm.wait_until_quiet()
    listed = {**event(20, told, 1899, "", ""), "company": {"id": told["id"], "safeNumber": "x", "name": name, **_FR}}
    creditsafe.events = [listed]
    bureaus.visit("creditsafe")
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
    bureaus: Bureaus, firm: Firm, creditsafe: Creditsafe
) -> None:
    known = company(99131, "LEUCHTFEUER MÖBEL GMBH", german_vat(81112813))
    creditsafe.companies = [known]
    bureaus.switch_on("creditsafe")
    keep(firm, "B-131", "Leuchtfeuer Möbel GmbH", german_vat(81112813))
    cursor = bureaus.visit("creditsafe").get("cursor")
    creditsafe.events = [event(31, known, 102, "5000", "0")]
    bureaus.switch_on("northdata", credentials={"api_key": "WRONG"})
    assert bureaus.visit("northdata")["last_state"] == "refused"
    creditsafe.cut_after = 2  # the login's answer is whole, the first page of events is not
    state = bureaus.visit("creditsafe")
    assert state["last_state"] == "changed"
    assert state.get("cursor") == cursor
    assert state["failure_evidence"]
    assert bureaus.visit("creditsafe")["last_state"] == "new_notices"
    firm.wait_for_stage("B-131", "prepayment_only")
    assert bureaus.state("northdata")["last_state"] == "refused"


def test_publications_that_a_bureau_passes_on_are_matched_with_every_customer(
    bureaus: Bureaus, firm: Firm, offices: dict[str, Any]
) -> None:
    office: NorthData = offices["northdata"]
    office.publications = [_publication()]
    bureaus.switch_on("northdata", watch=False)
    identifier = {"scheme": "de_register", "value": "HRB 88141", "office": "Kiel"}
    address = {"street": "Kaistraße 3", "postcode": "24103", "city": "Kiel", "country": "DE"}
    firm.keep("B-141", "Fördewind Schiffsbedarf GmbH", address=address, identifiers=[identifier])
    firm.wait_until_quiet()
    assert bureaus.visit("northdata")["last_state"] == "new_notices"
    firm.wait_for_stage("B-141", "no_deliveries")
    case = firm.only_case("B-141")["case"]
    assert (case["court"], case["claim_deadline"]) == (COURT, "2026-04-28")
    assert case["notices"][0]["authority"] == "bureau"


def _publication() -> dict[str, Any]:
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
        "date": date.today().isoformat(),  # noqa: DTZ011 - the bureau's own day
        "creationTime": f"{date.today().isoformat()}T00:30:00Z",  # noqa: DTZ011 - dto.
        "source": "Ins",
        "category": "Eröffnungen",
        "title": "Fördewind Schiffsbedarf GmbH",
        "text": "Über das Vermögen der Fördewind Schiffsbedarf GmbH wird das Insolvenzverfahren eröffnet.",
        "publisher": publisher,
        "structure": {"topics": topics},
        "filings": [{"type": "Insolvency", "name": f"{COURT}, 25 IN 41/26", "city": "Kiel", "id": "25 IN 41/26"}],
    }


MARIE = {
    "kind": "person",
    "first_name": "Marie",
    "surname": "Sandbank",
    "birth_date": "1973-01-15",
    "address": {"street": "Deichweg 2", "postcode": "25813", "city": "Husum", "country": "DE"},
}


@pytest.fixture
def schufa(offices: dict[str, Any]) -> Schufa:
    """The bureau; nobody is known there yet."""
    office: Schufa = offices["schufa"]
    office.by_hand.clear()
    office.finished.clear()
    return office


def test_a_result_that_can_be_read_once_and_is_lost_on_the_way_is_asked_for_again(
    bureaus: Bureaus, firm: Firm, local_stack: LocalStack, schufa: Schufa, monkeypatch: pytest.MonkeyPatch
) -> None:
    schufa.by_hand["Marie Sandbank"] = "report-1"
    bureaus.switch_on("schufa", budget_per_month="10", cost_per_check="1", options=COMMERCE)
    firm.keep("B-150", "Marie Sandbank", **MARIE)
    firm.wait_until_quiet()
    (check,) = bureaus.known("B-150", "CHECK#")
    assert check["answer"]["outcome"] == "pending"
    bureaus.visit("schufa")
    assert bureaus.known("B-150", "CHECK#")[0]["answer"]["outcome"] == "pending"  # not finished there

    schufa.finished["report-1"] = _report("INSOLVENCY_INITIATED")
    killed = _kill_while_reading(schufa, monkeypatch)
    firm.send("BureausQueueUrl", {"bureau": "schufa"})
    local_stack.wait(lambda: killed, 20, "the step is killed between reading and storing")
    assert "report-1" not in schufa.finished
    assert bureaus.known("B-150", "CHECK#")[0]["answer"]["outcome"] == "pending"
    bureaus.visit("schufa")
    assert bureaus.known("B-150", "CHECK#")[0]["answer"]["outcome"] == "lost"
    del schufa.by_hand["Marie Sandbank"]
    schufa.reports["Marie Sandbank"] = _report("INSOLVENCY_INITIATED")
    local_stack.invoke("StartPolls", {})
    local_stack.wait(lambda: len(bureaus.known("B-150", "CHECK#")) == 2, 30, "the second inquiry")
    firm.wait_until_quiet()
    assert bureaus.known("B-150", "CHECK#")[-1]["answer"]["outcome"] == "answered"
    assert firm.cases("B-150")


def _kill_while_reading(office: Schufa, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Process ids of the step's workers that were killed while a result was on its way to them."""
    killed: list[int] = []
    give = office._result

    def give_and_kill(here: str) -> Any:
        reply = give(here)
        if not killed:
            killed.extend(_workers_of("PollBureau"))
            for worker in killed:
                os.kill(worker, signal.SIGKILL)
        return reply

    monkeypatch.setattr(office, "_result", give_and_kill)
    return killed


def _workers_of(function: str) -> list[int]:
    """Processes of the local stack that run a function."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue  # somebody else's, or just gone
        if re.search(rb"AWS_LAMBDA_FUNCTION_NAME=[^\0]*" + function.encode(), environment):
            found.append(int(process.name))
    return found


def _report(code: str) -> dict[str, Any]:
    return {
        "reportId": "1",
        "personData": {
            "firstName": "MARIE",
            "lastName": "SANDBANK",
            "gender": "FEMALE",
            "dateOfBirth": "1973-01-15",
            "addresses": {
                "currentAddress": {
                    "streetWithNumber": "DEICHWEG 2",
                    "postalCode": "25813",
                    "city": "HUSUM",
                    "country": "DEU",
                }
            },
        },
        "courtData": [
            {"withDateOfBirth": True, "attributeName": code, "date": "2026-02-12", "reference": "36w IN 3284/26"}
        ],
        "score": {"description": "Score", "status": "NO_SCORE_AVAILABLE"},
    }


def test_the_months_budget_is_never_exceeded(bureaus: Bureaus, firm: Firm, schufa: Schufa) -> None:
    schufa.reports |= {f"Jan Priel{letter}": _report("ALL_IS_NEW") for letter in "abc"}
    before = _spent(firm)
    bureaus.switch_on("schufa", budget_per_month=str(before + 2), cost_per_check="1", options=COMMERCE)
    for number, letter in enumerate("abc"):
        firm.keep(f"B-16{number}", f"Jan Priel{letter}", **{**MARIE, "first_name": "Jan", "surname": f"Priel{letter}"})
    firm.wait_until_quiet()
    asked = [len(bureaus.known(f"B-16{number}", "CHECK#")) for number in range(3)]
    assert sorted(asked) == [0, 1, 1]
    assert _spent(firm) == before + 2


def _spent(firm: Firm) -> int:
    return int(sum(item["amount"] for item in firm.items("BUREAU#schufa", "MONTH#")))
