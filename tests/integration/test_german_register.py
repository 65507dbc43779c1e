"""Germany through the deployed functions: the form's sessions and details, the ruling's text, the blocked customer."""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.registers import de_insolvenzbekanntmachungen as register
from tests.contract.recordings import HERE
from tests.contract.servers.de_portal import GermanPortal
from tests.integration.firm import Firm, Registers

SOURCE = register.REGISTER.name
DAY = date(2026, 3, 17)
_RECORDED = (HERE / SOURCE / "recordings" / "notices.jsonl").read_text(encoding="utf-8").splitlines()
OPENING: dict[str, Any] = json.loads(_RECORDED[0])


@pytest.fixture(scope="module")
def opened(firm: Firm, gazettes: Registers, german_portal: GermanPortal) -> dict[str, Any]:
    """The block answer after an opening was announced and found through the form."""
    entry = {"scheme": "de_register", "value": "HRB 201417 B", "office": "Amtsgericht Charlottenburg"}
    firm.keep("D-1", "Nordwind Gartenbau GmbH", identifiers=[entry])
    german_portal.rows.append(OPENING)
    gazettes.poll(SOURCE, DAY)
    return firm.wait_for_stage("D-1", "no_deliveries")


def test_an_opening_blocks_on_german_grounds(opened: dict[str, Any]) -> None:
    assert (opened["blocked"], opened["no_payouts"]) == (True, True)
    assert opened["reasons"][0]["ground"]["statute"] == "InsO 103, 82"


def test_the_case_holds_what_the_ruling_says(firm: Firm, opened: dict[str, Any]) -> None:
    case = firm.only_case("D-1")["case"]
    assert (case["case_number"], case["event_kind"]) == ("36a IN 4711/25", "OPENED")
    assert (case["opening_date"], case["claim_deadline"]) == ("2026-03-16", "2026-04-28")
    assert "Stolzenau" in case["practitioner_name"]
    assert case["practitioner_email"] == "berlin@stolzenau-inso.example.de"
    assert [hearing["date"] for hearing in case["hearing_dates"]] == ["2026-04-27", "2026-05-26"]


def test_a_row_whose_text_is_stored_is_not_opened_again(
    opened: dict[str, Any], gazettes: Registers, german_portal: GermanPortal
) -> None:
    before = german_portal.requests.count(("POST", "/ap/ergebnis.jsf"))
    status = gazettes.poll(SOURCE, DAY)
    assert status["notices_last_poll"] == 0
    assert german_portal.requests.count(("POST", "/ap/ergebnis.jsf")) == before


def test_a_captcha_is_a_refusal_and_never_an_empty_day(
    opened: dict[str, Any], gazettes: Registers, german_portal: GermanPortal
) -> None:
    german_portal.captcha = True
    status = gazettes.poll(SOURCE, DAY)
    german_portal.captcha = False
    assert (status["last_state"], bool(status["failure"])) == ("refused", True)
    assert gazettes.poll(SOURCE, DAY)["last_state"] == "nothing_new"
