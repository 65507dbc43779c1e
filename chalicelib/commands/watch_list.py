"""watch-list: pairs just below review, counted and sampled per source and publication day."""

import argparse
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table

from chalicelib import clock, registers
from chalicelib.store import watch_list


def main(argv: list[str]) -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="insolvency-watch watch-list", description=__doc__)
    parser.add_argument("--source", choices=registers.names(), action="append", help="default: every register")
    parser.add_argument("--from", dest="start", type=date.fromisoformat, help="publication day; default: 30 days ago")
    parser.add_argument("--to", dest="end", type=date.fromisoformat, help="publication day; default: today")
    parser.add_argument("--examples", type=int, default=3, help="pairs shown of each day (default 3, at most 20 kept)")
    arguments = parser.parse_args(argv)
    end = arguments.end or clock.now().date()
    start = arguments.start or end - timedelta(days=30)
    table = Table()
    for heading in ("register", "published", "notices", "pairs", "examples: customer, notice, rule, score"):
        table.add_column(heading, overflow="fold")
    for source in arguments.source or registers.names():
        for day in watch_list.days(source, start, end):
            shown = day.examples[: arguments.examples]
            pairs = (f"{one.customer_number}, {one.notice_id}, {one.rule}, {one.score}" for one in shown)
            table.add_row(source, day.day.isoformat(), str(day.notices), str(day.pairs), "\n".join(pairs))
    Console().print(table)
    return 0
