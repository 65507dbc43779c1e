"""The row's register number, VAT id, LEI and the like, each checked; every wrong one is named at once."""

import re
from collections.abc import Iterator, Mapping

import stdnum.eu.vat
import stdnum.fr.siret
from stdnum.exceptions import ValidationError as StdnumError

from chalicelib.errors import InvalidIdentifierError, InvalidInputError, Problem
from chalicelib.imports.headers import Field
from chalicelib.imports.values import read_country
from chalicelib.model.identifier import Identifier, Scheme, parse_identifier

_REGISTER_NUMBER = re.compile(
    r"\b(HRA|HRB|GnR|GsR|VR|PR|GüR)\s*[:.]?\s*\d{1,7}(?-i:\s?(?!AG\b)[A-Z]{1,3}\b)?(?![A-Za-z0-9])", re.IGNORECASE
)
_AROUND_COURT = re.compile(r"^[\s,;:()/-]*((beim|bei|des|unter)\b\s*)?|[\s,;:()/-]*((unter|Nr\.?)\s*)?$", re.IGNORECASE)
_PLAIN = {
    Field.LEI: Scheme.LEI,
    Field.SIREN: Scheme.SIREN,
    Field.GB_COMPANY: Scheme.GB_COMPANY,
    Field.NL_KVK: Scheme.NL_KVK,
    Field.AT_FN: Scheme.AT_FN,
}
_COMPANY_NUMBERS = {"CZ": Scheme.CZ_ICO, "SK": Scheme.SK_ICO, "NO": Scheme.NO_ORGNR, "LV": Scheme.LV_REG}
_BARE_NUMBER = re.compile(r"(NO)?[\d\s]+(MVA)?", re.IGNORECASE)
# A company's VAT id is its number behind the letters; a person's has another length or begins with the birth date.
_COMPANY_IN_VAT = re.compile(r"CZ(?P<number>\d{8})|LV(?P<latvian>[4-9]\d{10})")
# EL is Greece's own prefix, XI Northern Ireland's.
_EU_PREFIXES = {state.upper() for state in stdnum.eu.vat.MEMBER_STATES} | {"EL", "XI"}
_Entry = tuple[Field, Scheme, str, str | None]


def read_identifiers(cells: Mapping[Field, str]) -> tuple[Identifier, ...]:
    """Identifiers of the row, each once.

    Raises:
        InvalidInputError: with one problem, whose path is the Field, for each that cannot exist.
    """
    found: dict[str, Identifier] = {}
    problems: list[Problem] = []
    for field, scheme, printed, office in _entries(cells):
        try:
            identifier = parse_identifier(scheme, printed, office)
        except InvalidIdentifierError as error:
            problems.append(Problem(_field_at_fault(field, error), printed, error.problems[0].reason))
        else:
            found.setdefault(identifier.key, identifier)
    if siret := cells.get(Field.SIRET):
        try:
            siren = stdnum.fr.siret.to_siren(stdnum.fr.siret.validate(siret)).replace(" ", "")
            found.setdefault(f"siren:{siren}", parse_identifier(Scheme.SIREN, siren))
        except StdnumError as error:
            problems.append(Problem(Field.SIRET, siret, str(error)))
    if problems:
        raise InvalidInputError(problems)
    return tuple(found.values())


def _entries(cells: Mapping[Field, str]) -> Iterator[_Entry]:
    for field in (Field.REGISTER_NUMBER, Field.REGISTER):
        if printed := cells.get(field):
            yield from _register_entry(field, printed, cells)
    for field in (Field.VAT, Field.CH_UID):
        if printed := cells.get(field):
            yield from _tax_entry(field, printed, cells.get(Field.VAT_COUNTRY, ""))
    for field, scheme in _PLAIN.items():
        if printed := cells.get(field):
            yield field, scheme, printed, None


def _register_entry(field: Field, printed: str, cells: Mapping[Field, str]) -> Iterator[_Entry]:
    """A register number by the customer's country; of countries without a scheme here it is left out."""
    country = _country(cells)
    if country in ("DE", None) or _REGISTER_NUMBER.search(printed):
        number, court = _number_and_court(printed)
        yield field, Scheme.DE_REGISTER, number, court or cells.get(Field.REGISTER_COURT)
    elif country == "GB":
        yield field, Scheme.GB_COMPANY, printed, None
    elif country == "CH":
        yield field, Scheme.CH_UID, printed, None
    elif country == "NL":
        yield field, Scheme.NL_KVK, printed, None
    elif country == "AT":
        yield field, Scheme.AT_FN, printed, None
    elif country in _COMPANY_NUMBERS and _BARE_NUMBER.fullmatch(printed.strip()):
        yield field, _COMPANY_NUMBERS[country], printed, None  # a court's volume and page stand there, too
    elif country == "FR":
        yield field, Scheme.SIREN, re.sub(r"[^\d ]", "", printed), None


def _tax_entry(field: Field, printed: str, country: str) -> Iterator[_Entry]:
    """A VAT id; UID is Switzerland's company number but Austria's VAT id. Other countries' are left out."""
    whole = printed if printed.upper().startswith(country.upper()) else country + printed
    prefix = whole.strip()[:2].upper()
    if whole.upper().startswith("CHE"):
        yield field, Scheme.CH_UID, re.sub(r"\s*(MWST|TVA|IVA|VAT)$", "", whole, flags=re.IGNORECASE), None
    elif prefix.isalpha() and prefix not in _EU_PREFIXES:
        return
    else:
        yield field, Scheme.VAT, whole, None
        inside = _COMPANY_IN_VAT.fullmatch(re.sub(r"[\s.-]", "", whole.upper()))
        if inside and stdnum.eu.vat.is_valid(whole):
            yield field, _COMPANY_NUMBERS[prefix], inside["number"] or inside["latvian"], None


def _country(cells: Mapping[Field, str]) -> str | None:
    try:
        return read_country(cells[Field.COUNTRY]) if Field.COUNTRY in cells else None
    except InvalidInputError:
        return None  # reported where the address is read


def _number_and_court(entry: str) -> tuple[str, str]:
    """Number and court of an entry that holds both, in either order.

    >>> _number_and_court("Amtsgericht Hamburg, HRB 12345"), _number_and_court("HRA 7 B (AG Kiel)")
    (('HRB 12345', 'Amtsgericht Hamburg'), ('HRA 7 B', 'AG Kiel'))
    """
    match = _REGISTER_NUMBER.search(entry)
    if match is None:
        return entry, ""
    around = f"{entry[: match.start()]} {entry[match.end() :]}"
    return match[0], _AROUND_COURT.sub("", around)


def _field_at_fault(field: Field, error: InvalidIdentifierError) -> Field:
    about_court = error.problems[0].path == "register_court"
    return Field.REGISTER_COURT if about_court and field is Field.REGISTER_NUMBER else field
