"""How many notices a second one process matches: `python -m bench.match_rate [--customers 20000] [--notices 3000]`.

Against customers in memory under the same keys, caps and narrower questions as in the table, from a notice's row to the
judgement of every candidate. What matching finds and misses is measured by bench.goals, others' matchers by
bench.matching.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from bench.results import measured, replace_rows
from chalicelib.evaluation.reading import Sheet, read_truth
from chalicelib.evaluation.running import index_customers, judge_notices

FOLDER = Path(".build/match-rate")


def main() -> int:
    """0 when all notices were judged."""
    parser = argparse.ArgumentParser(prog="bench.match_rate", description=__doc__)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--notices", type=int, default=3_000)
    options = parser.parse_args()
    numbers = [f"--customers={options.customers}", f"--notices={options.notices}", "--part=test", "--seed=21"]
    command = [sys.executable, "-m", "bench.generate", f"--out={FOLDER}", *numbers]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    index, problems = index_customers(Sheet.open(FOLDER / "customers.csv"), 1, _quiet)
    truth = read_truth(FOLDER / "truth.csv")
    began, worked = time.perf_counter(), time.process_time()
    judged = list(judge_notices(Sheet.open(FOLDER / "notices.csv"), index, truth, 1, _quiet))
    wall, cpu = time.perf_counter() - began, time.process_time() - worked
    rows = [
        measured(f"notices matched against {len(index.numbers):,} customers", len(judged) / wall, "notices/s"),
        measured("processor a notice", 1000 * cpu / len(judged), "ms"),
    ]
    replace_rows("match rate", rows)
    for one in rows:
        print(f"{one['name']:<45} {one['ours']:9.1f} {one['unit']}")
    return int(bool(problems))


def _quiet(_done: int) -> None:
    """Nobody waits for so few."""


if __name__ == "__main__":
    raise SystemExit(main())
