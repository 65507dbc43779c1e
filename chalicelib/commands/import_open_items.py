"""import-open-items FILE: reads a CSV export of open items, or of payments, into the books."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from chalicelib import bookkeeping, clock
from chalicelib.errors import InvalidInputError
from chalicelib.imports.parts import ImportSummary
from chalicelib.imports.result_file import problem_file


def main(argv: list[str]) -> int:
    """0 when every row went in, 1 when rows were refused, 2 when the file cannot be read at all."""
    arguments = _arguments(argv)
    console = Console()
    try:
        summary = _imported(arguments)
    except (InvalidInputError, OSError) as error:
        console.print(f"{arguments.file}: {error}", style="red", markup=False)
        return 2
    result_file = arguments.result or arguments.file.with_name(f"{arguments.file.stem}.result.csv")
    result_file.write_bytes(problem_file(summary.problems))
    _print(summary, result_file, console)
    return 1 if summary.refused else 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="insolvency-watch import-open-items",
        description="Reads a CSV export of open items (SAP, DATEV, plain) into the books; again is harmless.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV file: semicolon, tab or comma")
    parser.add_argument("--payments", action="store_true", help="the file holds payments that came in")
    parser.add_argument(
        "--add", action="store_true", help="not the customers' whole accounts: settle nothing that is missing"
    )
    parser.add_argument(
        "--result", type=Path, help="where refused rows are listed (default: FILE.result.csv beside it)"
    )
    return parser.parse_args(argv)


def _imported(arguments: argparse.Namespace) -> ImportSummary:
    content: bytes = arguments.file.read_bytes()
    if arguments.payments:
        return bookkeeping.import_payments(content, clock.now())
    return bookkeeping.import_open_items(content, clock.now(), complete=not arguments.add)


def _print(summary: ImportSummary, result_file: Path, console: Console) -> None:
    table = Table(show_header=False, box=None)
    for label, count in (
        ("rows", summary.rows),
        ("new or changed", summary.changed),
        ("unchanged", summary.unchanged),
        ("settled", summary.settled),
        ("refused", summary.refused),
    ):
        table.add_row(label, str(count))
    console.print(table)
    for column, reason in summary.ignored.items():
        console.print(f"column {column!r} left out: {reason}", markup=False)
    console.print(f"{len(summary.problems)} problems in {result_file}", markup=False, soft_wrap=True)
