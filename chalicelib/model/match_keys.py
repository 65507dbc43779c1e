"""What a customer or a notice is found by: its match keys, and what narrows a key that too many share."""

from collections.abc import Iterable
from typing import NamedTuple

from pydantic import Field

from chalicelib.model.record import Record

UNVERSIONED = "1"
"""The first version's keys stand in the table without a prefix and without what narrows them."""

FIND_VERSION = "1"
"""Changes whenever the same customer would be found by other words; `rebuild-keys` then makes them anew."""


class KeyPlace(NamedTuple):
    """Where one key item stands: the partition of the key, and the part that narrows it."""

    partition: str
    narrow: str | None

    @property
    def text(self) -> str:
        """Both parts as one text, from which `read_place` makes them again."""
        return self.partition if self.narrow is None else f"{self.partition}#{self.narrow}"


def word_place(word: str) -> KeyPlace:
    """Where a word stands by which people find a customer: together with all words that begin alike.

    >>> word_place("nordlicht")
    KeyPlace(partition='find1|no', narrow='nordlicht')
    """
    return KeyPlace(f"find{FIND_VERSION}|{word[:2]}", word)


def list_place(name: str) -> KeyPlace:
    """Where the customers of a list stand, in order of their numbers."""
    return KeyPlace(f"list{FIND_VERSION}|{name}", "")


def read_place(text: str) -> KeyPlace:
    """The place in its stored form.

    >>> read_place("2|name|nordlicht#hamburg"), read_place("name|nordlicht")
    (KeyPlace(partition='2|name|nordlicht', narrow='hamburg'), KeyPlace(partition='name|nordlicht', narrow=None))
    """
    partition, mark, narrow = text.partition("#")
    return KeyPlace(partition, narrow if mark else None)


class MatchKeys(Record):
    """Keys of one version, and the compact record that stands beside each of them."""

    version: str
    keys: frozenset[str]
    towns: tuple[str, ...] = Field(default=(), description="narrow a key that holds no place")
    initials: str = Field(default="", description="narrow a key that holds a place already")
    compact: str = Field(default="", description="what scoring needs, so that nothing else is read for it")
    words: frozenset[str] = Field(default=frozenset(), description="by which people find a customer; none for a notice")
    lists: frozenset[str] = Field(default=frozenset(), description="in which people find a customer; none for a notice")

    def partition(self, key: str) -> str:
        """The key under its version, so that keys of two versions never meet.

        >>> MatchKeys(version="2", keys=frozenset()).partition("name|nordlicht")
        '2|name|nordlicht'
        """
        return key if self.version == UNVERSIONED else f"{self.version}|{key}"

    def narrows(self, key: str) -> tuple[str, ...]:
        """The parts by which this key is narrowed: initials where it holds a place, else the towns.

        >>> keys = MatchKeys(version="2", keys=frozenset(), towns=("hamburg",), initials="no")
        >>> keys.narrows("name|nordlicht"), keys.narrows("tok|6258@hamburg"), keys.narrows("addr|20457|hafenstr|3")
        (('hamburg',), ('no',), ('no',))
        """
        return (self.initials,) if "@" in key or key.startswith("addr|") else self.towns

    def places(self) -> frozenset[KeyPlace]:
        """Where this record's key items stand."""
        if self.version == UNVERSIONED:
            return frozenset(KeyPlace(key, None) for key in self.keys)
        matching = {KeyPlace(self.partition(key), narrow) for key in self.keys for narrow in self.narrows(key) or ("",)}
        return frozenset(matching | {*map(word_place, self.words), *map(list_place, self.lists)})


def texts(places: Iterable[KeyPlace]) -> list[str]:
    """The places in stored form, in order."""
    return sorted(place.text for place in places)
