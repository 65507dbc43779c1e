"""replay: reads kept payloads again, after a register's file was mended, and stores what is new."""

import argparse
import sys
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chalicelib import clock, intake, registers
from chalicelib.errors import SourceChangedError
from chalicelib.store import evidence


def main(argv: list[str]) -> int:
    """0 when every payload could be read, 1 when one could not."""
    parser = argparse.ArgumentParser(prog="insolvency-watch replay", description=__doc__)
    parser.add_argument("source", choices=registers.names(), metavar="SOURCE", help=", ".join(registers.names()))
    parser.add_argument(
        "keys", nargs="*", metavar="KEY", help="evidence keys, as dead letters and /v1/sources name them"
    )
    parser.add_argument("--since", type=date.fromisoformat, help="every payload fetched on this day or later")
    arguments = parser.parse_args(argv)
    if bool(arguments.keys) == bool(arguments.since):
        parser.error("name evidence keys, or a day with --since")
    keys = arguments.keys or list(evidence.keys_since(arguments.source, arguments.since))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    failures = stored = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        for key in progress.track(keys, description="payloads"):
            try:
                stored += len(intake.read_document(evidence.get(key), key, clock.now()))
            except SourceChangedError as error:
                failures += 1
                print(f"{key}: {error}", file=sys.stderr)
    print(f"{len(keys)} payloads read, {stored} new notices, {failures} payloads not understood")
    return 1 if failures else 0
