"""Names of natural persons: titles and particles aside, first names and surname apart; birth dates."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from chalicelib.matching import vocabulary
from chalicelib.matching.folding import bare, words_in
from chalicelib.matching.weights import known, rarity
from chalicelib.model.match import EvidenceLevel

_BORN = re.compile(
    r"[\s,(]+(?:geb(?:\.|orene?r?\b)|née?\b)\s*(?P<birth_name>[^\s,;()]+(?:[ -][^\s,;()]+)?)\)?", re.IGNORECASE
)
_MAX_WORDS = 12
EQUAL, CLOSE, UNKNOWN, DIFFERENT = (
    EvidenceLevel.EQUAL,
    EvidenceLevel.CLOSE,
    EvidenceLevel.UNKNOWN,
    EvidenceLevel.DIFFERENT,
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name; every word with umlauts expanded, `birth_names` from "geb." notes."""

    printed: str
    first: tuple[str, ...]
    surname: tuple[str, ...]
    birth_names: tuple[str, ...] = ()
    surname_rarity: float = 0.0
    first_rarity: float = 0.0
    """How rare surname and call name are, in bits."""
    family: str = ""
    """The surname's words in one."""
    bare_family: str = ""
    bare_first: tuple[str, ...] = ()
    """Whichever way umlauts are written."""
    telling_first: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    """First names and the whole name without particles."""
    whole: bool = False
    """First name and surname are both there and more than initials."""
    uncommon: bool = False


@dataclass(slots=True)
class PersonAgreement:
    """How two persons' names agree, as a whole and in parts."""

    level: EvidenceLevel
    similarity: float
    first: EvidenceLevel
    surname: EvidenceLevel


@lru_cache(maxsize=8192)
def read_person(full_name: str, first_name: str | None = None, surname: str | None = None) -> PersonName:
    """The name taken apart; without given parts, "Surname, First" and "First Surname" are told by the comma.

    >>> name = read_person("Dr. Hans-Peter von der Heide")
    >>> name.first, name.surname
    (('hans', 'peter'), ('heide',))
    >>> read_person("MÜLLER, Erna").surname
    ('mueller',)
    """
    birth = _BORN.search(full_name)
    text = _BORN.sub(" ", full_name)
    if first_name and surname:
        first, last = first_name, _BORN.sub(" ", surname)
    elif "," in text:
        last, _, first = text.partition(",")
    else:
        first, last = _parts(text)
    first_names = tuple(_bare_of_titles(first)[:_MAX_WORDS])
    surnames = tuple(_without_particles(_bare_of_titles(last))[:_MAX_WORDS])
    family = "".join(surnames)
    return PersonName(
        printed=full_name,
        first=first_names,
        surname=surnames,
        birth_names=tuple(words_in(birth["birth_name"])) if birth else (),
        surname_rarity=max((rarity("surname", word) for word in surnames), default=0.0),
        first_rarity=rarity("first_name", first_names[0]) if first_names and len(first_names[0]) > 1 else 0.0,
        family=family,
        bare_family=_bare_of_e(family),
        bare_first=tuple(map(_bare_of_e, _telling(first_names))),
        telling_first=_telling(first_names),
        telling=_telling((*first_names, *surnames)),
        whole=any(len(word) > 1 for word in first_names) and len(family) > 1,
        uncommon=family not in vocabulary.common_surnames(),
    )


def _parts(text: str) -> tuple[str, str]:
    """First names and surname: the surname is in capitals, or the last word with its particles and hyphens."""
    words = [word for word in text.split() if _bare_of_titles(word)]
    shouted = [word for word in words if len(word) > 2 and word.isupper()]
    if shouted and len(shouted) < len(words):
        return " ".join(word for word in words if word not in shouted), " ".join(shouted)
    cut = len(words) - 1
    while cut > 1 and words_in(words[cut - 1])[:1] and words_in(words[cut - 1])[0] in vocabulary.particles():
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _bare_of_titles(text: str) -> list[str]:
    words = words_in(text)
    return [word for word in words if word not in vocabulary.titles()] or words


def _without_particles(words: list[str]) -> list[str]:
    return [word for word in words if word not in vocabulary.particles()] or words


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in vocabulary.particles()) or words


def compare_persons(one: PersonName, other: PersonName) -> PersonAgreement:
    """How the two names agree; the order of the arguments does not matter."""
    first, surname = _compare_first(one, other), _compare_surname(one, other)
    if first is EQUAL and surname is EQUAL:
        return PersonAgreement(EQUAL, 1.0, first, surname)
    if surname is UNKNOWN:
        level = UNKNOWN
    elif first is UNKNOWN:
        level = CLOSE if surname is EQUAL else surname
    elif first is DIFFERENT or surname is DIFFERENT:
        level = CLOSE if _swapped(one, other) else DIFFERENT
    else:
        level = CLOSE
    return PersonAgreement(level, _alike(one.telling, other.telling) if level is CLOSE else 0.0, first, surname)


def one_name_misspelt(agreement: PersonAgreement, one: PersonName, other: PersonName) -> bool:
    """Whether one of first name and surname is equal and the other a slip of the pen away.

    A first name with a slip is no name at all: "Andreas" and "Andrea" are two, "Gerhard" and "Gersard" are not.

    >>> pair = read_person("Gerhard Quast"), read_person("Gersard Quast")
    >>> one_name_misspelt(compare_persons(*pair), *pair)
    True
    >>> pair = read_person("Andreas Quast"), read_person("Andrea Quast")
    >>> one_name_misspelt(compare_persons(*pair), *pair)
    False
    """
    if agreement.first is EQUAL and agreement.surname is CLOSE:
        return _slip(one.family, other.family)
    if agreement.surname is not EQUAL or len(one.telling_first) != len(other.telling_first):
        return False
    apart = [(a, b) for a, b in zip(one.telling_first, other.telling_first, strict=True) if a != b]
    return len(apart) == 1 and _slip(*apart[0]) and not all(known("first_name", name) for name in apart[0])


def _slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 4 and OSA.distance(one, other, score_cutoff=1) <= 1


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Half the mean of the words' best pairs, half the worst of them: one foreign word makes another person."""
    short, long = sorted((one, other), key=len)
    if not short:
        return 0.0
    if sorted(short) == sorted(long) or "".join(one) == "".join(other):
        return 0.99
    pairs = [(_alike_words(a, b), i, j) for i, a in enumerate(short) for j, b in enumerate(long)]
    pairs.sort(key=lambda pair: (-pair[0], sorted((short[pair[1]], long[pair[2]]))))
    left, right = set(range(len(short))), set(range(len(long)))
    found: list[tuple[float, int]] = []
    for alike, i, j in pairs:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append((alike, len(short[i]) + len(long[j])))
    letters = sum(length for _, length in found) + sum(len(long[j]) for j in right) / 2
    mean = sum(alike * length for alike, length in found) / letters
    return 0.5 * mean + 0.5 * min(alike for alike, _ in found)


def _alike_words(one: str, other: str) -> float:
    if min(len(one), len(other)) == 1:
        return 0.75 if one[0] == other[0] else 0.0
    return OSA.normalized_similarity(one, other)


def _swapped(one: PersonName, other: PersonName) -> bool:
    """First name and surname changed places: usual for names of other alphabets."""
    return len(one.telling) == len(other.telling) > 1 and sorted(one.telling) == sorted(other.telling)


@lru_cache(maxsize=8192)
def _bare_of_e(word: str) -> str:
    """Both "mueller" and "müller" typed without dots; "bauer" keeps its e, so only between consonants."""
    return re.sub(r"(?<=[^aeiouqy])(a|o|u)e(?=[^aeiouy])", r"\1", bare(word))


def _compare_first(one: PersonName, other: PersonName) -> EvidenceLevel:
    mine, theirs = one.telling_first, other.telling_first
    if not mine or not theirs:
        return UNKNOWN
    if mine == theirs or "".join(mine) == "".join(theirs):
        return EQUAL
    for a, b in zip(one.bare_first, other.bare_first, strict=False):
        if a != b or len(a) == 1:
            break
    else:
        return EQUAL
    return CLOSE if any(_first_alike(a, b) for a in mine for b in theirs) else DIFFERENT


def _first_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return one == other or (min(len(one), len(other)) > 2 and JaroWinkler.normalized_similarity(one, other) >= 0.9)


def _compare_surname(one: PersonName, other: PersonName) -> EvidenceLevel:
    if not one.surname or not other.surname:
        return UNKNOWN
    if one.bare_family == other.bare_family:
        return EQUAL
    mine, theirs = one.family, other.family
    if len(one.surname) + len(one.birth_names) + len(other.surname) + len(other.birth_names) > 2:
        parts = {*one.surname, *one.birth_names} & {*other.surname, *other.birth_names}
        if any(len(part) > 2 for part in parts):
            return CLOSE
    if min(len(mine), len(theirs)) <= 2:
        return DIFFERENT
    return CLOSE if JaroWinkler.normalized_similarity(mine, theirs) >= 0.9 else DIFFERENT


def is_whole(name: PersonName) -> bool:
    """Whether first name and surname are both there and more than initials."""
    return name.whole


def compare_birth_dates(one: date | None, other: date | None, published: date) -> EvidenceLevel:
    """How two birth dates agree; one that no living debtor can have says nothing.

    >>> compare_birth_dates(date(1980, 3, 12), date(1980, 12, 3), date(2026, 1, 1)).value
    'close'
    """
    if not one or not other or not (_possible(one, published) and _possible(other, published)):
        return EvidenceLevel.UNKNOWN
    if one == other:
        return EvidenceLevel.EQUAL
    swapped = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    differing = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return EvidenceLevel.CLOSE if swapped or differing == 1 else EvidenceLevel.DIFFERENT


def _possible(birth_date: date, published: date) -> bool:
    """Between 7 and 115 years old on publication, and not the placeholder 1 January 1900."""
    return 7 <= published.year - birth_date.year <= 115 and birth_date != date(1900, 1, 1)


def person_words(name: PersonName) -> frozenset[str]:
    """Call name and surname, as they stand inside a sole trader's business name."""
    return frozenset((*name.first[:1], *name.surname))
