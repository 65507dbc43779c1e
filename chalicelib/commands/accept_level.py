"""accept-level SOURCE: a person's word that a register brings as much as it has brought since a day.

What it brought before says nothing any more. Nobody else teaches a source's silence to be usual.
"""

import argparse
from datetime import date
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from chalicelib import clock, registers
from chalicelib.errors import InvalidInputError, NotFoundError, Problem
from chalicelib.model.source import AcceptedLevel, SourceStatus
from chalicelib.source_expectation import expected_by_weekday
from chalicelib.store import source_counts, sources


def main(argv: list[str]) -> int:
    """0; the next check, within 15 minutes, judges by it."""
    parser = argparse.ArgumentParser(prog="insolvency-watch accept-level", description=__doc__)
    parser.add_argument("source", choices=registers.names())
    parser.add_argument("--from", dest="since", type=date.fromisoformat, required=True, help="first day of the level")
    parser.add_argument("--person", required=True, help="who accepts it")
    parser.add_argument("--reason", required=True, help="what the register's own site shows, or its operator says")
    given = parser.parse_args(argv)
    accepted = AcceptedLevel(since=given.since, person=given.person, reason=given.reason, at=clock.now())
    _print(accept(given.source, accepted))
    return 0


def accept(name: str, level: AcceptedLevel) -> SourceStatus:
    """The register's state with the level and what is expected by it, stored.

    Raises:
        NotFoundError: the register was never read.
        InvalidInputError: the level begins on a day that was not read to its end, or before the source was watched.
        ConcurrentChangeError: a poll was writing at this moment; try again.
    """
    facts, status = registers.load(name).REGISTER, sources.get(name)
    if status.checked_through is None or status.watched_since is None:
        raise NotFoundError(f"{name} was not read yet: there is no level to accept")
    unread = status.checked_through.astimezone(ZoneInfo(facts.time_zone)).date()
    if not status.watched_since <= level.since < unread:
        said = f"not from {status.watched_since} to the day before {unread}, which are the days read to their end"
        raise InvalidInputError([Problem("--from", str(level.since), said)])
    expected = expected_by_weekday(facts.country, source_counts.of(name).by_day, level.since, unread)
    after = status.model_copy(update={"accepted": level, "expected": expected})
    sources.put_fields(after, "accepted", "expected")
    return after


def _print(status: SourceStatus) -> None:
    table = Table("weekday", "at least", "at most", "drawn from")
    for weekday, one in status.expected.items():
        table.add_row(weekday, str(one.least), str(one.most), f"{one.days} days")
    console = Console()
    console.print(table)
    if len(status.expected) < 5:
        console.print("Weekdays without four such days are judged by the register's file until they have them.")
