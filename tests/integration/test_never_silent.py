"""A register that is away is named everywhere until it is read again, completely; on the deployed functions."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer

from infra.local_stack import LocalStack
from tests.contract.servers.bodacc import RECORDS
from tests.integration.conftest import RecordedOrigin
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren

SOURCE, ORIGIN = "fr_bodacc", "https://bodacc-datadila.opendatasoft.com"
NOW = datetime.now(UTC)
DAYS_AWAY = 3
DAYS = [NOW.date() - timedelta(days=number) for number in range(DAYS_AWAY, 0, -1)]


@pytest.fixture(scope="module")
def state(firm: Firm, local_stack: LocalStack) -> Iterator[dict[str, Any]]:
    """The register was read last three days ago; behind the tests it stands as it stood."""
    table, client = local_stack.outputs["TableName"], local_stack.client("dynamodb")
    before = client.get_item(TableName=table, Key={"pk": {"S": "SOURCES"}, "sk": {"S": SOURCE}}).get("Item")
    through = (NOW - timedelta(days=DAYS_AWAY)).replace(microsecond=0)
    known = {"name": SOURCE, "checked_through": through.isoformat(), "last_state": "nothing_new"}
    item = {"pk": "SOURCES", "sk": SOURCE, "type": "source", "record": known}
    serializer = TypeSerializer()
    client.put_item(TableName=table, Item={name: serializer.serialize(value) for name, value in item.items()})
    yield known
    if before:
        client.put_item(TableName=table, Item=before)


@pytest.fixture(scope="module")
def away(
    state: dict[str, Any], firm: Firm, gazettes: Registers, origins: dict[str, RecordedOrigin], local_stack: LocalStack
) -> dict[str, Any]:
    """The register's status after the schedule asked it and it refused; three openings were published meanwhile."""
    for number, day in enumerate(DAYS):
        identifier = siren(90_000_000 + number)
        firm.keep(
            f"N-{number}",
            f"Brasserie Nordval {number}",
            identifiers=[{"scheme": "siren", "value": identifier}],
            address={"city": "Lille", "country": "FR"},
        )
        gazettes.publish_in_france(bodacc(day, 90 + number, french_company(f"BRASSERIE NORDVAL {number}", identifier)))
    origin = origins[ORIGIN]
    answered = origin.answers[RECORDS]
    origin.put(RECORDS, b"go away", kind="text/plain", status=403)
    attempts = gazettes.status(SOURCE).get("attempts_total", 0)
    local_stack.invoke("StartPolls", {})
    local_stack.wait(lambda: gazettes.status(SOURCE).get("attempts_total", 0) > attempts, 40, "a poll that is refused")
    local_stack.wait(lambda: gazettes.status(SOURCE).get("last_state") == "refused", 40, "the refusal")
    origin.answers[RECORDS] = answered
    origin.requests.clear()
    return gazettes.status(SOURCE)


def moment(printed: str) -> datetime:
    return datetime.fromisoformat(printed)


def test_refused_moves_nothing(away: dict[str, Any], state: dict[str, Any], firm: Firm) -> None:
    assert moment(away["checked_through"]) == moment(state["checked_through"])
    assert "failing_since" in away
    found = firm.call("GET", f"/v1/sources/{SOURCE}").body
    assert (found["runs"][0]["state"], found["runs"][0]["complete"]) == ("refused", False)
    assert "403" in found["runs"][0]["failure"]


def test_it_is_named_by_the_check_each_block_answer_and_the_proof(
    away: dict[str, Any], firm: Firm, local_stack: LocalStack
) -> None:
    assert local_stack.invoke("CheckSources", {})["sources"][SOURCE] == "failing"
    seen = {"TableName": local_stack.outputs["TableName"], "Key": {"pk": {"S": "KEYS"}, "sk": {"S": "COMPARED"}}}
    looked = local_stack.client("dynamodb").get_item(**seen)["Item"]["record"]["M"]
    assert {"measured_at", "waiting", "put_aside"} <= set(looked)
    late = r'"SourceLate":\s*\[?1(\.0)?\]?'
    assert any(re.search(late, line) and f'"{SOURCE}"' in line for line in local_stack.logs("CheckSources"))
    local_stack.wait(lambda: SOURCE in firm.block("N-0").body["sources_late"], 20, "the block answer to name it")
    proof = firm.call("GET", "/v1/customers/N-0/proof").body
    assert proof["verdict"] not in {"nothing_found", "found"}
    assert "BODACC" in proof["statement_de"]
    assert "eprüft und nichts gefunden" not in proof["statement_de"]
    assert any(gap["source"] == SOURCE for gap in proof["gaps"])


def test_what_was_missed_is_read_day_by_day_in_order_and_completely(
    away: dict[str, Any], firm: Firm, gazettes: Registers, origins: dict[str, RecordedOrigin]
) -> None:
    attempts = away["attempts_total"]
    start = moment(away["checked_through"]).date() - timedelta(days=3)  # the register's own overlap
    firm.send("PollsQueueUrl", {"source": SOURCE, "from": str(start), "to": str(NOW.date())})
    firm.stack.wait(lambda: gazettes.status(SOURCE).get("last_state") == "new_notices", 60, "the register to be read")
    firm.wait_until_quiet()
    after = gazettes.status(SOURCE)
    assert after["attempts_total"] > attempts
    assert moment(after["checked_through"]) >= NOW - timedelta(minutes=1)
    assert "failing_since" not in after
    days = [str(one) for one in asked(origins[ORIGIN])]
    wanted = [str(start + timedelta(days=number)) for number in range((NOW.date() - start).days + 1)]
    assert list(dict.fromkeys(days)) == wanted
    for number in range(DAYS_AWAY):
        firm.wait_for_stage(f"N-{number}", "no_deliveries")


def asked(origin: RecordedOrigin) -> Iterator[date]:
    """Publication days in the order in which they were asked for."""
    for _, path, _ in origin.requests:
        if found := re.search(r"dateparution(?:%3D|=)(?:%22|\")(\d{4}-\d\d-\d\d)", path):
            yield date.fromisoformat(found[1])


def test_an_auditor_gets_all_of_it_as_a_table_and_one_as_a_document(away: dict[str, Any], firm: Firm) -> None:
    body = {"customer_numbers": ["N-0", "N-1", "nobody"], "format": "csv", "language": "en"}
    table = firm.call("POST", "/v1/proofs/query", body)
    rows = list(csv.reader(io.StringIO(str(table.body).lstrip("\ufeff"))))
    assert {row[0] for row in rows[1:]} == {"N-0", "N-1", "nobody"}
    assert rows[-1][2] == "unknown customer number: no proof"
    assert {row[2] for row in rows[1:-1]} == {"found"}
