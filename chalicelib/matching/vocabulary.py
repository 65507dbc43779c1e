"""Words that say little by themselves, and words that tell sister firms apart."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def _all() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("vocabulary.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _spellings(name: str) -> frozenset[str]:
    """The words as they stand in the table and with umlauts typed without their dots."""
    words: list[str] = _all()[name]
    return frozenset(words) | {word.replace("ae", "a").replace("oe", "o").replace("ue", "u") for word in words}


@cache
def common_words() -> frozenset[str]:
    """Words of trade and common personal names: alone they identify nobody."""
    return trade_words() | common_first_names() | common_surnames()


@cache
def trade_words() -> frozenset[str]:
    """Words of trade only."""
    return _spellings("common_words")


@cache
def common_first_names() -> frozenset[str]:
    """First names so frequent in German registers that they narrow nothing."""
    return _spellings("common_first_names")


@cache
def common_surnames() -> frozenset[str]:
    """Surnames so frequent in German registers that surname and initial together are still many people."""
    return _spellings("common_surnames")


@cache
def connectors() -> frozenset[str]:
    """Words left out of every comparison."""
    return frozenset(_all()["connectors"])


@cache
def roles() -> dict[str, str]:
    """Stem of a role word (as in X Verwaltungs-GmbH beside X GmbH & Co. KG) and the role."""
    found: dict[str, str] = _all()["roles"]
    return found


@cache
def ordinals() -> dict[str, str]:
    """Stem of an ordinal and its number, also with umlauts typed without their dots."""
    found: dict[str, str] = _all()["ordinals"]
    return {stem.replace("oe", "o").replace("ue", "u"): number for stem, number in found.items()} | found


@cache
def place_names() -> dict[str, str]:
    """Foreign names of towns and the name used at home."""
    found: dict[str, str] = _all()["places"]
    return found


@cache
def countries() -> dict[str, str]:
    """Ways to write a country and its ISO 3166-1 alpha-2 code."""
    found: dict[str, str] = _all()["countries"]
    return found


@cache
def titles() -> frozenset[str]:
    """Titles and forms of address, which are no part of a person's name."""
    return frozenset(_all()["titles"])


@cache
def particles() -> frozenset[str]:
    """Words before a surname that are easily lost: von, de, van der."""
    return frozenset(_all()["particles"])


@cache
def first_parts_of_towns() -> frozenset[str]:
    """First words that a town's name cannot do without: Bad, Sankt, La."""
    return frozenset(_all()["first_parts_of_towns"])


@cache
def patronymics() -> frozenset[str]:
    """Words that say whose child somebody is: around them the order of the names matters."""
    return frozenset(_all()["patronymics"])


@cache
def name_particles() -> frozenset[str]:
    """Words that two spellings of one name of any language share or lack by chance."""
    return frozenset(_all()["name_particles"])


@cache
def short_names() -> dict[str, frozenset[str]]:
    """Short forms of first names and what they stand for."""
    return {short: frozenset(full) for short, *full in map(str.split, _all()["short_names"])}
