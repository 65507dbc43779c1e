"""Strangers made to look like a customer: each kind is a way in which real firms and people are mixed up."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from bench.noise import call_name
from bench.parties import FORM, Party, a_firm, a_person, birth_date, register_number
from bench.pools import Pools

Decoy = Callable[[Party, Pools, random.Random], Party]


def _with_form(name: str, form: str) -> str:
    return f"{FORM.sub('', name)} {form}"


def _numbered(party: Party, dice: random.Random) -> Party:
    return replace(party, register=f"{party.register.split()[0]} {register_number(dice)}")


def namesake_elsewhere(party: Party, pools: Pools, dice: random.Random) -> Party:
    """The same name and form in another town, with its own number."""
    return replace(a_firm(pools, dice), name=party.name)


def sister_at_address(party: Party, _pools: Pools, dice: random.Random) -> Party:
    """One word more in the name, the same address, another number."""
    word = dice.choice(("Service", "Handels", "Nord", "Projekt", "Vertriebs", "Technik", "Neu"))
    return _numbered(replace(party, name=_with_form(party.name, f"{word} GmbH")), dice)


def successor_same_name(party: Party, _pools: Pools, dice: random.Random) -> Party:
    """The healthy successor's mirror image: same name, form and address, another number."""
    return _numbered(party, dice)


def numeral(party: Party, _pools: Pools, dice: random.Random) -> Party:
    """The next firm of a series at the same address."""
    found = re.search(r"\d+", party.name)
    if found:
        name = party.name.replace(found[0], str(int(found[0]) + dice.choice((1, 2, 7))), 1)
    else:
        form = FORM.search(party.name)
        name = f"{FORM.sub('', party.name)} {dice.choice(('II', 'III', '2', 'Zweite'))} {form[1] if form else 'GmbH'}"
    return _numbered(replace(party, name=name), dice)


def role(party: Party, _pools: Pools, dice: random.Random) -> Party:
    """The managing, holding or operating company beside it."""
    form = dice.choice(("Verwaltungs-GmbH", "Beteiligungs GmbH", "Besitz GmbH & Co. KG", "Holding AG", "Immobilien KG"))
    return _numbered(replace(party, name=_with_form(party.name, form)), dice)


def other_form(party: Party, _pools: Pools, dice: random.Random) -> Party:
    """The same words under another legal form at the same address."""
    limited = re.search(r"mbH|Haftung|UG\b", party.name, re.IGNORECASE)
    forms = ("OHG", "AG", "eG") if limited else ("GmbH", "UG (haftungsbeschränkt)")
    bare = re.sub(r"\s*\b(\w*gesellschaft)?\s*(g?m\.?b\.?H\.?\b|mit beschr).*$", "", party.name, flags=re.IGNORECASE)
    return _numbered(replace(party, name=f"{FORM.sub('', bare) or party.name} {dice.choice(forms)}"), dice)


def same_number_elsewhere(party: Party, pools: Pools, dice: random.Random) -> Party:
    """Another firm with the same number at another court."""
    return replace(a_firm(pools, dice), register=party.register)


def number_recycled(party: Party, pools: Pools, dice: random.Random) -> Party:
    """Another firm printed with the customer's number and court."""
    return replace(a_firm(pools, dice), register=party.register, court=party.court)


def relative(party: Party, pools: Pools, dice: random.Random) -> Party:
    """The same surname at the same door, another first name and birth date."""
    return replace(party.called(pools.first_names.draw(dice), party.surname), born=birth_date(dice))


def twin(party: Party, pools: Pools, dice: random.Random) -> Party:
    """As a relative, born on the same day."""
    other = pools.first_names.draw(dice)
    while call_name(party.called(other, "")) == call_name(party):
        other = pools.first_names.draw(dice)
    return party.called(other, party.surname)


def junior(party: Party, _pools: Pools, dice: random.Random) -> Party:
    """Father and son: the same name at the same door, another birth date."""
    return replace(party, born=birth_date(dice))


def namesake(party: Party, pools: Pools, dice: random.Random) -> Party:
    """The same full name, another town and birth date."""
    return a_person(pools, dice).called(party.first_name, party.surname)


def namesake_in_town(party: Party, pools: Pools, dice: random.Random) -> Party:
    """The same full name in the same town, another street and birth date."""
    return replace(namesake(party, pools, dice), city=party.city, postcode=party.postcode)


def born_the_same_day(party: Party, pools: Pools, dice: random.Random) -> Party:
    """The same birth date and first name, another surname."""
    surname = pools.surnames.draw(dice)
    while surname.casefold() == party.surname.casefold():
        surname = pools.surnames.draw(dice)
    return replace(a_person(pools, dice).called(party.first_name, surname), born=party.born)


def own_firm(party: Party, _pools: Pools, dice: random.Random) -> Party:
    """A company that bears a customer's name at its address."""
    name = f"{party.name} {dice.choice(('GmbH', 'UG (haftungsbeschränkt)', 'Bau GmbH'))}"
    register = f"HRB {register_number(dice)}"
    return replace(party, kind="organisation", name=name, born=None, register=register, court="Stendal")


OF_FIRMS: tuple[Decoy, ...] = (
    namesake_elsewhere,
    sister_at_address,
    numeral,
    role,
    other_form,
    same_number_elsewhere,
    number_recycled,
    successor_same_name,
)
OF_PERSONS: tuple[Decoy, ...] = (relative, twin, junior, namesake, namesake_in_town, born_the_same_day, own_firm)


def draw(party: Party, pools: Pools, dice: random.Random) -> tuple[str, Party]:
    """A decoy's kind and the decoy."""
    made = dice.choice(OF_PERSONS if party.is_person else OF_FIRMS)
    return made.__name__, made(party, pools, dice)
