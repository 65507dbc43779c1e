"""The main job through the deployed functions: one publication, from the register to the blocked delivery."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from infra.local_stack import LocalStack
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, shab, siren, swiss_company, swiss_uid

DAY = date(2026, 10, 1)
PEOPLE = {
    "responsible": [
        {"name": "Eva Kern", "email": "eva.main@example.com", "language": "de"},
        {"name": "Tom Hale", "email": "tom.main@example.com", "language": "en"},
    ],
    "departments": [{"name": "Credit control", "email": "credit.main@example.com", "language": "en"}],
}


@pytest.fixture(scope="module")
def order_system(local_stack: LocalStack) -> Iterator[dict[str, str]]:
    """Two queues of order systems: one wants stopped deliveries only, the other releases only. URL by name."""
    sqs, sns = local_stack.client("sqs"), local_stack.client("sns")
    wanted = {"stops": {"type": ["block_placed"], "blocked": ["true"]}, "releases": {"type": ["block_released"]}}
    urls: dict[str, str] = {}
    for name, policy in wanted.items():
        urls[name] = sqs.create_queue(QueueName=f"order-system-{name}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=urls[name], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}
        rule = {"Version": "2012-10-17", "Statement": [statement | {"Resource": arn}]}
        sqs.set_queue_attributes(QueueUrl=urls[name], Attributes={"Policy": json.dumps(rule)})
        sns.subscribe(
            TopicArn=local_stack.outputs["OrderSystemsTopicArn"],
            Protocol="sqs",
            Endpoint=arn,
            Attributes={"FilterPolicy": json.dumps(policy), "RawMessageDelivery": "true"},
        )
    yield urls
    for url in urls.values():
        sqs.delete_queue(QueueUrl=url)


def news(stack: LocalStack, url: str, customer: str) -> list[dict[str, Any]]:
    """What an order system got about a customer: message attributes, and the message under `body`."""
    got = stack.client("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], VisibilityTimeout=0
    )
    found = []
    for message in got.get("Messages", []):
        attributes = {name: value["StringValue"] for name, value in message.get("MessageAttributes", {}).items()}
        found.append(attributes | {"body": json.loads(message["Body"])})
    return [one for one in found if one["body"]["customer_number"] == customer]


@pytest.fixture(scope="module")
def published(firm: Firm, gazettes: Registers, order_system: dict[str, str]) -> dict[str, Any]:
    """The answer to an order system after the opening of customer M-1's proceedings was published and polled."""
    number = siren(10_000_001)
    firm.keep("M-1", "Ateliers Brévent SARL", identifiers=[{"scheme": "siren", "value": number}], **PEOPLE)
    gazettes.publish_in_france(bodacc(DAY, 1, french_company("ATELIERS BREVENT", number)))
    gazettes.poll("fr_bodacc", DAY)
    return firm.wait_for_stage("M-1", "no_deliveries")


def test_a_published_opening_stops_deliveries(published: dict[str, Any]) -> None:
    assert (published["blocked"], published["no_payouts"]) == (True, True)
    (reason,) = published["reasons"]
    assert reason["notice_id"] == "fr_bodacc:A202602741"
    assert "Reg. (EU) 2015/848" in reason["ground"]["statute"]
    assert reason["may_release"] == "manager"


def test_the_case_says_why_this_customer(firm: Firm, published: dict[str, Any]) -> None:
    case = firm.only_case("M-1")["case"]
    assert case["id"] == published["reasons"][0]["case_id"]
    assert (case["state"], case["event_kind"]) == ("open", "OPENED")
    assert case["practitioner_name"]
    assert {one["field"] for one in case["match"]["evidence"]} >= {"identifier", "name"}


def test_the_original_payload_is_kept(firm: Firm, published: dict[str, Any], local_stack: LocalStack) -> None:
    notice = firm.call("GET", f"/v1/notices/{published['reasons'][0]['notice_id']}").body
    bucket = local_stack.outputs["EvidenceBucketName"]
    kept = local_stack.client("s3").get_object(Bucket=bucket, Key=notice["payload"])["Body"].read()
    assert notice["payload"].endswith(hashlib.sha256(kept).hexdigest())
    assert b"ATELIERS BREVENT" in kept


def test_each_responsible_person_and_department_is_told_in_their_language(
    published: dict[str, Any], local_stack: LocalStack
) -> None:
    mails = {mail["To"][0]: mail for mail in local_stack.sent_mails() if "M-1" in mail["Subject"]}
    assert set(mails) == {"eva.main@example.com", "tom.main@example.com", "credit.main@example.com"}
    assert mails["eva.main@example.com"]["Subject"].startswith("Liefersperre gesetzt")
    assert "Delivery block placed" in mails["tom.main@example.com"]["Subject"]
    assert "Liefern Sie nichts aus" in mails["eva.main@example.com"]["BodyText"]
    assert "Deliver nothing" in mails["credit.main@example.com"]["BodyHtml"]


def test_an_order_system_gets_what_its_filter_lets_through(
    firm: Firm, published: dict[str, Any], local_stack: LocalStack, order_system: dict[str, str]
) -> None:
    case_id = published["reasons"][0]["case_id"]
    (message,) = news(local_stack, order_system["stops"], "M-1")
    assert (message["type"], message["stage"], message["no_payouts"]) == ("block_placed", "no_deliveries", "true")
    body = message["body"]
    assert (body["schema"], body["version"], body["case_id"]) == ("insolvency-watch.block", "1.0", case_id)
    assert not news(local_stack, order_system["releases"], "M-1")

    firm.decide(case_id, "release", reason="the practitioner guarantees payment")
    assert firm.block("M-1").body["blocked"] is False
    released = local_stack.wait(lambda: news(local_stack, order_system["releases"], "M-1"), 20, "news of the release")
    assert released[0]["body"]["blocked"] is False
    release = firm.only_case("M-1")["block"]["release"]
    assert release["person"].startswith("Eva Kern (client ")
    assert release["reason"] == "the practitioner guarantees payment"


def test_the_same_notice_polled_twice_and_delivered_twice_makes_one_case(firm: Firm, gazettes: Registers) -> None:
    day, number = date(2026, 10, 2), siren(10_000_002)
    firm.keep("M-2", "Charpentes Orvel", identifiers=[{"scheme": "siren", "value": number}])
    gazettes.publish_in_france(bodacc(day, 2, french_company("CHARPENTES ORVEL", number)))
    first = gazettes.poll("fr_bodacc", day)
    firm.wait_for_stage("M-2", "no_deliveries")
    told = firm.alerts("M-2")
    assert len(told) == 2  # one person, one topic

    second = gazettes.poll("fr_bodacc", day)
    key = "NOTICE#fr_bodacc:A202602752"
    for _ in range(2):
        firm.send("NoticesQueueUrl", {"type": "notice", "pk": key, "sk": "NOTICE"})
    for alert in told:
        firm.send("AlertsQueueUrl", {"type": "alert", "pk": f"ALERT#{alert['id']}", "sk": "ALERT"})
    firm.wait_until_quiet()

    assert second["notices_total"] == first["notices_total"]
    assert second["notices_last_poll"] == 0
    file = firm.only_case("M-2")
    assert len(file["entries"]) == 1
    assert file["case"]["version"] == 1
    again = firm.alerts("M-2")
    assert {alert["id"] for alert in again} == {alert["id"] for alert in told}
    assert all((alert["state"], alert["attempts"]) == ("sent", 1) for alert in again)


def test_a_notice_of_two_debtors_blocks_both_and_nobody_else(firm: Firm, gazettes: Registers) -> None:
    day, one, other = date(2026, 10, 5), siren(10_000_003), siren(10_000_004)
    firm.keep("M-3", "Halles Morvane", identifiers=[{"scheme": "siren", "value": one}])
    firm.keep("M-4", "Transports Morvane", identifiers=[{"scheme": "siren", "value": other}])
    firm.keep("M-5", "Verrerie Quintal", identifiers=[{"scheme": "siren", "value": siren(10_000_005)}])
    debtors = french_company("HALLES MORVANE", one), french_company("TRANSPORTS MORVANE", other)
    gazettes.publish_in_france(bodacc(day, 3, *debtors))
    gazettes.poll("fr_bodacc", day)
    firm.wait_for_stage("M-3", "no_deliveries")
    firm.wait_for_stage("M-4", "no_deliveries")
    answer = firm.call("GET", "/v1/customers/M-5").status, firm.block("M-5").body["blocked"]
    assert answer == (200, False)


def test_a_swiss_publication_is_read_one_by_one_and_blocks(firm: Firm, gazettes: Registers) -> None:
    day, uid = date(2026, 10, 6), swiss_uid(20_000_001)
    firm.keep("M-6", "Alpsteg Mechanik AG", identifiers=[{"scheme": "ch_uid", "value": uid}])
    gazettes.publish_in_switzerland(shab(day, 1, swiss_company("Alpsteg Mechanik AG", uid)))
    status = gazettes.poll("ch_shab", day)
    assert status["last_state"] == "new_notices"
    answer = firm.wait_for_stage("M-6", "no_deliveries")
    assert answer["reasons"][0]["notice_id"] == "ch_shab:KK02-0000000001"
