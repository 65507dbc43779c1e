"""restore: puts the items of a backup (a table that AWS restored, or an export) back into the stack's table."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from chalicelib import clock
from chalicelib.matching.keys import KEY_VERSION
from chalicelib.model.key_rebuild import KeyRebuild
from chalicelib.model.match_keys import FIND_VERSION
from chalicelib.store import backups, key_rebuilds, keys
from chalicelib.store.backups import Typed

_AT_ONCE = 16
_RELAYED = frozenset({"notice", "customer", "credit_event", "ledger", "alert"})
"""Types that wake a step when they are written: put back last, so that each step finds all that was known."""

_NOT_PUT_BACK = frozenset({"session", "login", "rebuild"})
"""Nobody is signed in by a backup, and match keys are not taken for rebuilt because they once were."""

_OTHERWISE = frozenset({"differs", "replaced", "to be removed", "removed"})
Pages = Callable[[], Iterator[list[Typed]]]


@dataclass
class Report:
    """What became of the items, by what was done and type; the cases that went on since; digests of all keys."""

    done: Counter[tuple[str, str]] = field(default_factory=Counter)
    cases: set[str] = field(default_factory=set)
    known: set[bytes] = field(default_factory=set)

    def note(self, what: str, item: Typed) -> None:
        """One item more."""
        self.done[what, backups.type_of(item)] += 1
        if what in _OTHERWISE and item["pk"]["S"].startswith(keys.CASE_PREFIX):
            self.cases.add(item["pk"]["S"].removeprefix(keys.CASE_PREFIX))


def main(argv: list[str]) -> int:
    """0 when the table holds what the backup held.

    Without --exactly nothing that is there is touched: only what is missing comes back. With it, the table is as it was
    at the backup: what differs is replaced, what came later is removed, and only messages stay as they are, for what
    has left must not leave again. Broken off or repeated, it does the rest. Pause the stack first, and run `rebuild`
    and `purge` behind it (docs/backup.md).
    """
    parser = argparse.ArgumentParser(prog="insolvency-watch restore", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--from-table", metavar="NAME", help="a table restored to a point in time")
    source.add_argument("--from-export", metavar="FOLDER", type=Path, help="an export in DynamoDB JSON, copied here")
    parser.add_argument("--exactly", action="store_true", help="replace what differs, remove what the backup has not")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    asked = parser.parse_args(argv)

    def pages() -> Iterator[list[Typed]]:
        return backups.in_table(asked.from_table) if asked.from_table else backups.in_export(asked.from_export)

    report = _compared(pages) if asked.dry_run else _restored(pages, exactly=asked.exactly)
    if asked.exactly:
        _surplus(report, dry=asked.dry_run)
    _print(report, dry=asked.dry_run)
    return 0


def _restored(pages: Pages, *, exactly: bool) -> Report:
    """Two rounds, because a step that is woken must find the case before it decides about the notice."""
    started = KeyRebuild(version=KEY_VERSION, find_version=FIND_VERSION, started_at=clock.now(), anew=True)
    key_rebuilds.put(started)
    report = Report()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for relayed in (False, True):
            for page in pages():
                wanted = [one for one in page if (backups.type_of(one) in _RELAYED) is relayed and _belongs(one)]
                there = backups.live(wanted)
                found = pool.map(partial(_put_back, there=there, exactly=exactly), wanted)
                for one, what in zip(wanted, found, strict=True):
                    report.note(what, one)
                    report.known.add(backups.digest(backups.key_of(one)))
    return report


def _put_back(item: Typed, there: dict[keys.Key, Typed], *, exactly: bool) -> str:
    what = _compare(item, there)
    if what == "missing":
        return "put back" if backups.put_back(item, over=False) else "differs"
    if what == "differs" and exactly:
        backups.put_back(item, over=True)
        return "replaced"
    return what


def _compare(item: Typed, there: dict[keys.Key, Typed]) -> str:
    now = there.get(backups.key_of(item))
    if now is None:
        return "missing"
    if now == item:
        return "same"
    return "kept" if backups.type_of(item) == "alert" else "differs"  # a message that has left must not leave again


def _compared(pages: Pages) -> Report:
    report = Report()
    for page in pages():
        wanted = [one for one in page if _belongs(one)]
        there = backups.live(wanted)
        for one in wanted:
            report.note(_compare(one, there), one)
            report.known.add(backups.digest(backups.key_of(one)))
    return report


def _belongs(item: Typed) -> bool:
    """Whether the item is to come back: what has expired since does not, nor what must not outlive a restore."""
    expires = item.get("expires_at", {}).get("N")
    return backups.type_of(item) not in _NOT_PUT_BACK and not (expires and float(expires) <= clock.now().timestamp())


def _surplus(report: Report, *, dry: bool) -> None:
    """Removes what came behind the backup, or only counts it."""
    for page in backups.live_keys():
        for one in page:
            key = backups.key_of(one)
            if key == keys.REBUILD or backups.digest(key) in report.known:
                continue
            report.note("to be removed" if dry else "removed", one)
            if not dry:
                backups.remove(one)


def _print(report: Report, *, dry: bool) -> None:
    for (what, kind), number in sorted(report.done.items()):
        print(f"{what:<14} {kind:<16} {number}")
    if not report.done:
        print("the backup holds nothing that is to come back")
    for case in sorted(report.cases):
        print(f"case {case}")
    if not dry:
        print("now run `rebuild`, then `purge`, and start the stack again (docs/backup.md)", file=sys.stderr)
