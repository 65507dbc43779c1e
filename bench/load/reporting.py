"""What was measured on each day, and the rows of it in bench/results.json."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.results import measured, replace_rows, row, surroundings
from infra.dynamodb_local import PACKAGE, VERSION
from infra.template_facts import function

_MEMORY_OF_API, _MEMORY_OF_IMPORT = (function(name)["MemorySize"] for name in ("APIHandler", "ImportCustomers"))
FOLDER = Path(".build/load")
_SUMMED = ("messages", "invocations", "came again", "busy seconds", "cpu seconds", "reads")
_LARGEST = ("rss mb", "longest invocation")

Run = dict[str, Any]


def machine() -> dict[str, Any]:
    """Where and when it was measured, and how it is measured again."""
    return surroundings() | {"command": "python -m bench.load " + " ".join(sys.argv[1:])}


def _java() -> str:
    said = subprocess.run(("java", "-version"), capture_output=True, text=True, check=False).stderr.splitlines()  # noqa: S607  # Java of the PATH
    return said[0] if said else "none"


def keep(run: Run) -> None:
    """Keeps the run of this size, and writes the rows of all runs kept."""
    _keep(f"day-{run['customers']}-{run['imported']}-{run['notices']}", run)


def keep_file(rows: int, memory_mb: float, milliseconds: float) -> None:
    """Keeps what a file of so many rows took, and writes the rows of all runs kept."""
    _keep(f"file-{rows}", {"rows": rows, "memory mb": memory_mb, "ms a row": milliseconds} | machine())


def _keep(name: str, run: Run) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(run, indent=1, ensure_ascii=False), encoding="utf-8")
    days, files = (
        [json.loads(one.read_text(encoding="utf-8")) for one in sorted(FOLDER.glob(f"{kind}-*.json"))]
        for kind in ("day", "file")
    )
    rows = rows_of(sorted(days, key=lambda one: (one["customers"], one["imported"])))
    rows += [one for run in files for one in _of_file(run)]
    replace_rows("load", rows, java=_java(), dynamodb_local=f"{PACKAGE} {VERSION}")


def _of_file(run: Run) -> list[dict[str, Any]]:
    what = f"a file of {run['rows']:,} customers"
    memory = row(f"memory of ImportCustomers for {what}", run["memory mb"], "MB", most=_MEMORY_OF_IMPORT)
    reading = measured(f"processor for reading {what}", run["ms a row"], "ms a row")
    return [{**one, "command": "python -m bench.load.file"} for one in (memory, reading)]


def functions_of(run: Run) -> dict[str, dict[str, float]]:
    """What each function did, all its processes together; memory is that of the largest."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in run["steps"]:
        sums = found[one["function"]]
        for name in _SUMMED:
            sums[name] += one[name]
        for name in (*_LARGEST, "memory size mb"):
            sums[name] = max(sums[name], one[name])
    return {name: dict(sums) for name, sums in found.items() if sums["messages"]}


def rows_of(runs: list[Run]) -> list[dict[str, Any]]:
    """Rows of each run, and how a notice's cost grows from the smallest to the largest."""
    rows = [one for run in runs for one in _of_run(run)]
    smallest, largest = (runs[0], runs[-1]) if runs else ({"customers": 0}, {"customers": 0})
    if smallest["customers"] < largest["customers"]:
        growth = _a_notice(largest, "reads") / _a_notice(smallest, "reads")
        rows.append(row(f"reads a notice at {_at(largest)} by those at {_at(smallest)}", growth, "ratio", most=1.1))
    return rows


def _of_run(run: Run) -> list[dict[str, Any]]:
    functions = functions_of(run)
    rows = [row(f"lost at {_at(run)}", run["problems in all"], "notices, rows, answers", most=0)]
    for name, one in functions.items():
        memory = row(f"memory of {name} at {_at(run)}", one["rss mb"], "MB", most=one["memory size mb"])
        rows += [memory, _speed(name, one, run)]
    if run["api rss mb"]:
        rows.append(row(f"memory of APIHandler at {_at(run)}", run["api rss mb"], "MB", most=_MEMORY_OF_API))
        for name in ("p50 ms", "p99 ms"):
            rows.append(
                measured(
                    f"{run['at once']} block questions at once, {name[:3]}, at {_at(run)}", run["answers"][name], "ms"
                )
            )
    if "MatchNotices" in functions:
        rows.append(measured(f"reads a notice at {_at(run)}", _a_notice(run, "reads"), "requests"))
        if all("read units" in one for one in run["steps"]):
            rows.append(measured(f"read units a notice at {_at(run)}", _a_notice(run, "read units"), "units"))
    return [{**one, "command": run["command"]} for one in rows]


def _speed(name: str, one: dict[str, float], run: Run) -> dict[str, Any]:
    return measured(f"processor of {name} at {_at(run)}", 1000 * one["cpu seconds"] / one["messages"], "ms a message")


def _a_notice(run: Run, what: str) -> float:
    steps = [one for one in run["steps"] if one["function"] == "MatchNotices"]
    return float(sum(one[what] for one in steps) / sum(one["messages"] for one in steps))


def _at(run: Run) -> str:
    return f"{run['customers']:,} customers"
