"""What happens on the day: customers there before, a file of new ones, the German register's notices.

Everything is drawn from its own number, so that any process can draw any part of it again and nobody hands lists on.
"""

import csv
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bench.parties import Party, draw
from bench.pools import Pools
from chalicelib.imports.customers import read_customers
from chalicelib.model.customer import Customer

PERSONS = 0.3
FIRST_IMPORTED = 5_000_000
"""Customer numbers of the import file begin here."""
_COURTS = ("Aurich", "Augsburg", "Bochum", "Düsseldorf", "Göttingen", "Hamburg", "Kiel", "Kleve", "Köln", "Lübeck",
           "Mönchengladbach", "Nürnberg", "Regensburg", "Rostock", "Stuttgart", "Tostedt", "Ulm")  # fmt: skip
_CERTAIN_FORMS = (" GmbH", " AG", " mbH")
_COLUMNS = ("Kundennummer", "Kundenart", "Name", "Vorname", "Nachname", "Geburtsdatum", "Straße", "PLZ", "Ort", "Land",
            "Registergericht", "Registernummer")  # fmt: skip


@dataclass(frozen=True)
class Day:
    """How much happens: customers known, rows in the file, notices, and every how many-th of these is about a customer.

    Every sixth of the planted notices is about a customer who comes with the file.
    """

    customers: int
    imported: int
    notices: int
    planted_each: int = 10
    samples: Path | None = None

    def planted(self) -> dict[int, int]:
        """Customer by the notice that is about them; each customer once."""
        chosen = range(0, self.notices, self.planted_each)
        dice = random.Random(f"load:planted:{self.customers}")
        known, new = (self._certain(numbers, dice) for numbers in (range(self.customers), self.new_numbers()))
        return {notice: next(known if place % 6 or not self.imported else new) for place, notice in enumerate(chosen)}

    def _certain(self, numbers: range, dice: random.Random) -> Iterator[int]:
        """Customers of whom a notice leaves no doubt: a person by birth date, a company by form and number."""
        parties = ((number, self.party(number)) for number in dice.sample(numbers, len(numbers)))
        return (number for number, party in parties if party.is_person or party.name.endswith(_CERTAIN_FORMS))

    def party(self, number: int) -> Party:
        """Everything true about one customer."""
        return _unmistakable(number, self._drawn(f"load:customer:{number}"))

    def stranger(self, number: int) -> Party:
        """The debtor of a notice that is about nobody we know."""
        return self._drawn(f"load:stranger:{number}")

    def _drawn(self, seed: str) -> Party:
        return draw(_pools(self.samples), random.Random(seed), PERSONS)

    def known(self, numbers: Iterable[int], now: datetime) -> tuple[Customer, ...]:
        """The customers as our firm knows them: as they would have come by file."""
        return read_customers(self.file(numbers), now).customers

    def file(self, numbers: Iterable[int]) -> bytes:
        """A file of customers, as a spreadsheet writes it."""
        text = io.StringIO()
        write = csv.writer(text, delimiter=";")
        write.writerow(_COLUMNS)
        write.writerows(self._row(number) for number in numbers)
        return text.getvalue().encode("utf-8-sig")

    def new_numbers(self) -> range:
        """Numbers of the customers in the file that comes on this day."""
        return range(FIRST_IMPORTED, FIRST_IMPORTED + self.imported)

    def _row(self, number: int) -> tuple[str, ...]:
        party = self.party(number)
        kind, name = ("person", "") if party.is_person else ("organisation", party.name)
        born = f"{party.born:%d.%m.%Y}" if party.born else ""
        person = (name, party.first_name, party.surname, born)
        place = (_street(party), party.postcode, party.city, "DE")
        return (name_of(number), kind, *person, *place, party.court, party.register)

    def published(self, day: date) -> Iterator[dict[str, Any]]:
        """The register's rows of the day, as its stand-in takes them."""
        planted = self.planted()
        for number in range(self.notices):
            party = self.party(planted[number]) if number in planted else self.stranger(number)
            yield _published(number, party, day)


def name_of(number: int) -> str:
    """The customer number as printed.

    >>> name_of(7)
    'L0000007'
    """
    return f"L{number:07}"


def case_number(notice: int, day: date) -> str:
    """Proceedings of a notice; no two have the same."""
    return f"{notice % 89 + 10} IN {notice + 1}/{day:%y}"


@cache
def _pools(samples: Path | None) -> Pools:
    pools = Pools.load("test", samples) if samples else Pools.load("test", Path("nowhere"))
    pools.unused = []  # who draws first must not matter: every name is put together
    return pools


def _unmistakable(number: int, party: Party) -> Party:
    """The party with what proves who it is: a register number or birth date that it shares with no namesake."""
    if party.is_person:
        return party
    kind = "HRA" if number >= FIRST_IMPORTED else "HRB"
    return replace(party, register=f"{kind} {number % FIRST_IMPORTED + 1}")


def _street(party: Party) -> str:
    return f"{party.street} {party.number}"


def _published(number: int, party: Party, day: date) -> dict[str, Any]:
    court, proceedings, printed = _COURTS[number % len(_COURTS)], case_number(number, day), f"{day:%d.%m.%Y}"
    place = f"{_street(party)}, {party.postcode} {party.city}"
    if party.is_person:
        listed, debtor = (
            f"{party.surname}, {party.first_name}",
            f"{party.name}, geboren am {party.born:%d.%m.%Y}, {place}",
        )
    else:
        listed, debtor = party.name, f"{party.name}, {place} (AG {party.court}, {party.register})"
    text = (
        f"Amtsgericht {court}, Aktenzeichen: {proceedings}\nIn dem Insolvenzverfahren über das Vermögen der {debtor}, "
        f"wird wegen Zahlungsunfähigkeit heute, am {printed}, um 10:30 Uhr das Insolvenzverfahren eröffnet.\nZur "
        "Insolvenzverwalterin wird ernannt Rechtsanwältin Dr. Wiebke Thomsdorf, Schlosskai 3, 24103 Kiel.\n"
        "Forderungen der Insolvenzgläubiger sind unter Beachtung des § 174 InsO bei ihr anzumelden.\n"
        f"Amtsgericht {court}, {printed}"
    )
    return {
        "datum": day.isoformat(),
        "gegenstand": 2,
        "gericht": court,
        "inso_kennzeichen": proceedings,
        "name": listed,
        "sitz": f"{party.postcode} {party.city}",
        "register": "" if party.is_person else f"{party.court}, {party.register}",
        "text": text,
    }
