"""The learned weights, the rarity of words and names, and the calibration: one file with its date and version.

Source: docs/matching-weights.md says from which data and by which program they were learned.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

Vocabulary = Literal["word", "surname", "first_name", "town"]


@cache
def _all() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _rarities(vocabulary: Vocabulary) -> dict[str, float]:
    table: dict[str, str] = _all()["rarity"][vocabulary]["known"]
    return {word: float(bits) for bits, words in table.items() for word in words.split()}


@cache
def _unseen(vocabulary: Vocabulary) -> float:
    return float(_all()["rarity"][vocabulary]["unseen"])


def rarity(vocabulary: Vocabulary, word: str) -> float:
    """How rare a word is, in bits: the binary logarithm of one in how many; no rarer than what was never seen.

    >>> rarity("surname", "mueller") < rarity("surname", "quastenflosser")
    True
    """
    return _rarities(vocabulary).get(word) or _unseen(vocabulary)


def known(vocabulary: Vocabulary, word: str) -> bool:
    """Whether the word was seen often enough to be sure that it exists.

    >>> known("first_name", "gerhard"), known("first_name", "gersard")
    (True, False)
    """
    return word in _rarities(vocabulary)


@cache
def bits() -> dict[str, float]:
    """Weight of each finding."""
    found: dict[str, float] = _all()["bits"]
    return found


@cache
def names() -> dict[str, float]:
    """Weights of what two bare names say, for pairs of which nothing else is known."""
    found: dict[str, float] = _all()["names"]
    return found


@cache
def version() -> str:
    """Version of the weights, as matches carry it."""
    return str(_all()["version"])


@cache
def review_from() -> float:
    """Total bits from which a pair that nothing speaks against is worth a person's look."""
    return float(_all()["review_from"])


@cache
def watch_from() -> float:
    """Total bits from which a negative pair is near enough to be watched."""
    return float(_all()["watch_from"])


@cache
def _calibration() -> list[tuple[float, float]]:
    return [(float(given), float(odds)) for given, odds in _all()["calibration"]]


def probability(total: float) -> float:
    """Calibrated probability that a pair with this many bits is the same debtor; it never falls with more bits."""
    return 1 / (1 + 2 ** -calibrated(total))


def calibrated(total: float) -> float:
    """Binary logarithm of the odds that this many bits stand for."""
    return along(_calibration(), total)


def along(points: Sequence[tuple[float, float]], total: float) -> float:
    """The value on the straight lines between the points; the outer lines go on.

    >>> along([(0, 0), (10, 5), (20, 20)], 15)
    12.5
    """
    place = 1
    while place < len(points) - 1 and total > points[place][0]:
        place += 1
    (left, low), (right, high) = points[place - 1], points[place]
    return max(-60.0, min(60.0, low + (high - low) * (total - left) / (right - left)))


def odds_bits(chance: float) -> float:
    """Binary logarithm of the odds of a probability.

    >>> odds_bits(0.5), odds_bits(0.8)
    (0.0, 2.0)
    """
    return round(math.log2(chance / (1 - chance)), 9)
