"""Draws customers, notices and the truth about them: `python -m bench.generate --out DIR --customers 100000`.

The same seed, part and numbers give the same files. "dev" is for looking and mending; "test" is only measured: it has
other firm names and other dice. See docs/evaluation.md for the columns.
"""

import argparse
import csv
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bench import decoys
from bench.noise import kept, printed
from bench.parties import Party, draw
from bench.pools import SAMPLES, Pools

PERSONS = 0.3
CUSTOMER_KNOWS = {"number": 0.6, "address": 0.92, "born": 0.7}
NOTICE_KNOWS = {"number": 0.88, "address": 0.8, "born": 0.97}
COLUMNS = (
    "kind",
    "name",
    "first name",
    "surname",
    "birth date",
    "former name",
    "street",
    "postcode",
    "city",
    "country",
    "register court",
    "register number",
)


def main() -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="bench.generate", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--notices", type=int, default=10_000)
    parser.add_argument("--true", type=float, default=0.5, help="share of notices about a customer (default 0.5)")
    parser.add_argument("--decoys", type=float, default=0.3, help="share of notices made to look like a customer's")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    options = parser.parse_args()
    dice = random.Random(f"{options.part}:{options.seed}")
    pools = Pools.load(options.part, options.samples)
    options.out.mkdir(parents=True, exist_ok=True)
    customers = write_customers(pools, dice, options.out, options.customers)
    write_notices(pools, dice, options.out, customers, shares=(options.true, options.decoys), count=options.notices)
    return 0


def write_customers(pools: Pools, dice: random.Random, out: Path, count: int) -> list[Party]:
    """The customers as they are; the file holds what the firm happens to know of them."""
    customers: list[Party] = []
    with ExitStack() as files:
        write = _table(files, out / "customers.csv", ("customer number", *COLUMNS))
        for number in _shown(range(count), "customers"):
            party = draw(pools, dice, PERSONS)
            customers.append(party)
            known = kept(party, dice, **CUSTOMER_KNOWS)
            former = known.former if dice.random() < 0.5 else ""
            if known.former and not former and dice.random() < 0.5:
                known, former = _renamed(known), ""
            write((f"C{number}", *cells(known, former)))
    return customers


def _renamed(party: Party) -> Party:
    """The customer file still holds the former name."""
    return Party(**{**{name: getattr(party, name) for name in party.__slots__}, "name": party.former, "former": ""})


def write_notices(
    pools: Pools, dice: random.Random, out: Path, customers: list[Party], *, shares: tuple[float, float], count: int
) -> None:
    """Notices of customers, of decoys and of strangers, with the truth beside them."""
    with ExitStack() as files:
        write = _table(files, out / "notices.csv", ("notice id", "publication date", *COLUMNS))
        truth = _table(files, out / "truth.csv", ("notice id", "customer number", "kind"))
        for number in _shown(range(count), "notices"):
            kind, about, party = _debtor(pools, dice, customers, shares)
            known = kept(printed(party, pools, dice), dice, **NOTICE_KNOWS)
            write((f"N{number}", "2026-01-05", *cells(known, "")))
            truth((f"N{number}", about, kind))


def _debtor(
    pools: Pools, dice: random.Random, customers: list[Party], shares: tuple[float, float]
) -> tuple[str, str, Party]:
    chance = dice.random()
    at = dice.randrange(len(customers))
    if chance < shares[0]:
        return "customer", f"C{at}", customers[at]
    if chance < sum(shares):
        kind, party = decoys.draw(customers[at], pools, dice)
        return kind, "", party
    return "stranger", "", draw(pools, dice, PERSONS)


def cells(party: Party, former: str) -> tuple[str, ...]:
    name = party.name if not party.is_person else ""
    street = f"{party.street} {party.number}" if party.street else ""
    born = party.born.isoformat() if party.born else ""
    address = (street, party.postcode, party.city, "DE")
    return (party.kind, name, party.first_name, party.surname, born, former, *address, party.court, party.register)


def _table(files: ExitStack, path: Path, header: Iterable[str]) -> Callable[[Iterable[str]], object]:
    write: Callable[[Iterable[str]], object] = csv.writer(
        files.enter_context(path.open("w", encoding="utf-8", newline=""))
    ).writerow
    write(header)
    return write


def _shown(numbers: range, what: str) -> Iterator[int]:
    return iter(track(numbers, description=what, console=Console(stderr=True), transient=True))


if __name__ == "__main__":
    raise SystemExit(main())
