"""Addresses and seats: street and number, postcode, town, country."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from chalicelib.matching import vocabulary
from chalicelib.matching.folding import collapsed, expanded, lowered, words_in
from chalicelib.model.address import PostalAddress
from chalicelib.model.match import EvidenceLevel

EQUAL, CLOSE, UNKNOWN, DIFFERENT = (
    EvidenceLevel.EQUAL,
    EvidenceLevel.CLOSE,
    EvidenceLevel.UNKNOWN,
    EvidenceLevel.DIFFERENT,
)
_NUMBER_LAST = re.compile(r"(?P<street>.*[^\W\d].*?)[\s,.]*?(?P<number>\d{1,5})\s?(?P<letter>[a-z]?)(?:\s*[-–/+].*)?")
_NUMBER_FIRST = re.compile(r"(?P<number>\d{1,5})\s?(?P<letter>[a-z]|bis|ter)?,?\s+(?P<street>\D{3,})")
_ONE_LINE = re.compile(
    r"(?P<street>[^;\n]*\d[^;\n]*)[,;\n]+\s*(?:[A-Z]{1,3}\s?-\s?)?(?P<postcode>\d{4,5})\s+(?P<city>[^,;\n]+)"
)
_LONG_STREET = 14
_PLACE_AND_TOWN = re.compile(r"\s*(?:[A-Z]{1,3}\s?-\s?)?(?P<postcode>\d{4,5})\s+(?P<city>[^,;\n\d]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """An address in comparable form; empty strings where nothing is known."""

    street: str = ""
    number: str = ""
    letter: str = ""
    postcode: str = ""
    town: str = ""
    town_key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "town_key", town_key(self.town))


def read_address(address: PostalAddress | None, seat: str | None = None) -> Place:
    """The address in comparable form; one that stands in one line is taken apart.

    >>> read_address(PostalAddress(printed="Hafenstr. 3a, 20457 Hamburg"))
    Place(street='hafenstr', number='3', letter='a', postcode='20457', town='hamburg')
    """
    if address is None:
        return _read(None, None, seat)
    street, postcode, city = address.street, address.postcode, address.city
    if address.printed and not (street and city):
        match = _ONE_LINE.search(address.printed[:300]) or _PLACE_AND_TOWN.search(address.printed[:300])
        if match:
            found = match.groupdict()
            street, postcode, city = street or found.get("street"), postcode or found["postcode"], city or found["city"]
    return _read(street, postcode, city or seat)


@lru_cache(maxsize=8192)
def _read(street: str | None, postcode: str | None, city: str | None) -> Place:
    name, number, letter = _street(street or "")
    digits = re.sub(r"[^0-9A-Z]", "", (postcode or "")[:12].upper())
    return Place(name, number, letter, re.sub(r"^[A-Z]{1,3}(?=\d{4,5}$)", "", digits), town(city or ""))


def _street(printed: str) -> tuple[str, str, str]:
    text = lowered(printed[:120]).strip()
    if "postfach" in text or re.match(r"p\.?\s?o\.? ?box", text):
        return "", "", ""
    before, _, last = text.rpartition(",")
    if any(letter.isalpha() for letter in before) and re.search(r"\d", last) and len(last) > 5:
        text = last.strip()  # a name or "c/o" stood before the street
    match = _NUMBER_FIRST.fullmatch(text) or _NUMBER_LAST.fullmatch(text)
    street, number, letter = (match["street"], match["number"], match["letter"] or "") if match else (text, "", "")
    folded = re.sub(r"strasse\b|str\.|\bstr\b", "str", expanded(street))
    return re.sub(r"[\W_]", "", folded), number.lstrip("0"), letter


@lru_cache(maxsize=8192)
def town(printed: str) -> str:
    """A town in one spelling; what stands in brackets or behind "OT" is dropped.

    >>> town("Frankfurt a. M."), town("Munich"), town("Freiburg (Breisgau)")
    ('frankfurt am main', 'muenchen', 'freiburg')
    """
    text = re.sub(r"\(.*?\)|,.*$|\bot\b.*$|/.*$", " ", lowered(printed[:100]))
    text = re.sub(r"\ba\.?\s?m\.?\s*$", "am main", text) if text.startswith("frankfurt") else text
    words = words_in(text)
    if words and words[-1].isdigit():
        words = words[:-1]
    joined = " ".join(words)
    return vocabulary.place_names().get(joined, joined)


@lru_cache(maxsize=8192)
def town_key(town_name: str) -> str:
    """The part of a town's name that every way to write it keeps.

    >>> town_key("frankfurt am main"), town_key("bad homburg vor der hoehe")
    ('frankfurt', 'badhomburg')
    """
    words = town_name.split()
    kept = words[:2] if len(words) > 1 and words[0] in vocabulary.first_parts_of_towns() else words[:1]
    return collapsed("".join(kept))


def compare_seats(mine: tuple[Place, ...], theirs: tuple[Place, ...]) -> EvidenceLevel:
    """How the towns agree; one town in common is enough."""
    level = UNKNOWN
    for one in mine:
        for other in theirs:
            if one.town and one.town == other.town:
                return EQUAL
            if level is not CLOSE and ((one.town and other.town) or (one.postcode and other.postcode)):
                level = CLOSE if _near(one, other) else DIFFERENT
    return level


def _near(one: Place, other: Place) -> bool:
    same_postcode = bool(one.postcode) and one.postcode == other.postcode
    return same_postcode or (bool(one.town) and one.town_key == other.town_key)


def compare_addresses(one: Place, other: Place) -> EvidenceLevel:
    """How street, number and place agree.

    Equal needs the same street (a slip of the pen aside), number and letter and a place in common; a letter or number
    missing makes it close.
    """
    if not (one.street and other.street):
        return EvidenceLevel.UNKNOWN
    if not _same_place(one, other):
        return (
            EvidenceLevel.DIFFERENT
            if (one.town or one.postcode) and (other.town or other.postcode)
            else EvidenceLevel.UNKNOWN
        )
    alike = _alike_street(one.street, other.street)
    same_number = bool(one.number) and one.number == other.number
    if alike == 1.0 and same_number and one.letter == other.letter:
        return EvidenceLevel.EQUAL
    numbers_unknown = not (one.number and other.number)
    if same_number and one.letter and other.letter and one.letter != other.letter:
        return EvidenceLevel.DIFFERENT
    if alike >= 0.85 and (same_number or numbers_unknown):
        return EvidenceLevel.CLOSE
    return EvidenceLevel.DIFFERENT


def _same_place(one: Place, other: Place) -> bool:
    if one.postcode and other.postcode:
        return one.postcode == other.postcode or bool(one.town and one.town == other.town)
    return bool(one.town) and one.town_key == other.town_key


def _alike_street(one: str, other: str) -> float:
    if one == other or collapsed(one) == collapsed(other):
        return 1.0
    slips = 2 if min(len(one), len(other)) >= _LONG_STREET else 1
    if min(len(one), len(other)) >= _LONG_STREET / 2 and OSA.distance(one, other, score_cutoff=slips) <= slips:
        return 1.0
    return OSA.normalized_similarity(one, other)


def country(printed: str | None) -> str | None:
    """ISO code of a country however it is written; unknown words are None.

    >>> country("Deutschland"), country("uk"), country("Atlantis")
    ('DE', 'GB', None)
    """
    if not printed:
        return None
    folded = " ".join(words_in(printed[:60]))
    known = vocabulary.countries().get(folded)
    return known or (folded.upper() if len(folded) == 2 and folded.isascii() and folded.isalpha() else None)
