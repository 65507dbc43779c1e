"""First name and surname of a customer, as bureaus want them apart; nothing is guessed that could name another."""

from typing import NamedTuple

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.customer import Customer

_REASON = "the name cannot be split with certainty; give first_name and surname"


class PersonName(NamedTuple):
    """The two parts that every bureau asks for."""

    first: str
    surname: str


def name_parts(customer: Customer) -> PersonName:
    """The parts as given, else from "Surname, First name" or a name of exactly two words.

    Raises:
        InvalidInputError: neither; particles, titles and several first names are for a person to split.
    """
    if customer.first_name and customer.surname:
        return PersonName(customer.first_name, customer.surname)
    return split_name(customer.name)


def split_name(name: str) -> PersonName:
    """First name and surname of a printed name.

    Raises:
        InvalidInputError: it cannot be split with certainty.

    >>> split_name("Łucja Żółć-Dąbrowska")
    PersonName(first='Łucja', surname='Żółć-Dąbrowska')
    >>> split_name("von der Au, Anna Maria")
    PersonName(first='Anna Maria', surname='von der Au')
    """
    surname, comma, first = (part.strip() for part in name.partition(","))
    if comma and surname and first and "," not in first:
        return PersonName(first, surname)
    words = name.split()
    if comma or len(words) != 2 or any(word.endswith(".") for word in words):
        raise InvalidInputError([Problem("name", "", _REASON)])
    return PersonName(*words)
