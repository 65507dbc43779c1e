"""German announcements in running proceedings: whom they are about, and what they move."""

from datetime import date

import pytest

from chalicelib.registers.german.debtor_facts import find_birth
from chalicelib.registers.german.debtor_name import find_debtor
from chalicelib.registers.german.notice import read_notice
from chalicelib.registers.german.row import Row


@pytest.mark.parametrize(
    "text",
    [
        "In dem Verfahren über den Antrag des Max Probst, geboren am 1. Februar 1980, Teststraße 5, 26603 Aurich, wird",
        "In dem Verfahren über die Restschuldbefreiung des Max Probst, geb. 01.02.1980, Aurich, wird",
        "über den Nachlass des am 03.03.2024 verstorbenen Max Probst, geboren am 01.02.1980, zuletzt Weg 1",
    ],
)
def test_a_person_is_born_wherever_the_text_first_names_them(text: str) -> None:
    debtor = find_debtor("Probst, Max", "7 IK 16/23", None, text)
    assert find_birth(text, debtor.end) == (date(1980, 2, 1), None)


@pytest.mark.parametrize(
    ("text", "kind", "deadline"),
    [
        ("Die Frist zur Anmeldung der Forderungen wird bis zum 15.01.2027 verlängert.", "HEARING_OR_DEADLINE_SET", 15),
        ("Berichtigung: die Anmeldefrist muss richtig lauten: 22.01.2027.", "CORRECTION", 22),
        ("Berichtigung: statt Anmeldefrist 12.01.2027 muss es heißen Anmeldefrist 22.01.2027.", "CORRECTION", None),
    ],
)
def test_a_moved_time_limit_is_read_unless_two_stand_there(text: str, kind: str, deadline: int | None) -> None:
    row = Row(
        published=date(2026, 11, 18),
        case_number="7 IN 21/26",
        court="Aurich",
        name="Probst GmbH",
        seat="Aurich",
        register="",
        category="",
        text=f"7 IN 21/26 In dem Insolvenzverfahren über das Vermögen der Probst GmbH, Weg 1, 26603 Aurich: {text}",
    )
    notice = read_notice(row, None, None)
    assert notice.event_kind == kind
    assert notice.claim_deadline == (date(2027, 1, deadline) if deadline else None)
