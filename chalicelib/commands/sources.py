"""sources: every register with its access, terms and how far its facts are verified."""

import argparse

from babel.dates import format_timedelta
from rich.console import Console
from rich.table import Table

from chalicelib import registers
from chalicelib.model.register import Register


def main(argv: list[str]) -> int:
    """0."""
    argparse.ArgumentParser(prog="insolvency-watch sources", description=__doc__).parse_args(argv)
    console = Console()
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
