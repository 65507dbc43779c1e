"""Through the deployed functions: a new customer is looked up, and what a register takes back leaves every copy."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest

from infra.local_stack import LocalStack
from tests.contract.servers.cir import ENDPOINT, Cir
from tests.contract.servers.isir import LOOK_UP_PATH, Isir
from tests.integration.conftest import RecordedOrigin
from tests.integration.firm import Firm, Registers

HERE = Path(__file__).parents[1] / "contract"
CZECH, DUTCH = "https://isir.justice.cz:8443", "https://webservice.rechtspraak.nl"
TRADER = "13.ams.26.9902.F.1300.1.26"
TRACES = ("voorbeeldma", "de korst")


def posted(app: WSGIApplication, path: str, body: bytes) -> RecordedOrigin.Reply:
    """What the application answers to a POST."""
    said: list[str] = []
    environ = {"PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), "CONTENT_TYPE": ""}
    content = b"".join(app(environ, lambda status, *_: said.append(status)))  # type: ignore[arg-type] # no write()
    return int(said[0].split()[0]), "application/xml", content


@pytest.fixture
def cir(origins: dict[str, RecordedOrigin], local_stack: LocalStack) -> Iterator[Cir]:
    """The Dutch register with one trader's case, and our credentials for it."""
    app = Cir({TRADER: (HERE / "nl_cir" / "case-trader.xml").read_bytes()})
    origins[DUTCH].answers[ENDPOINT] = lambda path, body: posted(app, path, body)
    name, ssm = "/insolvency-watch/local/nl_cir", local_stack.client("ssm")
    secret = json.dumps({"ws-security": ":".join(app.user)})
    ssm.put_parameter(Name=name, Value=secret, Type="SecureString", Overwrite=True)
    yield app
    ssm.delete_parameter(Name=name)
    table, key = local_stack.outputs["TableName"], {"pk": {"S": "SOURCES"}, "sk": {"S": "nl_cir"}}
    local_stack.client("dynamodb").delete_item(TableName=table, Key=key)


def stored(stack: LocalStack) -> str:
    """Both tables without the customers' own records, and every version in the bucket."""
    found = []
    for output in ("TableName", "KeysTableName"):
        pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=stack.outputs[output])
        items = (item for page in pages for item in page["Items"])
        found += [str(one) for one in items if one["sk"]["S"] != "PROFILE" and "CUSTOMER#" not in one["sk"]["S"]]
    s3, name = stack.client("s3"), stack.outputs["EvidenceBucketName"]
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name, Prefix="nl_cir/"):
        for one in page.get("Versions", []):
            body = s3.get_object(Bucket=name, Key=one["Key"], VersionId=one["VersionId"])["Body"].read()
            found.append(body.decode())
    return "\n".join(found).casefold()


def test_a_new_customer_meets_proceedings_that_run_for_long(
    firm: Firm, origins: dict[str, RecordedOrigin], local_stack: LocalStack
) -> None:
    app = Isir(*((HERE / "cz_isir" / name).read_bytes() for name in ("feed.xml", "look-up.xml")))
    origins[CZECH].answers[LOOK_UP_PATH] = lambda path, body: posted(app, path, body)
    number = [{"scheme": "cz_ico", "value": "99900050"}]
    firm.keep("CZ-1", "Těžké stroje Smyšlenov, spol. s r.o.", identifiers=number)
    local_stack.wait(lambda: firm.block("CZ-1").body["stage"], 90, "the block of CZ-1")
    (looked_up,) = firm.items("LOOKUPS#CZ-1")
    assert looked_up["record"]["outcome"] == "found"
    case = firm.only_case("CZ-1")["case"]
    assert (case["country"], case["case_number"]) == ("CZ", "INS 910/2026")
    s3 = local_stack.client("s3")
    (key,) = looked_up["record"]["payloads"]
    kept = s3.get_object(Bucket=local_stack.outputs["EvidenceBucketName"], Key=key)["Body"].read()
    assert b"99900050" in kept
    firm.keep("CZ-1", "Těžké stroje Smyšlenov, spol. s r.o.", identifiers=number, credit_limit={"amount": "1"})
    firm.wait_until_quiet()
    assert len([one for one in app.requests if one.get("ic") == "99900050"]) == 1


def test_what_the_register_takes_back_leaves_tables_and_bucket(
    firm: Firm, gazettes: Registers, cir: Cir, local_stack: LocalStack
) -> None:
    person = {"kind": "person", "first_name": "Jorrit", "surname": "de Voorbeeldma"}
    firm.keep("NL-1", "Jorrit de Voorbeeldma", identifiers=[{"scheme": "nl_kvk", "value": "99001039"}], **person)
    gazettes.poll("nl_cir", date(2026, 9, 15))
    case_id = str(firm.only_case("NL-1")["case"]["id"])
    cir.removed = [("F.13/26/9902", TRADER, "Eindevindbaarheid")]
    cir.cases = {}
    gazettes.poll("nl_cir", date(2026, 9, 16), datetime.now(UTC).date())  # else its list is one unheard of for long
    assert [one for one in TRACES if one in stored(local_stack)] == list(TRACES)
    (removal,) = firm.items("RECALL#nl_cir#F.13/26/9902", "REMOVAL#")
    local_stack.client("dynamodb").update_item(
        TableName=local_stack.outputs["TableName"],
        Key={"pk": {"S": removal["pk"]}, "sk": {"S": removal["sk"]}},
        UpdateExpression="SET listed_at = :past",
        ExpressionAttributeValues={":past": {"S": "2026-01-01#x"}},
    )
    counted = local_stack.invoke("PurgeExpired", {})
    assert (counted["purged"] >= 1, counted["withheld"]) == (True, 0)
    assert [one for one in TRACES if one in stored(local_stack)] == []
    (proof,) = firm.items("RECALL#nl_cir#F.13/26/9902")
    assert proof["record"]["obeyed_at"]
    file = firm.case(case_id)
    assert (file["case"]["customer_number"], file["case"]["case_number"]) == ("NL-1", "F.13/26/9902")
    assert file["case"]["purged_on"]
    assert not [line for line in local_stack.logs("PurgeExpired") if any(one in line.casefold() for one in TRACES)]
