"""sources: every register with its access, terms and how far its facts are verified."""

import argparse

from rich.console import Console
from rich.table import Table

from chalicelib import registers


def main(argv: list[str]) -> int:
    """0."""
    argparse.ArgumentParser(prog="insolvency-watch sources", description=__doc__).parse_args(argv)
    table = Table(show_lines=True)
    for heading in ("register", "country", "asked at", "every", "a business day", "terms of use", "verified by"):
        table.add_column(heading, overflow="fold")
    for name in registers.names():
        facts = registers.load(name).REGISTER
        least, most = facts.expected_per_business_day
        hosts = "\n".join(origin.removeprefix("https://") for origin in facts.origins)
        table.add_row(
            name, facts.country, hosts, str(facts.poll_every), f"{least}-{most}", facts.terms_of_use, facts.verified_by
        )
    Console().print(table)
    return 0
