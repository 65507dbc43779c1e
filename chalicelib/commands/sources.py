"""sources: every register with country, access, terms, what its notices rest on, on or off, and what is believed."""

import argparse
import json
from typing import NamedTuple

from babel.dates import format_timedelta
from rich.console import Console
from rich.table import Table

from chalicelib import admin_settings, registers
from chalicelib.model.register import Register
from chalicelib.store import sources


class Switch(NamedTuple):
    """Whether a register is asked, and why not or what it waits for."""

    on: bool
    why: str | None = None


def main(argv: list[str]) -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="insolvency-watch sources", description=__doc__)
    parser.add_argument("--live", action="store_true", help="on or off as the deployed stack stands (needs --stack)")
    parser.add_argument("--json", action="store_true", help="everything as JSON on standard output")
    options = parser.parse_args(argv)
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
