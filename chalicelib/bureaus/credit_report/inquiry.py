"""The body of an inquiry about a person, in the letters and lengths that SCHUFA takes.

Source: OpenAPI description of SCHUFA Credit Report 1.0.0, schemas CreditRatingRequest, PersonData and Address.
"""

import re
import unicodedata
from typing import Any, NamedTuple

from chalicelib.bureaus.countries import alpha3
from chalicelib.bureaus.persons import name_parts
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.address import PostalAddress
from chalicelib.model.credit import CheckRequest, Reservation
from chalicelib.model.customer import Customer, CustomerKind

_LETTERS = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/()',.- "
    "ßÄÖÜäöüĄąŁłĽľŚśŠšŞşŤťŹźŽžŻżŔŕÁáÂâĂăĹĺĆćÇçČčÉéĘęËëĚěÍíÎîĎďƉđŃńŇňÓóÔôŐőŘřŮůÚúŰűÝýŢţ"
    "ÃÅÆÈÊÌÏÐÑÒÕØÙÛÞÀàãåæèêìïðñòõøùûþÿŒœŸƒ"
)
_SAME_SIGN = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "–": "-", "—": "-", "‐": "-", "‑": "-"})
_HOUSE_NUMBER = re.compile(r"\s\d\S{0,8}$")
_FIRST_NAME, _SURNAME, _STREET, _POSTCODE, _CITY, _REFERENCE = 44, 46, 46, 10, 44, 25


class Inquiry(NamedTuple):
    """What is sent, and what of it already makes the identification less certain."""

    body: dict[str, Any]
    reservations: tuple[Reservation, ...]


def inquiry_about(request: CheckRequest) -> Inquiry:
    """The body. A missing birth date and anything that had to be cut are reservations.

    Raises:
        InvalidInputError: an organisation, a name that cannot be split, no whole address, letters nobody can write.
    """
    customer = request.customer
    if customer.kind is not CustomerKind.PERSON:
        raise InvalidInputError([Problem("kind", customer.kind, "SCHUFA reports on natural persons only")])
    name = name_parts(customer)
    first, surname = _written(name.first, "first_name"), _written(name.surname, "surname")
    street, address = _address(customer)
    reservations = {
        Reservation.NO_BIRTH_DATE: customer.birth_date is None,
        Reservation.NAME_CUT: len(first) > _FIRST_NAME or len(surname) > _SURNAME,
        Reservation.OTHER_ADDRESS: len(street) > _STREET,
    }
    born = {"dateOfBirth": customer.birth_date.isoformat()} if customer.birth_date else {}
    person = {"firstName": first[:_FIRST_NAME], "lastName": surname[:_SURNAME], "gender": "UNKNOWN", **born}
    body = {
        "personData": {**person, "addresses": {"currentAddress": address}},
        "reference": re.sub(r"[^A-Za-z\d:/()',.\-]", "-", request.reference)[:_REFERENCE],
    }
    return Inquiry(body, tuple(one for one, applies in reservations.items() if applies))


def _address(customer: Customer) -> tuple[str, dict[str, str]]:
    """The whole street, and the address as it is sent."""
    known = customer.address or PostalAddress()
    parts = {"address.street": known.street, "address.postcode": known.postcode, "address.city": known.city}
    if missing := [
        Problem(path, "", "SCHUFA identifies nobody without it") for path, part in parts.items() if not part
    ]:
        raise InvalidInputError(missing)
    street, postcode, city = (_written(part or "", path) for path, part in parts.items())
    if len(postcode) > _POSTCODE:
        raise InvalidInputError([Problem("address.postcode", postcode, f"longer than {_POSTCODE} characters")])
    address = {"streetWithNumber": _short_street(street), "postalCode": postcode, "city": city[:_CITY]}
    return street, address | ({"country": alpha3(known.country)} if known.country else {})


def _short_street(street: str) -> str:
    """The street in the length that fits; its house number stays."""
    number = _HOUSE_NUMBER.search(street)
    tail = number[0] if number else ""
    return street if len(street) <= _STREET else street[: _STREET - len(tail)] + tail


def _written(text: str, path: str) -> str:
    """The text in SCHUFA's letters; an accent that SCHUFA lacks is left out."""
    plain = " ".join(unicodedata.normalize("NFC", text).translate(_SAME_SIGN).split())
    return "".join(letter if letter in _LETTERS else _without_accents(letter, path) for letter in plain)


def _without_accents(letter: str, path: str) -> str:
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    if not bare or any(part not in _LETTERS for part in bare):
        raise InvalidInputError([Problem(path, "", f"SCHUFA cannot write {letter!r}")])
    return bare
