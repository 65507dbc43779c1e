"""Labelled pairs for every matcher alike: a party beside what a court prints of it, of a look-alike or a stranger."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench import decoys
from bench.generate import CUSTOMER_KNOWS, NOTICE_KNOWS, PERSONS
from bench.noise import kept, printed
from bench.parties import Party, draw
from bench.pools import SAMPLES, Pools

COLUMNS = ("kind", "name", "first_name", "surname", "born", "street", "postcode", "city", "court", "register")


def draw_pairs(part: str, count: int, samples: Path = SAMPLES) -> Iterator[tuple[Party, Party, bool]]:
    """Pairs, half of them true; of the others two thirds are look-alikes."""
    dice = random.Random(f"pairs of {part}")
    pools = Pools.load(part, samples)
    for _ in range(count):
        customer = draw(pools, dice, PERSONS)
        chance = dice.random()
        if chance < 0.5:
            debtor = customer
        elif chance < 0.83:
            debtor = decoys.draw(customer, pools, dice)[1]
        else:
            debtor = draw(pools, dice, PERSONS)
        there = kept(printed(debtor, pools, dice), dice, **NOTICE_KNOWS)
        yield kept(customer, dice, **CUSTOMER_KNOWS), there, chance < 0.5


def write(path: Path, part: str, count: int) -> None:
    """The pairs as a CSV file with a column `same`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([*(f"{side}_{column}" for side in ("left", "right") for column in COLUMNS), "same"])
        for left, right, same in draw_pairs(part, count):
            table.writerow([*cells(left), *cells(right), int(same)])


def cells(party: Party) -> Iterator[str]:
    """The party in the columns of a file of pairs."""
    for column in COLUMNS:
        value: str | date | None = getattr(party, column)
        if column == "street" and party.street:
            value = f"{party.street} {party.number}"
        yield str(value or "")


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair as every scorer reads it."""

    left: dict[str, str]
    right: dict[str, str]
    same: bool


def read(path: Path) -> list[Pair]:
    """The pairs of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Pair(
                {column: row[f"left_{column}"] for column in COLUMNS},
                {column: row[f"right_{column}"] for column in COLUMNS},
                row["same"] == "1",
            )
            for row in csv.DictReader(file)
        ]
