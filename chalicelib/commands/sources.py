"""sources: every register with its access, terms and how far its facts are verified; --state: how each source does."""

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from rich.console import Console
from rich.table import Table

from chalicelib import bureaus, clock, registers
from chalicelib.model.register import Register
from chalicelib.model.source import SourceStatus
from chalicelib.source_expectation import expected_on, last_expected_day
from chalicelib.store import sources


def main(argv: list[str]) -> int:
    """0; with --state 1 while a source in use is not well."""
    parser = argparse.ArgumentParser(prog="insolvency-watch sources", description=__doc__)
    parser.add_argument("--state", action="store_true", help="how registers and bureaus do in the deployed stack")
    console = Console()
    if parser.parse_args(argv).state:
        return _print_states(console, clock.now())
    for name in registers.names():
        facts = registers.load(name).REGISTER
        console.print(f"\n[bold]{name}[/bold]  {facts.title} ({facts.country})")
        console.print(_facts(facts))
    return 0


def _facts(facts: Register) -> Table:
    least, most = facts.expected_per_business_day
    table = Table(show_header=False, box=None, padding=(0, 2))
    for label, value in (
        ("asked at", ", ".join(facts.origins)),
        ("asked every", format_timedelta(facts.poll_every, locale="en", threshold=1)),
        ("expected", f"{least} to {most} notices a business day"),
        ("credentials", f"SSM parameter {facts.credential}" if facts.credential else "none"),
        ("terms of use", facts.terms_of_use),
        ("retention", facts.retention),
        ("verified by", facts.verified_by),
    ):
        table.add_row(label, value)
    return table


def _print_states(console: Console, now: datetime) -> int:
    """1 while one that is in use is not well; a register without any state was never asked."""
    known = {one.name: one for one in sources.statuses()}
    used = [known.get(name) or SourceStatus(name=name) for name in registers.names()]
    used += [known[name] for name in bureaus.names() if name in known]
    for status in used:
        console.print(f"\n[bold]{status.name}[/bold]")
        console.print(_state(status, now))
    return int(any(not status.off and (not status.is_well(now) or not _read(status)) for status in used))


def _read(status: SourceStatus) -> bool:
    return status.kind == "bureau" or status.checked_through is not None


def _state(status: SourceStatus, now: datetime) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2))
    late = f"late since {_at(status.late_from)}" if status.late_from and now > status.late_from else None
    for label, value in (
        ("health", ": ".join(filter(None, (status.health, late or status.health_reason)))),
        ("last attempt", f"{_at(status.last_attempt)}, {status.last_state}"),
        ("last success", _at(status.last_success)),
        ("read completely through", _at(status.checked_through)),
        ("newest notice", str(status.newest_publication or "-")),
        ("notices", _counts(status, now)),
        ("unclassified, in all", str(status.unclassified_total)),
        ("not understood, last poll", str(status.unread_last_poll)),
        ("failure", status.failure or "-"),
    ):
        table.add_row(label, value)
    return table


def _counts(status: SourceStatus, now: datetime) -> str:
    """What the last whole day brought beside what was expected of it, and all there is."""
    if status.kind == "bureau" or status.name not in registers.names():
        return f"{status.notices_total} in all"
    facts = registers.load(status.name).REGISTER
    read = min(now, status.checked_through or now).astimezone(ZoneInfo(facts.time_zone)).date()
    day = last_expected_day(facts, status, read)
    wanted = expected_on(facts, status, day)
    found = f"{status.notices_by_day.get(day.isoformat(), 0)} of {day:%A, %Y-%m-%d}"
    expected = f" ({wanted.least} to {wanted.most} expected)" if wanted else ""
    return f"{found}{expected}, {status.notices_total} in all"


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"
