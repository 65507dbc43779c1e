"""The row's register number, VAT id, LEI and the like, each checked; every wrong one is named at once."""

import re
from collections.abc import Iterator, Mapping

import stdnum.fr.siret
from stdnum.exceptions import ValidationError as StdnumError

from chalicelib.errors import InvalidIdentifierError, InvalidInputError, Problem
from chalicelib.imports.headers import Field
from chalicelib.model.identifier import Identifier, Scheme, parse_identifier

_REGISTER_NUMBER = re.compile(
    r"\b(HRA|HRB|GnR|GsR|VR|PR|GüR)\s*[:.]?\s*\d{1,7}(?-i:\s?(?!AG\b)[A-Z]{1,3}\b)?", re.IGNORECASE
)
_AROUND_COURT = re.compile(r"^[\s,;:()/-]*((beim|bei|des|unter)\b\s*)?|[\s,;:()/-]*((unter|Nr\.?)\s*)?$", re.IGNORECASE)
_PLAIN = {
    Field.LEI: Scheme.LEI,
    Field.SIREN: Scheme.SIREN,
    Field.CH_UID: Scheme.CH_UID,
    Field.GB_COMPANY: Scheme.GB_COMPANY,
}


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


def _entries(cells: Mapping[Field, str]) -> Iterator[tuple[Field, Scheme, str, str | None]]:
    court = cells.get(Field.REGISTER_COURT)
    if number := cells.get(Field.REGISTER_NUMBER):
        yield Field.REGISTER_NUMBER, Scheme.DE_REGISTER, number, court
    if entry := cells.get(Field.REGISTER):
        number, inner = _number_and_court(entry)
        yield Field.REGISTER, Scheme.DE_REGISTER, number, inner or court
    if vat := cells.get(Field.VAT):
        country = cells.get(Field.VAT_COUNTRY, "")
        yield Field.VAT, Scheme.VAT, vat if vat.upper().startswith(country.upper()) else country + vat, None
    for field, scheme in _PLAIN.items():
        if printed := cells.get(field):
            yield field, scheme, printed, None


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
