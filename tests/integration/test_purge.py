"""The purge through the deployed function: after its day no table and no bucket names the person any more."""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib import aws, commands
from infra.local_stack import LocalStack
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import CLOSURE, bodacc, siren

OPENED, CLOSED = date(2024, 3, 5), date(2025, 2, 11)
PERSON = {
    "typePersonne": "pp",
    "nom": "QUITTENBRUN",
    "prenom": "Odélie",
    "activite": "boulangerie",
    "numeroImmatriculation": {"numeroIdentification": siren(20_000_009), "codeRCS": "RCS", "nomGreffeImmat": "Nancy"},
    "adresseSiegeSocial": {
        "numeroVoie": "7",
        "typeVoie": "rue",
        "nomVoie": "des Amandiers",
        "codePostal": "54000",
        "ville": "Nancy",
        "pays": "france",
    },
}
TRACES = ("quittenbrun", "odélie", "amandiers")


def tables(stack: LocalStack) -> str:
    """Everything in both tables but the customer's own record, its match keys and what has that record's key."""
    found = []
    for output in ("TableName", "KeysTableName"):
        pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=stack.outputs[output])
        items = (item for page in pages for item in page["Items"])
        found += [one for one in items if not (one["sk"]["S"] == "PROFILE" or one["sk"]["S"].startswith("CUSTOMER#"))]
    return json.dumps(found, ensure_ascii=False).casefold()


def bucket(stack: LocalStack) -> str:
    """Every version of every payload in the evidence bucket that has a trace of the person."""
    s3, name = stack.client("s3"), stack.outputs["EvidenceBucketName"]
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=name, Prefix="fr_bodacc/")
    texts = [
        s3.get_object(Bucket=name, Key=one["Key"], VersionId=one["VersionId"])["Body"].read().decode(errors="replace")
        for page in pages
        for one in page.get("Versions", [])
    ]
    return "\n".join(texts).casefold()


def traces(text: str) -> list[str]:
    return [one for one in TRACES if one in text]


@pytest.fixture(scope="module")
def closed(firm: Firm, gazettes: Registers) -> str:
    """The id of a baker's case whose proceedings ended more than six months ago."""
    address = {"street": "7 rue des Amandiers", "postcode": "54000", "city": "Nancy", "country": "FR"}
    person = {"kind": "person", "first_name": "Odélie", "surname": "Quittenbrun", "address": address}
    firm.keep("PURGE-1", "Odélie Quittenbrun", **person)
    opening = bodacc(OPENED, 81, PERSON)
    gazettes.publish_in_france(opening)
    gazettes.poll("fr_bodacc", OPENED)
    case_id = str(firm.only_case("PURGE-1")["case"]["id"])
    firm.decide(case_id, "judgement", ours=True, reason="Odélie Quittenbrun says so herself")
    gazettes.publish_in_france(bodacc(CLOSED, 82, PERSON, nature=CLOSURE))
    gazettes.poll("fr_bodacc", CLOSED)
    gazettes.french.records[:] = [one for one in gazettes.french.records if one["numeroannonce"] not in {81, 82}]
    return case_id


def test_the_case_says_when_it_goes_and_why(firm: Firm, closed: str) -> None:
    kept = firm.case(closed)["case"]["retention"]
    assert (kept["source"], kept["published_on"], kept["delete_on"]) == ("fr_bodacc", "2025-02-11", "2025-08-12")
    assert "InsBekV 3(1)" in kept["reason"]


def test_a_dry_run_names_it_and_deletes_nothing(
    closed: str, local_stack: LocalStack, as_admin: None, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.s3.cache_clear()
    before = tables(local_stack)
    assert commands.main(["purge", "--dry-run"]) == 0
    aws.s3.cache_clear()
    printed = capsys.readouterr().out
    assert f"CASE#{closed}: fr_bodacc, published 2025-02-11, to go on 2025-08-12: InsBekV 3(1)" in printed
    assert "would go" in printed
    assert tables(local_stack) == before
    assert "quittenbrun" in bucket(local_stack)


def test_after_the_purge_nothing_names_the_person(firm: Firm, closed: str, local_stack: LocalStack) -> None:
    firm.wait_until_quiet()
    assert traces(tables(local_stack)) == list(TRACES)
    drafts = {"Bucket": local_stack.resource("DocumentsBucket"), "Key": f"drafts/{closed}/0.pdf"}
    letters = {**drafts, "Key": f"letters/{closed}/1.pdf"}
    for one in (drafts, letters):
        local_stack.client("s3").put_object(**one, Body=b"%PDF")
    counted: dict[str, Any] = local_stack.invoke("PurgeExpired", {})
    assert (counted["purged"] >= 1, counted["withheld"]) == (True, 0)
    firm.wait_until_quiet()
    assert traces(tables(local_stack)) == []
    assert traces(bucket(local_stack)) == []
    left = local_stack.client("s3").list_object_versions(Bucket=drafts["Bucket"], Prefix="")
    assert {one["Key"] for one in left.get("Versions", []) if closed in one["Key"]} == {letters["Key"]}
    assert not [line for line in local_stack.logs("PurgeExpired") if traces(line.casefold())]
    assert any(closed in line for line in local_stack.logs("PurgeExpired"))


def test_the_business_record_stays_and_a_second_purge_finds_nothing(
    firm: Firm, closed: str, local_stack: LocalStack
) -> None:
    file = firm.case(closed)
    case = file["case"]
    assert (case["customer_number"], case["court"]) == ("PURGE-1", "Tribunal de commerce de Nancy")
    assert case["purged_on"]
    assert len(file["entries"]) >= 3
    assert local_stack.invoke("PurgeExpired", {}) == {"purged": 0, "withheld": 0}


def test_what_the_function_may_not_delete_is_counted_and_named(
    firm: Firm, gazettes: Registers, local_stack: LocalStack
) -> None:
    other = {
        name: value for name, value in PERSON.items() if name not in {"numeroImmatriculation", "adresseSiegeSocial"}
    }
    record = bodacc(date(2024, 5, 6), 83, {**other, "nom": "HASELNUSSER", "prenom": "Yvain"}, nature=CLOSURE)
    gazettes.publish_in_france(record)
    gazettes.poll("fr_bodacc", date(2024, 5, 6))
    gazettes.french.records.remove(record)
    table = local_stack.outputs["TableName"]
    (mark,) = firm.items("NOTICE#fr_bodacc:A2024012783", "DELETE")
    local_stack.client("dynamodb").update_item(
        TableName=table,
        Key={"pk": {"S": mark["pk"]}, "sk": {"S": mark["sk"]}},
        UpdateExpression="SET listed_at = :past",
        ExpressionAttributeValues={":past": {"S": "2024-12-01#x"}},
    )
    with local_stack.deny("PurgeExpired", "s3:DeleteObjectVersion"):
        assert local_stack.invoke("PurgeExpired", {})["withheld"] == 1
    assert any("could not be purged" in line and mark["pk"] in line for line in local_stack.logs("PurgeExpired"))
    assert local_stack.invoke("PurgeExpired", {}) == {"purged": 1, "withheld": 0}
    assert firm.items(mark["pk"]) == []
