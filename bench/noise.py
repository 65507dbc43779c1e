"""What happens to a party on its way into a customer file or a notice: fields are lost, names are written otherwise."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bench.parties import FORM, Party, register_number
from bench.pools import Pools

Noise = Callable[[str, random.Random], str]
_LONG_FORMS = {
    "GmbH": "Gesellschaft mit beschränkter Haftung",
    "Gesellschaft mit beschränkter Haftung": "GmbH",
    "UG (haftungsbeschränkt)": "UG",
    "e.K.": "eingetragener Kaufmann",
    "KG": "Kommanditgesellschaft",
    "AG": "Aktiengesellschaft",
}


def umlauts_expanded(name: str, _dice: random.Random) -> str:
    """ä as ae."""
    for letter, both in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        name = name.replace(letter, both)
    return name


def typo(name: str, dice: random.Random) -> str:
    """One letter lost, doubled, swapped with the next or replaced; never the first."""
    places = [place for place in range(1, len(name) - 1) if name[place].isalpha()]
    if len(places) < 5:
        return name
    at = dice.choice(places)
    return dice.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + dice.choice("aeinrst") + name[at + 1 :],
        ]
    )


def _other_form(name: str, _dice: random.Random) -> str:
    found = FORM.search(name)
    return name[: found.start(1)] + _LONG_FORMS.get(found[1], found[1]) if found else name


def _without_form(name: str, _dice: random.Random) -> str:
    return FORM.sub("", name) or name


FIRM_NOISE: list[tuple[int, Noise]] = [
    (18, umlauts_expanded),
    (4, lambda name, _: name.replace("ä", "a").replace("ö", "o").replace("ü", "u").replace("ß", "ss")),
    (8, lambda name, _: name.upper()),
    (8, lambda name, dice: name + dice.choice((" i.L.", " in Insolvenz", " i. I.", " in Liquidation"))),
    (12, _other_form),
    (3, _without_form),
    (8, lambda name, _: name.replace("&", "und") if "&" in name else name.replace(" und ", " & ")),
    (8, lambda name, _: name.replace("-", " ") if "-" in name else name.replace(" ", "-", 1)),
    (6, typo),
    (5, lambda name, _: f"{name}, vertr. d. d. Geschäftsführer"),
    (5, lambda name, _: name.replace(".", "").replace(",", "")),
    (4, lambda name, _: name[:35].rstrip()),
    (1, lambda name, _: name.replace("o", "0", 1)),
]


def call_name(party: Party) -> str:
    """The first of the first names, without titles."""
    names = [word for word in re.split(r"[ -]", party.first_name) if not word.endswith(".") or len(word) == 2]
    return names[0] if names else party.first_name


PERSON_NOISE: list[tuple[int, Callable[[Party, random.Random], Party]]] = [
    (25, lambda one, dice: one.called(umlauts_expanded(one.first_name, dice), umlauts_expanded(one.surname, dice))),
    (14, lambda one, _: one.called(call_name(one), one.surname)),
    (8, lambda one, dice: one.called(one.first_name, typo(one.surname, dice))),
    (4, lambda one, dice: one.called(typo(one.first_name, dice), one.surname)),
    (
        6,
        lambda one, dice: one.called(
            f"{dice.choice(('Dr.', 'Prof. Dr.', 'Dipl.-Ing.'))} {one.first_name}", one.surname
        ),
    ),
    (6, lambda one, _: one.called(one.first_name.replace("-", " "), one.surname.replace("-", " "))),
    (
        4,
        lambda one, dice: one.called(
            f"{one.first_name} {dice.choice(('Maria', 'Karl', 'Josef', 'Anna'))}", one.surname
        ),
    ),
    (3, lambda one, dice: one.called(one.first_name, f"{one.surname}-{dice.choice(('Beispiel', 'Muster', 'Sander'))}")),
    (2, lambda one, _: one.called(f"{call_name(one)[0]}.", one.surname)),
    (3, lambda one, _: one.called(one.first_name.upper(), one.surname.upper())),
]


def printed(party: Party, pools: Pools, dice: random.Random) -> Party:
    """The party as a court writes it about the same debtor: 45 % as it is, the rest with one or two changes."""
    for _ in range(dice.choices((0, 1, 2), (45, 40, 15))[0]):
        party = _misspelt(party, dice)
    return _otherwise_placed(_misnumbered(party, dice), pools, dice)


def _misspelt(party: Party, dice: random.Random) -> Party:
    if party.is_person:
        weights = [weight for weight, _ in PERSON_NOISE]
        return dice.choices(PERSON_NOISE, weights)[0][1](party, dice)
    return replace(party, name=dice.choices(FIRM_NOISE, [weight for weight, _ in FIRM_NOISE])[0][1](party.name, dice))


def _misnumbered(party: Party, dice: random.Random) -> Party:
    chance = dice.random()
    if party.born and chance < 0.007:
        return replace(party, born=_wrong_date(party.born))
    if party.register and chance < 0.004:
        return replace(party, register=f"{party.register[:-1]}{(int(party.register[-1]) + 1) % 10}")
    if party.register and chance < 0.02:
        return replace(party, register=f"{party.register.split()[0]} {register_number(dice)}", court="Stendal")
    if party.register and chance < 0.12:
        return replace(party, court=f"Amtsgericht {party.court}")
    return party


def _wrong_date(born: date) -> date:
    if born.day <= 12 and born.day != born.month:
        return born.replace(month=born.day, day=born.month)
    return born.replace(year=born.year + 10 if born.year < 1990 else born.year - 10, day=min(born.day, 28))


def _otherwise_placed(party: Party, pools: Pools, dice: random.Random) -> Party:
    chance = dice.random()
    if chance < 0.08:  # moved
        town = dice.choice(pools.towns) if dice.random() < 0.4 else None
        party = replace(party, street=dice.choice(pools.streets), number=str(dice.randint(1, 140)))
        return replace(party, city=town.name, postcode=town.postcode) if town else party
    if chance < 0.35:
        for long, short in (("straße", "str."), ("Straße", "Str."), ("str.", "straße"), ("straße", "strasse")):
            if long in party.street:
                return replace(party, street=party.street.replace(long, short))
    if chance < 0.39:
        return replace(party, street=typo(party.street, dice))
    if chance < 0.42:
        return replace(party, city=umlauts_expanded(party.city, dice))
    return party


def kept(party: Party, dice: random.Random, *, number: float, address: float, born: float) -> Party:
    """The party with those fields that one side happens to know, by these shares."""
    if dice.random() >= number:
        party = replace(party, court="", register="")
    if dice.random() >= address:
        party = replace(party, street="", number="", postcode="")
    if dice.random() >= born:
        party = replace(party, born=None)
    return party
