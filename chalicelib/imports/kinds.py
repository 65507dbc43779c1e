"""Whether a row is an organisation or a natural person, and under which names.

The first of these that says something decides:

1. a column for it: Kundenart, DATEV's Adressattyp (1 person, 2 organisation), SAP's STKZN (X is a person);
2. the legal form in the name: GmbH, AG, KG ... are organisations; e.K. and e.U. are persons, who trade under a firm;
3. a first name, a surname column, a birth date, or Herr and Frau before a name that no company column holds:
   a person; a company name beside it is the trade name;
4. otherwise an organisation.

Beside an organisation's firm, first name and surname columns hold its contact and are left out.

A birth date together with an organisation is refused, because one of the two is wrong.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.imports.headers import Field
from chalicelib.imports.values import refused
from chalicelib.model.customer import CustomerKind

_ORGANISATION_WORDS = {"organisation", "organization", "org", "o", "firma", "unternehmen", "company", "business", "2"}
_ORGANISATION_WORDS |= {"juristische person", "gesellschaft", "geschäftskunde", "b2b", "legal entity", "legal person"}
_PERSON_WORDS = {"person", "natürliche person", "natürl. person", "natural person", "p", "privat", "privatperson"}
_PERSON_WORDS |= {"privatkunde", "b2c", "individual", "private", "einzelunternehmen", "einzelunternehmer", "1"}
_PERSON_WORDS |= {"einzelkaufmann", "sole trader", "freiberufler"}

_GREETINGS = {"herr", "herrn", "frau", "mr", "mrs", "ms", "miss", "monsieur", "madame"}

_SOLE_TRADER = re.compile(
    r"(?<!\w)(e\.\s?[kK]\.|e\.\s?U\.|e\.\s?kfm\.|e\.\s?kfr\.|eK|eingetr(agene[rn]?|\.) Kauf(mann|frau))(?!\w)"
)
_ORGANISATION = re.compile(
    r"(?<!\w)(g?GmbH|mbH|m\.\s?b\.\s?H\.|UG|AG|KGaA|KG|OHG|oHG|SE|eG|e\.\s?G\.|e\.\s?V\.|eV|GbR|eGbR|PartG(\s?mbB)?"
    r"|PartGmbB|Stiftung|Ltd|Limited|LIMITED|PLC|plc|LLP|LLC|Inc|Corp|S\.?A\.?|SAS|S\.A\.S\.|SASU|SARL|S\.A\.R\.L\."
    r"|EURL|SNC|SCI|Sàrl|GmbH|B\.V\.|BV|N\.V\.|NV|S\.r\.l\.|Srl|S\.p\.A\.|SpA|Sp\. z o\.\s?o\.|s\.r\.o\.|a\.s\.|A/S|ApS"
    r"|AB|Oy|d\.o\.o\.|Kft|Genossenschaft|Gesellschaft|Aktiengesellschaft|Kommanditgesellschaft)(?!\w)"
    r"|gesellschaft (mbH|mit beschränkter Haftung)|GESELLSCHAFT MBH|GMBH|(?i:limited liability)"
)
_ADDRESSING = re.compile(r"^(c/o|z\.?\s?h(d|än)\.?|zu händen|attn\.?|att\.|abt\.|abteilung\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Naming:
    """Kind and names of one customer."""

    kind: CustomerKind
    name: str
    first_name: str | None = None
    surname: str | None = None
    trade_name: str | None = None


def read_naming(cells: Mapping[Field, str]) -> Naming | None:
    """Kind and names from the row's filled cells; None when there is no name in any of them.

    Raises:
        InvalidInputError: an unknown word in a kind column.
    """
    firm = cells.get(Field.COMPANY) or _joined(cells)
    said = _said(cells)
    if (said or _told(cells, firm or "")) is CustomerKind.ORGANISATION:
        name = firm or " ".join(_parts(cells))
        return Naming(CustomerKind.ORGANISATION, name) if name else None
    return _person(cells, firm, said)


def _person(cells: Mapping[Field, str], firm: str | None, said: CustomerKind | None) -> Naming | None:
    first, surname = cells.get(Field.FIRST_NAME), cells.get(Field.SURNAME)
    if first and not surname and _is_surname(cells.get(Field.NAME), first):
        surname, firm = cells[Field.NAME], cells.get(Field.COMPANY)
    elif said and not surname and not first:
        first, surname, firm = _taken_apart(cells, firm)
    full = " ".join(part for part in (first, surname) if part) if surname else ""
    name = full or firm or first
    same = firm is None or firm.casefold() in (full.casefold(), (surname or "").casefold())
    return Naming(CustomerKind.PERSON, name, first, surname, firm if full and not same else None) if name else None


def _is_surname(name: str | None, first: str) -> bool:
    """Whether a plain name column beside a first name holds the surname: yes, unless it repeats the first name."""
    return name is not None and first.casefold() not in name.casefold().replace(",", " ").split()


def _parts(cells: Mapping[Field, str]) -> list[str]:
    return [cells[field] for field in (Field.FIRST_NAME, Field.SURNAME) if field in cells]


def _said(cells: Mapping[Field, str]) -> CustomerKind | None:
    if word := cells.get(Field.KIND):
        if word.casefold() in _ORGANISATION_WORDS:
            return CustomerKind.ORGANISATION
        if word.casefold() in _PERSON_WORDS:
            return CustomerKind.PERSON
        raise refused(word, "unknown kind; write organisation or person")
    if word := cells.get(Field.ADDRESS_TYPE):
        if word not in ("0", "1", "2"):
            raise refused(word, "unknown DATEV Adressattyp; 0 none, 1 natural person, 2 company")
        if word != "0":
            return CustomerKind.PERSON if word == "1" else CustomerKind.ORGANISATION
    if word := cells.get(Field.NATURAL_PERSON):
        if word.casefold() in ("x", "ja", "j", "yes", "y", "true", "1"):
            return CustomerKind.PERSON
        if word.casefold() in ("nein", "n", "no", "false", "0", "-"):
            return CustomerKind.ORGANISATION
        raise refused(word, "unknown mark; write X for a natural person and leave it empty otherwise")
    return None


def _told(cells: Mapping[Field, str], firm: str) -> CustomerKind:
    if _ORGANISATION.search(firm):
        return CustomerKind.ORGANISATION
    if _SOLE_TRADER.search(firm):
        return CustomerKind.PERSON
    greeted = cells.get(Field.SALUTATION, "").casefold().rstrip(".") in _GREETINGS and Field.COMPANY not in cells
    if greeted or {Field.FIRST_NAME, Field.SURNAME, Field.BIRTH_DATE} & set(cells):
        return CustomerKind.PERSON
    return CustomerKind.ORGANISATION


def _joined(cells: Mapping[Field, str]) -> str | None:
    """SAP splits a long firm over NAME1 to NAME4; lines for the postman are not part of it."""
    parts = (cells.get(field) for field in (Field.NAME, Field.NAME_2, Field.NAME_3, Field.NAME_4))
    return " ".join(part for part in parts if part and not _ADDRESSING.match(part)) or None


def _taken_apart(cells: Mapping[Field, str], firm: str | None) -> tuple[str | None, str | None, str | None]:
    """First name, surname and what is left as firm, for a person whose name stands in name columns.

    SAP keeps a natural person's surname in NAME1 and the first name in NAME2 (believed).
    """
    first = cells.get(Field.NAME_2)
    if cells.get(Field.NATURAL_PERSON) and cells.get(Field.NAME) and first and not _ADDRESSING.match(first):
        return first, cells[Field.NAME], None
    surname, comma, first = (firm or "").partition(",")
    if comma and first.strip() and "," not in first and not _SOLE_TRADER.search(firm or ""):
        return first.strip(), surname.strip(), None
    return None, None, firm
