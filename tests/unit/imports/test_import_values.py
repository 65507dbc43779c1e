"""Dates, amounts, countries, kinds: what is read and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.errors import InvalidInputError
from chalicelib.imports.headers import Field
from chalicelib.imports.identifiers import read_identifiers
from chalicelib.imports.kinds import Naming, read_naming
from chalicelib.imports.responsible import read_departments, read_responsible
from chalicelib.imports.values import read_country, read_currency, read_date, read_money
from chalicelib.model.customer import CustomerKind


@pytest.mark.parametrize("printed", ["03.02.1980", "3.2.1980", "1980-02-03", "19800203", "1980-02-03T00:00:00"])
def test_dates(printed: str) -> None:
    assert read_date(printed) == date(1980, 2, 3)


@pytest.mark.parametrize("printed", ["00000000", "00.00.0000"])
def test_saps_day_of_zeros_is_no_day(printed: str) -> None:
    assert read_date(printed) is None


@pytest.mark.parametrize("printed", ["03/02/1980", "3.2.80", "31.02.1980", "1980", "Februar 1980", "29266"])
def test_dates_that_are_refused(printed: str) -> None:
    with pytest.raises(InvalidInputError):
        read_date(printed)


@pytest.mark.parametrize(
    ("printed", "amount", "currency"),
    [
        ("1.234,56", "1234.56", "EUR"),
        ("1,234.56", "1234.56", "EUR"),
        ("1234,5", "1234.5", "EUR"),
        ("1234.50", "1234.50", "EUR"),
        ("1.234", "1234", "EUR"),
        ("1.234.567", "1234567", "EUR"),
        ("1'234.50 CHF", "1234.50", "CHF"),
        ("GBP 12.00", "12.00", "GBP"),
        ("12,00 €", "12.00", "EUR"),
        ("1\u00a0234,00", "1234.00", "EUR"),
        ("1.234,56-", "-1234.56", "EUR"),
        ("-5", "-5", "EUR"),
        ("0,500", "0.500", "EUR"),
        ("0", "0", "EUR"),
    ],
)
def test_amounts(printed: str, amount: str, currency: str) -> None:
    money = read_money(printed, None)
    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "printed", ["1,234", "1.23.456", "1,2,3", "12x", "--5", "-5-", "1.234,56,7", ",", "9" * 16, "NaN"]
)
def test_amounts_that_are_refused(printed: str) -> None:
    with pytest.raises(InvalidInputError):
        read_money(printed, None)


def test_an_amount_may_not_contradict_the_currency_column() -> None:
    assert read_money("5", "CHF").currency == "CHF"
    with pytest.raises(InvalidInputError, match="says EUR"):
        read_money("5 €", "CHF")
    with pytest.raises(InvalidInputError):
        read_currency("Euro")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("DE", "DE"),
        ("d", "DE"),
        ("Deutschland", "DE"),
        ("Germany", "DE"),
        ("Allemagne", "DE"),
        ("CHE", "CH"),
        ("UK", "GB"),
    ],
)
def test_countries(printed: str, code: str) -> None:
    assert read_country(printed) == code


@pytest.mark.parametrize("printed", ["EU", "ZZ", "Preußen", "276"])
def test_countries_that_are_refused(printed: str) -> None:
    with pytest.raises(InvalidInputError):
        read_country(printed)


ORGANISATION, PERSON = CustomerKind.ORGANISATION, CustomerKind.PERSON


@pytest.mark.parametrize(
    ("cells", "naming"),
    [
        ({Field.NAME: "Nord GmbH"}, Naming(ORGANISATION, "Nord GmbH")),
        ({Field.NAME: "Nordlicht"}, Naming(ORGANISATION, "Nordlicht")),
        (
            {Field.NAME: "Hafenspeditions", Field.NAME_2: "gesellschaft mbH"},
            Naming(ORGANISATION, "Hafenspeditions gesellschaft mbH"),
        ),
        ({Field.NAME: "Nord GmbH", Field.NAME_2: "z. Hd. Frau Kern"}, Naming(ORGANISATION, "Nord GmbH")),
        ({Field.FIRST_NAME: "Ida", Field.SURNAME: "Kern"}, Naming(PERSON, "Ida Kern", "Ida", "Kern")),
        (
            {Field.COMPANY: "Blumen Kern", Field.FIRST_NAME: "Ida", Field.SURNAME: "Kern"},
            Naming(PERSON, "Ida Kern", "Ida", "Kern", "Blumen Kern"),
        ),
        (
            {Field.COMPANY: "Nord GmbH", Field.FIRST_NAME: "Ida", Field.SURNAME: "Kern"},
            Naming(ORGANISATION, "Nord GmbH"),
        ),
        ({Field.NAME: "Kern", Field.FIRST_NAME: "Ida"}, Naming(PERSON, "Ida Kern", "Ida", "Kern")),
        ({Field.NAME: "Kern, Ida", Field.FIRST_NAME: "Ida"}, Naming(PERSON, "Kern, Ida", "Ida")),
        (
            {Field.COMPANY: "Blumenecke", Field.NAME: "Kern", Field.FIRST_NAME: "Ida"},
            Naming(PERSON, "Ida Kern", "Ida", "Kern", "Blumenecke"),
        ),
        ({Field.NAME: "Ida Kern", Field.SALUTATION: "Frau"}, Naming(PERSON, "Ida Kern")),
        ({Field.NAME: "Nord GmbH", Field.SALUTATION: "Frau"}, Naming(ORGANISATION, "Nord GmbH")),
        ({Field.COMPANY: "Nordlicht", Field.SALUTATION: "Herr"}, Naming(ORGANISATION, "Nordlicht")),
        ({Field.NAME: "Nordlicht", Field.SALUTATION: "Firma"}, Naming(ORGANISATION, "Nordlicht")),
        ({Field.NAME: "Blumen Kern e.K."}, Naming(PERSON, "Blumen Kern e.K.")),
        ({Field.NAME: "Kern, Ida", Field.KIND: "Privatperson"}, Naming(PERSON, "Ida Kern", "Ida", "Kern")),
        (
            {Field.NAME: "Kern", Field.NAME_2: "Ida", Field.NATURAL_PERSON: "X"},
            Naming(PERSON, "Ida Kern", "Ida", "Kern"),
        ),
        ({Field.NAME: "Ida Kern", Field.BIRTH_DATE: "03.02.1980"}, Naming(PERSON, "Ida Kern")),
        ({Field.NAME: "Nordlicht", Field.ADDRESS_TYPE: "1"}, Naming(PERSON, "Nordlicht")),
        ({Field.SURNAME: "Kern", Field.ADDRESS_TYPE: "0"}, Naming(PERSON, "Kern", None, "Kern")),
        ({Field.NAME: "Kern AG", Field.KIND: "person"}, Naming(PERSON, "Kern AG")),
    ],
)
def test_kind_and_names(cells: dict[Field, str], naming: Naming) -> None:
    assert read_naming(cells) == naming


def test_a_kind_nobody_knows_is_refused() -> None:
    for cells in ({Field.KIND: "Vielleicht"}, {Field.ADDRESS_TYPE: "7"}, {Field.NATURAL_PERSON: "?"}):
        with pytest.raises(InvalidInputError):
            read_naming({Field.NAME: "Nord", **cells})


@pytest.mark.parametrize(
    ("cells", "keys"),
    [
        ({Field.REGISTER: "Amtsgericht Hamburg HRB 12345"}, ["de_register:hamburg:HRB12345"]),
        ({Field.REGISTER: "HRB 12345, Amtsgericht Hamburg"}, ["de_register:hamburg:HRB12345"]),
        ({Field.REGISTER: "HRB 5 AG Kiel"}, ["de_register:kiel:HRB5"]),
        ({Field.REGISTER: "AG Köln, HRA 77 B"}, ["de_register:koeln:HRA77"]),
        ({Field.REGISTER_NUMBER: "HRB 5", Field.REGISTER_COURT: "Kiel"}, ["de_register:kiel:HRB5"]),
        ({Field.REGISTER: "HRB 5", Field.REGISTER_COURT: "Kiel"}, ["de_register:kiel:HRB5"]),
        ({Field.VAT: "136695976", Field.VAT_COUNTRY: "DE"}, ["vat:DE136695976"]),
        ({Field.VAT: "DE 136 695 976", Field.VAT_COUNTRY: "DE"}, ["vat:DE136695976"]),
        ({Field.SIRET: "73282932000074"}, ["siren:732829320"]),
        ({Field.SIREN: "732 829 320", Field.SIRET: "732 829 320 00074"}, ["siren:732829320"]),
        ({Field.CH_UID: "CHE-107.787.577 MWST"}, ["ch_uid:CHE107787577"]),
        ({Field.VAT: "CHE-107.787.577 MWST"}, ["ch_uid:CHE107787577"]),
        ({Field.CH_UID: "ATU13585627"}, ["vat:ATU13585627"]),
        ({Field.VAT: "GB980780684", Field.COUNTRY: "GB"}, []),
        ({Field.REGISTER_NUMBER: "01234567", Field.COUNTRY: "UK"}, ["gb_company:01234567"]),
        ({Field.REGISTER_NUMBER: "732 829 320 R.C.S. Paris", Field.COUNTRY: "F"}, ["siren:732829320"]),
        ({Field.REGISTER_NUMBER: "FN 71396 w", Field.COUNTRY: "AT"}, ["at_fn:71396w"]),
        ({Field.REGISTER_NUMBER: "1234567", Field.COUNTRY: "NL"}, ["nl_kvk:01234567"]),
        ({Field.NL_KVK: "KvK 12345678"}, ["nl_kvk:12345678"]),
        ({Field.AT_FN: "071396W"}, ["at_fn:71396w"]),
        (
            {Field.REGISTER_NUMBER: "HRB 5", Field.REGISTER_COURT: "Kiel", Field.COUNTRY: "FR"},
            ["de_register:kiel:HRB5"],
        ),
        ({Field.GB_COMPANY: "1234567"}, ["gb_company:01234567"]),
    ],
)
def test_identifiers(cells: dict[Field, str], keys: list[str]) -> None:
    assert [identifier.key for identifier in read_identifiers(cells)] == keys


@pytest.mark.parametrize("cells", [{Field.AT_FN: "71396"}, {Field.NL_KVK: "123456789"}, {Field.NL_KVK: "00000"}])
def test_a_dutch_or_austrian_number_that_cannot_exist_is_named(cells: dict[Field, str]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_identifiers(cells)
    assert {problem.path for problem in caught.value.problems} == set(cells)


def test_every_wrong_identifier_is_named() -> None:
    cells = {Field.REGISTER_NUMBER: "HRB 5", Field.VAT: "DE1", Field.LEI: "X", Field.SIRET: "1", Field.CH_UID: "CHE-1"}
    with pytest.raises(InvalidInputError) as caught:
        read_identifiers(cells)
    fields = {problem.path for problem in caught.value.problems}
    assert fields == {Field.REGISTER_COURT, Field.VAT, Field.LEI, Field.SIRET, Field.CH_UID}


def test_several_responsible_people_share_a_cell() -> None:
    cells = {Field.RESPONSIBLE: "Eva Kern; Jan Voss", Field.RESPONSIBLE_EMAIL: "eva@example.com|jan@example.com"}
    people = read_responsible(cells | {Field.DEPARTMENT: "Export", Field.RESPONSIBLE_LANGUAGE: "Englisch"})
    assert [(one.name, one.email, one.department, one.language) for one in people] == [
        ("Eva Kern", "eva@example.com", "Export", "en"),
        ("Jan Voss", "jan@example.com", "Export", "en"),
    ]


def test_a_department_with_a_mailbox_is_told_itself() -> None:
    cells = {Field.DEPARTMENT: "Export", Field.DEPARTMENT_EMAIL: "export@example.com"}
    assert [(one.name, one.email) for one in read_departments(cells)] == [("Export", "export@example.com")]
    assert read_responsible(cells) == ()


@pytest.mark.parametrize(
    "emails", ["", "eva@example.com;jan@example.com", "eva", "Eva <eva@example.com>", "ä@example.com"]
)
def test_people_who_cannot_be_told_are_refused(emails: str) -> None:
    with pytest.raises(InvalidInputError):
        read_responsible({Field.RESPONSIBLE: "Eva Kern", Field.RESPONSIBLE_EMAIL: emails})
