"""Finding customers as people do: by what a word begins with, and by lists in order of their numbers. Never a scan."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from chalicelib.model.block import Block
from chalicelib.model.match_keys import list_place, word_place
from chalicelib.store import keys, table

MOST = 500
"""Words that are read for one beginning; where more begin so, another word must tell the customers apart."""

_AT_ONCE = 16


class Found(NamedTuple):
    """Words with the numbers of the customers that have them, and whether there are more."""

    words: tuple[tuple[str, str], ...]
    cut: bool

    @property
    def numbers(self) -> frozenset[str]:
        """Numbers of the customers."""
        return frozenset(number for _, number in self.words)


class Numbers(NamedTuple):
    """A page of customer numbers, and whether others come before and after it."""

    numbers: tuple[str, ...]
    before: bool
    after: bool


def having(beginnings: Sequence[str]) -> list[Found]:
    """For each text, the words that begin with it and whose they are; asked at the same time."""
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        return list(pool.map(_having, beginnings))


def listed(name: str, size: int, *, after: str = "", before: str = "") -> Numbers:
    """A page of a list: the first customers, those behind a number, or those before one."""
    partition, prefix = list_place(name).partition, f"{keys.CUSTOMER_PREFIX}#"
    if before:
        found = _between(partition, prefix, f"{prefix}{before}", size + 2, backwards=True)
        numbers = [number for number in found if number != before][: size + 1]
        return Numbers(tuple(reversed(numbers[:size])), len(numbers) > size, after=True)
    found = _between(partition, f"{prefix}{after}", f"{prefix}\uffff", size + 2, backwards=False)
    numbers = [number for number in found if number != after][: size + 1]
    return Numbers(tuple(numbers[:size]), bool(after), len(numbers) > size)


def blocks_of(number: str) -> tuple[Block, ...]:
    """Every block of the customer, released ones too: one for each of its cases."""
    found = table.query(f"{keys.CUSTOMER_PREFIX}{number}", prefix=keys.BLOCK_PREFIX)
    return tuple(table.read(one, Block) for one in found)


def _having(beginning: str) -> Found:
    place = word_place(beginning)
    prefix = f"{keys.CUSTOMER_PREFIX}{beginning}" + ("#" if len(beginning) < 2 else "")
    found = table.query(place.partition, prefix=prefix, limit=MOST, keys_table=True, consistent=False)
    parts = (str(one["sk"]).split("#", 2) for one in found[:MOST])
    return Found(tuple((word, number) for _, word, number in parts), len(found) >= MOST)


def _between(partition: str, first: str, last: str, limit: int, *, backwards: bool) -> list[str]:
    found = table.query(
        partition, prefix=first, last=last, limit=limit, backwards=backwards, keys_table=True, consistent=False
    )
    return [keys.matched(str(one["sk"])) for one in found]
