"""When two names are one court's: too generous, and another debtor's proceedings become the customer's."""

import pytest

from chalicelib import decide
from chalicelib.deciding import meeting
from chalicelib.model.proceedings import same_court
from tests.builders import a_match, a_notice, an_occasion, filed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AG Frankfurt", "AG Frankfurt (Oder)"),
        ("Amtsgericht Frankfurt am Main", "AG Frankfurt (Oder)"),
        ("AG Neustadt", "AG Neustadt an der Weinstraße"),
        ("AG Neustadt (Aisch)", "AG Neustadt (Weinstraße)"),
        ("High Court of Justice", "High Court of Justice in Manchester"),
        ("High Court of Justice", "High Court of Justice, Manchester District Registry"),
        ("Amtsgericht", "AG Kiel"),
        ("Amtsgericht", "Amtsgericht"),
        ("", "AG Kiel"),
        ("Wien", "HG Wien"),
        ("Bankruptcy Court", "United States Bankruptcy Court for the District of Delaware"),
        ("Rechtbank", "Rechtbank Midden-Nederland"),
    ],
)
def test_another_court(one: str, other: str) -> None:
    assert not same_court(one, other)
    assert not same_court(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hamburg", "Amtsgericht Hamburg - Insolvenzgericht -"),
        ("AG Frankfurt a. M.", "Amtsgericht Frankfurt am Main"),
        ("AG Frankfurt/Oder", "Amtsgericht Frankfurt (Oder)"),
        ("AG Neustadt a.d. Weinstr.", "Amtsgericht Neustadt an der Weinstraße"),
        ("Charlottenburg", "AG Charlottenburg (Berlin)"),
        ("HG Wien", "Handelsgericht Wien (007)"),
        ("High Court", "High Court of Justice, Business and Property Courts of England and Wales"),
        ("High Court of Justice in Leeds", "High Court of Justice, Business and Property Courts in Leeds"),
        ("District of Delaware", "U.S. Bankruptcy Court, District of Delaware"),
        ("Rechtbank Midden-Nederland", "Rechtbank Midden-Nederland, Lelystad"),
        ("KS v Brně", "Krajský soud v Brně"),
    ],
)
def test_one_court(one: str, other: str) -> None:
    assert same_court(one, other)
    assert same_court(other, one)


@pytest.mark.parametrize(("court", "met"), [("AG Hamburg", True), ("Amtsgericht Hamburg, Abt. 67", False)])
def test_whoever_is_not_surely_the_customer_joins_only_the_very_same_docket(court: str, met: bool) -> None:
    case = filed(decide.on_match(a_match(), a_notice(), an_occasion())).case
    notice = a_notice(number=5, source="northdata", court=court, case_number="67a IN 17/26")
    assert (meeting.of_the_same_docket(notice, [case]) is not None) is met
