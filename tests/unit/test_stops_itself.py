"""Who looks at the clock and ends in time is not called slow for it; the others are, long before Lambda ends them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.console.alarms import STOP_THEMSELVES
from infra.console.parts import functions, timeout
from infra.layer import ROOT
from infra.package import merged_template

TO_STOP_MS = re.compile(r"^_TIME_TO_STOP_MS = ([\d_]+)$", re.MULTILINE)


def words(text: str) -> Iterator[str]:
    """What code reads of a thing, and the names it uses."""
    for one in ast.walk(ast.parse(text)):
        if isinstance(one, ast.Attribute | ast.Name):
            yield one.attr if isinstance(one, ast.Attribute) else one.id


def looking(resources: dict[str, Any]) -> dict[str, int]:
    """The functions whose step reads the clock, and how many milliseconds before their end they stop."""
    found = {}
    for name in functions(resources):
        step = ROOT.joinpath(*resources[name]["Properties"]["Handler"].split(".")[:-1]).with_suffix(".py")
        text = step.read_text(encoding="utf-8")
        if {"get_remaining_time_in_millis", "timed_step"} & set(words(text)):
            stop = TO_STOP_MS.search(text)
            assert stop, f"{name} looks at the clock, but not for _TIME_TO_STOP_MS"
            found[name] = int(stop[1])
    return found


def test_an_alarm_rings_only_when_a_step_could_not_stop_in_time(tmp_path: Path) -> None:
    template = merged_template(tmp_path)
    resources: dict[str, Any] = template["Resources"]  # type: ignore[assignment] # parsed YAML
    found = looking(resources)
    assert set(found) == STOP_THEMSELVES
    for name, stop in found.items():
        threshold = resources[f"{name}SlowAlarm"]["Properties"]["Threshold"]
        assert threshold > 1000 * timeout(template, name) - stop, name
