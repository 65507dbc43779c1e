"""Candidates in memory, by the same keys, caps and narrower questions as the table answers."""

import math
from array import array
from dataclasses import dataclass, field

from chalicelib.model.match_keys import MatchKeys

CANDIDATES_PER_KEY = 100
_ITEM_OVERHEAD = 60
"""Bytes of an item beside its compact record: keys and attribute names, about."""
_READ_UNIT_BYTES = 4096


@dataclass(slots=True)
class Found:
    """Who shares a key with a notice, and what asking cost."""

    places: set[int] = field(default_factory=set)
    queries: int = 0
    read_units: float = 0.0
    cut: int = 0
    """Keys that more share than are read, even narrowed."""


@dataclass(slots=True)
class Index:
    """Customers by key; a customer is known by its place in `numbers`."""

    numbers: list[str] = field(default_factory=list)
    compact: list[bytes] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    postings: dict[int, "array[int]"] = field(default_factory=dict)
    place_of: dict[str, int] = field(default_factory=dict)

    def add(self, number: str, keys: MatchKeys) -> None:
        """Takes in a customer."""
        place = len(self.numbers)
        self.place_of[number] = place
        self.numbers.append(number)
        self.compact.append(keys.compact.encode())
        self.towns.append(keys.towns[0] if keys.towns else "")
        self.initials.append(keys.initials)
        for key in keys.keys:
            self.postings.setdefault(hash(key), array("I")).append(place)

    def find(self, keys: MatchKeys) -> Found:
        """The candidates of a notice, as the table would give them."""
        found = Found()
        for key in keys.keys:
            sharing = self.postings.get(hash(key), array("I"))
            if len(sharing) < CANDIDATES_PER_KEY:
                self._take(found, list(sharing))
            else:
                self._narrowed(found, key, keys, list(sharing))
        return found

    def _narrowed(self, found: Found, key: str, keys: MatchKeys, sharing: list[int]) -> None:
        narrows = keys.narrows(key)
        own = self.initials if narrows == (keys.initials,) and narrows != keys.towns else self.towns
        sharing.sort(key=lambda place: (own[place], self.numbers[place]))
        self._take(found, sharing[:CANDIDATES_PER_KEY])
        cut = not any(narrows)
        for narrow in sorted({*narrows, ""}) if any(narrows) else ():
            there = [place for place in sharing if own[place] == narrow]
            self._take(found, there[:CANDIDATES_PER_KEY])
            cut = cut or len(there) >= CANDIDATES_PER_KEY
        found.cut += cut

    def _take(self, found: Found, places: list[int]) -> None:
        size = sum(len(self.compact[place]) + _ITEM_OVERHEAD for place in places)
        found.places.update(places)
        found.queries += 1
        found.read_units += max(1, math.ceil(size / _READ_UNIT_BYTES)) / 2

    def findable(self, keys: MatchKeys, place: int) -> bool:
        """Whether the customer shares any key at all, however many others do."""
        return any(place in self.postings.get(hash(key), ()) for key in keys.keys)
