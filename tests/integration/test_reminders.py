"""Reminders, escalation, digest and report through the deployed functions: what the people find in their mail."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local_stack import LocalStack
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren

EVA = "eva.reminders@example.com"
PEOPLE = {"responsible": [{"name": "Eva Kern", "email": EVA, "language": "de"}]}


def mails(stack: LocalStack, address: str, words: str) -> list[dict[str, Any]]:
    """The mails to the address whose subject has these words."""
    return [one for one in stack.sent_mails() if address in str(one["To"]) and words in one["Subject"]]


@pytest.fixture(scope="module")
def plan(local_stack: LocalStack) -> Iterator[None]:
    """The admin wants no digest of the day before it is asked for, and very early reminders."""
    name = f"{local_stack.outputs['ParameterPrefix']}/reminder-plan"
    value = json.dumps({"days_ahead": [400, 21, 1], "digest_at": "00:00"})
    local_stack.client("ssm").put_parameter(Name=name, Value=value, Type="String", Overwrite=True)
    yield
    local_stack.client("ssm").put_parameter(Name=name, Value="as-deployed", Type="String", Overwrite=True)


@pytest.fixture(scope="module")
def watched(firm: Firm, gazettes: Registers, local_stack: LocalStack, plan: None) -> dict[str, Any]:
    """The case of a customer whose opening was published today, after two runs of the step."""
    number, today = siren(20_000_007), datetime.now(UTC).date()
    firm.keep("REMIND-1", "Forges de Rappel SARL", identifiers=[{"scheme": "siren", "value": number}], **PEOPLE)
    gazettes.publish_in_france(bodacc(today - timedelta(days=1), 71, french_company("FORGES DE RAPPEL", number)))
    gazettes.poll("fr_bodacc", today - timedelta(days=1), today)
    firm.wait_for_stage("REMIND-1", "no_deliveries")
    first = local_stack.invoke("WatchDeadlines", {})
    firm.wait_until_quiet()
    second = local_stack.invoke("WatchDeadlines", {})
    firm.wait_until_quiet()
    return {"first": first, "second": second, "file": firm.only_case("REMIND-1")}


def test_a_second_run_tells_nobody_anything(watched: dict[str, Any]) -> None:
    assert watched["first"]["reminded"] > 0
    assert {watched["second"][name] for name in ("reminded", "lapsed", "escalated", "digests")} == {0}


def test_the_reminder_names_customer_day_and_rule(watched: dict[str, Any], local_stack: LocalStack) -> None:
    found = mails(local_stack, EVA, "Forges de Rappel SARL (REMIND-1)")
    reminders = [one for one in found if one["Subject"].startswith("Frist")]
    assert reminders
    case_id = watched["file"]["case"]["id"]
    assert all(case_id in one["BodyText"] and "Erledigen bis: " in one["BodyText"] for one in reminders)
    assert len({one["Subject"] for one in reminders}) == len(reminders)


def test_the_case_log_says_who_was_reminded(watched: dict[str, Any]) -> None:
    said = [one for one in watched["file"]["entries"] if one["kind"] == "reminded"]
    assert said
    assert all(EVA in one["text"] and one["by"] == "insolvency-watch" for one in said)


def test_the_digest_came_once(watched: dict[str, Any], local_stack: LocalStack) -> None:
    (digest,) = mails(local_stack, EVA, "Tagesübersicht")
    assert "Forges de Rappel SARL (REMIND-1)" in digest["BodyText"]


def test_a_date_that_went_by_is_marked(watched: dict[str, Any], firm: Firm, local_stack: LocalStack) -> None:
    case_id = watched["file"]["case"]["id"]
    key = next(one for one in firm.items(f"CASE#{case_id}", "DEADLINE#") if one["record"].get("final_date"))
    past = (datetime.now(UTC).date() - timedelta(days=40)).isoformat()
    _rewrite(local_stack, key["pk"], key["sk"], past)
    assert local_stack.invoke("WatchDeadlines", {})["lapsed"] >= 1
    (after,) = [one["record"] for one in firm.items(key["pk"], key["sk"])]
    # The rules then count again from the publication, which is still of yesterday, and open it once more.
    assert [one["reason"] for one in after["history"]][-2] == "went by undone"
    assert after["state"] == "open"
    firm.wait_until_quiet()
    assert any(one["Subject"].startswith("Frist verstrichen") for one in mails(local_stack, EVA, "(REMIND-1)"))


def _rewrite(stack: LocalStack, pk: str, sk: str, day: str) -> None:
    """Lets a deadline have ended on that day."""
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["TableName"],
        Key={"pk": {"S": pk}, "sk": {"S": sk}},
        UpdateExpression="SET #r.final_date = :day, #r.safe_date = :day, listed_at = :mark",
        ExpressionAttributeNames={"#r": "record"},
        ExpressionAttributeValues={":day": {"S": day}, ":mark": {"S": f"{day}#{sk}"}},
    )


def test_reports_run_with_the_functions_own_rights(watched: dict[str, Any], local_stack: LocalStack) -> None:
    assert set(local_stack.invoke("SendReports", {})) == {"reports"}


def test_a_plan_with_a_mistake_is_told_and_stops_nothing(watched: dict[str, Any], local_stack: LocalStack) -> None:
    name = f"{local_stack.outputs['ParameterPrefix']}/reminder-plan"
    ssm = local_stack.client("ssm")
    kept = ssm.get_parameter(Name=name)["Parameter"]["Value"]
    ssm.put_parameter(Name=name, Value='{"days_ahead": "soon"}', Type="String", Overwrite=True)
    assert "reminded" in local_stack.invoke("WatchDeadlines", {})
    ssm.put_parameter(Name=name, Value=kept, Type="String", Overwrite=True)
    assert any("defaults apply" in line for line in local_stack.logs("WatchDeadlines"))
