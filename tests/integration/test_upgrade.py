"""Upgrade and rollback drilled: one version over another with data in the table, one that fails, and the way back.

The stack is one of its own: what is deployed here must not be under other tests. What the emulator cannot prove is in
docs/runbook.md, section Upgrade and rollback.
"""

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.deploy import DeploymentError, deploy
from infra.local_stack import LocalStack
from infra.package import for_local_stack
from tests.integration.conftest import declared_origins
from tests.integration.firm import Firm

MARK = "# the version before\n"
SWITCHES = "/insolvency-watch/local/disabled-sources"
BY_HAND, PLAN = "/insolvency-watch/local/reminders", '{"days_ahead": [30]}'


@dataclass
class Drill:
    """A running stack and two packages of it: the checkout's, and one that stands for the version before."""

    stack: LocalStack
    before: Path
    now: Path

    def deploy(self, template: Path, **parameters: str) -> list[str]:
        stack = self.stack
        given = {"Stage": "local", **parameters}
        own_tags = {} if parameters.get("EvidenceDays") else {"cost-centre": "4711"}
        return deploy(stack.session, stack.endpoint, stack.name, template, given, own_tags)

    def code(self, function: str) -> str:
        described = self.stack.client("lambda").get_function(FunctionName=self.stack.resource(function))
        return str(described["Configuration"]["CodeSha256"])

    def set(self, name: str, value: str) -> None:
        self.stack.client("ssm").put_parameter(Name=name, Value=value, Type="String", Overwrite=True)

    def parameter(self, name: str) -> str:
        return str(self.stack.client("ssm").get_parameter(Name=name)["Parameter"]["Value"])


def version_before(package: Path, folder: Path) -> Path:
    """The package as it could have been one release ago: other code, no dashboard, no parameters of admins."""
    shutil.copytree(package.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("layer-*"))
    with zipfile.ZipFile(folder / "deployment.zip", "a") as zipped:
        zipped.writestr("version_before.py", MARK)
    template = json.loads((folder / package.name).read_text())
    newer = ("Dashboard", "DisabledSourcesParameter", "DefaultRecipientsParameter", "ReminderPlanParameter")
    for name in [*newer, *(one for one in template["Resources"] if one.endswith("WaitsAlarm"))]:
        del template["Resources"][name]
    del template["Outputs"]["DashboardUrl"]
    (folder / package.name).write_text(json.dumps(template))
    return folder / package.name


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    nowhere = dict.fromkeys(declared_origins(), "http://127.0.0.1:9")  # no drill asks a real register
    stack = LocalStack(replaced_origins=nowhere)
    try:
        stack.start()
        now = tmp_path_factory.mktemp("now")
        built = for_local_stack().template
        shutil.copytree(built.parent, now, dirs_exist_ok=True, ignore=shutil.ignore_patterns("layer-*"))
        before = version_before(built, tmp_path_factory.mktemp("before"))
        found = Drill(stack, before, now / built.name)
        found.deploy(before, **{name: value for name, value in stack.parameters.items() if name != "Stage"})
        yield found
    finally:
        stack.stop()


def facts(firm: Firm) -> list[tuple[int, Any]]:
    """What the API says of the customers of this drill and their blocks, without what is said of the moment."""
    answers = [firm.call("GET", f"/v1/customers/{number}") for number in ("U-1", "U-2")]
    blocks = [firm.block(number) for number in ("U-1", "U-2")]
    return [
        (one.status, {key: value for key, value in one.body.items() if key != "answered_at"})
        for one in answers + blocks
    ]


def test_the_way_there_the_failure_and_the_way_back(drill: Drill) -> None:
    """One story, because each step begins where the one before has ended."""
    firm = Firm(drill.stack)
    begin_work(firm)
    known, old_code = facts(firm), drill.code("MatchNotices")
    assert [status for status, _ in known] == [200] * 4

    drill.set(BY_HAND, PLAN)
    changes = drill.deploy(drill.now)
    assert drill.parameter(BY_HAND) == PLAN, "a parameter made by hand stands in no deployment's way"
    assert any("Dashboard (" in one and one.startswith("Add") for one in changes)
    assert not any(one.startswith("Remove") or "Table (" in one or "Bucket (" in one for one in changes)
    assert drill.code("MatchNotices") != old_code
    assert facts(firm) == known
    assert drill.stack.client("cloudwatch").get_dashboard(DashboardName=drill.stack.name)

    drill.set(SWITCHES, "fr_bodacc")
    assert drill.deploy(drill.now, EvidenceDays="400")
    assert drill.parameter(SWITCHES) == "fr_bodacc", "a deployment must not undo what an admin has set"
    assert facts(firm) == known

    assert {"product", "stage", "cost-centre"} <= tags_of(drill.stack)

    new_code = drill.code("MatchNotices")
    with pytest.raises(DeploymentError):
        drill.deploy(broken(drill))
    assert drill.code("MatchNotices") == new_code
    assert facts(firm) == known
    assert drill.parameter(SWITCHES) == "fr_bodacc"

    for number in ("U-1", "U-2"):
        write_as_a_later_version(drill.stack, f"CUSTOMER#{number}")
    drill.deploy(drill.before)
    assert drill.code("MatchNotices") == old_code
    assert facts(firm) == known
    firm.keep("U-3", "Dritte Werft AG")
    assert firm.block("U-3").body["blocked"] is False

    drill.deploy(drill.now)
    assert (drill.code("MatchNotices"), facts(firm)) == (new_code, known)


def tags_of(stack: LocalStack) -> set[str]:
    """Tags of the main table after a deployment that gave none of its own."""
    client = stack.client("dynamodb")
    arn = client.describe_table(TableName=stack.outputs["TableName"])["Table"]["TableArn"]
    return {each["Key"] for each in client.list_tags_of_resource(ResourceArn=arn)["Tags"]}


def begin_work(firm: Firm) -> None:
    """Two customers, and a case with a block for one of them."""
    for number, name in (("U-1", "Alte Werft AG"), ("U-2", "Neue Werft AG")):
        firm.keep(number, name)
    alarm = {"person": "Eva Kern", "text": "seen at the court's board", "due_on": "2027-04-24"}
    assert firm.call("POST", "/v1/customers/U-1/alarm", alarm).status == 200


def write_as_a_later_version(stack: LocalStack, pk: str) -> None:
    """Gives each record of a partition a field that no version knows yet, at its top and within."""
    client, table = stack.client("dynamodb"), stack.outputs["TableName"]
    found = client.query(
        TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": pk}}
    )["Items"]
    changed = [item for item in found if "record" in item]
    assert changed
    for item in changed:
        item["record"]["M"]["of_a_later_version"] = {"S": "x"}
        for part in item["record"]["M"].values():
            if "M" in part:
                part["M"]["of_a_later_version"] = {"S": "x"}
        client.put_item(TableName=table, Item=item)


def broken(drill: Drill) -> Path:
    """The newer package with a changed function and a resource that cannot be made."""
    folder = drill.now.parent.with_name("broken")
    shutil.copytree(drill.now.parent, folder, dirs_exist_ok=True)
    with zipfile.ZipFile(folder / "deployment.zip", "a") as zipped:
        zipped.writestr("broken.py", MARK)
    template = json.loads((folder / drill.now.name).read_text())
    doubled = dict(template["Resources"]["DisabledSourcesParameter"], DependsOn="MatchNotices")
    template["Resources"]["SecondOfItsName"] = doubled
    (folder / drill.now.name).write_text(json.dumps(template))
    return folder / drill.now.name


def test_admins_switch_sources_and_recipients_without_a_deployment(drill: Drill) -> None:
    stack = drill.stack
    drill.set(SWITCHES, "fr_bodacc, ch_schab")
    drill.set("/insolvency-watch/local/default-recipients", "nobody, night@example.com")
    checked = stack.wait(lambda: switched_off(stack), 75, "the switch to be seen")
    assert checked["parameters"] == 2
    lines = [line for line in stack.logs("CheckSources") if "cannot be used" in line]
    assert any("there is no source 'ch_schab'" in line for line in lines)
    assert any("entry 1 is no mail address" in line for line in lines)
    assert not any("nobody" in line for line in lines)
    assert any('"AdminParametersInvalid"' in line for line in stack.logs("CheckSources"))
    assert told_of_sources(stack) == {"night@example.com"}  # of the registers that nobody has read yet
    assert "fr_bodacc" not in stack.invoke("StartPolls", {})["due"]


def switched_off(stack: LocalStack) -> dict[str, Any] | None:
    """The check's answer as soon as it counts the register as switched off: within a minute."""
    answer: dict[str, Any] = stack.invoke("CheckSources", {})
    return answer if answer["sources"]["fr_bodacc"] == "disabled" and answer["parameters"] else None


def told_of_sources(stack: LocalStack) -> set[str]:
    """Addresses that alerts about late sources go to (a scan: only a test may)."""
    items = stack.client("dynamodb").scan(TableName=stack.outputs["TableName"])["Items"]
    alerts = [item["record"]["M"] for item in items if item["type"]["S"] == "alert"]
    return {one["recipient"]["M"]["address"]["S"] for one in alerts if one["kind"]["S"] == "source_late"}


def test_what_the_version_before_counted_of_a_source_stays(drill: Drill) -> None:
    """It kept its counts in the source's state alone, and did not note since when a source is watched."""
    stack, told = drill.stack, {"2026-02-26": 90, "2026-02-27": 80}
    drill.deploy(drill.before)
    days = {"M": {day: {"N": str(number)} for day, number in told.items()}}
    words = {"name": "ch_shab", "checked_through": "2026-02-28T06:00:00Z", "newest_publication": "2026-02-27"}
    record = {name: {"S": value} for name, value in words.items()} | {"notices_by_day": days}
    record |= {"notices_total": {"N": "4711"}, "unclassified_total": {"N": "5"}, "attempts_total": {"N": "900"}}
    item = {"pk": {"S": "SOURCES"}, "sk": {"S": "ch_shab"}, "type": {"S": "source"}, "record": {"M": record}}
    stack.client("dynamodb").put_item(TableName=stack.outputs["TableName"], Item=item)
    drill.deploy(drill.now)

    firm = Firm(stack)
    firm.send("PollsQueueUrl", {"source": "ch_shab", "from": "2026-02-27", "to": "2026-03-02"})

    def asked() -> dict[str, Any] | None:
        found = firm.call("GET", "/v1/sources/ch_shab").body
        return found if found["source"]["last_state"] == "unreachable" else None

    found = stack.wait(asked, 90, "the register to be asked by the version that counts otherwise")
    assert (found["source"]["notices_total"], found["source"]["unclassified_total"]) == (4711, 5)
    assert found["source"]["newest_publication"] == "2026-02-27"
    assert found["source"]["notices_by_day"] == found["notices_by_day"] == told
