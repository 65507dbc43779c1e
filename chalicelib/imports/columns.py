"""Which column of a file holds what: the part of reading a header that every kind of file shares."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from chalicelib.errors import InvalidInputError, Problem

F = TypeVar("F", bound=StrEnum)

_SAP_TABLE = re.compile(r"^(KNA1|KNB1|KNKK|KNC1|ADRC|BUT000|BSID|BSAD|BSEG|BKPF|VBRK|VBRP)[-.~](?=\w)", re.IGNORECASE)
_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


@lru_cache(maxsize=4096)
def normal(header: str) -> str:
    r"""Column name without case, blanks, punctuation and a leading SAP table name.

    >>> normal("USt-IdNr."), normal("KNA1-KUNNR"), normal("Straße")
    ('ustidnr', 'kunnr', 'strasse')
    """
    name = _SAP_TABLE.sub("", unicodedata.normalize("NFC", header).strip()).casefold().translate(_UMLAUTS)
    name = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in name if letter.isalnum())


def meanings(names: Mapping[F, str]) -> dict[str, F]:
    """Normal column name -> field, from names written one behind the other with bars between.

    Raises:
        AssertionError: one name stands for two fields.
    """
    found: dict[str, F] = {}
    for field, listed in names.items():
        for name in listed.split("|"):
            if found.setdefault(normal(name), field) is not field:
                raise AssertionError(f"{name.strip()!r} stands for {field} and {found[normal(name)]}")
    return found


@dataclass(frozen=True)
class MappedColumns(Generic[F]):
    """Which column holds which field, and why each of the others is left out."""

    position: Mapping[F, int]
    header: Sequence[str]
    ignored: Mapping[str, str]

    @property
    def used(self) -> dict[str, str]:
        """Column name -> field, in the file's order."""
        return {self.header[at]: field.value for field, at in sorted(self.position.items(), key=lambda pair: pair[1])}


def map_by_name(
    header: Sequence[str], known: Mapping[str, F], needed: Mapping[F, str], gives_way: Sequence[str] = ()
) -> MappedColumns[F]:
    """Meaning of each column by its name alone; `needed` says for each indispensable field how it may be called.

    Names in `gives_way` also mean something else: beside a clearer name, or an earlier one of them, they are left out.

    Raises:
        InvalidInputError: a needed column is missing, or two columns mean the same.
    """
    claimants: dict[F, list[int]] = {}
    ignored: dict[str, str] = {}
    for at, column in enumerate(header):
        field = known.get(normal(column))
        if field is not None:
            claimants.setdefault(field, []).append(at)
        elif column:
            ignored[column] = "unknown column"
    position: dict[F, int] = {}
    problems = [
        Problem("header", "", f"no column with {words}") for field, words in needed.items() if field not in claimants
    ]
    for field, places in claimants.items():
        first, *others = sorted(places, key=lambda at: _clearness(header[at], gives_way))
        position[field] = first
        for at in others:
            if normal(header[at]) in gives_way and normal(header[at]) != normal(header[first]):
                ignored[header[at]] = f"{header[first]!r} holds the same more clearly"
            else:
                reason = f"{header[first]!r} and {header[at]!r} both mean {field}; leave one out"
                problems.append(Problem("header", header[at], reason))
    if problems:
        raise InvalidInputError(problems)
    return MappedColumns(position, header, ignored)


def _clearness(column: str, gives_way: Sequence[str]) -> int:
    name = normal(column)
    return gives_way.index(name) + 1 if name in gives_way else 0
