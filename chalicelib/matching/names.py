"""Names of organisations: read into words, legal forms, numerals and roles; compared word by word."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from chalicelib.matching import legal_forms, vocabulary
from chalicelib.matching.aliases import NameParts, split_name
from chalicelib.matching.folding import bare, expanded, lowered
from chalicelib.matching.legal_forms import Token
from chalicelib.model.match import EvidenceLevel

_FORM_WORDS = (
    "gesellschaft",
    "beschraenkter",
    "haftung",
    "kommanditgesellschaft",
    "aktiengesellschaft",
    "handelsgesellschaft",
    "partnerschaftsgesellschaft",
    "unternehmergesellschaft",
    "haftungsbeschraenkt",
)
MAX_WORDS = 24
CLOSE_FROM = 0.8
"""Similarity from which two names may be the same firm's, when other evidence says so too."""

_TOKEN = re.compile(r"[^\W_]+")
_OCR = re.compile(r"[a-z]+[015][a-z]{2,}|[015][a-z]{4,}")
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
_GLUED_FORM = re.compile(r"(.{3,}?)(gmbh|mbh)")


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """A name taken apart; `words` without legal form and connectors, umlauts expanded (`bare_words`: dropped)."""

    printed: str
    words: tuple[str, ...]
    bare_words: tuple[str, ...]
    forms: frozenset[str]
    numerals: tuple[str, ...]
    roles: frozenset[str]
    owners: tuple[str, ...]

    @property
    def squashed(self) -> str:
        """All words in one, in their order: what glued and split spellings share."""
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class NameAgreement:
    """How two names of organisations agree."""

    level: EvidenceLevel
    similarity: float
    forms: EvidenceLevel
    numerals_differ: bool = False
    roles_differ: bool = False
    owners_differ: bool = False


@lru_cache(maxsize=8192)
def parts_of(printed: str) -> NameParts:
    """Cached `split_name`: a notice is compared with many customers."""
    return split_name(printed)


@lru_cache(maxsize=8192)
def read_organisation(printed: str) -> OrganisationName:
    """The name taken apart.

    >>> name = read_organisation("Müller & Söhne Tiefbau-Gesellschaft mbH & Co. KG i.L.")
    >>> name.words, sorted(name.forms)
    (('mueller', 'soehne', 'tiefbau'), ['gmbh', 'kg'])
    >>> read_organisation("Windpark Zweite Nordsee GmbH").numerals
    ('2',)
    """
    parts = parts_of(printed)
    tokens = _tokens(parts.name)
    rest, forms = legal_forms.take_out(tokens)
    telling = [token for token in rest if token.text not in vocabulary.connectors()]
    rest = telling or rest
    words = tuple(_numbered([_stem(token.text) for token in rest][:MAX_WORDS]))
    bare_words = [_stem(bare(lowered(token.printed))) for token in rest]
    return OrganisationName(
        printed=printed,
        words=words,
        bare_words=tuple(_numbered(bare_words[:MAX_WORDS])),
        forms=forms,
        numerals=_numerals(words),
        roles=_roles(words),
        owners=parts.owners,
    )


def _tokens(name: str) -> list[Token]:
    text = re.sub(r"['’`´]", "", name)
    text = re.sub(r"[&+]", " und ", text)
    tokens: list[Token] = []
    run: list[str] = []
    last_end = 0
    for match in _TOKEN.finditer(text):
        word, gap = match.group(), text[last_end : match.start()]
        last_end = match.end()
        if run and not (len(word) == 1 and gap.strip() in {"", "."}):
            tokens += _from_initials(run)
            run = []
        if len(word) == 1 and not word.isdigit():
            run.append(word)
        else:
            tokens += _split_glued_form(word)
    return tokens + _from_initials(run)


def _from_initials(run: list[str]) -> list[Token]:
    """One-letter words in a row as one word, a legal form at either end apart: e. K., G.m.b.H., A. B. e.K."""
    if not run:
        return []
    joined = "".join(run)
    folded = _fold(joined)
    if len(run) == 1 or folded in legal_forms.single_words():
        return [Token(folded, joined, dotted=len(run) > 1)]
    for cut in range(1, len(run)):
        if len(run) - cut > 1 and _fold(joined[cut:]) in legal_forms.single_words():
            return [*_from_initials(run[:cut]), Token(_fold(joined[cut:]), joined[cut:], dotted=True)]
    return [Token(folded, joined, dotted=False)]


def _split_glued_form(word: str) -> list[Token]:
    folded = _fold(word)
    glued = _GLUED_FORM.fullmatch(folded)
    if glued and glued[1] not in {"gesellschaft", "ges"} and folded not in legal_forms.single_words():
        cut = len(word) - len(glued[2])
        return [Token(glued[1], word[:cut]), Token(glued[2], word[cut:])]
    return [Token(folded, word)]


def _fold(word: str) -> str:
    return _repaired(expanded(lowered(word)))


def _repaired(word: str) -> str:
    """A long word of a legal form in its right spelling, when one letter is wrong."""
    if len(word) < 6 or word in _FORM_WORDS:
        return word
    for right in _FORM_WORDS:
        if abs(len(right) - len(word)) <= 1 and Levenshtein.distance(word, right, score_cutoff=1) <= 1:
            return right
    if len(word) > 15 and not word.endswith(("gesellschaft", "gesellschafts")):
        for length in (12, 11, 13):
            if Levenshtein.distance(word[-length:], "gesellschaft", score_cutoff=1) <= 1:
                return word[:-length] + "gesellschaft"
    return word


def _stem(word: str) -> str:
    """The word without glued "-gesellschaft" and with OCR's digits turned back into letters."""
    if _OCR.fullmatch(word):
        word = word.replace("0", "o").replace("1", "i").replace("5", "s")
    for ending in ("gesellschafts", "gesellschaft", "ges"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _numbered(words: list[str]) -> list[str]:
    """Ordinals and Roman numerals as digits; a single I, V or X only as the last word."""
    return [_as_number(word, last=place > 0 and place == len(words) - 1) for place, word in enumerate(words)]


def _as_number(word: str, *, last: bool) -> str:
    if word.isdigit() and word.isascii():
        return word.lstrip("0") or "0"
    stem = re.sub(r"e[rsnm]?$", "", word)
    if stem != word and stem in vocabulary.ordinals():
        return vocabulary.ordinals()[stem]
    roman = _ROMAN.fullmatch(word) if len(word) > 1 or last else None
    return str(_roman_value(roman)) if roman else word


def _roman_value(roman: re.Match[str]) -> int:
    units = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
    return 10 * len(roman[1]) + units[roman[2]]


def _numerals(words: tuple[str, ...]) -> tuple[str, ...]:
    groups = (group.lstrip("0") or "0" for word in words for group in re.findall(r"[0-9]+", word))
    return tuple(sorted(groups))


def _roles(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(role for word in words for stem, role in vocabulary.roles().items() if stem in word)


def weight(word: str) -> float:
    """How much a word says about who it is.

    >>> weight("handels") < weight("schmidt") < weight("nordlicht")
    True
    """
    if len(word) == 1 or word in vocabulary.trade_words() or word in vocabulary.connectors():
        return 0.35
    return 0.7 if word in vocabulary.common_words() or len(word) == 2 else 1.0


def is_distinctive(name: OrganisationName) -> bool:
    """Whether the words can tell a firm from others: one uncommon word, or two common ones that are not of trade."""
    weights = [weight(word) for word in name.words if len(word) > 1]
    return max(weights, default=0) >= 1.0 or sum(weights) >= 1.4


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
    mine, theirs = (
        frozenset(_fold(word) for name in owners for word in _TOKEN.findall(name)) for owners in (one, other)
    )
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
    return min(0.99, max(_aligned(one.words, other.words), whole - 0.03))


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
