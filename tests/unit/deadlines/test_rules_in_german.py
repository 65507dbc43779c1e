"""Every rule of every country as a German reader sees it: title and ground, with no English left over."""

import importlib
import re

import pytest

from chalicelib.channels.rendering.citations import cited
from chalicelib.deadlines import countries
from chalicelib.deadlines.reckoning import Doubt, LegalRule

ABROAD = [country for country in countries() if country != "DE"]
ENGLISH = re.compile(r"\b(the|of|from|after|before|days|until|within|or|and|which|date|claims?|court|later)\b")


def rules(country: str) -> list[LegalRule | Doubt]:
    module = importlib.import_module(f"chalicelib.deadlines.{country.lower()}")
    return [one for one in vars(module).values() if isinstance(one, LegalRule | Doubt)]


@pytest.mark.parametrize("country", [*ABROAD, "EU"])
def test_no_english_word_is_left_in_the_german_ground(country: str) -> None:
    assert rules(country)
    for one in rules(country):
        assert not ENGLISH.search(cited(one.statute, "de")), cited(one.statute, "de")
        assert cited(one.statute, "en") == one.statute


@pytest.mark.parametrize("country", ABROAD)
def test_titles_are_there_in_both_languages_and_differ(country: str) -> None:
    for one in rules(country):
        texts = (one.title_de, one.title_en) if isinstance(one, LegalRule) else (one.text_de, one.text_en)
        assert all(texts)
        assert texts[0] != texts[1]


@pytest.mark.parametrize(
    ("ground", "german"),
    [
        ("ZKR 28(2), (3)", "§ 28 Abs. 2 und Abs. 3 ZKR"),
        ("IZ 136(3), 173(1)", "§§ 136 Abs. 3, 173 Abs. 1 IZ"),
        ("Fw 183, 184", "Art. 183, 184 Fw"),
        ("kkl. 109, 110", "§§ 109, 110 kkl."),
        ("ML 73(1), 141", "Art. 73 Abs. 1, 141 ML"),
        ("FRBP 3003(c)(3)", "FRBP 3003(c)(3)"),
    ],
)
def test_statutes_as_germans_cite_them(ground: str, german: str) -> None:
    assert cited(ground, "de").replace("\N{NO-BREAK SPACE}", " ") == german
