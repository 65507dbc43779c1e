"""What the console shows and rings for is what there is: functions, queues, figures, and sections of the runbook."""

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib import bureaus, registers
from chalicelib.admin_settings import DEFAULT_RECIPIENTS, DISABLED_SOURCES
from chalicelib.model.match import MatchResult
from chalicelib.store import reminder_plans
from chalicelib.store.parameters import AS_DEPLOYED
from infra.console.metrics import COUNTED, COUNTED_BY_SOURCE, NAMESPACE
from infra.console.parts import dead_letters, functions, of_type, schedules, timeout, work_queues
from infra.layer import ROOT
from infra.package import merged_template

Template = dict[str, Any]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
AWS_FIGURES = {
    "AWS/Lambda": {"Errors", "Throttles", "Duration", "Invocations", "IteratorAge", "DestinationDeliveryFailures"},
    "AWS/SQS": {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible", "NumberOfMessagesSent"},
    "AWS/ApiGateway": {"Count", "4XXError", "5XXError", "Latency"},
    "AWS/DynamoDB": {
        "ConsumedReadCapacityUnits",
        "ConsumedWriteCapacityUnits",
        "ReadThrottleEvents",
        "WriteThrottleEvents",
    },
    "AWS/SES": {"Send", "Bounce", "Complaint", "Reject"},
    "AWS/SNS": {"NumberOfMessagesPublished", "NumberOfNotificationsDelivered", "NumberOfNotificationsFailed"},
    "AWS/Logs": {"IncomingBytes"},
    "AWS/S3": {"BucketSizeBytes"},
    NAMESPACE: {*COUNTED, *COUNTED_BY_SOURCE},
}
"""Namespaces with the figures that AWS documents for them, as far as they are used here."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return merged_template(tmp_path_factory.mktemp("console"))


@pytest.fixture(scope="module")
def alarms(template: Template) -> dict[str, dict[str, Any]]:
    resources = template["Resources"]
    return {name: resources[name]["Properties"] for name in of_type(resources, "AWS::CloudWatch::Alarm")}


@pytest.fixture(scope="module")
def widgets(template: Template) -> list[dict[str, Any]]:
    body = template["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    found: list[dict[str, Any]] = json.loads(body)["widgets"]
    return found


def counted_in_code() -> Iterator[str]:
    """Every figure that a step counts, with the results of a match written out."""
    for path in (ROOT / "functions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "count":
                for name in ast.walk(node.args[0]):
                    if isinstance(name, ast.JoinedStr):
                        yield from (f"Match{result.capitalize()}" for result in MatchResult)
                    elif isinstance(name, ast.Constant) and name.value != "Match":
                        yield str(name.value)


def test_every_figure_that_a_step_counts_is_explained_and_no_other() -> None:
    assert set(counted_in_code()) == set(COUNTED)


def test_every_figure_is_on_the_dashboard(widgets: list[dict[str, Any]]) -> None:
    assert {name for space, name, *_ in shown(widgets) if space == NAMESPACE} == {*COUNTED, *COUNTED_BY_SOURCE}


def shown(widgets: list[dict[str, Any]]) -> list[list[Any]]:
    return [metric for each in widgets if each["type"] == "metric" for metric in each["properties"]["metrics"]]


def test_every_metric_shown_exists(widgets: list[dict[str, Any]]) -> None:
    unknown = [(space, name) for space, name, *_ in shown(widgets) if name not in AWS_FIGURES[space]]
    assert unknown == []


def test_every_metric_that_rings_exists(alarms: dict[str, dict[str, Any]]) -> None:
    for name, alarm in alarms.items():
        space = alarm["Namespace"]
        assert alarm["MetricName"] in AWS_FIGURES[space if isinstance(space, str) else space["Fn::Sub"]], name


def test_every_name_in_the_dashboard_is_a_resource(template: Template) -> None:
    """CloudFormation refuses another one only when it deploys."""
    body = template["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    known = set(template["Resources"]) | set(template["Parameters"]) | {"AWS::Region", "AWS::StackName"}
    assert {name.partition(".")[0] for name in re.findall(r"\$\{([^}]+)\}", body)} <= known


def test_every_function_queue_and_log_is_on_the_dashboard(template: Template, widgets: list[dict[str, Any]]) -> None:
    resources, metrics = template["Resources"], shown(widgets)
    for figure in ("Errors", "Throttles", "Duration", "Invocations"):
        seen = {one[3] for one in metrics if one[:2] == ["AWS/Lambda", figure]}
        assert seen == {f"${{{name}}}" for name in functions(resources)}, figure
    ages = {one[3] for one in metrics if one[1] == "ApproximateAgeOfOldestMessage"}
    depths = {one[3] for one in metrics if one[1] == "ApproximateNumberOfMessagesVisible"}
    assert ages == {f"${{{name}.QueueName}}" for name in work_queues(resources)}
    assert depths == ages | {f"${{{name}.QueueName}}" for name in dead_letters(resources)}
    logs = {one[3] for one in metrics if one[0] == "AWS/Logs"}
    assert logs == {f"${{{name}}}" for name in of_type(resources, "AWS::Logs::LogGroup")}


def test_every_graph_says_what_it_means_and_links_to_the_runbook(widgets: list[dict[str, Any]]) -> None:
    texts = {
        (one["x"], one["y"] + one["height"]): one["properties"]["markdown"] for one in widgets if one["type"] == "text"
    }
    graphs = [one for one in widgets if one["type"] in ("metric", "log")]
    assert len(graphs) > 20
    for graph in graphs:
        text = texts[graph["x"], graph["y"]]
        assert text.startswith(f"**{graph['properties']['title']}**: "), text
        assert section_of(text) in sections(), text


def test_widgets_do_not_lie_on_each_other(widgets: list[dict[str, Any]]) -> None:
    taken: set[tuple[int, int]] = set()
    for one in widgets:
        cells = {
            (x, y) for x in range(one["x"], one["x"] + one["width"]) for y in range(one["y"], one["y"] + one["height"])
        }
        assert not cells & taken, one
        assert one["x"] + one["width"] <= 24
        taken |= cells


def test_every_alarm_is_on_the_dashboard(alarms: dict[str, Any], widgets: list[dict[str, Any]]) -> None:
    shown = [one["properties"]["alarms"] for one in widgets if one["type"] == "alarm"]
    assert sorted(name for names in shown for name in names) == [f"${{{name}.Arn}}" for name in sorted(alarms)]
    assert all(0 < len(names) <= 100 for names in shown), "a widget of alarms shows 100 at most"


def test_nothing_is_silent(template: Template, alarms: dict[str, dict[str, Any]]) -> None:
    resources = template["Resources"]
    assert {f"{name}WaitsAlarm" for name in work_queues(resources)} <= set(alarms)
    assert {f"{name}Alarm" for name in dead_letters(resources)} <= set(alarms)
    for name in functions(resources):
        assert f"{name}ErrorsAlarm" in alarms
        share = alarms[f"{name}SlowAlarm"]["Threshold"] / (1000 * timeout(template, name))
        assert 0.75 <= share < 1, name
    scheduled = dict(schedules(template))
    assert {"StartPolls", "CheckSources", "WatchDeadlines", "SendReports", "PurgeExpired"} <= set(scheduled)
    for name in scheduled:
        silent = alarms[f"{name}SilentAlarm"]
        assert silent["TreatMissingData"] == "breaching"
        assert silent["Period"] * silent["EvaluationPeriods"] <= (604_800 if silent["Period"] >= 3600 else 86_400), name
    tables = [*of_type(resources, "AWS::DynamoDB::Table"), "WatchTableIndex"]
    assert {f"{name}{kind}Alarm" for name in tables for kind in ("Reads", "Writes")} <= set(alarms)


def test_every_alarm_tells_somebody_when_it_rings_and_when_it_is_over(alarms: dict[str, dict[str, Any]]) -> None:
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "OperationsTopic"}], name


def anchor(heading: str) -> str:
    """The address that Markdown viewers give a heading."""
    return re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-")


def sections() -> dict[str, str]:
    """Text of each section of the runbook by its address."""
    parts = re.split(r"^##+ (.+)$", RUNBOOK, flags=re.MULTILINE)[1:]
    return {anchor(heading): text for heading, text in zip(parts[::2], parts[1::2], strict=True)}


def section_of(text: str) -> str:
    return text.rpartition("#")[2].rstrip(")")


def test_every_alarm_has_a_section_of_the_runbook_that_names_it(alarms: dict[str, dict[str, Any]]) -> None:
    known = sections()
    for name, alarm in alarms.items():
        written = alarm["AlarmDescription"]["Fn::Sub"]
        assert "Runbook: ${RunbookUrl}#" in written, name
        section = section_of(written)
        assert section in known, f"{name} names section {section}, which docs/runbook.md does not have"
        assert f"`{name}`" in known[section], f"section {section} of docs/runbook.md does not name `{name}`"
        for question in ("**Means**", "**Look at**", "**Do**", "**Relax**"):
            assert question in known[section], f"section {section} of docs/runbook.md lacks {question}"


def test_the_runbook_names_no_alarm_that_there_is_not(alarms: dict[str, Any]) -> None:
    assert set(re.findall(r"`(\w+Alarm)`", RUNBOOK)) == set(alarms)


def test_each_source_rings_by_itself(alarms: dict[str, dict[str, Any]]) -> None:
    dimensions = {name: alarm["Dimensions"] for name, alarm in alarms.items() if alarm["MetricName"] == "SourceLate"}
    named = sorted(one["Value"] for each in dimensions.values() for one in each if one["Name"] == "source")
    assert named == sorted([*registers.names(), *bureaus.names()])
    assert all({one["Name"] for one in each} == {"service", "source"} for each in dimensions.values())


def test_what_an_admin_sees_explains_itself(template: Template) -> None:
    resources = template["Resources"]
    for kind in ("AWS::Serverless::Function", "AWS::IAM::Role", "AWS::SSM::Parameter", "AWS::Serverless::LayerVersion"):
        assert [name for name in of_type(resources, kind) if not resources[name]["Properties"].get("Description")] == []
    assert [name for name, each in template["Parameters"].items() if not each.get("Description")] == []
    made_by_chalice = {"APIHandlerArn", "APIHandlerName", "EndpointURL", "RestAPIId"}
    silent = {name for name, each in template["Outputs"].items() if not each.get("Description")}
    assert silent <= made_by_chalice


def test_parameters_that_admins_change_are_never_written_again_by_a_deployment(template: Template) -> None:
    """CloudFormation writes the value with any change to the resource, over what an admin has set."""
    resources = template["Resources"]
    ours = ("DisabledSourcesParameter", "DefaultRecipientsParameter", "ReminderPlanParameter")
    for name in ours:
        assert resources[name]["Properties"]["Value"] == AS_DEPLOYED
        assert len(resources[name]["Properties"]["Description"]) <= 1024
    text = json.dumps([resources[name] for name in ours], sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "12b3153d68bf9f38"
    names = [resources[name]["Properties"]["Name"]["Fn::Sub"].rpartition("/")[2] for name in ours]
    assert names == [DISABLED_SOURCES, DEFAULT_RECIPIENTS, reminder_plans.PARAMETER]
    assert all(f"`{name}`" in RUNBOOK for name in names)


def test_saved_queries_ask_for_what_is_logged(template: Template) -> None:
    """A field or message that no line has would find nothing, without a word."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("functions", "chalicelib/api")
        for path in (ROOT / room).glob("*.py")
    )
    resources = template["Resources"]
    queries = {name: resources[name]["Properties"] for name in of_type(resources, "AWS::Logs::QueryDefinition")}
    assert len(queries) >= 5
    for name, query in queries.items():
        assert query["LogGroupNames"], name
        for listed in re.findall(r"message (?:= (\"[^\"]+\")|in (\[.+?\]))", query["QueryString"]):
            messages = json.loads(listed[1] or f"[{listed[0]}]")
            assert [one for one in messages if f'"{one}"' not in code] == [], name
        fields = [
            one for line in re.findall(r"^fields (.+)$", query["QueryString"], re.MULTILINE) for one in line.split(", ")
        ]
        assert [one for one in fields if not one.startswith("@") and not is_logged(one, code)] == [], name


def is_logged(field: str, code: str) -> bool:
    in_every_line = {"message"}
    return field in in_every_line or bool(re.search(rf"\b{field}=|\"{field}\":|{{{field}}}", code))


def test_the_console_is_made_anew_the_same(template: Template, tmp_path: Path) -> None:
    again = merged_template(tmp_path)
    assert json.dumps(again, sort_keys=True) == json.dumps(template, sort_keys=True)
    assert len(template["Resources"]) < 500


def test_the_runbook_says_how_many_alarms_there_are_and_what_they_cost(alarms: dict[str, dict[str, Any]]) -> None:
    assert f"{len(alarms)} alarms" in RUNBOOK
    assert f"{(len(alarms) - 10) / 10:.2f} USD" in RUNBOOK
    assert f"({len(COUNTED)}, one dimension each)" in RUNBOOK


NEEDED = {
    DEFAULT_RECIPIENTS: r"channels\.audience\(|occasion_of\(",
    DISABLED_SOURCES: r"admin_settings\.disabled_sources\(|inquiring\.active\(",
}


@pytest.mark.parametrize("parameter", NEEDED)
def test_each_step_may_read_the_parameter_it_goes_by(template: Template, parameter: str) -> None:
    """Without the right, a step would go by what was deployed, and say nothing."""
    resources = template["Resources"]
    may = {
        name
        for name in functions(resources)
        if f"/{parameter}" in json.dumps(resources[f"{name}Role"]["Properties"]["Policies"])
    }
    steps = {name: resources[name]["Properties"]["Handler"].split(".")[1] for name in functions(resources)}
    needing = {name for name, step in steps.items() if re.search(NEEDED[parameter], text_of(step))}
    assert needing, "the pattern finds nobody any more"
    assert may - {"APIHandler"} == needing - {"APIHandler"}
    assert "APIHandler" in may


def text_of(step: str, seen: frozenset[str] = frozenset()) -> str:
    """The step's code with that of the files in functions/ that it imports."""
    path = ROOT / "functions" / f"{step}.py"
    if step in seen or not path.exists():
        return ""
    text = path.read_text(encoding="utf-8")
    imported = re.findall(r"^from functions\.(\w+) import", text, re.MULTILINE)
    return text + "".join(text_of(one, seen | {step}) for one in imported)
