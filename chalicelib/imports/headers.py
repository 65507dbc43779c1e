"""What the columns of the usual exports mean: SAP's field names, DATEV's headings, plain German and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.imports.columns import MappedColumns, meanings, normal


class Field(StrEnum):
    """What a column can mean for a customer."""

    NUMBER = "number"
    KIND = "kind"
    ADDRESS_TYPE = "address_type"
    NATURAL_PERSON = "natural_person"
    SALUTATION = "salutation"
    NAME = "name"
    NAME_2 = "name_2"
    NAME_3 = "name_3"
    NAME_4 = "name_4"
    COMPANY = "company"
    FIRST_NAME = "first_name"
    SURNAME = "surname"
    BIRTH_DATE = "birth_date"
    FORMER_NAMES = "former_names"
    TRADE_NAMES = "trade_names"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    POSTCODE = "postcode"
    CITY = "city"
    COUNTRY = "country"
    WHOLE_ADDRESS = "whole_address"
    REGISTER = "register"
    REGISTER_COURT = "register_court"
    REGISTER_NUMBER = "register_number"
    VAT = "vat"
    VAT_COUNTRY = "vat_country"
    LEI = "lei"
    SIREN = "siren"
    SIRET = "siret"
    CH_UID = "ch_uid"
    GB_COMPANY = "gb_company"
    NL_KVK = "nl_kvk"
    AT_FN = "at_fn"
    CREDIT_LIMIT = "credit_limit"
    OPEN_AMOUNT = "open_amount"
    CURRENCY = "currency"
    RESPONSIBLE = "responsible"
    RESPONSIBLE_EMAIL = "responsible_email"
    RESPONSIBLE_LANGUAGE = "responsible_language"
    DEPARTMENT = "department"
    DEPARTMENT_EMAIL = "department_email"


# SAP names are those of tables KNA1, KNB1 and KNKK; DATEV's those of its file for debtors and creditors (both
# believed from the vendors' public field lists, not from a recorded export).
_NAMES: Mapping[Field, str] = {
    Field.NUMBER: "KUNNR | Konto | Kundennummer | Kundennr | Kunden-Nr | Kunde | Kunden-ID | Debitor | Debitorennummer"
    " | Debitorennr | Debitorenkonto | Debitorkonto | Kontonummer | Customer | Customer number | Customer no"
    " | Customer ID | Account number | Geschäftspartner",
    Field.KIND: "Kundenart | Kundentyp | Rechtsnatur | Kind | Customer kind | Customer type",
    Field.ADDRESS_TYPE: "Adressattyp | Adresstyp",
    Field.NATURAL_PERSON: "STKZN | Natürliche Person | Natural person",
    Field.SALUTATION: "ANRED | Anrede | Salutation",
    Field.NAME: "NAME1 | Name | Name 1 | Kundenname | Customer name | Name (Adressattyp keine Angabe)"
    " | Vollständiger Name | Full name | NAME_ORG1",
    Field.NAME_2: "NAME2 | Name 2 | NAME_ORG2 | Namenszusatz",
    Field.NAME_3: "NAME3 | Name 3 | NAME_ORG3",
    Field.NAME_4: "NAME4 | Name 4 | NAME_ORG4",
    Field.COMPANY: "Name (Adressattyp Unternehmen) | Firma | Firmenname | Firmierung | Unternehmen"
    " | Unternehmensname | Company | Company name | Organisation | Organization",
    Field.FIRST_NAME: "Vorname (Adressattyp natürl. Person) | Vorname | Vornamen | First name | Given name"
    " | Forename | NAME_FIRST",
    Field.SURNAME: "Name (Adressattyp natürl. Person) | Nachname | Familienname | Zuname | Surname | Last name"
    " | Family name | NAME_LAST",
    Field.BIRTH_DATE: "Geburtsdatum | Geburtstag | geb | geboren am | Birth date | Date of birth | DOB"
    " | BIRTHDT | GBDAT",
    Field.FORMER_NAMES: "Frühere Namen | Früherer Name | Frühere Firma | Frühere Firmen | vormals | Former name"
    " | Former names | Previous name | Previous names",
    Field.TRADE_NAMES: "Handelsname | Handelsnamen | Geschäftsbezeichnung | Trade name | Trade names | Trading as",
    Field.STREET: "STRAS | Straße | Strasse | Str | Straße und Hausnummer | Straße Hausnummer | Straße Hausnr"
    " | Straße Nr | Street | Street address",
    Field.HOUSE_NUMBER: "Hausnummer | Hausnr | Haus-Nr | House number | HOUSE_NUM1",
    Field.POSTCODE: "PSTLZ | PLZ | Postleitzahl | Postcode | Post code | Postal code | ZIP | ZIP code | POST_CODE1",
    Field.CITY: "ORT01 | Ort | Stadt | Wohnort | Sitz | City | Town | CITY1",
    Field.COUNTRY: "LAND1 | Land | Länderkennzeichen | Länderschlüssel | Staat | Country | Country code",
    Field.WHOLE_ADDRESS: "Anschrift | Adresse | Vollständige Anschrift | Address | Full address",
    Field.REGISTER: "Handelsregister | HR-Eintrag | Handelsregistereintrag | Registereintrag | Commercial register",
    Field.REGISTER_COURT: "Registergericht | Amtsgericht | Handelsregister Gericht | Register court",
    Field.REGISTER_NUMBER: "Registernummer | Register-Nr | Handelsregisternummer | HR-Nummer | HR-Nr | HRB | HRB-Nr"
    " | Handelsregister-Nr | Register number | Registration number",
    Field.VAT: "STCEG | USt-IdNr | USt-ID | UStID | UStID-Nr | USt-Identnummer | EU-UStID | Umsatzsteuer-ID"
    " | Umsatzsteuer-Identifikationsnummer | Umsatzsteuer-IdNr | VAT | VAT ID | VAT number | VAT no"
    " | VAT registration number",
    Field.VAT_COUNTRY: "EU-Land",
    Field.LEI: "LEI | LEI-Code | Legal entity identifier",
    Field.SIREN: "SIREN | SIREN-Nummer | No SIREN | Numéro SIREN",
    Field.SIRET: "SIRET | Numéro SIRET",
    Field.CH_UID: "UID | CH-UID | UID-Nummer | UID-Nr | IDE",
    Field.GB_COMPANY: "Company number | Company no | Companies House number | CRN | Company registration number",
    Field.NL_KVK: "KvK | KvK-nummer | KvK number | Kamer van Koophandel",
    Field.AT_FN: "Firmenbuch | Firmenbuchnummer | Firmenbuch-Nr | FB-Nr",
    Field.CREDIT_LIMIT: "KLIMK | Kreditlimit | Kreditlimit (Debitor) | Kreditlinie | Limit | Credit limit",
    Field.OPEN_AMOUNT: "SKFOR | Offener Betrag | Offene Posten | OP-Saldo | Saldo | Forderungen | Open amount"
    " | Outstanding | Outstanding amount | Balance",
    Field.CURRENCY: "WAERS | Währung | Währungsschlüssel | Currency",
    Field.RESPONSIBLE: "Verantwortlich | Verantwortliche | Verantwortlicher | Verantwortliche Person | Sachbearbeiter"
    " | Kundenbetreuer | Betreuer | Zuständig | Ansprechpartner intern | Interner Ansprechpartner"
    " | Responsible | Responsible person | Account manager",
    Field.RESPONSIBLE_EMAIL: "Verantwortlich E-Mail | E-Mail Verantwortlich | E-Mail Verantwortliche"
    " | E-Mail Verantwortlicher | Verantwortliche E-Mail | Verantwortlicher E-Mail | Sachbearbeiter E-Mail"
    " | E-Mail Sachbearbeiter | Kundenbetreuer E-Mail | E-Mail Kundenbetreuer | Betreuer E-Mail | E-Mail Betreuer"
    " | Responsible e-mail | Responsible person e-mail | Account manager e-mail",
    Field.RESPONSIBLE_LANGUAGE: "Verantwortlich Sprache | Sprache Verantwortlich | Responsible language",
    Field.DEPARTMENT: "Abteilung | Department",
    Field.DEPARTMENT_EMAIL: "Abteilung E-Mail | E-Mail Abteilung | Abteilungspostfach | Department e-mail",
}

# Names that also mean something else: a clearer column beside them takes the number.
_PERHAPS_NUMBER = {
    "konto": None,
    "kontonummer": None,
    "accountnumber": None,
    "kunde": Field.NAME,
    "customer": Field.NAME,
    "debitor": Field.NAME,
    "geschaeftspartner": Field.NAME,
}
_OWN_EMAIL = frozenset({"email", "emailadresse", "mail", "smtpaddr"})
_NAME_FIELDS = {Field.NAME, Field.COMPANY, Field.SURNAME}


@dataclass(frozen=True)
class Columns(MappedColumns[Field]):
    """The columns of a file of customers."""


def recognised(header: str) -> bool:
    """Whether a column of this name means anything to the import."""
    return normal(header) in _meanings()


def map_columns(header: Sequence[str]) -> Columns:
    """Meaning of each column of the file.

    A plain e-mail column counts as our responsible person's only directly behind that person's column: in most
    exports it is the customer's own address, and a block notice must never be sent there.

    Raises:
        InvalidInputError: no number or name column, or two columns that mean the same.
    """
    position: dict[Field, int] = {}
    ignored: dict[str, str] = {}
    problems: list[Problem] = []
    for at, column in enumerate(header):
        field = _meaning(header, at)
        if field is None:
            if column:
                ignored[column] = _why_ignored(column)
        elif field in position:
            other = header[position[field]]
            problems.append(Problem("header", column, f"{other!r} and {column!r} both mean {field}; leave one out"))
        else:
            position[field] = at
    problems += _missing(position)
    if problems:
        raise InvalidInputError(problems)
    _leave_out_halves(position, header, ignored)
    return Columns(position, header, ignored)


def _meaning(header: Sequence[str], at: int) -> Field | None:
    name = normal(header[at])
    behind_responsible = at > 0 and _meanings().get(normal(header[at - 1])) is Field.RESPONSIBLE
    if name in _OWN_EMAIL and behind_responsible:
        return Field.RESPONSIBLE_EMAIL
    if name not in _PERHAPS_NUMBER:
        return _meanings().get(name)
    others = [normal(column) for place, column in enumerate(header) if place != at]
    if any(_means_number(other, beside=name) for other in others):
        second = _PERHAPS_NUMBER[name]
        return second if second and not any(_meanings().get(other) in _NAME_FIELDS for other in others) else None
    return _meanings().get(name)


def _means_number(name: str, *, beside: str) -> bool:
    """Whether the column is a clearer customer number than the one beside it."""
    ranked = [*_PERHAPS_NUMBER]
    clearer = name not in _PERHAPS_NUMBER or ranked.index(name) < ranked.index(beside)
    return _meanings().get(name) is Field.NUMBER and clearer


def _why_ignored(column: str) -> str:
    if normal(column) in _OWN_EMAIL:
        return "taken for the customer's own address; name ours 'Verantwortlich E-Mail'"
    if normal(column) in _PERHAPS_NUMBER:
        return "another column holds the customer number"
    return "unknown column"


def _missing(position: Mapping[Field, int]) -> list[Problem]:
    problems = []
    if Field.NUMBER not in position:
        problems.append(Problem("header", "", "no column with the customer number, such as Kundennummer or KUNNR"))
    if not _NAME_FIELDS & set(position):
        problems.append(Problem("header", "", "no column with the name, such as Name, Firma, Nachname or NAME1"))
    return problems


_HALVES = (
    (Field.RESPONSIBLE, (Field.RESPONSIBLE_EMAIL,), "nobody can be told without a column 'Verantwortlich E-Mail'"),
    (Field.RESPONSIBLE_LANGUAGE, (Field.RESPONSIBLE_EMAIL,), "there is no column 'Verantwortlich E-Mail'"),
    (Field.DEPARTMENT, (Field.RESPONSIBLE_EMAIL, Field.DEPARTMENT_EMAIL), "no column holds an e-mail address for it"),
    (Field.HOUSE_NUMBER, (Field.STREET,), "there is no street column"),
    (Field.VAT_COUNTRY, (Field.VAT,), "there is no column with the rest of the VAT number"),
    (Field.CURRENCY, (Field.CREDIT_LIMIT, Field.OPEN_AMOUNT), "there is no amount column"),
    (Field.REGISTER_COURT, (Field.REGISTER, Field.REGISTER_NUMBER), "there is no column with the register number"),
)


def _leave_out_halves(position: dict[Field, int], header: Sequence[str], ignored: dict[str, str]) -> None:
    for field, partners, reason in _HALVES:
        if field in position and not set(partners) & set(position):
            ignored[header[position.pop(field)]] = reason


@cache
def _meanings() -> Mapping[str, Field]:
    return meanings(_NAMES)
