"""Rows of a delimited file with the physical line each one starts on."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.imports.headers import recognised

DELIMITERS = (";", "\t", ",")
MOST_LINES_IN_ROW = 50
_HEADER_WITHIN = 10
_CUSTOMER_HEADER = "Kundennummer;Name;Straße;PLZ;Ort"


@dataclass(frozen=True)
class RawRow:
    """One row as written; `broken` says why it could not be taken apart."""

    line: int
    cells: tuple[str, ...]
    broken: str | None = None

    @property
    def blank(self) -> bool:
        """Whether it holds nothing at all, as the empty lines behind many exports."""
        return not self.broken and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A file's header and the rows below it."""

    delimiter: str
    header: tuple[str, ...]
    rows: tuple[RawRow, ...]


def read_table(text: str, known_name: Callable[[str], bool] = recognised, such_as: str = _CUSTOMER_HEADER) -> Table:
    """Header and rows, under the delimiter and header line that give the most known column names.

    Known names beat counting characters: addresses hold commas, amounts too. The header may stand below a
    title line, as in DATEV's EXTF files, or below Excel's `sep=;`.

    Raises:
        InvalidInputError: no line among the first ten holds a known column name.
    """
    lines = list(io.StringIO(text, newline=""))
    best, delimiter, header = 0, "", RawRow(0, ())
    for candidate in DELIMITERS:
        for row in _first_rows(lines, candidate):
            known = sum(known_name(cell) for cell in row.cells)
            if known > best:
                best, delimiter, header = known, candidate, row
    if not best:
        reason = f"no line among the first ten names known columns, such as {such_as!r}"
        raise InvalidInputError([Problem("header", lines[0].strip()[:80], reason)])
    below = (row for row in read_rows(lines, delimiter) if row.line > header.line and not row.blank)
    return Table(delimiter, tuple(cell.strip() for cell in header.cells), tuple(below))


def _first_rows(lines: list[str], delimiter: str) -> Iterator[RawRow]:
    for row in read_rows(lines[: _HEADER_WITHIN * MOST_LINES_IN_ROW], delimiter):
        if row.line > _HEADER_WITHIN:
            return
        yield row


def read_rows(lines: list[str], delimiter: str) -> Iterator[RawRow]:
    """Every row, blank ones too; a row with a stray quotation mark costs its own first line and no more.

    >>> [row.line for row in read_rows(['1;"a\\n', 'b"\\n', '2;c\\n'], ";")]
    [1, 3]
    >>> [bool(row.broken) for row in read_rows(['1;"a\\n', '2;b\\n'], ";")]
    [True, False]
    """
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at : at + MOST_LINES_IN_ROW], delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            yield RawRow(at + 1, (), f"quotation marks do not pair up, or the cell is too long ({error})")
            at += 1
        else:
            yield RawRow(at + 1, tuple(cells))
            at += reader.line_num
