"""What a check counts of each source, its alarm and its graph ask for: the very same set of dimensions."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import bureaus, registers
from chalicelib.errors import StoreUnreachableError
from chalicelib.model.source import Health, SourceStatus
from chalicelib.settings import settings
from chalicelib.source_health import Finding
from functions import check_sources, entry
from infra.console.alarms import alarms
from infra.console.dashboard import dashboard
from infra.package import merged_template

SOURCES = (*registers.names(), *bureaus.names())
STAGE = "test"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return merged_template(tmp_path_factory.mktemp("rings"))


@pytest.fixture(autouse=True)
def _as_deployed(monkeypatch: pytest.MonkeyPatch, template: dict[str, Any]) -> None:
    """The environment that the template gives each function."""
    given = template["Globals"]["Function"]["Environment"]["Variables"]
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", given["POWERTOOLS_SERVICE_NAME"])
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", f"InsolvencyWatch/{STAGE}")
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, name.lower())
    settings.cache_clear()


def emitted(printed: str) -> dict[str, tuple[str, str, dict[str, str], float]]:
    """Namespace, name, dimensions and value of each metric printed, by source; as CloudWatch reads the format."""
    found = {}
    for line in filter(None, printed.splitlines()):
        body = json.loads(line)
        for directive in body.get("_aws", {}).get("CloudWatchMetrics", ()):
            (names,), (metric,) = directive["Dimensions"], directive["Metrics"]
            value = body[metric["Name"]]
            one = value[0] if isinstance(value, list) else value
            known = {name: body[name] for name in names}
            found[known["source"]] = (directive["Namespace"], metric["Name"], known, one)
    return found


def test_the_alarm_and_the_graph_of_each_source_ask_for_what_is_counted(
    template: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in SOURCES:
        entry.count_source("SourceLate", 1, name)
    counted = emitted(capsys.readouterr().out)
    assert set(counted) == set(SOURCES)
    rings = {}
    for alarm in (one["Properties"] for one in alarms(template).values()):
        if alarm["MetricName"] == "SourceLate":
            asked = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
            space = alarm["Namespace"]["Fn::Sub"].replace("${Stage}", STAGE)
            rings[asked["source"]] = (space, "SourceLate", asked, 1)
    assert rings == counted
    assert shown(template) == counted


def shown(template: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, str], float]]:
    body = json.loads(dashboard(template["Resources"], [])["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
    found: dict[str, tuple[str, str, dict[str, str], float]] = {}
    for widget in body["widgets"]:
        for space, name, *rest in widget["properties"].get("metrics", ()):
            if name == "SourceLate":
                asked = dict(zip(rest[:-1:2], rest[1:-1:2], strict=True))
                found[asked["source"]] = (space.replace("${Stage}", STAGE), name, asked, 1)
    return found


class TestWhatIsMissing:
    """An alarm without data stays as it is, so each check counts each source, and a check that dies is told."""

    @pytest.fixture(autouse=True)
    def _states(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("chalicelib.store.sources.get", lambda name: SourceStatus(name=name, health=Health.OK))
        monkeypatch.setattr("chalicelib.store.sources.put_health", lambda *_: None)
        monkeypatch.setattr("functions.check_sources._tell", lambda *_: None)
        monkeypatch.setattr("chalicelib.admin_settings.problems", lambda: ())
        nothing_compared = SimpleNamespace(measure=lambda *_: None)  # what proofs need is of another test
        monkeypatch.setattr(check_sources, "comparing", nothing_compared, raising=False)

    def test_a_source_that_is_off_is_counted_as_not_late(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        health = {"ch_shab": Health.DISABLED, "dnb": Health.LATE}
        monkeypatch.setattr(check_sources, "_finding", lambda name, *_: Finding(health.get(name, Health.OK), "-"))
        check_sources.check()
        counted = {name: value for name, (*_, value) in emitted(capsys.readouterr().out).items()}
        assert counted == {name: float(name == "dnb") for name in SOURCES}
        entry.metrics.clear_metrics()

    def test_a_check_that_dies_at_one_source_counts_no_sum_and_ends_no_alarm(
        self, monkeypatch: pytest.MonkeyPatch, template: dict[str, Any]
    ) -> None:
        def dies(name: str, *_: object) -> Finding:
            if name == SOURCES[2]:
                raise StoreUnreachableError("throttled")
            return Finding(Health.OK, "-")

        counted: list[str] = []
        monkeypatch.setattr(check_sources, "_finding", dies)
        monkeypatch.setattr(check_sources, "count", lambda name, *_: counted.append(name))
        monkeypatch.setattr(check_sources, "count_source", lambda _name, _value, source: counted.append(source))
        with pytest.raises(StoreUnreachableError):
            check_sources.check()
        assert counted == list(SOURCES[:2])
        made = {name: one["Properties"] for name, one in alarms(template).items()}
        assert made["SourcesLateAlarm"]["TreatMissingData"] == "breaching"
        each = {one["TreatMissingData"] for one in made.values() if one["MetricName"] == "SourceLate"}
        assert each == {"ignore"}
