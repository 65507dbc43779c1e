"""Which passages of a publication are marked, and as what."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cockpit.case_passages import Piece, shown
from chalicelib.model.address import PostalAddress
from chalicelib.model.notice import Hearing, HearingKind, InsolvencyNotice
from tests.builders import a_notice

TEXT = (
    "Amtsgericht Hamburg, Aktenzeichen: 67a IN\n17/26\nÜber das Vermögen der Hafenlogistik Sonnenried GmbH wird am "
    "2. März 2026, um 9.05 Uhr das Verfahren eröffnet. Verwalter: Dr. Ina Gruß, Kai 3, 20457 Hamburg. Der Verwalter "
    "nimmt Forderungen bis zum 08.04.2026 entgegen. Prüfungstermin: 2026-05-07."
)


def marked(notice: InsolvencyNotice) -> dict[str, tuple[str, ...]]:
    return {piece.text: piece.kinds for piece in shown(notice).pieces if piece.kinds}


def a_text(text: str = TEXT, **fields: Any) -> InsolvencyNotice:
    known: dict[str, Any] = {
        "original_text": text,
        "opening_date": date(2026, 3, 2),
        "opening_time": time(9, 5),
        "claim_deadline": date(2026, 4, 8),
        "hearing_dates": (Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 5, 7)),),
        "practitioner_name": "Dr. Ina Gruss",
        "practitioner_role": "Verwalter",
        "practitioner_address": PostalAddress(street="Kai 3", postcode="20457", city="Hamburg"),
    }
    return a_notice(**known | fields)


def test_each_passage_is_marked_as_what_it_was_read_as_however_it_is_written() -> None:
    assert marked(a_text()) == {
        "Amtsgericht Hamburg": ("court",),
        "67a IN\n17/26": ("case_number",),
        "Hafenlogistik Sonnenried GmbH": ("debtor_name",),
        "2. März 2026": ("opening_date",),
        "9.05 Uhr": ("opening_time",),
        "Verwalter": ("practitioner_role",),
        "Dr. Ina Gruß": ("practitioner_name",),
        "Kai 3, 20457 Hamburg": ("practitioner_address",),
        "08.04.2026": ("claim_deadline",),
        "2026-05-07": ("hearing",),
    }
    roles = [one for one in shown(a_text()).pieces if one.kinds == ("practitioner_role",)]
    assert len(roles) == 1, "a word that stands everywhere is marked once"
    assert shown(a_text()).groups == ("court", "case_number", "date", "debtor", "practitioner")


def test_what_does_not_stand_there_is_listed_and_nothing_else_is_marked_for_it() -> None:
    found = shown(a_text("Das Verfahren 167a IN 17/26 des Gerichts, 12.03.2026.", practitioner_name="Max Anders"))
    assert [one for one in found.pieces if one.kinds] == []
    assert {one.kind for one in found.elsewhere} >= {"court", "case_number", "practitioner_name", "opening_date"}


def test_one_day_read_as_two_things_says_both() -> None:
    day = date(2026, 3, 2)
    assert marked(a_text("Am 02.03.2026.", claim_deadline=day))["02.03.2026"] == ("opening_date", "claim_deadline")


@pytest.mark.parametrize(
    "written", ["2.3.2026", "02.03.2026", "2 mars 2026", "2 March 2026", "2nd March 2026", "2026-03-02", "02/03/2026"]
)
def test_days_are_found_in_the_registers_languages(written: str) -> None:
    assert marked(a_text(f"on {written}: it"))[written] == ("opening_date",)


def test_another_day_that_contains_the_digits_is_not_it() -> None:
    assert marked(a_text("12.3.2026 und 2.3.20261")) == {}


def test_the_longer_of_two_that_overlap_is_marked() -> None:
    notice = a_text("Amtsgericht Hamburg", debtor_name="Hamburg")
    assert shown(notice).pieces == (Piece("Amtsgericht Hamburg", ("court",)),)


@given(st.text(), st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_the_pieces_are_always_the_whole_text(text: str, court: str, name: str, number: str) -> None:
    notice = a_text(f"{text}{court} {name}{number}", court=court, debtor_name=name, case_number=number)
    assert "".join(one.text for one in shown(notice).pieces) == notice.original_text
