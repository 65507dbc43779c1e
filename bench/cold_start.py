"""What a cold start imports, beside bare `import boto3, chalice`: `python -m bench.cold_start [--rounds 7]`.

As deployed: our code out of the zip, the layer's packages, and what Lambda brings. Each import has an interpreter of
its own; all take turns, and the first turn, which writes the bytecode, does not count.
"""

import argparse
import re
import resource
import statistics
import subprocess
import time
import zipfile
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from bench.results import beside, replace_rows
from infra.layer import ROOT
from infra.local_stack import FUNCTIONS
from infra.package import BUILD, for_local_stack

AIM = 1.5
PEER = "import boto3, chalice"
_STEP = re.compile(r"^(handler =|def handler\()", re.MULTILINE)
_API = {
    "API: what order systems ask": "import app",
    "API: every other route": "import app; app.app.take(app.api)",
    "API: the cockpit's pages": "import app; app.app.take(app.cockpit)",
}


class Cost(NamedTuple):
    """Milliseconds of a whole interpreter, from start to end: of the clock, and of the processor."""

    wall: float
    cpu: float


def main() -> int:
    """0 when everything could be imported; an aim that is missed is a row, not a failure."""
    parser = argparse.ArgumentParser(prog="bench.cold_start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="imports of each")
    options = parser.parse_args()
    imported = {"peer": PEER, **_API, **{name: f"import functions.{name}" for name in steps()}}
    packages = for_local_stack().layer.packages
    with TemporaryDirectory(prefix="cold-start-") as folder:
        with zipfile.ZipFile(BUILD / "local" / "deployment.zip") as code:
            code.extractall(folder)
        took = measured(imported, f"{folder}:{packages}", options.rounds)
    rows = rows_of(took)
    replace_rows("cold start", rows)
    for one in rows:
        print(f"{one['name']:<45} {one['ours']:7.0f} {one['peer']:7.0f} {one['ratio']:6.2f}")
    return 0


def steps() -> list[str]:
    """The modules that Lambda enters."""
    return [path.stem for path in sorted((ROOT / "functions").glob("*.py")) if _STEP.search(path.read_text())]


def measured(imported: dict[str, str], path: str, rounds: int) -> dict[str, list[Cost]]:
    """What each import cost, each time it was done."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": path,
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "POWERTOOLS_SERVICE_NAME": "bench",
        "POWERTOOLS_METRICS_NAMESPACE": "bench",
    }
    took: dict[str, list[Cost]] = {name: [] for name in imported}
    for turn in range(-1, rounds):
        for name, statement in imported.items():
            cost = alone(statement, environment)
            if turn >= 0:
                took[name].append(cost)
    return took


def alone(statement: str, environment: dict[str, str]) -> Cost:
    """The cost of a fresh interpreter that does this and nothing else."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(FUNCTIONS), "-c", statement], env=environment, cwd="/", check=True)  # noqa: S603
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall * 1000, cpu * 1000)


def rows_of(took: dict[str, list[Cost]]) -> list[dict[str, Any]]:
    """Medians beside the peer's; the aim is for the processor's time, for the clock's depends on the neighbours."""
    rows = []
    peer_cpu, peer_wall = (statistics.median(one[place] for one in took["peer"]) for place in (1, 0))
    for name, costs in took.items():
        if name != "peer":
            cpu, wall = (statistics.median(one[place] for one in costs) for place in (1, 0))
            rows.append(beside(f"{name}, processor", cpu, peer_cpu, "ms", most=AIM))
            rows.append(beside(f"{name}, wall", wall, peer_wall, "ms"))
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
