"""sources: every register with country, access, terms, what its notices rest on, on or off, and what is believed.

With --state how each source does in the deployed stack.
"""

import argparse
import json
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from rich.console import Console
from rich.table import Table

from chalicelib import admin_settings, bureaus, clock, registers
from chalicelib.model.register import Register
from chalicelib.model.source import SourceStatus
from chalicelib.source_expectation import expected_on, last_expected_day
from chalicelib.store import sources


class Switch(NamedTuple):
    """Whether a register is asked, and why not or what it waits for."""

    on: bool
    why: str | None = None


def main(argv: list[str]) -> int:
    """0; with --state 1 while a source in use is not well."""
    parser = argparse.ArgumentParser(prog="insolvency-watch sources", description=__doc__)
    parser.add_argument("--live", action="store_true", help="on or off as the deployed stack stands (needs --stack)")
    parser.add_argument("--state", action="store_true", help="how registers and bureaus do in the deployed stack")
    parser.add_argument("--json", action="store_true", help="everything as JSON on standard output")
    options = parser.parse_args(argv)
    if options.state:
        return _print_states(Console(), clock.now())
    known = {name: registers.load(name).REGISTER for name in registers.names()}
    switches = _deployed(known) if options.live else {name: by_default(facts) for name, facts in known.items()}
    if options.json:
        print(json.dumps([_record(facts, switches[name]) for name, facts in known.items()], indent=2))
        return 0
    console = Console()
    for name, facts in known.items():
        console.print(f"\n[bold]{name}[/bold]  {facts.title}")
        console.print(_facts(facts, switches[name], "now" if options.live else "by default"))
    return 0


def by_default(facts: Register) -> Switch:
    """How a new deployment treats it."""
    if facts.off_because:
        return Switch(False, facts.off_because)
    if facts.credential:
        return Switch(False, f"until its credentials are set: SSM parameter {facts.credential}")
    return Switch(True)


def _deployed(known: dict[str, Register]) -> dict[str, Switch]:
    disabled, states = admin_settings.disabled_sources(), {one.name: one for one in sources.statuses()}
    found = {}
    for name, facts in known.items():
        state = states.get(name)
        if name in disabled:
            found[name] = Switch(False, facts.off_because or "by the admin (disabled-sources)")
        elif state and state.off:
            found[name] = Switch(False, state.failure or state.health_reason)
        else:
            found[name] = Switch(
                True, f"{state.health}, {state.health_reason}" if state and state.health_reason else None
            )
    return found


def _record(facts: Register, switch: Switch) -> dict[str, object]:
    record = facts.model_dump(mode="json", exclude={"believed"})
    record["status"] = record.pop("proof")
    return record | {"believed_facts": facts.believed_facts, "on": switch.on, "why": switch.why}


def _facts(facts: Register, switch: Switch, when: str) -> Table:
    """One line a fact; what is believed is to be checked before anybody relies on it."""
    least, most = facts.expected_per_business_day
    table = Table(show_header=False, box=None, padding=(0, 2))
    state = "on" if switch.on else "off"
    for label, value in (
        ("country", facts.country),
        (when, f"{state}: {switch.why}" if switch.why else state),
        ("access", facts.access),
        ("status", facts.proof),
        ("verified by", facts.verified_by),
        ("covers", facts.covers),
        ("identifiers", ", ".join(facts.identifiers) or "none: debtors are matched by name"),
        ("asked at", ", ".join(facts.origins)),
        ("asked every", format_timedelta(facts.poll_every, locale="en", threshold=1)),
        ("expected", f"{least} to {most} notices a business day"),
        ("credentials", f"SSM parameter {facts.credential}" if facts.credential else "none"),
        ("terms of use", facts.terms_of_use),
        ("retention", facts.retention),
        *(("BELIEVED", one) for one in facts.believed_facts),
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
