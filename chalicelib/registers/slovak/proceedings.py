"""One proceeding: the row that tells its state, and the detail that tells who is behind it.

Of the detail only what is read is kept: petitioners, birth numbers and bank accounts are left out. Natural persons
without a business are never stored (Regulation (EU) 2016/679, art. 5(1)(c)).
"""

import json
from typing import Any

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, Omission
from chalicelib.model.record import content_id
from chalicelib.registers.slovak import kinds
from chalicelib.registers.slovak.soap import SOURCE, child, day, name_of, named, required, text, type_of

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
_PRIVATE = frozenset({"Navrhovatel", "RodneCislo", "BankovyUcet", "StatneObcianstvo"})


def kept(rows: list[etree._Element], detail: etree._Element | None) -> bytes:
    """The rows of debtors that may be customers and the detail, as XML of our own around the register's elements."""
    root = etree.Element(ROOT)
    root.extend([row for row in rows if trades(row)])
    if detail is not None:
        for element in [one for name in _PRIVATE for one in named(detail, name)]:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        root.append(detail)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


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
        "opening_date": began or (None if event is EventKind.PETITION_FILED else day(row, "DatumZacatiaKonania")),
        "closing_date": day(row, "DatumUkonceniaProcesu"),
        "court": text(row, "SudNazov"),
        "case_number": required(row, "SpisovaZnackaSudu"),
        "proceeding_kind": kind,
        **_debtor(row, child(detail, "Dlznik")),
        **_practitioner(row, child(detail, "Spravca")),
    }


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
