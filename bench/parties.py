"""Drawn parties: firms and persons with everything known about them, before anything is lost or misspelt."""

import random
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bench.pools import Pools

FORM = re.compile(
    r"\s*,?\s*\b((?:Verwaltungs-?|Beteiligungs-?)?(?:gGmbH|GmbH|Gesellschaft mit beschränkter Haftung|mbH"
    r"|UG \(haftungsbeschränkt\)|UG|AG|e\.\s?K\.?|OHG|KG|eG)(?:\s*&\s*Co\.?\s*(?:KG|OHG|Kommanditgesellschaft))?)\s*$"
)

_FORM_WORD = re.compile(r"g?GmbH|.*gesellschaft|.*genossenschaft|Verwaltungs|Beteiligungs|Dr\.|Firma", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Party:
    """One firm or person."""

    kind: str
    name: str
    street: str
    number: str
    postcode: str
    city: str
    court: str = ""
    register: str = ""
    first_name: str = ""
    surname: str = ""
    born: date | None = None
    former: str = ""

    @property
    def is_person(self) -> bool:
        """Whether it is a natural person."""
        return self.kind == "person"

    def called(self, first_name: str, surname: str) -> "Party":
        """The same person under another name."""
        return replace(self, name=f"{first_name} {surname}", first_name=first_name, surname=surname)


def draw(pools: Pools, dice: random.Random, persons: float) -> Party:
    """A party; `persons` is the share of natural persons."""
    return a_person(pools, dice) if dice.random() < persons else a_firm(pools, dice)


def a_firm(pools: Pools, dice: random.Random) -> Party:
    """A firm whose name is a real one nobody bears yet, or two real ones put together: enough for a million."""
    town, former = dice.choice(pools.towns), ""
    if pools.unused and dice.random() < 0.5:
        name = pools.unused.pop()
        former = pools.previous.get(name, "")
    else:
        name = _recombined(dice.choice(pools.firms), dice.choice(pools.firms))
    kind = "HRB" if re.search(r"GmbH|mbH|AG|UG|Haftung", name) and " KG" not in name else "HRA"
    return Party(
        kind="organisation",
        name=name,
        street=dice.choice(pools.streets),
        number=_house(dice),
        postcode=town.postcode,
        city=town.name,
        court=town.court,
        register=f"{kind} {register_number(dice)}",
        former=former,
    )


def register_number(dice: random.Random) -> int:
    """Numbers recur from court to court: most are small."""
    return dice.choice((dice.randint(1, 9999), dice.randint(1, 99999), dice.randint(200000, 799999)))


def _recombined(name: str, other: str) -> str:
    """The other firm's first word with the rest of this one."""
    words, others = name.split(), other.split()
    lead = next((word for word in others if len(word) > 3 and word[0].isupper() and not _FORM_WORD.match(word)), "Neu")
    return " ".join([lead, *words[1:]]) if len(words) > 1 else f"{lead} {name}"


def a_person(pools: Pools, dice: random.Random) -> Party:
    """A person; names by their frequency."""
    first, surname = pools.first_names.draw(dice), pools.surnames.draw(dice)
    if dice.random() < 0.12:
        first = f"{first}{dice.choice((' ', '-'))}{pools.first_names.draw(dice)}"
    town = dice.choice(pools.towns)
    return Party(
        kind="person",
        name=f"{first} {surname}",
        street=dice.choice(pools.streets),
        number=_house(dice),
        postcode=town.postcode,
        city=town.name,
        first_name=first,
        surname=surname,
        born=birth_date(dice),
    )


def birth_date(dice: random.Random) -> date:
    """A birth date of somebody who trades today."""
    return date(1942, 1, 1) + timedelta(days=dice.randrange(22600))


def _house(dice: random.Random) -> str:
    return f"{dice.randint(1, 140)}{dice.choice('abc') if dice.random() < 0.08 else ''}"
