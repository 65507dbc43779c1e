"""Whose names American case titles hold: organisations are kept, persons are not."""

import pytest

from chalicelib.model.notice import DebtorKind
from chalicelib.registers.american.names import debtor, is_dispute, is_kept

PERSONS = (
    "Erika Exampleton",
    "Frank Church",
    "Frank J. Church Jr.",
    "Maria Bank and Peter Bank",
    "Maria Elena Bank and Peter Paul Bank",
    "Mary Farm",
    "Erika School",
    "John Co",
    "Maria Sa",
    "JOHN CO",
    "Otto Law",
    "Erika Flowers",
    "Church, Frank",
    "Otto Sample and Olga Sample",
    "Otto Sample & Olga House",
    "Inca Corpuz",
    "Siobhan O'Sample",
    "Carlos Plaza",
    "Marta Coleman",
)
ORGANISATIONS = (
    "Smith Plumbing",
    "Blue Ridge Bakery",
    "Müller & Söhne OHG",
    "Quick Mart #12",
    "30th Street Partners",
    "Larkspur Holding AG",
    "Larkspur AG",
    "Pebblewick S.p.A.",
    "Pebblewick S.A. de C.V.",
    "Pebblewick Pty Ltd",
    "Pebblewick, PC",
    "Pebblewick & Co",
    "Larkspur Co.",
    "Larkspur Motor Co",
    "Pebble Hill Church",
    "The Bank",
    "The Golden Spoon",
    "Bank of Larkspur",
    "First Larkspur Bank",
    "Pebble Hill Farm",
    "Tinker Heating and Cooling",
    "Exampleton Law Firm",
    "PEBBLEWICK L.L.C.",
    "Pebblewick, LP",
    "Sunny Farms",
    "Otto's Place",
    "Exampleton Bros",
    "Pebble Ridge Outfitters",
    "Pebble A.G.",
    "Larkspur Café",
    "1234 Main St",
)


@pytest.mark.parametrize("name", PERSONS)
def test_surnames_that_are_words_of_business_make_no_organisation(name: str) -> None:
    assert debtor(name, "7").kind is DebtorKind.PERSON
    assert not is_kept(name, "7")


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_trades_and_legal_forms_make_one(name: str) -> None:
    assert debtor(name, "7").kind is DebtorKind.ORGANISATION


def test_the_petition_s_form_and_the_chapter_are_evidence() -> None:
    company = "Chapter 7 Voluntary Petition for Non-Individual"
    person = "Chapter 11 Voluntary Petition for Individual"
    assert debtor("Pebblewick", "7", company).kind is DebtorKind.ORGANISATION
    assert debtor("Frank Church", "11", "Voluntary Petition (Chapter 11)").kind is DebtorKind.UNKNOWN
    assert debtor("Frank Bakery", "11", person).kind is DebtorKind.PERSON
    assert debtor("Pebblewick LLC", "11", person).kind is DebtorKind.ORGANISATION
    assert not is_kept("Pebblewick", "11", person)
    assert is_kept("Erika Exampleton dba Tinker Bags", "11", person)
    assert debtor("Village of Pebble", "9").kind is DebtorKind.ORGANISATION
    assert debtor("Pebblewick Inc", "13").kind is DebtorKind.PERSON


@pytest.mark.parametrize(
    "title", ["In re: Pebble Inc.", "In re Pebble Inc.", "IN RE: Pebble Inc.", "In the Matter of Pebble Inc."]
)
def test_the_court_s_way_to_title_a_case_is_no_part_of_the_name(title: str) -> None:
    assert debtor(title, "7").name == "Pebble Inc."


def test_two_sides_are_a_dispute() -> None:
    assert is_dispute("Foo Inc. v. Bar Corp")
    assert is_dispute("Foo Inc. vs Otto Sample et al")
    assert not is_dispute("Maria V. Sample")
    assert not is_dispute("V. Sample Trucking LLC")
    assert not is_dispute("In re Foo Inc.")
