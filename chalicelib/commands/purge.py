"""purge: deletes what may be kept no longer, as the daily step does; --dry-run says what would go and why."""

import argparse
from datetime import date
from itertools import chain

from chalicelib import clock, purging, recalling
from chalicelib.model.retention import Purged


def main(argv: list[str]) -> int:
    """0, or 1 when something could not be deleted."""
    parser = argparse.ArgumentParser(prog="insolvency-watch purge", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="delete nothing")
    parser.add_argument("--on", type=date.fromisoformat, help="as if it were this day (with --dry-run only)")
    arguments = parser.parse_args(argv)
    if arguments.on and not arguments.dry_run:
        parser.error("--on goes with --dry-run only: what is deleted comes back no more")
    today = arguments.on or clock.now().date()
    failed = subjects = 0
    late = recalling.late_lists(clock.now())
    print(*late, sep="\n", end="\n" if late else "")
    found = chain(
        recalling.obey(today, clock.now(), dry=arguments.dry_run), purging.purge(today, dry=arguments.dry_run)
    )
    for one in found:
        kept, subjects = one.retention, subjects + 1
        failed += one.withheld is not None
        print(f"{one.subject}: {kept.source}, published {kept.published_on}, to go on {kept.delete_on}: {kept.reason}")
        print(f"  {_what(one)}")
    print(f"{subjects} {'would go' if arguments.dry_run else 'looked at'} by {today}, {failed} could not be deleted")
    return 1 if failed else 0


def _what(one: Purged) -> str:
    if one.withheld:
        return f"NOT DELETED: {one.withheld}"
    counted = f"{len(one.deleted)} items deleted, {len(one.replaced)} replaced, {one.match_keys} match keys"
    shared = "".join(f"; shared with notices that are still kept: {key}" for key in one.shared)
    return f"{counted}, {len(one.payloads)} payloads{shared}"
