"""Where matching stands on unseen drawn data: `make bench-goals`, with MILLION=1 also at a million customers.

Draws the test part, evaluates it and writes the rows of its goals into bench/results.json.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from bench.results import replace_rows, row

FOLDER = Path(".build/goals")


class Run(NamedTuple):
    """One drawn set: customers, notices, share of true ones and of look-alikes."""

    seed: int
    customers: int
    notices: int
    true: float
    decoys: float


RUNS = {
    "precision": Run(11, 100_000, 60_000, 0.02, 0.3),
    "rates": Run(12, 100_000, 20_000, 0.5, 0.25),
    "small": Run(13, 10_000, 10_000, 0.5, 0.25),
    "million": Run(4, 1_000_000, 10_000, 0.9, 0.05),
}


def main() -> int:
    """0 when everything ran; goals that are not met are rows, not failures."""
    parser = argparse.ArgumentParser(prog="bench.goals", description=__doc__)
    parser.add_argument("--million", action="store_true", help="about ten minutes and 2 GB more")
    parser.add_argument("--measured", type=Path, help="folder with <run>/report.json measured before; draws nothing")
    options = parser.parse_args()
    reports = {}
    for name, run in RUNS.items():
        path = (options.measured or FOLDER) / name / "report.json"
        if not options.measured and (name != "million" or options.million):
            evaluated(name, run)
        if path.exists():
            reports[name] = json.loads(path.read_text(encoding="utf-8"))
    rows = rows_of(reports)
    replace_rows("goals", rows)
    for one in rows:
        print(f"{'met    ' if one['met'] else 'NOT MET'} {one['name']}: {one['ours']:g} {one['unit']} ({one['goal']})")
    return 0


def evaluated(name: str, run: Run) -> None:
    """Draws and evaluates one set."""
    folder = str(FOLDER / name)
    numbers = {"customers": run.customers, "notices": run.notices, "true": run.true, "decoys": run.decoys}
    drawn = [part for option, value in numbers.items() for part in (f"--{option}", str(value))]
    generate = [sys.executable, "-m", "bench.generate", "--out", folder, "--part", "test", "--seed", str(run.seed)]
    subprocess.run([*generate, *drawn], check=True)  # noqa: S603
    files = [part for file in ("customers", "notices", "truth") for part in (f"--{file}", f"{folder}/{file}.csv")]
    command = "import sys; from chalicelib.commands import main; sys.exit(main())"
    subprocess.run([sys.executable, "-c", command, "evaluate", *files, "--out", folder], check=True)  # noqa: S603


def rows_of(reports: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The goals that the runs say something about."""
    rows: list[dict[str, Any]] = []
    if "precision" in reports:
        rows += _precision(reports["precision"])
    if "rates" in reports:
        rows += _rates(reports["rates"])
    largest = reports.get("million") or reports.get("rates")
    if largest and "small" in reports:
        rows += _cost(reports["small"], largest)
    return rows


def _precision(found: dict[str, Any]) -> list[dict[str, Any]]:
    automatic, kinds = found["automatic"], found["kinds"]
    namesakes = kinds.get("successor_same_name", {}).get("positive", 0)
    notices = f"in {found['notices']} notices"
    strangers = kinds["stranger"]
    return [
        row(f"wrong hard blocks {notices}", automatic["hard"]["wrong"], "blocks", most=0),
        row("precision of hard blocks, 95 % bound", automatic["hard"]["precision_at_least_95"], "share", least=0.995),
        row(f"wrong soft blocks {notices}", automatic["soft"]["wrong"], "blocks", most=0),
        row("the same without successors of the same name", automatic["soft"]["wrong"] - namesakes, "blocks", most=0),
        row("strangers in review", strangers.get("unsure", 0) / strangers["notices"], "share", most=0.05),
    ]


def _rates(found: dict[str, Any]) -> list[dict[str, Any]]:
    rates = found["automatic_rate"]
    goals = {
        "companies, all": 0.75,
        "persons, all": 0.6,
        "companies, identifier": 0.99,
        "persons, birth date": 0.99,
    }
    rows = [
        row(f"automatic: {group}", rates[group]["automatic_rate"], "share", least=goal) for group, goal in goals.items()
    ]
    caught = row("caught: automatic or first three in review", rates["all, all"]["caught_rate"], "share", least=0.99)
    return [*rows, caught, row("calibration error", found["calibration"]["error"], "share", most=0.05)]


def _cost(small: dict[str, Any], large: dict[str, Any]) -> list[dict[str, Any]]:
    at = f"at {large['customers']:,} customers"
    here, there = large["per_notice"], small["per_notice"]
    return [
        row(f"retrieval recall of findable {at}", large["retrieval"]["recall_of_findable"], "share", least=0.998),
        row(f"retrieval recall {at}", large["retrieval"]["recall"], "share", least=0.9958),
        row(f"queries a notice {at}", here["queries"], "queries", most=10),
        row(f"read units a notice {at}", here["read_units"], "units", most=6),
        row(f"queries {at} by those at 10,000", here["queries"] / there["queries"], "ratio", most=1.1),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
