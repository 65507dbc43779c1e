"""One proceeding: the row that tells its state, and the detail that tells who is behind it.

Only what is read is kept: petitioners, judges, birth numbers, bank accounts and whatever comes new are left out.
Natural persons without a business are never stored (Regulation (EU) 2016/679, art. 5(1)(c)).
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, Omission
from chalicelib.model.record import content_id
from chalicelib.registers.slovak import kinds
from chalicelib.registers.slovak.soap import SOURCE, XSI_TYPE, child, day, name_of, named, required, text, type_of

PERSON, TRADER, COMPANY = "FyzickaOsoba", "FyzickaOsobaPodnikatel", "PravnickaOsoba"
ROOT = "replikKonania"
_UNREAD = "unread"
_ROW = (
    *("Id", "SpisovaZnackaSpravcu", "SpisovaZnackaSudu", "Typ", "DatumZacatiaKonania", "DatumZacatiaProcesu"),
    *("DatumUkonceniaProcesu", "DovodUkonceniaProcesu", "DatumPodania", "Dlznik", "DlznikIco"),
    *("DlznikDatumNarodenia", "PoslednaUdalost", "DatumPoslednejUdalosti", "Sud", "SudNazov", "Spravca"),
    *("TypSpravcu", "TypPrideleniaSpravcu", "StavKonania"),
)
# The state is new when one of these is; the last event and its day change with every paper that is filed.
_STATE = ("Typ", "StavKonania", "DatumZacatiaKonania", "DatumZacatiaProcesu", "DatumUkonceniaProcesu")
_STATE_TOO = ("DovodUkonceniaProcesu", "Spravca")
Members = Mapping[str, "Members"]
_ADDRESS: Members = {name: {} for name in ("Ulica", "SupisneCislo", "OrientacneCislo", "Psc", "Obec", "Krajina")}
# Members of a detail that are read, each with the members below it that are.
_DETAIL: Members = {
    "Id": {},
    "Dlznik": {"ObchodneMeno": {}, "Meno": {}, "Priezvisko": {}, "Ico": {}, "Adresa": _ADDRESS},
    "Spravca": {"ObchodneMeno": {}, "Telefon": {}, "Email": {}, "Adresa": _ADDRESS},
}


def kept(rows: list[etree._Element], detail: etree._Element | None) -> bytes:
    """The rows of debtors that may be customers and the detail, as XML of our own around the register's elements."""
    root = etree.Element(ROOT)
    root.extend([_known(row) for row in rows if trades(row)])
    if detail is not None:
        _reduce(detail, _DETAIL)
        root.append(detail)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _reduce(element: etree._Element, members: Members) -> None:
    """Takes out all but the first child of each name, and all attributes but `xsi:type`."""
    for name in set(element.attrib) - {XSI_TYPE}:
        del element.attrib[name]
    for one in list(element):
        if isinstance(one.tag, str) and one is child(element, name_of(one)) and name_of(one) in members:
            _reduce(one, members[name_of(one)])
        else:
            element.remove(one)


def _known(row: etree._Element) -> etree._Element:
    """The row itself; of a member that was never seen only its name is left, for `checked` to raise."""
    for element in row.iterchildren(tag=etree.Element):
        if name_of(element) not in _ROW:
            element.clear()
        elif len(element):
            element.clear()
            etree.SubElement(element, "members")
    return row


def unread(number: str, reason: str) -> bytes:
    """What is kept of a proceeding that was not understood: whom it is about cannot be told."""
    root = etree.Element(ROOT)
    etree.SubElement(root, _UNREAD, id=number).text = reason
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def check_read(root: etree._Element) -> None:
    """Nothing, when the proceeding was understood.

    Raises:
        SourceChangedError: it was not.
    """
    for found in named(root, _UNREAD):
        raise SourceChangedError(SOURCE, f"proceeding {found.get('id')}: {found.text}")


def trades(row: etree._Element) -> bool:
    """Whether the row's debtor may be somebody's customer: whoever has a company number, or no birth date."""
    person = text(row, "DlznikDatumNarodenia") or kinds.plain(text(row, "Typ")) in kinds.NATURAL_PERSONS
    return bool(text(row, "DlznikIco")) or not person


def checked(row: etree._Element) -> etree._Element:
    """The row itself, all of whose members are known.

    Raises:
        SourceChangedError: one was never seen.
    """
    for element in row.iterchildren(tag=etree.Element):
        if name_of(element) not in _ROW or len(element):
            raise SourceChangedError(SOURCE, f"unknown element <{name_of(element)}> in <{name_of(row)}>")
    return row


def facts(row: etree._Element, detail: etree._Element | None) -> dict[str, Any]:
    """Fields of the notice about the proceeding's present state.

    Raises:
        SourceChangedError: a member that cannot be missing is, or a date is none.
    """
    kind, state, reason = (text(row, name) for name in ("Typ", "StavKonania", "DovodUkonceniaProcesu"))
    began = day(row, "DatumZacatiaProcesu")
    event = kinds.of(kind, state, reason, process_began=began is not None)
    file_number = text(row, "SpisovaZnackaSudu")
    identity = {name: text(row, name) for name in (*_STATE, *_STATE_TOO)}
    words = [
        f"{name}: {value}"
        for name, value in {**identity, "PoslednaUdalost": text(row, "PoslednaUdalost")}.items()
        if value
    ]
    return {
        "publication_id": f"{required(row, 'Id')}-{content_id(json.dumps(identity, sort_keys=True))}",
        "event_kind": event,
        "original_kind": "/".join(filter(None, (kind, state, reason))) or "no kind",
        "original_text": "\n".join(words),
        "opening_date": began,  # DatumZacatiaKonania is the day from which a petition is dealt with
        "closing_date": day(row, "DatumUkonceniaProcesu"),
        "court": text(row, "SudNazov"),
        "case_number": file_number,
        "proceeding_kind": kind,
        **(debtor := _debtor(row, child(detail, "Dlznik"))),
        **_practitioner(row, child(detail, "Spravca")),
        "omissions": (*debtor["omissions"], *_not_told(file_number, event, began)),
    }


def _not_told(file_number: str | None, event: EventKind, began: date | None) -> tuple[Omission, ...]:
    untold = {
        "case_number": file_number is None and "the row names no court file; the company number keys the case",
        "opening_date": event is EventKind.OPENED and began is None and "it began, and the row does not tell when",
    }
    return tuple(Omission(field=field, reason=reason) for field, reason in untold.items() if reason)


def _debtor(row: etree._Element, detail: etree._Element | None) -> dict[str, Any]:
    name, number = text(row, "Dlznik"), text(row, "DlznikIco") or text(detail, "Ico")
    told = type_of(detail) if detail is not None else ""
    natural = told == TRADER or text(row, "DlznikDatumNarodenia") is not None
    omissions = () if name else (Omission(field="debtor_name", reason="the row names no debtor"),)
    address = _address(child(detail, "Adresa"))
    unknown = DebtorKind.UNKNOWN if not told else DebtorKind.ORGANISATION
    return {
        "debtor_kind": DebtorKind.PERSON if natural else unknown,
        "debtor_name": text(detail, "ObchodneMeno") or name or f"debtor {number or 'unknown'}",
        "debtor_aliases": (name,) if name and text(detail, "ObchodneMeno") not in {None, name} else (),
        "debtor_first_name": text(detail, "Meno") if natural else None,
        "debtor_surname": text(detail, "Priezvisko") if natural else None,
        "debtor_reg_no": number,
        "debtor_identifiers": parse_all([(Scheme.SK_ICO, number, None)]) if number else (),
        "debtor_postal_address": address,
        "debtor_seat": address.city if address else None,
        "birth_date": day(row, "DlznikDatumNarodenia"),
        "omissions": omissions,
    }


def _practitioner(row: etree._Element, detail: etree._Element | None) -> dict[str, Any]:
    return {
        "practitioner_name": text(row, "Spravca") or text(detail, "ObchodneMeno"),
        "practitioner_role": text(row, "TypSpravcu"),
        "practitioner_firm": text(detail, "ObchodneMeno"),
        "practitioner_address": _address(child(detail, "Adresa")),
        "practitioner_phone": text(detail, "Telefon"),
        "practitioner_email": text(detail, "Email"),
    }


def _address(found: etree._Element | None) -> PostalAddress | None:
    """A Slovak house has two numbers, the town's and the street's."""
    if found is None:
        return None
    numbers = "/".join(filter(None, (text(found, "SupisneCislo"), text(found, "OrientacneCislo"))))
    street = " ".join(filter(None, (text(found, "Ulica"), numbers)))
    country = text(found, "Krajina")
    address = PostalAddress(
        street=street or None,
        postcode=text(found, "Psc"),
        city=text(found, "Obec"),
        country="SK" if country in {None, "SVK", "SK"} else None,
        printed=", ".join(filter(None, (street, text(found, "Psc"), text(found, "Obec"), country))),
    )
    return address if address.one_line() else None
