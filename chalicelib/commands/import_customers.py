"""import-customers FILE: reads a CSV export of customers into the table."""

import argparse
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from chalicelib import clock, intake
from chalicelib.errors import InvalidInputError
from chalicelib.imports.customers import ImportResult, put_customers, read_customers
from chalicelib.imports.parts import ImportSummary
from chalicelib.imports.result_file import problem_file
from chalicelib.model.customer import Customer


def main(argv: list[str]) -> int:
    """0 when every row went in, 1 when rows were refused, 2 when the file cannot be read at all."""
    arguments = _arguments(argv)
    console = Console()
    try:
        result = read_customers(arguments.file.read_bytes(), clock.now())
    except (InvalidInputError, OSError) as error:
        console.print(f"{arguments.file}: {error}", style="red", markup=False)
        return 2
    summary = _put_with_progress(result, console)
    result_file = arguments.result or arguments.file.with_name(f"{arguments.file.stem}.result.csv")
    result_file.write_bytes(problem_file(summary.problems))
    _print(summary, result_file, console)
    return 1 if summary.refused else 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="insolvency-watch import-customers",
        description="Reads a CSV export of customers (SAP, DATEV, plain) into the table. Running it again is harmless.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV file: semicolon, tab or comma")
    parser.add_argument(
        "--result", type=Path, help="where refused rows are listed (default: FILE.result.csv beside it)"
    )
    return parser.parse_args(argv)


def _put_with_progress(result: ImportResult, console: Console) -> ImportSummary:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("customers", total=len(result.customers))
        return put_customers(result, _put_and(lambda: progress.advance(bar)))


def _put_and(advance: Callable[[], None]) -> Callable[[Customer], bool]:
    def put(customer: Customer) -> bool:
        changed = intake.keep_customer(customer.model_copy(update={"updated_at": clock.now()}))
        advance()
        return changed

    return put


def _print(summary: ImportSummary, result_file: Path, console: Console) -> None:
    table = Table(show_header=False, box=None)
    for label, count in (
        ("rows", summary.rows),
        ("new or changed", summary.changed),
        ("unchanged", summary.unchanged),
        ("refused", summary.refused),
    ):
        table.add_row(label, str(count))
    console.print(table)
    for column, reason in summary.ignored.items():
        console.print(f"column {column!r} left out: {reason}", markup=False)
    console.print(f"{len(summary.problems)} problems in {result_file}", markup=False, soft_wrap=True)
