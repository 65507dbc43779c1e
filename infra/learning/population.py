"""Customers and notices with known answers: real names of firms, persons drawn by frequency, realistic noise."""

import csv
import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import bench.pools
from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.identifier import Identifier, Scheme
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from infra.learning.noise import IN_NOTICES, IN_PERSONS, IN_RECORDS, spoilt

Part = Literal["fit", "calibrate", "test"]
Row = dict[str, str]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_STREETS = ("Hauptstraße", "Bahnhofstraße", "Gartenweg", "Lindenallee", "Am Markt", "Schulstraße", "Ringstraße")


@dataclass(frozen=True)
class Entity:
    """One firm or person as it is in truth."""

    id: str
    name: str
    address: PostalAddress
    identifier: Identifier | None = None
    first_name: str = ""
    born: date | None = None
    former: str = ""

    @property
    def is_person(self) -> bool:
        return bool(self.first_name)


def part_of(name: str) -> Part:
    """Half of the names are for the test, the same half as in the benchmark; a third of the rest is for calibration.

    >>> part_of("a") == part_of("a")
    True
    """
    if bench.pools.part_of(name) == "test":
        return "test"
    return "fit" if hashlib.sha256(name.encode()).digest()[1] % 3 else "calibrate"


def rows(samples: Path, name: str) -> list[Row]:
    """Rows of one file of the samples."""
    with (samples / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def register_number(printed: str) -> Identifier | None:
    """`M1114_M1112_HRB455NI`: court, former court, number with suffix; None if shaped otherwise."""
    *courts, number = printed.split("_")
    match = re.fullmatch(r"([A-Za-z]+?)(\d+)([A-Z]*)", number)
    if not match:
        return None
    value = f"{match[1].upper()}{int(match[2])}"
    return Identifier(scheme=Scheme.DE_REGISTER, value=value, office="/".join(courts).lower(), suffix=match[3] or None)


def firms(companies: list[Row], renamed: list[Row]) -> list[Entity]:
    """The companies; those that were renamed keep their former name."""
    dice = random.Random(11)  # noqa: S311 - repeatable data
    former = {row["company_number"]: row["previous_name"] for row in renamed}
    return [
        Entity(
            id=row["company_number"],
            name=row["name"],
            address=_address(row, dice),
            identifier=register_number(row["company_number"]),
            former=former.get(row["company_number"], ""),
        )
        for row in companies
    ]


def _address(row: Row, dice: random.Random) -> PostalAddress:
    city = row.get("city") or row["seat"] or None
    street = row.get("street") or (f"{dice.choice(_STREETS)} {dice.randint(1, 90)}" if dice.random() < 0.7 else None)
    return PostalAddress(street=street, postcode=row.get("plz") or None, city=city)


def persons(samples: Path, companies: list[Row], count: int) -> list[Entity]:
    """Persons drawn by the frequency of their names, living where the companies are."""
    dice = random.Random(12)  # noqa: S311 - repeatable data
    first = rows(samples, "firstname_frequency_de.csv")
    last = rows(samples, "surname_frequency_de.csv")
    given = dice.choices([r["firstname"] for r in first], [int(r["count"]) for r in first], k=count)
    family = dice.choices([r["surname"] for r in last], [int(r["count"]) for r in last], k=count)
    homes = dice.choices(companies, k=count)
    return [
        Entity(
            id=f"person-{number}",
            name=f"{one} {other}",
            first_name=one,
            address=_address({"seat": home["seat"]}, dice),
            born=date(1940, 1, 1) + timedelta(days=dice.randint(0, 24_000)),
        )
        for number, (one, other, home) in enumerate(zip(given, family, homes, strict=True))
    ]


def customer_of(entity: Entity, dice: random.Random) -> Customer:
    """The entity as a firm's records have it."""
    name = spoilt(entity.name, IN_PERSONS if entity.is_person else IN_RECORDS, dice)
    renamed = entity.former and dice.random() < 0.5
    known = entity.identifier is not None and dice.random() < 0.45
    return Customer(
        number=entity.id,
        kind=CustomerKind.PERSON if entity.is_person else CustomerKind.ORGANISATION,
        name=(entity.former if renamed else name)[:400],
        former_names=(entity.former[:400],) if entity.former and not renamed and dice.random() < 0.4 else (),
        birth_date=_born(entity, 0.5, dice),
        address=_written(entity.address, dice),
        identifiers=(entity.identifier,) if entity.identifier and known else (),
        updated_at=NOW,
    )


def notice_of(entity: Entity, dice: random.Random) -> InsolvencyNotice:
    """The entity as a register publishes it."""
    number = entity.identifier
    if number and dice.random() < 0.03:
        number = Identifier(
            scheme=number.scheme, value=f"HRB{dice.randint(1, 99_999)}", office=f"x{dice.randint(1, 99)}"
        )
    address = _written(entity.address, dice)
    return InsolvencyNotice(
        source="de",
        publication_id=entity.id,
        country="DE",
        publication_date=NOW.date(),
        event_kind=EventKind.OPENED,
        original_kind="x",
        debtor_kind=DebtorKind.PERSON if entity.is_person else DebtorKind.ORGANISATION,
        debtor_name=spoilt(entity.name, IN_PERSONS[1:] if entity.is_person else IN_NOTICES, dice),
        birth_date=_born(entity, 0.75, dice),
        debtor_seat=address.city,
        debtor_postal_address=address if dice.random() < 0.7 else None,
        debtor_identifiers=(number,) if number and dice.random() < 0.8 else (),
    )


def _born(entity: Entity, chance: float, dice: random.Random) -> date | None:
    if entity.born is None or dice.random() > chance:
        return None
    if dice.random() < 0.02:
        return entity.born.replace(day=1 + entity.born.day % 28)
    return entity.born


def _written(address: PostalAddress, dice: random.Random) -> PostalAddress:
    """One in eight has moved, a third of those to another town; streets are shortened, numbers misread."""
    street, city = address.street, address.city
    if dice.random() < 0.12:
        street = f"{dice.choice(_STREETS)} {dice.randint(1, 90)}"
        city = "Neustadt" if dice.random() < 0.33 else city
    if street and dice.random() < 0.3:
        street = street.replace("straße", "str.")
    return PostalAddress(street=street, postcode=address.postcode, city=city)


def pairs_at_one_address(samples: Path, part: Part) -> Iterator[tuple[Customer, InsolvencyNotice]]:
    """Different entries at one address with related names, with and without their numbers."""
    dice = random.Random(13)  # noqa: S311 - repeatable data
    for row in rows(samples, "de-same-address-pairs.csv"):
        if part_of(row["name_a"]) == part:
            address = PostalAddress(street=row["street"], postcode=row["plz"], city=row["seat"])
            one = Entity(row["reg_a"], row["name_a"], address, register_number(row["reg_a"]))
            other = Entity(row["reg_b"], row["name_b"], address, register_number(row["reg_b"]))
            yield customer_of(one, dice), notice_of(other, dice)


def pairs_that_moved(samples: Path, part: Part) -> Iterator[tuple[Customer, InsolvencyNotice]]:
    """The same firm under another court and number."""
    dice = random.Random(14)  # noqa: S311 - repeatable data
    for row in rows(samples, "de-moved-pairs.csv"):
        if part_of(row["old_name"]) == part:
            sides = [
                Entity(row[f"{side}_id"], row[f"{side}_name"], PostalAddress(city=row[f"{side}_seat"] or None), number)
                for side in ("old", "new")
                for number in [register_number(row[f"{side}_id"])]
            ]
            yield customer_of(sides[0], dice), notice_of(sides[1], dice)
