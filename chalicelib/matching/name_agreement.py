"""How two names of organisations agree, word by word."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from chalicelib.matching.folding import MAX_CHARACTERS
from chalicelib.matching.names import MAX_WORDS, OrganisationName
from chalicelib.model.match import EvidenceLevel

CLOSE_FROM = 0.8
"""Similarity from which two names may be the same firm's, when other evidence says so too."""

EQUAL, CLOSE, UNKNOWN, DIFFERENT = (
    EvidenceLevel.EQUAL,
    EvidenceLevel.CLOSE,
    EvidenceLevel.UNKNOWN,
    EvidenceLevel.DIFFERENT,
)


@dataclass(slots=True)
class NameAgreement:
    """How two names of organisations agree."""

    level: EvidenceLevel
    similarity: float
    forms: EvidenceLevel
    numerals_differ: bool = False
    roles_differ: bool = False
    owners_differ: bool = False
    shared: float = 0.0
    """Rarity of the words in common, in bits."""
    missing: float = 0.0
    """Rarity of the words that only one side has, in bits."""


def is_distinctive(name: OrganisationName) -> bool:
    """Whether the words can tell a firm from others: one uncommon word, or several that narrow it down together.

    A name that had to be cut is not: what would tell it apart may be behind the cut.
    """
    was_cut = len(name.printed) > MAX_CHARACTERS or len(name.words) >= MAX_WORDS
    weights = [name.weights[word] for word in name.words]
    return not was_cut and (max(weights, default=0) >= 1.0 or sum(weights) > 1.0)


def compare_organisations(one: OrganisationName, other: OrganisationName) -> NameAgreement:
    """How the two names agree; the order of the arguments does not matter."""
    similarity = shared = missing = 0.0
    if not one.words or not other.words:
        level = UNKNOWN
    elif same_words(one, other):
        level, similarity = EQUAL, 1.0
        shared = min(sum(one.rarities.values()), sum(other.rarities.values()))
    else:
        aligned, shared, missing = _aligned(one, other)
        similarity = _similarity(one, other, aligned)
        level = CLOSE if similarity >= CLOSE_FROM else DIFFERENT
    return NameAgreement(
        level,
        similarity,
        UNKNOWN if not one.forms or not other.forms else EQUAL if one.forms == other.forms else DIFFERENT,
        one.numerals != other.numerals,
        one.roles != other.roles,
        _owners_differ(one.owner_words, other.owner_words),
        shared,
        missing,
    )


def _owners_differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not (one <= other or other <= one)


def same_words(one: OrganisationName, other: OrganisationName) -> bool:
    """Whether both consist of the same words: any order, umlauts either way, glued or apart."""
    if not one.words or not other.words:
        return False
    if one.squashed == other.squashed:
        return True
    return any(spelling in other.spellings for spelling in one.spellings)


def _similarity(one: OrganisationName, other: OrganisationName, aligned: float) -> float:
    whole = Levenshtein.normalized_similarity(one.squashed, other.squashed)
    similarity = min(0.99, max(aligned, whole - 0.03))
    return similarity if one.numerals == other.numerals else 0.9 * similarity


def _aligned(one: OrganisationName, other: OrganisationName) -> tuple[float, float, float]:
    """Share of the names' weight whose words found a partner, best pairs first; rarity of found and of lone words."""
    mine, theirs = list(one.words), list(other.words)
    found = shared = 0.0
    for word in one.words:
        if word in theirs:
            mine.remove(word)
            theirs.remove(word)
            found += 2 * one.weights[word]
            shared += one.rarities[word]
    if mine and theirs:
        for alike, a, b in _best_pairs(mine, theirs):
            found += alike * (one.weights[a] + other.weights[b])
            shared += (2 * alike - 1) * min(one.rarities[a], other.rarities[b])
    missing = sum([one.rarities[word] for word in mine]) + sum([other.rarities[word] for word in theirs])
    whole = sum([one.weights[word] for word in one.words]) + sum([other.weights[word] for word in other.words])
    return found / whole, shared, missing


def _best_pairs(mine: list[str], theirs: list[str]) -> list[tuple[float, str, str]]:
    """Pairs of similar words, best first, each word once; what is paired is taken out of the lists."""
    pairs = [(alike, a, b) for a in mine for b in theirs if (alike := _alike(a, b) if a < b else _alike(b, a))]
    if len(pairs) > 1:
        pairs.sort(key=_order)
    chosen = []
    for pair in pairs:
        if pair[1] in mine and pair[2] in theirs:
            mine.remove(pair[1])
            theirs.remove(pair[2])
            chosen.append(pair)
    return chosen


def _order(pair: tuple[float, str, str]) -> tuple[float, int, list[str]]:
    return -pair[0], -len(pair[1]) - len(pair[2]), sorted(pair[1:])


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> float:
    short, long = sorted((one, other), key=len)
    if short.isdigit() or long.isdigit():
        return 0.0
    if long.startswith(short):
        return 0.6 if len(short) == 1 else max(0.75, len(short) / len(long)) if len(short) >= 3 else 0.0
    return Levenshtein.normalized_similarity(one, other, score_cutoff=0.7)
