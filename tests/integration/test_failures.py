"""What goes wrong shows, with its reason, and holds up nothing else."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib import registers
from chalicelib.model.source import SourceStatus
from chalicelib.source_expectation import last_expected_day
from infra.local_stack import LocalStack
from infra.stack import Answer
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, shab, siren, swiss_company, swiss_uid


def dead_letter(stack: LocalStack, queue: str, fits: Callable[[str], bool]) -> dict[str, str]:
    """Attributes and body of the message in a dead-letter queue whose body fits."""

    def found() -> dict[str, str] | None:
        for message in stack.messages(queue):
            if fits(message["Body"]):
                attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
                return {**attributes, "body": message["Body"]}
        return None

    return stack.wait(found, 30, f"a message in {queue}")


POISONED, NEXT_DAY = date(2026, 6, 1), date(2026, 6, 2)


@pytest.fixture(scope="module")
def poisoned(firm: Firm, gazettes: Registers) -> Iterator[dict[str, Any]]:
    """The source's status after a poll of two days, the first of which holds a record with an unknown field.

    `before` is the status from before the poll.
    """
    number = siren(60_000_001)
    firm.keep("F-1", "Distillerie Morande", identifiers=[{"scheme": "siren", "value": number}])
    poison = bodacc(POISONED, 71, french_company("CORDERIE PLUME", siren(60_000_003)), sort_of_thing="unknown")
    gazettes.publish_in_france(poison, bodacc(NEXT_DAY, 72, french_company("DISTILLERIE MORANDE", number)))
    before = gazettes.status("fr_bodacc")
    yield gazettes.poll("fr_bodacc", POISONED, NEXT_DAY) | {"before": before}
    gazettes.french.records.remove(poison)


def test_a_payload_that_is_not_understood_is_kept_and_moves_no_cursor(
    poisoned: dict[str, Any], local_stack: LocalStack
) -> None:
    assert poisoned["last_state"] == "changed"
    assert poisoned.get("cursor") == poisoned["before"].get("cursor")
    assert poisoned.get("checked_through") == poisoned["before"].get("checked_through")
    assert b"sort_of_thing" in evidence(local_stack, poisoned)


def test_it_ends_in_the_dead_letters_with_the_file_to_edit(poisoned: dict[str, Any], local_stack: LocalStack) -> None:
    message = dead_letter(local_stack, "PollsDeadLettersUrl", lambda body: str(POISONED) in body)
    assert (message["error"], message["step"]) == ("SourceChangedError", "poll_register")
    assert "fr_bodacc.py" in message["reason"]
    assert "sort_of_thing" in message["reason"]
    assert poisoned["failure_evidence"] in message["reason"]


def test_it_is_shown_by_the_check_and_the_api(poisoned: dict[str, Any], firm: Firm, local_stack: LocalStack) -> None:
    assert local_stack.invoke("CheckSources", {})["sources"]["fr_bodacc"] == "failing"
    answer = firm.call("GET", "/v1/sources").body
    assert "fr_bodacc" in answer["sources_late"]
    assert "sort_of_thing" in next(one["failure"] for one in answer["sources"] if one["name"] == "fr_bodacc")
    local_stack.wait(lambda: "fr_bodacc" in firm.block("F-1").body["sources_late"], 20, "the block answer says so")


def test_good_payloads_and_other_sources_go_on(poisoned: dict[str, Any], firm: Firm, gazettes: Registers) -> None:
    firm.wait_for_stage("F-1", "no_deliveries")
    uid = swiss_uid(60_000_002)
    firm.keep("F-2", "Sihlboot Werft AG", identifiers=[{"scheme": "ch_uid", "value": uid}])
    gazettes.publish_in_switzerland(shab(POISONED, 73, swiss_company("Sihlboot Werft AG", uid)))
    gazettes.poll("ch_shab", POISONED)
    firm.wait_for_stage("F-2", "no_deliveries")


def evidence(stack: LocalStack, status: dict[str, Any]) -> bytes:
    """What was kept of a payload that failed."""
    bucket = stack.outputs["EvidenceBucketName"]
    got = stack.client("s3").get_object(Bucket=bucket, Key=status["failure_evidence"])
    return bytes(got["Body"].read())


def test_a_list_that_is_not_understood_leaves_its_evidence(gazettes: Registers, local_stack: LocalStack) -> None:
    gazettes.swiss.total = 7
    status = gazettes.poll("ch_shab", date(2026, 6, 3))
    gazettes.swiss.total = None
    assert "gave 0 of 7" in status["failure"]
    assert b"<total>7</total>" in evidence(local_stack, status)


def test_nonsense_on_a_queue_is_put_aside_with_a_reason_and_the_rest_goes_on(
    firm: Firm, gazettes: Registers, local_stack: LocalStack
) -> None:
    day, number = date(2026, 6, 4), siren(60_000_004)
    firm.keep("F-3", "Savonnerie Clairac", identifiers=[{"scheme": "siren", "value": number}])
    gazettes.publish_in_france(bodacc(day, 74, french_company("SAVONNERIE CLAIRAC", number)))
    nonsense = ["this is no JSON", "[1, 2]", '{"type": "notice"}']
    for body in nonsense:
        firm.send("NoticesQueueUrl", body)
    gazettes.poll("fr_bodacc", day)
    firm.wait_for_stage("F-3", "no_deliveries")
    for body in nonsense:
        message = dead_letter(local_stack, "NoticesDeadLettersUrl", body.__eq__)
        assert (message["error"], message["step"]) == ("InvalidInputError", "match_notices")
        assert message["reason"].startswith("InvalidInputError: ")


def test_mail_that_may_not_be_sent_shows_as_failed_and_stops_no_other_channel(
    firm: Firm, gazettes: Registers, local_stack: LocalStack
) -> None:
    day, number = date(2026, 6, 5), siren(60_000_005)
    firm.keep("F-4", "Poterie Grandval", identifiers=[{"scheme": "siren", "value": number}])
    gazettes.publish_in_france(bodacc(day, 75, french_company("POTERIE GRANDVAL", number)))
    with local_stack.deny("SendAlerts", "ses:SendEmail"):
        firm.send("PollsQueueUrl", {"source": "fr_bodacc", "from": str(day), "to": str(day)})

        def failed_and_sent() -> list[dict[str, Any]] | None:
            alerts = firm.alerts("F-4")
            return alerts if sorted(one["state"] for one in alerts) == ["failed", "sent"] else None

        by_state = {one["state"]: one for one in local_stack.wait(failed_and_sent, 30, "one failed, one sent")}
    assert (by_state["failed"]["channel"], by_state["sent"]["channel"]) == ("email", "order_systems")
    assert "AccessDenied" in by_state["failed"]["failure"]
    assert not any("F-4" in mail["Subject"] for mail in local_stack.sent_mails())
    assert firm.block("F-4").body["blocked"] is True  # the block does not wait for messages
    assert not any("eva.kern@example.com" in line for line in local_stack.logs("SendAlerts"))

    def sent() -> bool:
        return all(one["state"] == "sent" for one in firm.alerts("F-4"))

    local_stack.wait(sent, 40, "the mail after the right came back")
    assert len([mail for mail in local_stack.sent_mails() if "F-4" in mail["Subject"]]) == 1


def test_an_unreachable_table_is_503_and_never_not_blocked(firm: Firm, local_stack: LocalStack) -> None:
    firm.keep("F-5", "Corderie Bellac")
    assert firm.block("F-5").body["blocked"] is False
    with local_stack.deny("APIHandler", "dynamodb:*"):
        answer = local_stack.wait(lambda: not_200(firm.block("F-5")), 30, "the right to be gone")
        many = firm.call("POST", "/v1/blocks/query", {"customer_numbers": ["F-5"]})
    assert answer.status == 503
    assert "blocked" not in answer.body
    assert many.status in (401, 403, 503)
    local_stack.wait(lambda: firm.block("F-5").status == 200, 30, "the right to be back")


def not_200(answer: Answer) -> Answer | None:
    """The answer, or None as long as it is a good one."""
    return None if answer.status == 200 else answer


def test_a_late_source_is_told_once_and_its_recovery_once(
    firm: Firm, gazettes: Registers, local_stack: LocalStack
) -> None:
    def told() -> list[str]:
        firm.wait_until_quiet()
        subjects = [mail["Subject"] for mail in local_stack.sent_mails()]
        return [one.partition(":")[0] for one in subjects if one.endswith(": ch_shab")]

    def check() -> str:
        return str(local_stack.invoke("CheckSources", {})["sources"]["ch_shab"])

    today = datetime.now(UTC).date()
    facts = registers.load("ch_shab").REGISTER
    day = last_expected_day(facts, SourceStatus(name="ch_shab"), today)
    firm_of_many = swiss_company("Tannsee Holzbau AG", swiss_uid(60_000_002))
    as_many_as_usual = range(400, 400 + facts.expected_per_business_day[0])
    gazettes.publish_in_switzerland(*(shab(day, number, firm_of_many) for number in as_many_as_usual))
    gazettes.poll("ch_shab", date(2026, 1, 5), today)  # well again, whatever came before
    check()
    heard = len(told())
    _read_until(local_stack, datetime.now(UTC) - timedelta(days=3))
    assert [check(), check()] == ["late", "late"]
    assert told()[heard:] == ["Quelle im Verzug"]
    gazettes.poll("ch_shab", min(day, today - timedelta(days=3)), today)
    assert [check(), check()] == ["ok", "ok"]
    assert told()[heard:] == ["Quelle im Verzug", "Quelle wieder in Ordnung"]


def _read_until(stack: LocalStack, moment: datetime) -> None:
    """Writes as if the source had been read until then and nothing since."""
    status = {"name": "ch_shab", "checked_through": moment.isoformat(), "last_state": "nothing_new"}
    item = {"pk": {"S": "SOURCES"}, "sk": {"S": "ch_shab"}, "type": {"S": "source"}}
    record = {"M": {name: {"S": value} for name, value in status.items()}}
    stack.client("dynamodb").put_item(TableName=stack.outputs["TableName"], Item=item | {"record": record})


def test_the_schedule_asks_each_due_register_once(gazettes: Registers, firm: Firm, local_stack: LocalStack) -> None:
    """Registers that were just attempted are not due; one never attempted is."""
    gazettes.poll("fr_bodacc", date(2026, 6, 8))
    key = {"pk": {"S": "SOURCES"}, "sk": {"S": "gb_companies_house"}}
    local_stack.client("dynamodb").delete_item(TableName=local_stack.outputs["TableName"], Key=key)
    due = local_stack.invoke("StartPolls", {})["due"]
    assert "fr_bodacc" not in due
    assert "gb_companies_house" in due
    failure = local_stack.wait(lambda: gazettes.status("gb_companies_house").get("failure"), 20, "the poll's end")
    assert "no credentials" in failure
    assert "gb_companies_house" not in local_stack.invoke("StartPolls", {})["due"]
