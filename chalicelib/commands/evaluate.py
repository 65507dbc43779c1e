"""evaluate: how well matching does on your own labelled customers and notices, in memory and without AWS."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chalicelib.evaluation.judging import Outcome
from chalicelib.evaluation.measures import Measures
from chalicelib.evaluation.reading import Sheet, Truth, read_truth
from chalicelib.evaluation.report import as_json, as_markdown
from chalicelib.evaluation.running import index_customers, judge_notices
from chalicelib.exports import harmless
from chalicelib.imports.cells import RowProblem

_COLUMNS: tuple[str, ...] = ("notice_id", "decision", "customer_number", "rule", "score", "bits", "rivals", "watched")
_COLUMNS += ("candidates", "queries", "read_units", "true_customers", "place_of_true")
_SHOWN = 20


def main(argv: list[str]) -> int:
    """0 when every row was read, 1 when some were refused; they are counted and listed in DIR/refused.csv."""
    parser = argparse.ArgumentParser(prog="insolvency-watch evaluate", description=__doc__)
    parser.add_argument("--customers", type=Path, required=True, metavar="C.csv")
    parser.add_argument("--notices", type=Path, required=True, metavar="N.csv")
    parser.add_argument("--truth", type=Path, required=True, metavar="T.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="decisions.csv, report.md, report.json")
    parser.add_argument("--processes", type=int, default=2, help="processes at work (default 2)")
    options = parser.parse_args(argv)
    customers, notices = Sheet.open(options.customers), Sheet.open(options.notices)
    truth = read_truth(options.truth)
    options.out.mkdir(parents=True, exist_ok=True)
    measures, count, problems = _run(customers, notices, truth, options.out / "decisions.csv", options.processes)
    found = as_json(measures, count, len(problems))
    (options.out / "report.json").write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (options.out / "report.md").write_text(as_markdown(found), encoding="utf-8")
    print("\n".join(as_markdown(found).splitlines()[2:10]))
    print(f"decisions.csv, report.md and report.json are in {options.out}")
    _report_refused(problems, options.out / "refused.csv")
    return 1 if problems else 0


def _run(
    customers: Sheet, notices: Sheet, truth: dict[str, Truth], decisions: Path, processes: int
) -> tuple[Measures, int, list[tuple[str, RowProblem]]]:
    measures, refused = Measures(), list[tuple[str, RowProblem]]()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
        decisions.open("w", encoding="utf-8", newline="") as file,
    ):
        bar = progress.add_task("customers", total=customers.rows())
        index, problems = index_customers(customers, processes, lambda done: progress.advance(bar, done))
        refused += [(customers.path.name, problem) for problem in problems]
        next_bar = progress.add_task("notices", total=notices.rows())
        write = csv.writer(file)
        write.writerow(_COLUMNS)
        for one in judge_notices(notices, index, truth, processes, lambda done: progress.advance(next_bar, done)):
            if isinstance(one, list):
                refused += [(notices.path.name, problem) for problem in one]
            else:
                measures.add(one)
                write.writerow(_row(one))
    return measures, len(index.numbers), refused


def _row(outcome: Outcome) -> Sequence[Any]:
    best = outcome.matches[0] if outcome.matches else None
    return (
        outcome.notice_id,
        outcome.decision,
        *((best.customer_number, best.rule, best.score, best.bits) if best else ("", "", "", "")),
        max(len(outcome.matches) - 1, 0),
        outcome.watched,
        outcome.candidates,
        outcome.queries,
        outcome.read_units,
        "|".join(sorted(outcome.truth.customers)),
        outcome.place_of_true or "",
    )


def _report_refused(problems: Iterable[tuple[str, RowProblem]], path: Path) -> None:
    listed = list(problems)
    if not listed:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(("file", "line", "column", "value", "reason"))
        write.writerows((name, one.line, *map(harmless, (one.column, one.value, one.reason))) for name, one in listed)
    for name, one in listed[:_SHOWN]:
        print(f"{name}:{one.line}: {one.column}: {one.reason}", file=sys.stderr)
    if len(listed) > _SHOWN:
        print(f"... and {len(listed) - _SHOWN} more, all in {path}", file=sys.stderr)
