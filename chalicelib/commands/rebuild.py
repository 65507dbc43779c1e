"""rebuild: makes match keys, search words and lists anew from customers and notices, and removes what has no record."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import stamina
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chalicelib import clock
from chalicelib.commands import rebuild_keys
from chalicelib.errors import ConcurrentChangeError
from chalicelib.matching.keys import KEY_VERSION
from chalicelib.model.key_rebuild import KeyRebuild
from chalicelib.model.match_keys import FIND_VERSION
from chalicelib.store import key_rebuilds, scanning, table
from chalicelib.store.keys import Key
from chalicelib.store.scanning import ScannedPage

_PAGE = 200
_AT_ONCE = 8


def main(argv: list[str]) -> int:
    """0 when every derived item is made anew; for a restored table, or when the keys table was lost or spoilt.

    First what no record accounts for is removed, then notices have their keys written, then customers: each is compared
    with the notices again because its record is written, so that a customer or notice that comes meanwhile is missed by
    nobody. Broken off, it goes on behind the last finished page; repeated, it does all of it again.
    """
    argparse.ArgumentParser(prog="insolvency-watch rebuild", description=__doc__).parse_args(argv)
    state = key_rebuilds.get()
    if state and state.anew and state.part and not state.finished_at:
        print(f"going on with {state.part}, behind {state.looked_at} items", file=sys.stderr)
    else:
        begun = clock.now()
        state = KeyRebuild(version=KEY_VERSION, find_version=FIND_VERSION, started_at=begun, anew=True)
    for part in list(_PARTS)[list(_PARTS).index(state.part or "keys") :]:
        state = _run(part, state if state.part == part else _begun(state, part))
    key_rebuilds.put(state.model_copy(update={"finished_at": clock.now(), "next_start": None}))
    print(f"{state.removed} keys without a record removed, {state.rebuilt} customers and notices rebuilt")
    return 0


def _begun(state: KeyRebuild, part: str) -> KeyRebuild:
    return state.model_copy(update={"part": part, "looked_at": 0, "next_start": None})


def _run(part: str, state: KeyRebuild) -> KeyRebuild:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    pages, work = _PARTS[part]
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        bar = progress.add_task(part, total=scanning.items_in_table() or None, completed=state.looked_at)
        for page in pages(Key(*state.next_start) if state.next_start else None):
            state = state.model_copy(update=work(pool, page, state) | _position(page, state))
            key_rebuilds.put(state)
            progress.update(bar, completed=state.looked_at)
    return state


def _position(page: ScannedPage, state: KeyRebuild) -> dict[str, object]:
    following = tuple(page.next_start) if page.next_start else None
    return {"looked_at": state.looked_at + page.looked_at, "next_start": following}


def _write_again(pool: ThreadPoolExecutor, page: ScannedPage, state: KeyRebuild) -> dict[str, object]:
    return {"rebuilt": state.rebuilt + sum(pool.map(partial(rebuild_keys.rebuild, anew=True), page.items))}


def _remove(pool: ThreadPoolExecutor, page: ScannedPage, state: KeyRebuild) -> dict[str, object]:
    """Removes the key items of a page that their customer or notice does not account for."""
    by_owner: defaultdict[Key, set[Key]] = defaultdict(set)
    for one in page.items:
        by_owner[rebuild_keys.owner(str(one["sk"]))].add(Key(str(one["pk"]), str(one["sk"])))
    owners = {Key(str(one["pk"]), str(one["sk"])): one for one in table.get_many(list(by_owner))}
    stale = {key: there - rebuild_keys.accounted(owners.get(key)) for key, there in by_owner.items()}
    removed = pool.map(lambda key: _drop(key, owners.get(key), stale[key]), [key for key in stale if stale[key]])
    return {"removed": state.removed + sum(removed)}


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.05, wait_max=1.0)
def _drop(owner: Key, found: table.Item | None, stale: set[Key]) -> int:
    """How many went; no more once the owner came or changed meanwhile, for its keys are then its own affair."""
    if found is None:
        still = table.check_request(owner, "attribute_not_exists(pk)")
    elif "version" in found:
        still = table.check_request(owner, "version = :version", {":version": found["version"]})
    else:
        still = table.check_request(owner, "attribute_exists(pk)")
    requests = [table.delete_request(key, keys_table=True) for key in sorted(stale)]
    removed, slice_size = 0, table.TRANSACTION_LIMIT - 1
    for start in range(0, len(requests), slice_size):
        some = requests[start : start + slice_size]
        if table.transact([still, *some]):
            break
        removed += len(some)
    return removed


_Pages = Callable[[Key | None], Iterator[ScannedPage]]
_Work = Callable[[ThreadPoolExecutor, ScannedPage, KeyRebuild], dict[str, object]]
_PARTS: dict[str, tuple[_Pages, _Work]] = {
    "keys": (lambda start: scanning.scan_match_keys(start, _PAGE), _remove),
    "notices": (lambda start: scanning.scan_types(("notice",), start, _PAGE), _write_again),
    "customers": (lambda start: scanning.scan_types(("customer",), start, _PAGE), _write_again),
}
