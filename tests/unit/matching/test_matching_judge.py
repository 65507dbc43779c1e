"""The evidence is complete, readable, adds up, and decides by gates."""

from typing import Any

import pytest

from chalicelib.matching.judge import judge
from chalicelib.model.match import EvidenceLevel, Match, MatchResult
from tests.unit.matching.pairs import NOW, a_customer, a_notice

DOOR = {"street": "Kai 7", "postcode": "20457", "city": "Hamburg"}
NUMBER = [["de_register", "HRB 4711 B", "Berlin"]]


def _judged(customer: dict[str, Any], notice: dict[str, Any]) -> Match:
    return judge(a_customer(**customer), a_notice(**notice), NOW)


def test_every_comparable_field_is_shown_with_both_values_in_both_languages() -> None:
    match = _judged(
        {"name": "Nordlicht Bau GmbH", "ids": NUMBER, "country": "DE", **DOOR},
        {"name": "NORDLICHT BAU GMBH i.L.", "ids": NUMBER, **DOOR},
    )
    fields = {piece.field: piece for piece in match.evidence}
    assert set(fields) == {"identifier", "name", "legal_form", "seat", "address", "country"}
    assert fields["identifier"].sentence_de == "Dieselbe Nummer: „HRB 4711 B (Charlottenburg)“."
    assert fields["identifier"].sentence_en == "The same number: “HRB 4711 B (Charlottenburg)”."
    assert (fields["name"].customer_value, fields["name"].notice_value) == (
        "Nordlicht Bau GmbH",
        "NORDLICHT BAU GMBH i.L.",
    )
    assert all(piece.level is EvidenceLevel.EQUAL for piece in match.evidence)
    assert (match.result, match.rule, match.score) == (MatchResult.POSITIVE, "identifier_and_name", 100)


def test_a_value_missing_on_one_side_is_said() -> None:
    match = _judged({"name": "Nordlicht GmbH"}, {"name": "Nordlicht GmbH", "ids": NUMBER})
    identifier = next(piece for piece in match.evidence if piece.field == "identifier")
    assert identifier.level is EvidenceLevel.UNKNOWN
    assert identifier.bits == 0
    assert "ohne Angabe" in identifier.sentence_de
    assert "not given" in identifier.sentence_en


def test_the_bits_are_the_evidence_and_the_odds_before_it() -> None:
    near = _judged({"name": "Nordlicht GmbH", **DOOR}, {"name": "Nordlicht GmbH", "city": "Hamburg"})
    far = _judged({"name": "Nordlicht GmbH", **DOOR}, {"name": "Nordlicht GmbH", "city": "Kiel"})
    before = [float(match.bits - sum(piece.bits for piece in match.evidence)) for match in (near, far)]
    assert before[0] == pytest.approx(before[1], abs=0.1)
    assert before[0] < 0
    assert near.bits > far.bits
    assert near.score > far.score


def test_bits_survive_the_way_into_the_table_and_the_message() -> None:
    match = _judged({"name": "Nordlicht GmbH", **DOOR}, {"name": "Nordlicht GmbH", "city": "Kiel"})
    stored = match.model_dump(mode="json")
    assert isinstance(stored["bits"], str)
    assert all(isinstance(piece["bits"], str) for piece in stored["evidence"])
    assert Match.model_validate(stored) == match
    assert Match.model_validate_json(match.model_dump_json()) == match


@pytest.mark.parametrize(
    ("customer", "notice", "rule"),
    [
        ({"ids": [["de_register", "HRB 2", "Hamburg"]]}, {"ids": [["de_register", "HRB 3", "Hamburg"]]}, "same_name"),
        ({"ids": [["de_register", "HRB 2", "Hamburg"]]}, {"ids": [["de_register", "HRB 3", "Kiel"]]}, "same_name"),
        ({"country": "AT"}, {"country": "DE"}, "same_name_and_address_other_country"),
    ],
)
def test_a_veto_takes_the_door_rule_away(customer: dict[str, Any], notice: dict[str, Any], rule: str) -> None:
    shared = {"name": "Nordlicht Reederei GmbH", **DOOR}
    assert _judged(shared, shared).rule == "name_form_address"
    match = _judged({**shared, **customer}, {**shared, **notice})
    assert (match.result, match.rule) == (MatchResult.UNSURE, rule)


def test_an_owner_note_never_decides_by_itself() -> None:
    match = _judged(
        {"name": "Blumen Rosenrot, Inh. Karl Sonderbar", "ids": NUMBER},
        {"name": "Karl Sonderbar", "kind": "person", "ids": NUMBER},
    )
    assert match.result is MatchResult.UNSURE


def test_a_name_that_is_only_uncertain_is_still_compared() -> None:
    number = [["de_register", "HRB 5", "Hamburg"]]
    uncertain = {"name": "Gasthaus Anker GmbH", "nameless": True, "ids": number}
    assert _judged({"name": "Nordlicht GmbH", "ids": number}, uncertain).result is MatchResult.UNSURE
    assert _judged({"name": "Gasthaus Anker GmbH", "ids": number}, uncertain).rule == "identifier_and_name"


def test_a_sole_traders_business_name_agrees_as_such() -> None:
    trader = {"name": "Tischlerei Rosenrot e.K. Inhaber Karl Sonderbar", "kind": "person", "city": "Köln"}
    number = [["de_register", "HRA 7", "Köln"]]
    assert _judged({**trader, "ids": number}, {**trader, "ids": number}).result is MatchResult.POSITIVE
    assert _judged(trader, trader).result is MatchResult.UNSURE
    person = {"name": "Karl Sonderbar", "kind": "person", "city": "Köln", "born": "1970-02-03"}
    assert _judged(person, {**trader, "born": "1970-02-03"}).result is MatchResult.UNSURE


def test_a_firm_known_from_an_owner_note_never_decides_by_itself() -> None:
    number = [["de_register", "HRA 5", "Hamburg"]]
    match = _judged(
        {"name": "Blumen Rosenrot e.K.", "ids": number},
        {"name": "Karl Sonderbar, Inhaber der Firma Blumen Rosenrot e.K.", "kind": "person", "ids": number},
    )
    assert match.result is MatchResult.UNSURE


def test_same_number_wins_over_a_second_number_of_another_court() -> None:
    both = [*NUMBER, ["de_register", "HRB 9", "Kiel"]]
    match = _judged({"name": "Nordlicht GmbH", "ids": both}, {"name": "Nordlicht GmbH", "ids": NUMBER})
    assert match.rule == "identifier_and_name"


def test_a_notice_without_a_name_needs_the_same_company_number() -> None:
    number = [["gb_company", "01234567", None]]
    nameless = {"name": "01234567", "country": "GB", "nameless": True, "ids": number}
    match = _judged({"name": "Brindle Foods Ltd", "ids": number}, nameless)
    assert (match.result, match.rule) == (MatchResult.POSITIVE, "identifier_of_nameless_notice")
    assert _judged({"name": "01234567"}, nameless).result is MatchResult.NEGATIVE


BORN = {"kind": "person", "born": "1980-03-12"}


@pytest.mark.parametrize(
    ("mine", "theirs", "rule"),
    [
        ("Gerhard Quast", "Gerhard Quast", "person_birth_date"),
        ("Gerhard Quast", "Gersard Quast", "person_birth_date_misspelt"),
        ("Gerhard Quastenflosser", "Gerhard Quastenflossr", "person_birth_date_misspelt"),
        ("Andreas Quast", "Andrea Quast", "birth_date_and_part_of_name"),
        ("Hans Peter Quast", "Hans Otto Quast", "birth_date_and_part_of_name"),
        ("Karl Quast", "Otto Quast", "birth_date_and_part_of_name"),
        ("Gerhard Quast", "G. Quast", "birth_date_and_part_of_name"),
        ("Erna Quast", "Erna Quast-Beispiel", "birth_date_and_part_of_name"),
    ],
)
def test_a_slip_in_one_name_is_forgiven_in_the_same_town_but_a_twin_has_another_name(
    mine: str, theirs: str, rule: str
) -> None:
    near = _judged({"name": mine, **BORN, **DOOR}, {"name": theirs, **BORN, "city": "Hamburg"})
    assert near.rule == rule
    assert (near.result is MatchResult.POSITIVE) == rule.startswith("person_")
    if rule == "person_birth_date_misspelt":
        far = _judged({"name": mine, **BORN, **DOOR}, {"name": theirs, **BORN, "city": "Kiel"})
        assert far.result is MatchResult.UNSURE


@pytest.mark.parametrize(
    ("mine", "theirs", "street", "positive"),
    [
        ("Nordlicht Möwenfutter", "Nordlicht Möwenfutter", "Hafenpromenade 7", True),
        ("Nordlicht Möwenfutter", "Nordlicht Möwenfutter GmbH", "Hafenpromenade 7", False),
        ("Nordlicht Möwenfutter GmbH", "Nordlicht Möwenfutter GmbH", "Hafenprommenade 7", True),
        ("Nordlicht Möwenfutter GmbH", "Nordlicht Möwenfutter GmbH", "Hafenpromenade 8", False),
        ("Nordlicht Möwenfutter GmbH", "Nordlicht Möwenfutter GmbH", "Hafenstr. 7", False),
        ("Nordlicht Möwenfutter e.K.", "Nordlicht Möwenfutter e.K.", "Hafenpromenade 7", False),
    ],
)
def test_the_door_rule_wants_the_same_set_of_forms_and_the_same_door(
    mine: str, theirs: str, street: str, positive: bool
) -> None:
    place = {"postcode": "20457", "city": "Hamburg"}
    match = _judged({"name": mine, "street": "Hafenpromenade 7", **place}, {"name": theirs, "street": street, **place})
    assert (match.result is MatchResult.POSITIVE) is positive
    assert (match.rule == "name_form_address") is positive


def test_a_frequent_name_with_the_same_birth_date_in_another_town_is_asked_about() -> None:
    def judged(name: str, town: str) -> Match:
        return _judged({"name": name, **BORN, **DOOR}, {"name": name, **BORN, "city": town})

    assert judged("Peter Müller", "Hamburg").rule == "person_birth_date"
    assert judged("Adalgisa Quastenflosser", "Kiel").rule == "person_birth_date"
    elsewhere = judged("Peter Müller", "Kiel")
    assert (elsewhere.result, elsewhere.rule) == (MatchResult.UNSURE, "birth_date_and_frequent_name")
