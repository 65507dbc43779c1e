"""Paid checks through the deployed functions: results that come later, once, and a budget that holds."""

import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from infra.local_stack import LocalStack
from tests.contract.servers.schufa import Schufa
from tests.integration.firm import Firm
from tests.integration.offices import Bureaus

COMMERCE = {"legal_reason": "commerce"}
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
    side: Bureaus, firm: Firm, local_stack: LocalStack, schufa: Schufa, monkeypatch: pytest.MonkeyPatch
) -> None:
    schufa.by_hand["Marie Sandbank"] = "report-1"
    side.switch_on("schufa", budget_per_month="10", cost_per_check="1", options=COMMERCE)
    firm.keep("B-150", "Marie Sandbank", **MARIE)
    firm.wait_until_quiet()
    (check,) = side.known("B-150", "CHECK#")
    assert check["answer"]["outcome"] == "pending"
    side.visit("schufa")
    assert side.known("B-150", "CHECK#")[0]["answer"]["outcome"] == "pending"  # not finished there

    schufa.finished["report-1"] = _report("INSOLVENCY_INITIATED")
    killed = _kill_while_reading(schufa, monkeypatch)
    firm.send("BureausQueueUrl", {"bureau": "schufa"})
    local_stack.wait(lambda: killed, 20, "the step is killed between reading and storing")
    local_stack.client("sqs").purge_queue(
        QueueUrl=local_stack.outputs["BureausQueueUrl"]
    )  # comes again after 90 minutes
    assert "report-1" not in schufa.finished
    assert side.known("B-150", "CHECK#")[0]["answer"]["outcome"] == "pending"
    side.visit("schufa")
    assert side.known("B-150", "CHECK#")[0]["answer"]["outcome"] == "lost"
    del schufa.by_hand["Marie Sandbank"]
    schufa.reports["Marie Sandbank"] = _report("INSOLVENCY_INITIATED")
    local_stack.invoke("StartPolls", {})
    local_stack.wait(lambda: len(side.known("B-150", "CHECK#")) == 2, 30, "the second inquiry")
    firm.wait_until_quiet()
    assert side.known("B-150", "CHECK#")[-1]["answer"]["outcome"] == "answered"
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


def test_the_months_budget_is_never_exceeded(side: Bureaus, firm: Firm, schufa: Schufa) -> None:
    schufa.reports |= {f"Jan Priel{letter}": _report("ALL_IS_NEW") for letter in "abc"}
    before = _spent(firm)
    side.switch_on("schufa", budget_per_month=str(before + 2), cost_per_check="1", options=COMMERCE)
    for number, letter in enumerate("abc"):
        firm.keep(f"B-17{number}", f"Jan Priel{letter}", **{**MARIE, "first_name": "Jan", "surname": f"Priel{letter}"})
    firm.wait_until_quiet()
    asked = [len(side.known(f"B-17{number}", "CHECK#")) for number in range(3)]
    assert sorted(asked) == [0, 1, 1]
    assert _spent(firm) == before + 2


def _spent(firm: Firm) -> int:
    return int(sum(item["amount"] for item in firm.items("BUREAU#schufa", "MONTH#")))
