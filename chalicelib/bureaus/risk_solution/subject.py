"""The customer in the parts that both services ask for, with what had to be cut."""

import re
from typing import NamedTuple

from chalicelib.bureaus.persons import name_parts
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Reservation
from chalicelib.model.customer import Customer, CustomerKind

LONGEST_NAME = 50
_NUMBERED = re.compile(r"(?P<street>.*\D)\s(?P<number>\d\S{0,8}(?:\s[a-zA-Z])?)")


class Asked(NamedTuple):
    """Names in the length that fits, the address apart, and what makes the identification less certain."""

    first_name: str
    last_name: str
    street: str
    house: str | None
    postcode: str
    city: str
    country: str
    reservations: tuple[Reservation, ...]


def subject_of(customer: Customer, plan: BureauPlan) -> Asked:
    """The parts. A firm stands in the last name, its first name is the option `company_first_name` (believed: "-").

    Raises:
        InvalidInputError: no whole address, or a person's name that cannot be split.
    """
    known = customer.address or PostalAddress()
    parts = {"address.street": known.street, "address.postcode": known.postcode, "address.city": known.city}
    if missing := [Problem(path, "", "infoscore finds nobody without it") for path, part in parts.items() if not part]:
        raise InvalidInputError(missing)
    person = customer.kind is CustomerKind.PERSON
    first, last = name_parts(customer) if person else (plan.options.get("company_first_name", "-"), customer.name)
    street = " ".join((known.street or "").split())
    split = _NUMBERED.fullmatch(street)
    reservations = {
        Reservation.NO_BIRTH_DATE: person and customer.birth_date is None,
        Reservation.NAME_CUT: max(len(first), len(last)) > LONGEST_NAME,
    }
    return Asked(
        first_name=first[:LONGEST_NAME].rstrip(),
        last_name=last[:LONGEST_NAME].rstrip(),
        street=split["street"] if split else street,
        house=split["number"] if split else None,
        postcode=known.postcode or "",
        city=known.city or "",
        country=known.country or plan.options.get("country", "DE"),
        reservations=tuple(one for one, applies in reservations.items() if applies),
    )
