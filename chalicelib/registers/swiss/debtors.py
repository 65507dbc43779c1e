"""The debtors of a publication: companies, persons, and estates of the dead."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, Omission
from chalicelib.registers.swiss import export_schema as schema

_FORMER_NAME = re.compile(
    r"(?P<surname>.+?)\s+(?:(?:geb\.|née?|nata|nato)\s+(?P<born>.+)|\(-(?P<alliance>[^)]+)\))", re.IGNORECASE
)


def read(root: etree._Element, original_text: str) -> Iterator[dict[str, Any]]:
    """Fields of each debtor; free text (KK10) names none that a program could tell apart."""
    debtor = root.find("content/debtor")
    kind = schema.text(debtor, "selectType")
    companies = root.findall("content/debtor/companies/company")
    person = root.find("content/debtor/person")
    if kind == "company" and companies:
        yield from (_company(company) for company in companies)
    elif kind == "person" and person is not None:
        yield _person(person)
    elif debtor is None and original_text:
        reason = "the publication names its debtor in free text only; the title stands in its place"
        yield {
            "debtor_name": original_text.splitlines()[0],
            "omissions": (Omission(field="debtor_name", reason=reason),),
        }
    else:
        raise SourceChangedError(schema.SOURCE, f"content/debtor of unknown kind {kind!r}")


def _company(company: etree._Element) -> dict[str, Any]:
    uid = schema.text(company, "uid")
    return {
        "debtor_kind": DebtorKind.ORGANISATION,
        "debtor_name": schema.required(company, "name"),
        "debtor_reg_no": uid,
        "debtor_identifiers": parse_all([(Scheme.CH_UID, uid, None)]) if uid else (),
        "debtor_postal_address": _address(company, "address", "customAddress"),
        "debtor_seat": schema.text(company, "address/town"),
    }


def _person(person: etree._Element) -> dict[str, Any]:
    first, last = schema.text(person, "prename"), schema.required(person, "name")
    surname, birth_name = last, None
    if former := _FORMER_NAME.fullmatch(last):
        surname, birth_name = former["surname"], former["born"] or former["alliance"]
    others = [" ".join(filter(None, (first, name))) for name in (surname, birth_name) if name and name != last]
    home = "addressForeign" if person.find("addressForeign") is not None else "addressSwitzerland"
    return {
        "debtor_kind": DebtorKind.PERSON,
        "debtor_name": " ".join(filter(None, (first, last))),
        "debtor_first_name": first,
        "debtor_surname": surname,
        "debtor_aliases": tuple(others),
        "debtor_postal_address": _address(person, home, f"{home}/addressCustomText"),
        "debtor_seat": schema.text(person, f"{home}/town"),
        "birth_date": schema.day(person, "dateOfBirth"),
    }


def _address(debtor: etree._Element, path: str, custom: str) -> PostalAddress | None:
    street = " ".join(filter(None, (schema.text(debtor, f"{path}/{part}") for part in ("street", "houseNumber"))))
    printed = schema.text(debtor, custom)
    country = schema.text(debtor, "country/isoCode") or schema.text(debtor, f"{path}/country/isoCode")
    address = PostalAddress(
        street=street or None,
        postcode=schema.text(debtor, f"{path}/swissZipCode"),
        city=schema.text(debtor, f"{path}/town"),
        country=country or (None if printed else "CH"),
        printed=re.sub(r"\s+", " ", printed) if printed else None,
    )
    return address if address.one_line() else None
