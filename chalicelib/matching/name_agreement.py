"""How two names of organisations agree, word by word."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA, Levenshtein

from chalicelib.matching.names import MOST_CUT, OrganisationName, roles_in
from chalicelib.model.match import EvidenceLevel

CLOSE_FROM = 0.8
_CUT_OFF = 0.92
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
    if level is not EQUAL and _is_cut_off(one, other):
        return NameAgreement(CLOSE, max(similarity, _CUT_OFF), UNKNOWN, shared=shared, missing=missing)
    return NameAgreement(
        level,
        similarity,
        UNKNOWN if not one.forms or not other.forms else EQUAL if one.forms == other.forms else DIFFERENT,
        one.numerals != other.numerals,
        one.roles != other.roles and _roles_differ(one, other),
        _owners_differ(one.owner_words, other.owner_words),
        shared,
        missing,
    )


def _roles_differ(one: OrganisationName, other: OrganisationName) -> bool:
    """Whether a role is named on one side only, not merely misspelt on the other."""
    for mine, theirs in ((one, other), (other, one)):
        for word in mine.words:
            if roles_in(word) - theirs.roles and not any(_misspelt(word, each) for each in theirs.words):
                return True
    return False


def _misspelt(one: str, other: str) -> bool:
    return len(one) >= 8 and OSA.distance(one, other, score_cutoff=2) <= 2


def _is_cut_off(one: OrganisationName, other: OrganisationName) -> bool:
    """Whether one name stopped where a field of 30 to 40 characters ended, within a word of the other."""
    if not one.folded or not other.folded or one.folded == other.folded:
        return False
    short, long = (one, other) if len(one.folded) < len(other.folded) else (other, one)
    return len(short.printed) <= MOST_CUT and long.folded.startswith(short.folded) and not long.ends_at(short.folded)


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
    weights, others, rare, others_rare = one.weights, other.weights, one.rarities, other.rarities
    found = shared = missing = 0.0
    for word in one.words:
        if word in theirs:
            mine.remove(word)
            theirs.remove(word)
            found += 2 * weights[word]
            shared += rare[word]
    if mine and theirs:
        for alike, a, b in _best_pairs(mine, theirs):
            found += alike * (weights[a] + others[b])
            shared += (2 * alike - 1) * min(rare[a], others_rare[b])
    for word in mine:
        missing += rare[word]
    for word in theirs:
        missing += others_rare[word]
    return round(found / (one.whole_weight + other.whole_weight), 9), shared, missing


def _best_pairs(mine: list[str], theirs: list[str]) -> list[tuple[float, str, str]]:
    """Pairs of similar words, best first, each word once; what is paired is taken out of the lists."""
    pairs = [(alike, a, b) for a in mine for b in theirs if (alike := _alike(a, b))]
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


def _alike(one: str, other: str) -> float:
    if one[0] == other[0] and (one.startswith(other) or other.startswith(one)):
        short, long = sorted((len(one), len(other)))
        if one.isdigit() or other.isdigit():
            return 0.0
        return 0.6 if short == 1 else max(0.75, short / long) if short >= 3 else 0.0
    short, long = len(one), len(other)
    if short < 0.7 * long or long < 0.7 * short or one.isdigit() or other.isdigit():
        return 0.0
    return Levenshtein.normalized_similarity(one, other, score_cutoff=0.7)
