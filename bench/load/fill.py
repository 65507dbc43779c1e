"""Fills the tables with the customers who were there before, quickly: what the store would write, in batches.

    python -m bench.load.fill --customers 1000000 --from 0 --to 250000 --reachable FILE --written FILE

With `--reachable` only those items are written that a question about the day's notices can reach: the partitions named
in the file, and the customers who stand in them. What is left out would never be read on that day.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from bench.load.day import Day
from bench.pools import SAMPLES
from chalicelib import aws
from chalicelib.matching.keys import KEY_VERSION, customer_keys, keys_of
from chalicelib.model.customer import Customer
from chalicelib.model.match_keys import MatchKeys
from chalicelib.store import customers

_AT_ONCE = 500
_BATCH = 25
_WRITERS = 4

Put = tuple[str, dict[str, Any]]


class Recorder:
    """Stands for the database's client while the store writes, and keeps what it would have sent."""

    def __init__(self) -> None:
        self.puts: list[Put] = []

    def get_item(self, **_: object) -> dict[str, Any]:
        """Nothing: the customer is new."""
        return {}

    def transact_write_items(self, TransactItems: list[Any]) -> None:  # noqa: N803  # the client's own name
        """Keeps each item."""
        self.puts += [(one["Put"]["TableName"], one["Put"]["Item"]) for one in TransactItems]


def main() -> int:
    """0 when everything is written."""
    parser = argparse.ArgumentParser(prog="bench.load.fill")
    parser.add_argument("--customers", type=int, required=True)
    parser.add_argument("--from", type=int, dest="first", required=True)
    parser.add_argument("--to", type=int, required=True)
    parser.add_argument("--reachable", type=Path)
    parser.add_argument("--written", type=Path, required=True)
    options = parser.parse_args()
    reachable = frozenset(json.loads(options.reachable.read_text(encoding="utf-8"))) if options.reachable else None
    day = Day(options.customers, 0, 0, samples=SAMPLES if SAMPLES.exists() else None)
    now, items, written = datetime.now(UTC), 0, []
    with ThreadPoolExecutor(_WRITERS) as pool:
        for start in range(options.first, options.to, _AT_ONCE):
            known = day.known(range(start, min(start + _AT_ONCE, options.to)), now)
            chosen = [one for one in known if reachable is None or _partitions(one) & reachable]
            puts = list(_puts(chosen, reachable))
            list(pool.map(_write, batched_puts(puts)))
            items += len(puts)
            written += [one.number for one in chosen]
    options.written.write_text(json.dumps({"items": items, "customers": written}), encoding="utf-8")
    return 0


def _partitions(customer: Customer) -> frozenset[str]:
    bare = MatchKeys(version=KEY_VERSION, keys=customer_keys(customer))
    return frozenset(bare.partition(key) for key in bare.keys)


def _puts(known: Iterable[Customer], reachable: frozenset[str] | None) -> Iterator[Put]:
    recorder = Recorder()
    with mock.patch.object(aws, "dynamodb", return_value=recorder):
        for customer in known:
            customers.put(customer, keys_of(customer))
    for name, item in recorder.puts:
        if reachable is None or item["sk"]["S"] == "PROFILE" or item["pk"]["S"] in reachable:
            yield name, item


def batched_puts(puts: list[Put]) -> Iterator[tuple[Put, ...]]:
    """Puts in the batches that one request takes."""
    for start in range(0, len(puts), _BATCH):
        yield tuple(puts[start : start + _BATCH])


def _write(puts: tuple[Put, ...]) -> None:
    wanted: dict[str, list[Any]] = {}
    for name, item in puts:
        wanted.setdefault(name, []).append({"PutRequest": {"Item": item}})
    while wanted:
        wanted = aws.dynamodb().batch_write_item(RequestItems=wanted).get("UnprocessedItems") or {}


if __name__ == "__main__":
    sys.exit(main())
