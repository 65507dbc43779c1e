"""Customers drawn from real payloads, with what must become of each: found, found although spelled otherwise, spared.

They are made from the registers' list columns and numbers, not from what our own reading of the texts says.
"""

import csv
import io
import json
import random
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

import stdnum.ch.uid
from lxml import etree

from infra.demo.recordings import Published

_SEED = 20260101
_PLAIN = etree.XMLParser(resolve_entities=False, no_network=True)
_OF_EACH_SORT = 25
_HEADER = (
    "Kundennummer", "Firma", "Ort", "Land", "Registergericht", "Registernummer", "SIREN", "UID", "Company number",
)  # fmt: skip
_NO_INSOLVENCY = ("interdiction de gérer", "faillite personnelle")
_SPELLINGS = (
    ("GMBH", "Gesellschaft mit beschränkter Haftung"),
    ("&", " und "),
    ("Ä", "AE"),
    ("Ö", "OE"),
    ("Ü", "UE"),
    ("ß", "SS"),
)


class Sort(StrEnum):
    """How a drawn customer relates to its debtor."""

    EXACT = "exact"
    RESPELLED = "spelled differently"
    DECOY = "decoy"


class Debtor(NamedTuple):
    """A company as a register prints it; `office` and `number` as its register knows it."""

    country: str
    name: str
    town: str
    number: str
    office: str = ""


class Drawn(NamedTuple):
    """A customer to be imported, and why."""

    number: str
    sort: Sort
    debtor: Debtor


def draw(published: Published) -> list[Drawn]:
    """A seeded sample over all registers, each debtor used for one customer only."""
    picked: list[Drawn] = []
    for debtors in (_german(published), _french(published), _swiss(published), _british(published)):
        unique = sorted({debtor.number: debtor for debtor in debtors if debtor.number and debtor.name}.values())
        random.Random(_SEED).shuffle(unique)  # noqa: S311  # a sample, no secret
        sorts = (Sort.EXACT, Sort.RESPELLED, Sort.DECOY) if unique and unique[0].country in "DE FR" else (Sort.EXACT,)
        each = min(_OF_EACH_SORT, len(unique) // len(sorts))
        for place, sort in enumerate(sorts):
            of_sort = unique[place * each : (place + 1) * each]
            numbers = (f"{debtor.country}-{sort.name[0]}{n:03d}" for n, debtor in enumerate(of_sort))
            picked += [Drawn(number, sort, debtor) for number, debtor in zip(numbers, of_sort, strict=True)]
    return picked


def as_csv(drawn: Iterable[Drawn]) -> bytes:
    """The customer file that is imported."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_HEADER)
    writer.writerows(_row(customer) for customer in drawn)
    return text.getvalue().encode("utf-8-sig")


def _row(customer: Drawn) -> tuple[str, ...]:
    debtor = customer.debtor
    if customer.sort is Sort.RESPELLED:
        return (customer.number, _respelled(debtor.name), debtor.town, debtor.country, "", "", "", "", "")
    if customer.sort is Sort.DECOY:
        if debtor.country == "DE":
            return (customer.number, debtor.name, "Passau", "DE", "Passau", "HRB 99001", "", "", "")
        return (customer.number, debtor.name, "Ajaccio", debtor.country, "", "", "999900418", "", "")
    numbers = {"DE": 5, "FR": 6, "CH": 7, "GB": 8}
    row = [customer.number, debtor.name, debtor.town, debtor.country, debtor.office, "", "", "", ""]
    row[numbers[debtor.country]] = debtor.number
    return tuple(row)


def _respelled(name: str) -> str:
    for printed, other in _SPELLINGS:
        name = name.replace(printed, other)
    return name


def _german(published: Published) -> Iterator[Debtor]:
    for row in published.german:
        court = row["gericht"].removeprefix("Registergericht ").strip()
        if row["register"].startswith("HRB"):  # registered merchants (HRA) may be persons
            town = "".join(letter for letter in row["sitz"] if not letter.isdigit()).strip()
            yield Debtor("DE", row["name"], town, row["register"], court)


def _french(published: Published) -> Iterator[Debtor]:
    for record in published.french:
        judgment = json.loads(record["jugement"])
        listed = json.loads(record.get("listepersonnes") or "{}").get("personne")
        person: dict[str, Any] = listed if isinstance(listed, dict) else {}
        insolvency = not any(words in judgment["nature"] for words in _NO_INSOLVENCY)
        siren = person.get("numeroImmatriculation", {}).get("numeroIdentification", "").replace(" ", "")
        if insolvency and judgment["type"] == "initial" and person.get("denomination") and siren:
            town = (person.get("adresseSiegeSocial") or person.get("adresse") or {}).get("ville", "")
            yield Debtor("FR", person["denomination"], town, siren)


def _swiss(published: Published) -> Iterator[Debtor]:
    for content in published.swiss:
        for company in etree.fromstring(content, _PLAIN).iterfind("content/debtor/companies/company"):
            name, uid, town = (company.findtext(path) or "" for path in ("name", "uid", "address/town"))
            if stdnum.ch.uid.is_valid(uid):  # the register's own test publications hold impossible numbers
                yield Debtor("CH", name, town, uid)


def _british(published: Published) -> Iterator[Debtor]:
    for event in published.british:
        if any(case["type"] != "members-voluntary-liquidation" for case in event["data"]["cases"]):
            yield Debtor("GB", f"Company {event['resource_id']} Ltd", "", event["resource_id"])
