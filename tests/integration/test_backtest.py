"""The backtest against the deployed stack: it says what the functions did, with rights to read alone."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local_stack import LocalStack
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren

FIRST = date(2026, 5, 4)
READS = tuple(f"dynamodb:{name}" for name in ("Scan", "Query", "GetItem", "BatchGetItem", "DescribeTable"))
READS += ("s3:GetObject", "s3:ListBucket", "ssm:GetParameter", "cloudformation:DescribeStacks")
NUMBERS = {name: siren(70_000_000 + place) for place, name in enumerate(("standing", "back", "nobody", "late"))}
NAMES = {
    "standing": "Corderie Vasselin",
    "back": "Minoterie Drouot",
    "nobody": "Verrerie Lanson",
    "late": "Brasserie Oury",
}


@pytest.fixture(scope="module")
def reader(local_stack: LocalStack) -> Iterator[dict[str, str]]:
    """Credentials that may read and nothing else, as docs/backtest.md lists them."""
    iam, name = local_stack.client("iam"), "backtest-reader"
    iam.create_user(UserName=name)
    statement = {"Effect": "Allow", "Action": list(READS), "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=name, PolicyName="reads", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    yield {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=name, PolicyName="reads")
    iam.delete_user(UserName=name)


@pytest.fixture(scope="module")
def since() -> str:
    """A day before everything that is fetched here, whatever the hour."""
    return str((datetime.now(UTC) - timedelta(days=1)).date())


def run(stack: LocalStack, reader: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody runs it who may only read."""
    environment = (
        os.environ
        | reader
        | {
            "AWS_ENDPOINT_URL": str(stack.endpoint),
            "COLUMNS": "240",
            "AWS_DEFAULT_REGION": str(stack.session.region_name),
        }
    )
    command = [sys.executable, "-c", "import sys; from chalicelib.commands import main; sys.exit(main())"]
    return subprocess.run(  # noqa: S603 - our own command
        [*command, "--stack", stack.name, "backtest", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def announced(name: str, number: int, day: date = FIRST, **fields: Any) -> dict[str, Any]:
    """What BODACC prints about one of the companies."""
    return bodacc(day, number, french_company(NAMES[name].upper(), NUMBERS[name]), **fields)


@pytest.fixture(scope="module")
def published(firm: Firm) -> None:
    """Three customers; the fourth comes after its announcement."""
    for name in ("standing", "back"):
        firm.keep(f"BT-{name}", NAMES[name], identifiers=[{"scheme": "siren", "value": NUMBERS[name]}])


def everything(stack: LocalStack) -> list[str]:
    """All items of both tables and all objects of the bucket, to be compared."""
    dynamodb, s3 = stack.client("dynamodb"), stack.client("s3")
    found = []
    for table in ("TableName", "KeysTableName"):
        pages = dynamodb.get_paginator("scan").paginate(TableName=stack.outputs[table], ConsistentRead=True)
        found += [json.dumps(item, sort_keys=True, default=str) for page in pages for item in page["Items"]]
    listed = s3.get_paginator("list_object_versions").paginate(Bucket=stack.outputs["EvidenceBucketName"])
    found += [f"{one['Key']} {one['VersionId']}" for page in listed for one in page.get("Versions", [])]
    return sorted(found)


@pytest.mark.usefixtures("published")
def test_it_says_what_the_functions_did_and_writes_nothing(
    local_stack: LocalStack, firm: Firm, gazettes: Registers, reader: dict[str, str], since: str
) -> None:
    opened = announced("back", 72)
    gazettes.publish_in_france(announced("standing", 71), opened, announced("nobody", 73), announced("late", 74))
    gazettes.poll("fr_bodacc", FIRST)
    firm.wait_for_stage("BT-standing", "no_deliveries")
    gazettes.publish_in_france(announced("back", 75, FIRST + timedelta(days=1), kind="annulation", earlier=opened))
    gazettes.poll("fr_bodacc", FIRST + timedelta(days=1))
    firm.wait_for_stage("BT-back", None)
    firm.keep("BT-late", NAMES["late"], identifiers=[{"scheme": "siren", "value": NUMBERS["late"]}])
    firm.wait_for_stage("BT-late", "no_deliveries")
    firm.wait_until_quiet()

    before = everything(local_stack)
    answer = run(local_stack, reader, "--since", since, "--source", "fr_bodacc", "--json")
    assert answer.returncode == 0, answer.stderr
    assert everything(local_stack) == before
    found = json.loads(answer.stdout)
    hits = {one["customer_number"]: one for one in found["caught"] if one["customer_number"].startswith("BT-")}
    assert {number: (one["state"], one["stage"]) for number, one in hits.items()} == {
        "BT-standing": ("open", "no_deliveries"),
        "BT-back": ("closed", None),
        "BT-late": ("open", "no_deliveries"),
    }
    for number, one in hits.items():
        really = firm.only_case(number)
        assert one["real"]["case_id"] == really["case"]["id"]
        assert one["real"]["state"] == one["state"]
        assert one["score"] == really["case"]["match"]["score"]
        assert one["depends_on_order"] is False
        assert "email: eva.kern@example.com" in one["told"]
    assert "after the notice was seen" in hits["BT-late"]["remark"]
    assert found["sources"][0]["payloads"] == found["payloads"] >= 2
    assert found["sources"][0]["remark"].startswith("evidence is kept from ")


def test_customers_of_a_file_are_replayed_and_the_rows_come_as_a_table(
    local_stack: LocalStack, gazettes: Registers, reader: dict[str, str], since: str, tmp_path: Path
) -> None:
    gazettes.publish_in_france(announced("nobody", 73))
    gazettes.poll("fr_bodacc", FIRST)
    prospects, hits = tmp_path / "prospects.csv", tmp_path / "hits.csv"
    prospects.write_text(f"Customer number;Name;SIREN\nBT-P;=Verrerie Lanson;{NUMBERS['nobody']}\n")
    answer = run(local_stack, reader, "--since", since, "--customers", str(prospects), "--csv", str(hits))
    assert "against 1 customers: 1 no_deliveries; 0 to review" in answer.stdout, answer.stderr
    assert "not a customer here" in " ".join(answer.stdout.split())
    _, row = hits.read_text("utf-8-sig").splitlines()
    assert '"\'=Verrerie Lanson"' in row
    assert '"fr_bodacc"' in row


def test_days_before_the_first_payload_are_not_called_quiet(
    local_stack: LocalStack, reader: dict[str, str], since: str
) -> None:
    answer = run(local_stack, reader, "--since", "2001-01-01", "--until", "2001-12-31", "--source", "nl_cir")
    assert answer.returncode == 3
    assert "no evidence is kept: nothing can be said" in " ".join(answer.stdout.split())
    assert "That is not 'nothing was published'" in answer.stderr


def test_credentials_that_may_read_only_can_write_nothing(local_stack: LocalStack, reader: dict[str, str]) -> None:
    session = local_stack.session.__class__(
        reader["AWS_ACCESS_KEY_ID"], reader["AWS_SECRET_ACCESS_KEY"], region_name=local_stack.session.region_name
    )
    s3 = session.client("s3", endpoint_url=local_stack.endpoint)
    with pytest.raises(s3.exceptions.ClientError, match="AccessDenied"):
        s3.put_object(Bucket=local_stack.outputs["EvidenceBucketName"], Key="x/y", Body=b"")
