"""replay: reads kept payloads again, after a source's file was mended, and stores what is new; nothing is asked."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chalicelib import bureaus, clock, intake, registers, unread
from chalicelib.errors import NotFoundError, SourceChangedError, SourceRefusedError
from chalicelib.model.credit import Inquiry
from chalicelib.store import evidence

T = TypeVar("T")


def main(argv: list[str]) -> int:
    """0 when every payload could be read, 1 when one could not."""
    parser = argparse.ArgumentParser(prog="insolvency-watch replay", description=__doc__)
    names = (*registers.names(), *bureaus.names())
    parser.add_argument("source", choices=names, metavar="SOURCE", help=", ".join(names))
    parser.add_argument(
        "keys",
        nargs="*",
        metavar="KEY",
        help="evidence keys, as dead letters and /v1/sources name them; a bureau needs none: all paid answers that "
        "were not understood",
    )
    parser.add_argument("--since", type=date.fromisoformat, help="every payload fetched on this day or later")
    arguments = parser.parse_args(argv)
    if arguments.keys and arguments.since:
        parser.error("name evidence keys, or a day with --since")
    if arguments.source in bureaus.names():
        return _answers(arguments.source, arguments.keys, arguments.since)
    if not arguments.keys and not arguments.since:
        parser.error("name evidence keys, or a day with --since")
    return _payloads(arguments.source, arguments.keys, arguments.since)


def _payloads(source: str, named: list[str], since: date | None) -> int:
    keys = named if since is None else list(evidence.keys_since(source, since))
    stored = 0

    def read(key: str) -> None:
        nonlocal stored
        stored += len(intake.read_document(evidence.get(key), key, clock.now()).new)

    failures = _each(keys, read, str)
    print(f"{len(keys)} payloads read, {stored} new notices, {failures} payloads not understood")
    return 1 if failures else 0


def _answers(bureau: str, named: list[str], since: date | None) -> int:
    """Of a bureau only paid answers are read again: what it tells by itself is read again by each poll."""
    waiting = [one for one in unread.waiting(bureau, named) if since is None or one.asked_at.date() >= since]
    unknown = sorted(set(named) - {one.payload for one in waiting})
    for key in unknown:
        print(f"{key}: no inquiry waits for it", file=sys.stderr)

    def shown(inquiry: Inquiry) -> str:
        return f"customer {inquiry.customer_number}, {inquiry.payload}"

    failures = _each(waiting, lambda one: print(f"{shown(one)}: {unread.read_again(one).answer.outcome}"), shown)
    print(f"{len(waiting)} answers read, {failures} answers not understood")
    return 1 if failures or unknown else 0


def _each(items: Sequence[T], read: Callable[[T], object], shown: Callable[[T], str]) -> int:
    """How many could not be read; each of them is said."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    failures = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        for item in progress.track(items, description="payloads"):
            try:
                read(item)
            except (SourceChangedError, SourceRefusedError, NotFoundError) as error:
                failures += 1
                print(f"{shown(item)}: {error}", file=sys.stderr)
    return failures
