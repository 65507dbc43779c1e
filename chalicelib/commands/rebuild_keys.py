"""rebuild-keys: brings match keys and search words of every customer and notice to this release's version."""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import stamina
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chalicelib import clock
from chalicelib.errors import ConcurrentChangeError, ConflictError
from chalicelib.matching.keys import KEY_VERSION, keys_of
from chalicelib.model.key_rebuild import KeyRebuild
from chalicelib.model.match_keys import FIND_VERSION, UNVERSIONED, MatchKeys, read_place
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.store import customers, key_rebuilds, keys, notices, scanning, table
from chalicelib.store.keys import CUSTOMER_PREFIX, NOTICE_PREFIX, Key

_PAGE = 200
_AT_ONCE = 8


def main(argv: list[str]) -> int:
    """0 when every stored key is of this release's version.

    Nothing is out of reach meanwhile: readers ask for the former version's keys too until this has finished, and each
    record moves in one transaction. Broken off, it goes on behind the last finished page; repeated, it changes
    nothing. Each rebuilt customer is compared with the stored notices again, because its record is written.
    """
    parser = argparse.ArgumentParser(prog="insolvency-watch rebuild-keys", description=__doc__)
    parser.add_argument("--from-start", action="store_true", help="look at everything, even behind a finished rebuild")
    arguments = parser.parse_args(argv)
    state = key_rebuilds.get()
    if state and state.anew and not state.finished_at:
        raise ConflictError("the table was restored and its keys are not rebuilt yet: run `insolvency-watch rebuild`")
    state = None if arguments.from_start else state
    current = state is not None and (state.version, state.find_version) == (KEY_VERSION, FIND_VERSION)
    if state and current and state.finished_at:
        print(f"all keys are of version {KEY_VERSION} since {state.finished_at:%Y-%m-%d %H:%M} UTC")
        return 0
    if state is None or not current:
        state = KeyRebuild(version=KEY_VERSION, find_version=FIND_VERSION, started_at=clock.now())
    elif state.looked_at:
        print(f"going on behind {state.looked_at} items", file=sys.stderr)
    state = _run(state)
    print(f"{state.looked_at} items looked at, {state.rebuilt} customers and notices rebuilt to version {KEY_VERSION}")
    return 0


def _run(state: KeyRebuild) -> KeyRebuild:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    start = Key(*state.next_start) if state.next_start else None
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        bar = progress.add_task("items", total=scanning.items_in_table() or None, completed=state.looked_at)
        for page in scanning.scan_types(("customer", "notice"), start, _PAGE):
            waiting = [one for one in page.items if _is_old(one)]
            state = state.model_copy(
                update={
                    "looked_at": state.looked_at + page.looked_at,
                    "rebuilt": state.rebuilt + sum(pool.map(rebuild, waiting)),
                    "next_start": tuple(page.next_start) if page.next_start else None,
                    "finished_at": None if page.next_start else clock.now(),
                }
            )
            key_rebuilds.put(state)
            progress.update(bar, completed=state.looked_at)
    return state


def _is_old(item: dict[str, Any]) -> bool:
    words_are_old = item["type"] == "customer" and item.get("find_version") != FIND_VERSION
    return item.get("key_version") != KEY_VERSION or words_are_old


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.05, wait_max=1.0)
def rebuild(item: table.Item, *, anew: bool = False) -> bool:
    """Whether the keys of a customer or notice were written; `anew` writes them whatever the record says of them."""
    if item["type"] == "customer":
        return customers.rekey(str(item["pk"]).removeprefix(CUSTOMER_PREFIX), keys_of, anew=anew)
    return notices.rekey(str(item["pk"]).removeprefix(NOTICE_PREFIX), _keys_of_notice, anew=anew)


def owner(sort_key: str) -> Key:
    """Key of the record that a key item belongs to, by the item's sort key."""
    whose = keys.matched(sort_key)
    return keys.customer(whose) if sort_key.startswith(CUSTOMER_PREFIX) else keys.notice(whose)


def accounted(record: table.Item | None) -> set[Key]:
    """Keys of the key items that a stored customer or notice says it has; none where there is no record."""
    if record is None:
        return set()
    if record["type"] == "customer":
        number = str(record["pk"]).removeprefix(CUSTOMER_PREFIX)
        return {keys.customer_match(read_place(text), number) for text in record["match_keys"]}
    notice = table.read(record, InsolvencyNotice)
    stored = str(record.get("key_version", UNVERSIONED))
    return {keys.notice_match(place, notice.id) for place in _keys_of_notice(notice, stored).places()}


def _keys_of_notice(notice: InsolvencyNotice, version: str) -> MatchKeys:
    return keys_of(notice, version or KEY_VERSION)
