"""Names of organisations, read into words, legal forms, numerals, roles and owners."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from chalicelib.matching import legal_forms, vocabulary
from chalicelib.matching.aliases import NameParts, split_name
from chalicelib.matching.folding import MAX_CHARACTERS, bare, expanded, lowered, words_in
from chalicelib.matching.legal_forms import Token
from chalicelib.matching.weights import rarity

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
_LEAST_CUT, MOST_CUT = 30, 40
"""Lengths at which fields of other systems cut a name off."""
_CUT_FORMS = (
    (re.compile(r"\bgesellschaft\s+m(i(t(\s+b\w*(\s+h\w*)?)?)?)?$", re.IGNORECASE), "GmbH"),
    (re.compile(r"\bkommanditg\w*$", re.IGNORECASE), "KG"),
)
_TOKEN = re.compile(r"[^\W_]+")
_OCR = re.compile(r"[a-z]+[015][a-z]{2,}|[015][a-z]{4,}|[a-z]{4,}0|c0")
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
    squashed: str
    """All words in one, in their order: what glued and split spellings share."""
    weights: dict[str, float]
    """How much each word says about who it is, as far as gates are concerned."""
    whole_weight: float
    rarities: dict[str, float]
    """How rare each word is in names of firms, in bits."""
    spellings: tuple[tuple[str, ...], ...]
    """The words in alphabetical order: with umlauts expanded, and without their dots."""
    owner_words: frozenset[str]
    distinctive: bool
    """Whether the words can tell a firm from others: one uncommon word, or several that narrow it down together.

    A name that had to be cut is not: what would tell it apart may be behind the cut.
    """
    printed_forms: str
    folded: str
    """Letters and digits of the printed name, to see whether one name is the other one cut off."""

    def ends_at(self, beginning: str) -> bool:
        """Whether this beginning of the name ends where a word does."""
        rest = self.folded[len(beginning) :]
        words = _TOKEN.findall(expanded(lowered(self.printed)))
        return any(rest == "".join(words[place:]) for place in range(len(words)))


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
    tokens = _with_spelt_form(_tokens(_with_whole_form(parts.name)))
    rest, forms = legal_forms.take_out(tokens)
    telling = [token for token in rest if token.text not in vocabulary.connectors()]
    rest = telling or rest
    words = tuple(_numbered([_stem(token.text) for token in rest][:MAX_WORDS]))
    bare_words = (
        words if parts.name.isascii() else tuple(_numbered([_stem(_bare(t.printed)) for t in rest][:MAX_WORDS]))
    )
    weights = {word: weight(word) for word in words}
    was_cut = len(printed) > MAX_CHARACTERS or len(words) >= MAX_WORDS
    return OrganisationName(
        printed=printed,
        words=words,
        bare_words=bare_words,
        forms=forms,
        numerals=_numerals(words),
        roles=frozenset().union(*map(roles_in, words)),
        owners=parts.owners,
        squashed="".join(words),
        weights=weights,
        whole_weight=sum(weights[word] for word in words),
        rarities={word: rarity("word", word) for word in words},
        spellings=tuple(dict.fromkeys((tuple(sorted(words)), tuple(sorted(bare_words))))),
        owner_words=frozenset(word for owner in parts.owners for word in words_in(owner)),
        distinctive=not was_cut
        and (max(weights.values(), default=0) >= 1.0 or sum(weights[word] for word in words) > 1.0),
        printed_forms=" + ".join(sorted(form.upper() for form in forms)),
        folded="".join(_TOKEN.findall(expanded(lowered(printed)))) if len(printed) >= _LEAST_CUT else "",
    )


def weight(word: str) -> float:
    """How much a word says about who it is.

    >>> weight("handels") < weight("schmidt") < weight("nordlicht")
    True
    """
    if len(word) == 1 or word in vocabulary.trade_words() or word in vocabulary.connectors():
        return 0.35
    return 0.7 if word in vocabulary.common_words() or len(word) == 2 else 1.0


def _with_whole_form(name: str) -> str:
    """The name with its form written out where a field of 30 to 40 characters cut it off."""
    if not _LEAST_CUT <= len(name) <= MOST_CUT:
        return name
    for cut, whole in _CUT_FORMS:
        if found := cut.search(name):
            return name[: found.start()] + whole
    return name


def _with_spelt_form(tokens: list[Token]) -> list[Token]:
    """A misspelt GmbH at the end or before "& Co." in its right spelling."""
    for place, token in enumerate(tokens[1:], 1):
        word = token.text
        at_end = place == len(tokens) - 1 or tokens[place + 1].text in {"und", "co"}
        if word == "c0":
            tokens[place] = Token("co", "Co")
        elif at_end and word.isalpha() and 3 <= len(word) <= 5 and _misspelt_gmbh(word):
            tokens[place] = Token("gmbh", "GmbH")
    return tokens


def _misspelt_gmbh(word: str) -> bool:
    return word not in legal_forms.single_words() and OSA.distance(word, "gmbh", score_cutoff=1) <= 1


def _tokens(name: str) -> list[Token]:
    text = re.sub(r"['’`´]", "", name)
    text = re.sub(r"[&+]", " und ", text)
    tokens: list[Token] = []
    run: list[str] = []
    last_end = 0
    for match in _TOKEN.finditer(text):
        word, gap = match.group(), text[last_end : match.start()]
        last_end = match.end()
        if run and not (len(word) == 1 and word.isalpha() and gap.strip() in {"", "."}):
            tokens += _from_initials(run)
            run = []
        if len(word) == 1 and word.isalpha():
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


@lru_cache(maxsize=16384)
def _bare(word: str) -> str:
    return bare(lowered(word))


@lru_cache(maxsize=16384)
def _fold(word: str) -> str:
    return _repaired(expanded(lowered(word)))


def _repaired(word: str) -> str:
    """A long word of a legal form in its right spelling, when a letter or two are wrong."""
    if len(word) < 6 or word in _FORM_WORDS:
        return word
    for right in _FORM_WORDS:
        wrong = 2 if len(right) >= 12 else 1
        if abs(len(right) - len(word)) <= wrong and OSA.distance(word, right, score_cutoff=wrong) <= wrong:
            return right
    if len(word) > 15 and not word.endswith(("gesellschaft", "gesellschafts")):
        for length in (12, 11, 13):
            if OSA.distance(word[-length:], "gesellschaft", score_cutoff=1) <= 1:
                return word[:-length] + "gesellschaft"
    return word


@lru_cache(maxsize=16384)
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


@lru_cache(maxsize=16384)
def _as_number(word: str, *, last: bool) -> str:
    if word.isdigit() and word.isascii():
        return word.lstrip("0") or "0"
    stem = re.sub(r"e[rsnm]?$", "", word)
    if stem in vocabulary.ordinals():
        return vocabulary.ordinals()[stem]
    roman = _ROMAN.fullmatch(word) if len(word) > 1 or last else None
    return str(_roman_value(roman)) if roman else word


def _roman_value(roman: re.Match[str]) -> int:
    units = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
    return 10 * len(roman[1]) + units[roman[2]]


def _numerals(words: tuple[str, ...]) -> tuple[str, ...]:
    groups = (group.lstrip("0") or "0" for word in words for group in re.findall(r"[0-9]+", word))
    return tuple(sorted(groups))


@lru_cache(maxsize=16384)
def roles_in(word: str) -> frozenset[str]:
    """Roles that a word names, such as managing company."""
    return frozenset(role for stem, role in vocabulary.roles().items() if stem in word)
