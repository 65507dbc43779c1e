"""An import in parts, for files that take longer than a function may run: what is done, and where to go on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import ConfigDict

from chalicelib.imports.cells import RowProblem
from chalicelib.model.record import Record

Advance = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""
Enough = Callable[[], bool]
"""Whether the part is to end, for time is running out."""


def unheard(_done: int, _of: int) -> None:
    """Nobody waits."""


def never() -> bool:
    """There is time until all is done."""
    return False


@dataclass(frozen=True)
class ImportSummary:
    """What an import did: `changed` were new or different, `unchanged` were there already.

    `settled` are open items that a complete list no longer held.
    """

    rows: int
    changed: int
    unchanged: int
    refused: int
    problems: tuple[RowProblem, ...]
    columns: Mapping[str, str]
    ignored: Mapping[str, str]
    settled: int = 0


class SoFar(Record):
    """What earlier parts of an import have done: the next begins at this place among the good customers or accounts.

    `unknown` are numbers of a file of open items or payments that were no customer's when the first part asked: all
    parts answer alike, whoever is imported meanwhile. None: nobody has asked yet.
    """

    model_config = ConfigDict(str_strip_whitespace=False)  # what stands in a file is compared as it stands

    place: int = 0
    changed: int = 0
    unchanged: int = 0
    settled: int = 0
    conflicts: tuple[RowProblem, ...] = ()
    unknown: frozenset[str] | None = None


@dataclass(frozen=True)
class Part:
    """What is done when a part ends: the summary of all parts when nothing is left, else where to go on."""

    so_far: SoFar
    summary: ImportSummary | None
