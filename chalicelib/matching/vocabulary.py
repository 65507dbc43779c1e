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


@cache
def common_words() -> frozenset[str]:
    """Words of trade and common personal names: alone they identify nobody."""
    return frozenset(_all()["common_words"]) | common_first_names() | common_surnames()


@cache
def trade_words() -> frozenset[str]:
    """Words of trade only."""
    return frozenset(_all()["common_words"])


@cache
def common_first_names() -> frozenset[str]:
    """First names so frequent in German registers that they narrow nothing."""
    return frozenset(_all()["common_first_names"])


@cache
def common_surnames() -> frozenset[str]:
    """Surnames so frequent in German registers that surname and initial together are still many people."""
    return frozenset(_all()["common_surnames"])


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
    """Stem of an ordinal and its number."""
    found: dict[str, str] = _all()["ordinals"]
    return found


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
