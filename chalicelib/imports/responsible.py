"""Who in our firm hears of this customer: people and department mailboxes."""

from collections.abc import Mapping
from itertools import zip_longest

from pydantic import ValidationError

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.imports.headers import Field
from chalicelib.imports.values import read_list
from chalicelib.model.customer import Language, Responsible

_LANGUAGES: dict[str, Language] = {
    "de": "de",
    "d": "de",
    "deutsch": "de",
    "german": "de",
    "en": "en",
    "e": "en",
    "englisch": "en",
    "english": "en",
}


def read_responsible(cells: Mapping[Field, str]) -> tuple[Responsible, ...]:
    """People responsible for the customer; several stand in one cell, parted by `;` or `|`.

    Raises:
        InvalidInputError: a name without an e-mail address, or an address that is none.
    """
    names = read_list(cells.get(Field.RESPONSIBLE, ""))
    emails = read_list(cells.get(Field.RESPONSIBLE_EMAIL, ""))
    if names and len(names) != len(emails):
        raise _problem(Field.RESPONSIBLE_EMAIL, ";".join(emails), f"{len(names)} names, {len(emails)} e-mail addresses")
    department = cells.get(Field.DEPARTMENT) if Field.DEPARTMENT_EMAIL not in cells else None
    return _built(Field.RESPONSIBLE_EMAIL, names, emails, department, _language(cells))


def read_departments(cells: Mapping[Field, str]) -> tuple[Responsible, ...]:
    """Departments' mailboxes; raises as `read_responsible`."""
    names = read_list(cells.get(Field.DEPARTMENT, ""))
    emails = read_list(cells.get(Field.DEPARTMENT_EMAIL, ""))
    if names and emails and len(names) != len(emails):
        raise _problem(Field.DEPARTMENT_EMAIL, ";".join(emails), f"{len(names)} names, {len(emails)} e-mail addresses")
    return _built(Field.DEPARTMENT_EMAIL, names if emails else (), emails, None, "de")


def _built(
    field: Field, names: tuple[str, ...], emails: tuple[str, ...], department: str | None, language: Language
) -> tuple[Responsible, ...]:
    built = []
    for name, email in zip_longest(names, emails, fillvalue=""):
        try:
            built.append(Responsible(name=name or email, email=email, department=department, language=language))
        except ValidationError as error:
            raise _problem(field, email, "not an e-mail address") from error
    return tuple(built)


def _language(cells: Mapping[Field, str]) -> Language:
    printed = cells.get(Field.RESPONSIBLE_LANGUAGE, "de")
    language = _LANGUAGES.get(printed.casefold())
    if language is None:
        raise _problem(Field.RESPONSIBLE_LANGUAGE, printed, "unknown language; write de or en")
    return language


def _problem(field: Field, value: str, reason: str) -> InvalidInputError:
    return InvalidInputError([Problem(field, value, reason)])
