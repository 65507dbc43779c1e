"""bureaus: every credit bureau, on or off, with health, portfolio and budget; --facts: what is seen and believed."""

import argparse

from rich.console import Console
from rich.table import Table

from chalicelib import bureau_states, bureaus, clock
from chalicelib.model.bureau import Bureau
from chalicelib.model.bureau_state import BureauState


def main(argv: list[str]) -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="insolvency-watch bureaus", description=__doc__)
    parser.add_argument("--facts", action="store_true", help="what each bureau is, seen and believed; needs no stack")
    console = Console()
    if parser.parse_args(argv).facts:
        for name in bureaus.names():
            facts = bureaus.load(name).BUREAU
            console.print(f"\n[bold]{name}[/bold]  {facts.title}")
            console.print(_facts(facts))
        return 0
    table = Table()
    for heading in ("bureau", "on", "countries", "abilities", "health", "portfolio", "spent of budget", "believed"):
        table.add_column(heading, overflow="fold")
    for state in bureau_states.bureau_states(clock.now()):
        table.add_row(*_row(state))
    console.print(table)
    return 0


def _row(state: BureauState) -> tuple[str, ...]:
    listed, month = state.portfolio, state.budget
    on = "on" if state.on else "off"
    gaps = f"{listed.watched} watched, {listed.missing} missing, {listed.to_review} to review" if listed else "-"
    paid = f"{month.spent.amount} of {month.limit.amount} {month.limit.currency}, {month.calls} calls" if month else "-"
    return (
        f"{state.bureau}\n{state.title}",
        f"{on}: {state.why}" if state.why else on,
        " ".join(state.countries),
        " ".join(state.abilities),
        f"{state.health}: {state.health_reason}",
        gaps,
        paid,
        str(state.believed_facts),
    )


def _facts(facts: Bureau) -> Table:
    """One line a fact; what is believed is to be checked with the contract in hand."""
    table = Table(show_header=False, box=None, padding=(0, 2))
    asked_about = [kind for kind, yes in (("firms", facts.organisations), ("persons", facts.natural_persons)) if yes]
    for label, value in (
        ("asked about", f"{' and '.join(asked_about)} in {' '.join(facts.countries)}"),
        ("abilities", " ".join(sorted(facts.abilities))),
        ("asked at", ", ".join(facts.origins)),
        ("credentials", f"JSON with {', '.join(facts.credentials)}"),
        ("nothing found", facts.nothing_found),
        ("terms of use", facts.terms_of_use),
        ("verified by", facts.verified_by),
        *(("seen", one) for one in facts.seen_facts),
        *(("BELIEVED", one) for one in facts.believed_facts),
    ):
        table.add_row(label, value)
    return table
