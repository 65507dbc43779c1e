"""Names of natural persons: titles and particles aside, first names and surname apart; birth dates."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler, Levenshtein

from chalicelib.matching import vocabulary
from chalicelib.matching.folding import bare, words_in
from chalicelib.matching.weights import rarity
from chalicelib.model.match import EvidenceLevel

_BORN = re.compile(
    r"[\s,(]+(?:geb(?:\.|orene?r?\b)|née?\b)\s*(?P<birth_name>[^\s,;()]+(?:[ -][^\s,;()]+)?)\)?", re.IGNORECASE
)
_MAX_WORDS = 12


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
    return PersonName(
        printed=full_name,
        first=first_names,
        surname=surnames,
        birth_names=tuple(words_in(birth["birth_name"])) if birth else (),
        surname_rarity=max((rarity("surname", word) for word in surnames), default=0.0),
        first_rarity=rarity("first_name", first_names[0]) if first_names and len(first_names[0]) > 1 else 0.0,
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
    first = _compare_first(_telling(one.first), _telling(other.first))
    surname = _compare_surname(one, other)
    alike = _alike((*one.first, *one.surname), (*other.first, *other.surname))
    if EvidenceLevel.UNKNOWN in (first, surname):
        level = EvidenceLevel.UNKNOWN if surname is EvidenceLevel.UNKNOWN else _weaker(surname, EvidenceLevel.CLOSE)
    elif first is surname is EvidenceLevel.EQUAL:
        level, alike = EvidenceLevel.EQUAL, 1.0
    elif EvidenceLevel.DIFFERENT in (first, surname):
        level = EvidenceLevel.CLOSE if _swapped(one, other) else EvidenceLevel.DIFFERENT
    else:
        level = EvidenceLevel.CLOSE
    return PersonAgreement(level, alike, first, surname)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Half the mean of the words' best pairs, half the worst of them: one foreign word makes another person."""
    short, long = sorted((_telling(one), _telling(other)), key=len)
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
    return Levenshtein.normalized_similarity(one, other)


def _weaker(level: EvidenceLevel, limit: EvidenceLevel) -> EvidenceLevel:
    return limit if level is EvidenceLevel.EQUAL else level


def _swapped(one: PersonName, other: PersonName) -> bool:
    """First name and surname changed places: usual for names of other alphabets."""
    mine, theirs = (sorted(_telling((*name.first, *name.surname))) for name in (one, other))
    return len(mine) > 1 and mine == theirs


def _same(one: str, other: str) -> bool:
    return one == other or _bare_of_e(one) == _bare_of_e(other)


@lru_cache(maxsize=8192)
def _bare_of_e(word: str) -> str:
    """Both "mueller" and "müller" typed without dots; "bauer" keeps its e, so only between consonants."""
    return re.sub(r"(?<=[^aeiouqy])(a|o|u)e(?=[^aeiouy])", r"\1", bare(word))


def _compare_first(one: tuple[str, ...], other: tuple[str, ...]) -> EvidenceLevel:
    if not one or not other:
        return EvidenceLevel.UNKNOWN
    short, long = sorted((one, other), key=len)
    if "".join(one) == "".join(other) or all(_same(a, b) and len(a) > 1 for a, b in zip(short, long, strict=False)):
        return EvidenceLevel.EQUAL
    if any(_first_alike(a, b) for a in one for b in other):
        return EvidenceLevel.CLOSE
    return EvidenceLevel.DIFFERENT


def _first_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return one == other or (min(len(one), len(other)) > 2 and JaroWinkler.normalized_similarity(one, other) >= 0.9)


def _compare_surname(one: PersonName, other: PersonName) -> EvidenceLevel:
    if not one.surname or not other.surname:
        return EvidenceLevel.UNKNOWN
    mine, theirs = "".join(one.surname), "".join(other.surname)
    if _same(mine, theirs):
        return EvidenceLevel.EQUAL
    parts = {*one.surname, *one.birth_names} & {*other.surname, *other.birth_names}
    if any(len(part) > 2 for part in parts):
        return EvidenceLevel.CLOSE
    alike = JaroWinkler.normalized_similarity(mine, theirs) if min(len(mine), len(theirs)) > 2 else 0.0
    return EvidenceLevel.CLOSE if alike >= 0.9 else EvidenceLevel.DIFFERENT


def is_whole(name: PersonName) -> bool:
    """Whether first name and surname are both there and more than initials."""
    return any(len(word) > 1 for word in name.first) and len("".join(name.surname)) > 1


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
