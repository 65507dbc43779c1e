"""How two names of organisations agree, word by word."""

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from chalicelib.matching import vocabulary
from chalicelib.matching.folding import MAX_CHARACTERS, words_in
from chalicelib.matching.names import MAX_WORDS, OrganisationName
from chalicelib.model.match import EvidenceLevel

CLOSE_FROM = 0.8
"""Similarity from which two names may be the same firm's, when other evidence says so too."""


@dataclass(frozen=True, slots=True)
class NameAgreement:
    """How two names of organisations agree."""

    level: EvidenceLevel
    similarity: float
    forms: EvidenceLevel
    numerals_differ: bool = False
    roles_differ: bool = False
    owners_differ: bool = False


def weight(word: str) -> float:
    """How much a word says about who it is.

    >>> weight("handels") < weight("schmidt") < weight("nordlicht")
    True
    """
    if len(word) == 1 or word in vocabulary.trade_words() or word in vocabulary.connectors():
        return 0.35
    return 0.7 if word in vocabulary.common_words() or len(word) == 2 else 1.0


def is_distinctive(name: OrganisationName) -> bool:
    """Whether the words can tell a firm from others: one uncommon word, or several that narrow it down together.

    A name that had to be cut is not: what would tell it apart may be behind the cut.
    """
    weights = [weight(word) for word in name.words]
    was_cut = len(name.printed) > MAX_CHARACTERS or len(name.words) >= MAX_WORDS
    return not was_cut and (max(weights, default=0) >= 1.0 or sum(weights) > 1.0)


def compare_organisations(one: OrganisationName, other: OrganisationName) -> NameAgreement:
    """How the two names agree; the order of the arguments does not matter."""
    similarity = _similarity(one, other)
    if not one.words or not other.words:
        level = EvidenceLevel.UNKNOWN
    elif similarity == 1.0:
        level = EvidenceLevel.EQUAL
    else:
        level = EvidenceLevel.CLOSE if similarity >= CLOSE_FROM else EvidenceLevel.DIFFERENT
    return NameAgreement(
        level=level,
        similarity=similarity,
        forms=_compare_forms(one.forms, other.forms),
        numerals_differ=one.numerals != other.numerals,
        roles_differ=one.roles != other.roles,
        owners_differ=_owners_differ(one.owners, other.owners),
    )


def _compare_forms(one: frozenset[str], other: frozenset[str]) -> EvidenceLevel:
    if not one or not other:
        return EvidenceLevel.UNKNOWN
    return EvidenceLevel.EQUAL if one == other else EvidenceLevel.DIFFERENT


def _owners_differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    mine, theirs = (frozenset(word for name in owners for word in words_in(name)) for owners in (one, other))
    return not (mine <= theirs or theirs <= mine)


def same_words(one: OrganisationName, other: OrganisationName) -> bool:
    """Whether both consist of the same words: any order, umlauts either way, glued or apart."""
    if not one.words or not other.words:
        return False
    return (
        sorted(one.words) == sorted(other.words)
        or one.squashed == other.squashed
        or sorted(one.bare_words) == sorted(other.bare_words)
        or sorted(one.words) == sorted(other.bare_words)
        or sorted(one.bare_words) == sorted(other.words)
    )


def _similarity(one: OrganisationName, other: OrganisationName) -> float:
    if not one.words or not other.words:
        return 0.0
    if same_words(one, other):
        return 1.0
    whole = Levenshtein.normalized_similarity(one.squashed, other.squashed)
    similarity = min(0.99, max(_aligned(one.words, other.words), whole - 0.03))
    return similarity if one.numerals == other.numerals else 0.9 * similarity


def _aligned(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Share of the names' weight whose words found a partner, best pairs first."""
    pairs = sorted(
        (
            (alike, mine, theirs)
            for mine, a in enumerate(one)
            for theirs, b in enumerate(other)
            if (alike := _alike(a, b))
        ),
        key=lambda pair: (-pair[0], -len(one[pair[1]]) - len(other[pair[2]]), sorted((one[pair[1]], other[pair[2]]))),
    )
    mine_used: set[int] = set()
    theirs_used: set[int] = set()
    found = 0.0
    for alike, mine, theirs in pairs:
        if mine not in mine_used and theirs not in theirs_used:
            mine_used.add(mine)
            theirs_used.add(theirs)
            found += alike * (weight(one[mine]) + weight(other[theirs]))
    return found / (sum(map(weight, one)) + sum(map(weight, other)))


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if short.isdigit() or long.isdigit():
        return 0.0
    if long.startswith(short):
        return 0.6 if len(short) == 1 else max(0.75, len(short) / len(long)) if len(short) >= 3 else 0.0
    return Levenshtein.normalized_similarity(one, other, score_cutoff=0.7)
