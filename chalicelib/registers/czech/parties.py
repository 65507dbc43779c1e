"""Debtors and practitioners, from an event's note and from the look-up service.

Natural persons without a company number are no trade customers: they and their proceedings are never stored
(Regulation (EU) 2016/679, art. 5(1)(c)); nor is anybody's birth number (rodné číslo; Act 133/2000, § 13c, believed).
"""

from datetime import date
from typing import Any, NamedTuple

from lxml import etree

from chalicelib.model.address import PostalAddress
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind
from chalicelib.registers.czech.soap import day, text

DEBTOR, PRACTITIONER = "DLUŽNÍK", "SPRÁVCE"


class Party(NamedTuple):
    """Who it is; `company_number` as printed."""

    kind: DebtorKind
    name: str
    first_name: str | None
    surname: str | None
    company_number: str | None
    address: PostalAddress | None
    birth_date: date | None

    @property
    def trades(self) -> bool:
        """Whether it may be somebody's customer: an organisation, or a person with a company number."""
        return self.kind is not DebtorKind.PERSON or self.company_number is not None

    def as_debtor(self) -> dict[str, Any]:
        """Fields of a notice about this debtor."""
        number = self.company_number
        return {
            "debtor_kind": self.kind,
            "debtor_name": self.name,
            "debtor_first_name": self.first_name,
            "debtor_surname": self.surname,
            "debtor_reg_no": number,
            "debtor_identifiers": parse_all([(Scheme.CZ_ICO, number, None)]) if number else (),
            "debtor_postal_address": self.address,
            "debtor_seat": self.address.city if self.address else None,
            "birth_date": self.birth_date,
        }


def same(one: Party, other: Party) -> bool:
    """Whether both are the same debtor: by company number where both have one, else by name and birth date."""
    if one.company_number and other.company_number:
        return one.company_number.lstrip("0") == other.company_number.lstrip("0")
    born = {one.birth_date, other.birth_date} - {None}
    return one.name.casefold() == other.name.casefold() and len(born) < 2


def of_note(person: etree._Element) -> Party | None:
    """The person of a note, None where not even a name is told.

    `nazevOsoby` is a person's surname and an organisation's name; both hold quotes, "#" and double blanks.
    """
    first, name = text(person, "jmeno"), text(person, "nazevOsoby")
    if name is None:
        return None
    natural = text(person, "druhOsoby") == "F" or (text(person, "druhOsoby") != "P" and first is not None)
    return _party(person, "adresa/", name, first if natural else None, natural=natural)


def of_look_up(answer: etree._Element) -> Party | None:
    """The debtor of the look-up's record; it has no kind of person, but first name or birth date only of persons."""
    first, name = text(answer, "jmeno"), text(answer, "nazevOsoby")
    if name is None:
        return None
    natural = any(text(answer, mark) for mark in ("jmeno", "datumNarozeni", "rc"))
    return _party(answer, "", name, first, natural=natural)


def without_birth_numbers(root: etree._Element) -> None:
    """Takes every birth number out."""
    for element in list(root.iter("rc")):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _party(element: etree._Element, at: str, name: str, first: str | None, *, natural: bool) -> Party:
    return Party(
        kind=DebtorKind.PERSON if natural else DebtorKind.ORGANISATION,
        name=" ".join(filter(None, (first, name))),
        first_name=first,
        surname=name if natural else None,
        company_number=text(element, "ic"),
        address=_address(element, at),
        birth_date=day(element, "datumNarozeni") if natural else None,
    )


def _address(element: etree._Element, at: str) -> PostalAddress | None:
    street = " ".join(filter(None, (text(element, f"{at}ulice"), text(element, f"{at}cisloPopisne"))))
    city, country = text(element, f"{at}mesto"), text(element, f"{at}zeme")
    if not street and not city:
        return None
    home = country is None or country.casefold().startswith(("česk", "cesk", "cz"))
    return PostalAddress(
        street=street or None,
        postcode=text(element, f"{at}psc"),
        city=city,
        country="CZ" if home else None,
        printed=", ".join(filter(None, (street, text(element, f"{at}psc"), city, country))),
    )
