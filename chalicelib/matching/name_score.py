"""How likely two bare names are meant for the same person or firm, when nothing but the names is known.

For ordering pairs and for comparing with other tools. No match is decided by it: gates need more than a name.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from chalicelib.matching import vocabulary, weights
from chalicelib.matching.folding import MAX_CHARACTERS, expanded, lowered
from chalicelib.matching.names import read_organisation
from chalicelib.matching.phonetics import cologne
from chalicelib.matching.transliteration import latin

Schema = Literal["person", "organisation", "unknown"]
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['’`´ʿʾ]")
_GLUED_NAMES = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z][a-z]{2})")
_DIGITS = str.maketrans({"0": "o", "1": "i", "3": "e", "5": "s", "9": "g"})
_MAX_WORDS = 16
_LEAST_ALIKE = 0.3
_NO_PARTNER = 6
_OTHER_NUMERAL_BITS = 3.5  # not learned: sister firms are numbered, and labelled pairs hardly hold any


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    forms: frozenset[str]
    patronymic: bool
    numerals: tuple[str, ...]
    foreign: bool
    """Written in another alphabet: vowels are often left out there."""


def name_score(one: str, other: str, schema: Schema = "unknown") -> float:
    """Between 0 and 1; the order of the names does not matter.

    >>> name_score("Erna Beispiel", "Erna Beispiehl", "person") > name_score("Erna Beispiel", "Otto Beispiel", "person")
    True
    >>> name_score("Windpark NH101 GmbH", "Windpark NH104 GmbH") < 0.5 < name_score("NH101 GmbH", "Nh 101 GmbH")
    True
    >>> name_score("", "Erna Beispiel")
    0.0
    """
    mine, theirs = _both(one, other, schema)
    if not mine.words or not theirs.words:
        return 0.0
    learned = weights.names()
    total = sum(learned[key] * value for key, value in terms(mine, theirs).items())
    if mine.numerals and theirs.numerals and mine.numerals != theirs.numerals:
        total -= _OTHER_NUMERAL_BITS
    return 1 / (1 + 2.0**-total)


def name_terms(one: str, other: str, schema: Schema) -> dict[str, float]:
    """What is added up for a pair, as the program that learns the weights needs it."""
    mine, theirs = _both(one, other, schema)
    return terms(mine, theirs) if mine.words and theirs.words else {}


def _both(one: str, other: str, schema: Schema) -> tuple[_Name, _Name]:
    if schema == "unknown":
        forms = read_organisation(one[:MAX_CHARACTERS]).forms | read_organisation(other[:MAX_CHARACTERS]).forms
        schema = "organisation" if forms else "person"
    return _read(one[:MAX_CHARACTERS], schema), _read(other[:MAX_CHARACTERS], schema)


@lru_cache(maxsize=4096)
def _read(printed: str, schema: Schema) -> _Name:
    foreign = any(letter >= "\u0370" for letter in printed)
    if schema == "organisation":
        name = read_organisation(latin(lowered(printed)) if foreign else printed)
        return _Name(name.words[:_MAX_WORDS], name.forms, patronymic=False, numerals=name.numerals, foreign=foreign)
    text = _APOSTROPHES.sub("", latin(expanded(lowered(_GLUED_NAMES.sub(" ", printed)))))
    surname, comma, first = text.partition(",")
    words = [_without_digits(word) for word in _WORD.findall(f"{first} {surname}" if comma else text)]
    named = [word for word in words if word not in vocabulary.titles()] or words
    kept = [word for word in named if word not in vocabulary.name_particles()] or named
    patronymic = not vocabulary.patronymics().isdisjoint(words)
    return _Name(tuple(kept[:_MAX_WORDS]), frozenset(), patronymic, (), foreign)


def _without_digits(word: str) -> str:
    """Digits that stand for letters, as in "Be1spiel"."""
    return word if word.isdigit() else word.translate(_DIGITS)


def terms(one: _Name, other: _Name) -> dict[str, float]:
    """What speaks for and against: letters in common, changed letters of the worst word, other forms."""
    mine, theirs = _joined(one.words, other.words), _joined(other.words, one.words)
    squashed = "".join(mine), "".join(theirs)
    in_order = "".join(sorted(mine)), "".join(sorted(theirs))
    same = squashed[0] == squashed[1] or sorted(mine) == sorted(theirs)
    foreign = one.foreign or other.foreign
    pairs, lone = ([], 0) if same else _paired(mine, theirs, foreign=foreign)
    edits = [_edits(a, b, foreign=foreign) for a, b in pairs]
    worst = _NO_PARTNER if lone else max(edits, default=0)
    found = {
        "one": 1.0,
        "whole": max(OSA.normalized_similarity(*squashed), OSA.normalized_similarity(*in_order)),
        "edits": float(min(6, sum(min(4, each) for each in edits))),
        "two_letters": float(worst >= 2),
        "three_letters": float(worst >= 3),
        "four_letters": float(worst >= 4),
        "turned_patronymic": float(same and mine != theirs and one.patronymic and other.patronymic),
        "other_form": float(bool(one.forms and other.forms and one.forms != other.forms)),
        "other_acronym": float(bool(one.forms or other.forms) and any(_acronyms(a, b) for a, b in pairs)),
    }
    return {key: value for key, value in found.items() if value}


def _acronyms(one: str, other: str) -> bool:
    return one != other and max(len(one), len(other)) <= 3


def _joined(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    """Neighbouring words as one where the other name has them as one."""
    longer = [word for word in others if len(word) > 5]
    result: list[str] = []
    place = 0
    while place < len(words):
        pair = "".join(words[place : place + 2])
        apart = longer and place + 1 < len(words) and words[place] not in others
        if apart and any(OSA.distance(pair, word, score_cutoff=1) <= 1 for word in longer):
            result.append(pair)
            place += 2
        else:
            result.append(words[place])
            place += 1
    return result


def _paired(mine: list[str], theirs: list[str], *, foreign: bool) -> tuple[list[tuple[str, str]], int]:
    """The words of the shorter name with their best partners, and how many of them have none."""
    short, long = sorted((mine, theirs), key=lambda words: (len(words), sum(map(len, words)), words))
    found = [
        (alike, -abs(i - j), i, j)
        for i, a in enumerate(short)
        for j, b in enumerate(long)
        if (alike := _alike(a, b, foreign=foreign)) > _LEAST_ALIKE
    ]
    left, right = set(range(len(short))), set(range(len(long)))
    pairs = []
    for _, _, i, j in sorted(found, reverse=True):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((short[i], long[j]))
    return pairs, len(left)


@lru_cache(maxsize=16384)
def _alike(one: str, other: str, *, foreign: bool) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) == 1:
        return 0.7 if one[0] == other[0] else 0.0
    if one.isdigit() or other.isdigit():
        return 0.0
    if other in vocabulary.short_names().get(one, ()) or one in vocabulary.short_names().get(other, ()):
        return 0.8
    alike = OSA.normalized_similarity(one, other)
    return max(alike, 0.85) if (alike >= 0.5 or foreign) and _sounds_alike(one, other) else alike


def _edits(one: str, other: str, *, foreign: bool) -> int:
    """Letters changed; one for an initial, a short form of a first name or the same sounds in another script."""
    if one == other:
        return 0
    if min(len(one), len(other)) == 1:
        return 1 if one[0] == other[0] else _NO_PARTNER
    if other in vocabulary.short_names().get(one, ()) or one in vocabulary.short_names().get(other, ()):
        return 1
    return 1 if foreign and _sounds_alike(one, other) else OSA.distance(one, other)


def _sounds_alike(one: str, other: str) -> bool:
    return cologne(one) == cologne(other) and len(cologne(one)) > 1
