"""purge: deletes what may be kept no longer, as the daily step does; --dry-run says what would go and why."""

import argparse
from datetime import date

from rich.console import Console
from rich.table import Table

from chalicelib import clock, purging


def main(argv: list[str]) -> int:
    """0, or 1 when something could not be deleted."""
    parser = argparse.ArgumentParser(prog="insolvency-watch purge", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="delete nothing")
    parser.add_argument("--on", type=date.fromisoformat, help="as if it were this day (with --dry-run only)")
    arguments = parser.parse_args(argv)
    if arguments.on and not arguments.dry_run:
        parser.error("--on goes with --dry-run only: what is deleted comes back no more")
    today = arguments.on or clock.now().date()
    table = Table(title=f"{'would go' if arguments.dry_run else 'gone'} by {today}")
    for heading in ("what", "source", "published", "delete on", "reason", "items", "payloads", "not deleted"):
        table.add_column(heading, overflow="fold")
    failed = 0
    for one in purging.purge(today, dry=arguments.dry_run):
        kept = one.retention
        failed += one.withheld is not None
        table.add_row(
            one.subject,
            kept.source,
            kept.published_on.isoformat(),
            kept.delete_on.isoformat(),
            kept.reason,
            f"{len(one.deleted)} deleted, {len(one.replaced)} replaced",
            str(len(one.payloads)),
            one.withheld or "; ".join(f"shared with notices still kept: {key}" for key in one.shared),
        )
    Console().print(table)
    return 1 if failed else 0
