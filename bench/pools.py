"""What drawn parties are made of: names, towns with their courts, streets. Real ones where the samples are there."""

import csv
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

SAMPLES = Path("../shared/matching-samples")
_LONGEST = 180
"""Two names put together stay below what a customer's name may have."""
_FORMS = ("GmbH", "GmbH", "GmbH", "GmbH & Co. KG", "UG (haftungsbeschränkt)", "AG", "e.K.", "OHG", "KG", "eG")
_SYLLABLES = ("bar", "del", "fin", "gor", "hal", "kem", "lin", "mor", "nau", "pel", "rin", "sol", "tam", "ver", "wel")
_TRADES = ("Bau", "Elektrotechnik", "Logistik", "Metallbau", "Gastronomie", "Holzhandel", "Immobilien", "Systeme")
_TOWNS = ("Hamburg", "Berlin", "München", "Köln", "Nürnberg", "Bad Homburg", "Kiel", "Gießen", "Zürich", "Görlitz")
_STREETS = ("Hauptstraße", "Bahnhofstr.", "Am Kai", "Lindenweg", "Schulstraße", "Müllerstr.", "Alte Gasse")
_FIRST = ("Anna", "Karl", "Jürgen", "Erna", "Peter", "Hans-Peter", "Käthe", "Ali", "Maria", "Björn")


@dataclass(frozen=True, slots=True)
class Town:
    """A town, its postcode and the court that keeps its register."""

    name: str
    postcode: str
    court: str


@dataclass(slots=True)
class Weighted:
    """Values drawn by their frequency."""

    values: list[str]
    totals: list[int]

    def draw(self, dice: random.Random) -> str:
        """One value."""
        return dice.choices(self.values, cum_weights=self.totals)[0]


@dataclass(slots=True)
class Pools:
    """Everything a party is drawn from."""

    firms: list[str]
    unused: list[str]
    """Real names that no party bears yet: a registered name is nearly unique."""
    towns: list[Town]
    streets: list[str]
    first_names: Weighted
    surnames: Weighted
    previous: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, part: str, samples: Path = SAMPLES) -> "Pools":
        """The pools of "dev" or "test": every firm's name belongs to one part only."""
        if not (samples / "de-companies-30k.csv").exists():
            return _invented(part)
        rows = _rows(samples / "de-companies-30k.csv")
        own = sorted({row["name"] for row in rows if part_of(row["name"]) == part and len(row["name"]) < _LONGEST})
        unused = random.Random(part).sample(own, len(own))
        towns = [
            Town(row["seat"], row["plz"] or _postcode(row["seat"]), row["registrar"]) for row in rows if row["seat"]
        ]
        previous = _rows(samples / "de-previous-names.csv")
        return cls(
            firms=own,
            unused=unused,
            towns=towns,
            streets=sorted({row["street"].rstrip("0123456789 abcd-") for row in rows if row["street"]} - {""}),
            first_names=_weighted(_rows(samples / "firstname_frequency_de.csv"), "firstname"),
            surnames=_weighted(_rows(samples / "surname_frequency_de.csv"), "surname"),
            previous={row["name"]: row["previous_name"] for row in previous if part_of(row["name"]) == part},
        )


def part_of(name: str) -> str:
    """The part a firm's name belongs to.

    >>> part_of("Nordlicht GmbH") == part_of("Nordlicht GmbH")
    True
    """
    return "test" if hashlib.sha256(name.encode()).digest()[0] % 2 else "dev"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _weighted(rows: Sequence[dict[str, str]], column: str) -> Weighted:
    return Weighted([row[column] for row in rows], list(accumulate(int(row["count"]) for row in rows)))


def _postcode(town: str) -> str:
    return f"{int.from_bytes(hashlib.sha256(town.encode()).digest()[:3], 'big') % 98999 + 1000:05d}"


def _invented(part: str) -> Pools:
    dice = random.Random(f"invented names of {part}")
    words = ["".join(dice.choices(_SYLLABLES, k=3)).capitalize() for _ in range(5000)]
    firms = [f"{word} {dice.choice(_TRADES)} {dice.choice(_FORMS)}" for word in words]
    surnames = [f"{word}{dice.choice(('mann', 'er', 'müller', ''))}" for word in words[:2000]]
    return Pools(
        firms=firms,
        unused=list(firms),
        towns=[Town(town, _postcode(town), town) for town in _TOWNS],
        streets=list(_STREETS),
        first_names=Weighted(list(_FIRST), list(accumulate(range(len(_FIRST), 0, -1)))),
        surnames=Weighted(surnames, list(accumulate(2000 // (n + 1) + 1 for n in range(2000)))),
    )
