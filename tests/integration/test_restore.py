"""Backup and restore drilled: a table that was lost, one that was spoilt, and what must be as before (docs/backup.md).

The stack is one of its own, because its tables are emptied here. What AWS itself does (point-in-time recovery, the
export to S3) the emulator cannot: a copy of all items stands for the first, files in the export's form for the second.
"""

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra.local_stack import LocalStack
from tests.integration.conftest import RecordedOrigin, declared_origins
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren
from tests.integration.test_commands import run

DAY, LATER = date(2026, 6, 10), date(2026, 6, 11)
NUMBERS = tuple(siren(64_000_000 + place) for place in range(5))
NAMES = ("Tisserie Valombre", "Scierie Montclar", "Brasserie Kerloch", "Papeterie Aubrac", "Fonderie Orvanne")
# What is compared must not change by the hour at which a schedule strikes.
SELDOM = {
    f"{what}Schedule": "rate(1440 minutes)" for what in ("Poll", "Check", "Reminder", "Report", "Figure", "Purge")
}
COPY = "restored-to-a-point-in-time"
Items = dict[tuple[str, str], dict[str, Any]]


@dataclass
class Drill:
    """The stack with the firm and its register, and how both tables stood at the moment of the backup."""

    stack: LocalStack
    firm: Firm
    registers: Registers

    def items(self, table: str) -> Items:
        """Every item of a table, by key."""
        pages = self.stack.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return {(one["pk"]["S"], one["sk"]["S"]): one for page in pages for one in page["Items"]}

    def main(self) -> Items:
        return self.items(self.stack.outputs["TableName"])

    def keys(self) -> Items:
        return self.items(self.stack.outputs["KeysTableName"])

    def write(self, table: str, *items: dict[str, Any]) -> None:
        for one in items:
            self.stack.client("dynamodb").put_item(TableName=table, Item=one)

    def empty(self, table: str) -> None:
        for pk, sk in self.items(table):
            self.stack.client("dynamodb").delete_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}})

    def command(self, *arguments: str) -> str:
        answer = run(self.stack, *arguments)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    def facts(self) -> list[Any]:
        """What the API says of customers, blocks and cases, without what is said of the moment."""
        said = [self.firm.call("GET", f"/v1/customers/B-{place}").body for place in range(4)]
        blocks = [self.firm.block(f"B-{place}").body for place in range(4)]
        stands = ("customer_number", "blocked", "stage", "no_payouts", "reasons")  # what is said of sources moves on
        said += [{name: one[name] for name in stands} for one in blocks]
        return [*said, *(self.firm.cases(f"B-{place}") for place in range(4))]

    def told(self) -> list[str]:
        """Who was sent what, each time."""
        return sorted(f"{mail['To']} {mail['Subject']}" for mail in self.stack.sent_mails())


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    """Two customers with blocks (one released by a person), two without, and a register that publishes."""
    with ExitStack() as cleanup:
        servers = {origin: RecordedOrigin() for origin in declared_origins()}
        for server in servers.values():
            cleanup.callback(server.close)
        replaced = {origin: server.url for origin, server in servers.items()}
        stack = cleanup.enter_context(LocalStack(replaced_origins=replaced, parameters=SELDOM))
        firm = Firm(stack)
        found = Drill(stack, firm, Registers(firm, servers))
        for place, name in enumerate(NAMES[:4]):
            firm.keep(f"B-{place}", name, identifiers=[{"scheme": "siren", "value": NUMBERS[place]}])
        firm.wait_until_quiet()
        publish(found, DAY, 0, 1)
        firm.wait_for_stage("B-0", "no_deliveries")
        firm.wait_for_stage("B-1", "no_deliveries")
        firm.decide(firm.only_case("B-1")["case"]["id"], "release")
        firm.wait_until_quiet()
        yield found


def publish(drill: Drill, day: date, *places: int) -> None:
    debtors = [bodacc(day, 40 + place, french_company(NAMES[place].upper(), NUMBERS[place])) for place in places]
    drill.registers.publish_in_france(*debtors)
    drill.registers.poll("fr_bodacc", day)


def signed_in() -> dict[str, Any]:
    """A session as the cockpit keeps it."""
    key = {"pk": {"S": "SESSION#0"}, "sk": {"S": "SESSION"}}
    return key | {"type": {"S": "session"}, "expires_at": {"N": "9999999999"}}


def without(items: Items, *types: str) -> Items:
    """Items of other types, without how often somebody wrote them and when a notice's keys would have expired.

    Rebuilt keys stand as long as their notice does, which may be longer: it no longer expires once it is in a case.
    """
    aside = {"version", "expires_at"}
    return {
        key: {name: value for name, value in one.items() if name not in aside}
        for key, one in items.items()
        if one.get("type", {}).get("S") not in types
    }


def test_a_lost_table_comes_back_from_an_export_and_nobody_is_told_twice(drill: Drill, tmp_path: Path) -> None:
    """Even when nobody has paused the steps, and both tables are gone."""
    facts, told, main, keys = drill.facts(), drill.told(), drill.main(), drill.keys()
    assert told
    sent = [one["record"]["M"]["state"]["S"] for one in main.values() if one["type"]["S"] == "alert"]
    assert set(sent) == {"sent"}
    with gzip.open(tmp_path / "export.json.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"Item": one}) + "\n" for one in [*main.values(), signed_in()])
    for output in ("TableName", "KeysTableName"):
        drill.empty(drill.stack.outputs[output])
    assert drill.firm.block("B-0").status == 404, "nothing says not blocked of a customer that is lost"

    assert "missing" in drill.command("restore", "--from-export", str(tmp_path), "--dry-run")
    assert drill.main() == {}
    assert "put back" in drill.command("restore", "--from-export", str(tmp_path))
    refused = run(drill.stack, "rebuild-keys")
    assert (refused.returncode, "run `insolvency-watch rebuild`" in refused.stderr) == (1, True)
    drill.firm.wait_until_quiet()
    drill.command("rebuild")
    drill.firm.wait_until_quiet()

    assert drill.facts() == facts
    assert drill.told() == told
    assert without(drill.keys()) == without(keys)
    assert without(drill.main(), "rebuild") == without(main, "rebuild")
    publish(drill, LATER, 2)
    drill.firm.wait_for_stage("B-2", "no_deliveries")
    drill.firm.wait_until_quiet()
    assert len(drill.told()) > len(told)


def test_a_spoilt_table_is_as_it_was_and_what_was_told_since_is_not_told_again(drill: Drill) -> None:
    """Paused this time, as docs/backup.md says."""
    facts, main, keys = drill.facts(), drill.main(), drill.keys()
    drill.stack.client("dynamodb").create_table(
        TableName=COPY,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )
    drill.write(COPY, *(not_sent_yet(one) if is_mail_of(one, "B-2") else one for one in main.values()))
    spoil(drill)
    told = drill.told()

    with paused(drill.stack):
        looked = drill.command("restore", "--from-table", COPY, "--exactly", "--dry-run")
        assert all(what in looked for what in ("differs", "kept", "to be removed"))
        done = drill.command("restore", "--from-table", COPY, "--exactly")
        assert all(what in done for what in ("replaced", "kept", "removed"))
        drill.command("rebuild")
    drill.firm.wait_until_quiet()

    assert drill.facts() == facts
    assert drill.told() == told
    assert without(drill.main(), "rebuild") == without(main, "rebuild")
    assert without(drill.keys()) == without(keys)
    assert drill.firm.block("B-4").status == 404
    drill.firm.keep("B-4", NAMES[4], identifiers=[{"scheme": "siren", "value": NUMBERS[4]}])
    drill.registers.poll("fr_bodacc", LATER)  # the register still has what was published since, and is asked again
    drill.firm.wait_for_stage("B-4", "no_deliveries")


def is_mail_of(item: dict[str, Any], number: str) -> bool:
    if item["type"]["S"] != "alert":
        return False
    message = item["record"]["M"]["message"]["M"]
    return bool(message.get("customer_number", {}).get("S") == number)


def not_sent_yet(item: dict[str, Any]) -> dict[str, Any]:
    """The message as it was in the moment before it left."""
    record = {name: value for name, value in item["record"]["M"].items() if name not in ("sent_at", "receipt")}
    waiting = {"state": {"S": "pending"}, "attempts": {"N": "0"}}
    return {**item, "sending": {"S": "pending 0"}, "record": {"M": record | waiting}}


def spoil(drill: Drill) -> None:
    """Somebody signs in and renames a customer, a block is lost, news comes in, and a key has no record."""
    drill.write(drill.stack.outputs["TableName"], signed_in())
    drill.firm.keep("B-3", "Ganz Andere AG", identifiers=[])
    (block,) = drill.firm.items("CUSTOMER#B-0", "BLOCK#")
    lost = {"pk": {"S": block["pk"]}, "sk": {"S": block["sk"]}}
    drill.stack.client("dynamodb").delete_item(TableName=drill.stack.outputs["TableName"], Key=lost)
    drill.firm.keep("B-4", NAMES[4], identifiers=[{"scheme": "siren", "value": NUMBERS[4]}])
    publish(drill, LATER, 4)
    drill.firm.wait_for_stage("B-4", "no_deliveries")
    drill.firm.wait_until_quiet()
    stray = {"pk": {"S": "3|id|siren:1"}, "sk": {"S": "CUSTOMER##nobody"}, "type": {"S": "customer_key"}}
    drill.write(drill.stack.outputs["KeysTableName"], stray)


class paused:  # noqa: N801 - read as a verb
    """What docs/backup.md has an admin do before and after."""

    def __init__(self, stack: LocalStack) -> None:
        self.client = stack.client("lambda")
        self.mappings = [
            one["UUID"]
            for page in self.client.get_paginator("list_event_source_mappings").paginate()
            for one in page["EventSourceMappings"]
        ]

    def __enter__(self) -> None:
        self._set(enabled=False)

    def __exit__(self, *_: object) -> None:
        self._set(enabled=True)

    def _set(self, *, enabled: bool) -> None:
        for one in self.mappings:
            self.client.update_event_source_mapping(UUID=one, Enabled=enabled)
