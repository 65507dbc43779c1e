"""The cells of one row, read one by one; what is wrong collects, so that a clerk sees all of it at once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from chalicelib.errors import InvalidInputError
from chalicelib.imports.columns import F, MappedColumns
from chalicelib.imports.table import RawRow

T = TypeVar("T")
SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_EXCEL_TEXT = re.compile(r'^="(.*)"$')  # how exports keep Excel from eating leading zeros


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong with one row: the line it starts on, the column, what stands there, and why it is refused."""

    line: int
    column: str
    value: str
    reason: str


@dataclass
class CellReader(Generic[F]):
    """One row cut into cells by meaning, with the problems found on the way."""

    row: RawRow
    columns: MappedColumns[F]
    problems: list[RowProblem] = field(default_factory=list, kw_only=True)
    cells: dict[F, str] = field(default_factory=dict, kw_only=True)

    def cut_to_columns(self) -> bool:
        """Whether the row has the header's shape; then `cells` holds what is not empty."""
        width, cells = len(self.columns.header), self.row.cells
        if self.row.broken:
            self.report(None, "", self.row.broken)
        elif len(cells) < width or any(cell.strip() for cell in cells[width:]):
            self.report(None, "", f"the row has {len(cells)} cells, the header {width}; quote cells with separators")
        for meaning, at in self.columns.position.items():
            if not self.problems and (text := _EXCEL_TEXT.sub(r"\1", " ".join(cells[at].split()))):
                self.cells[meaning] = text
        return not self.problems

    def read(self, meaning: F, parse: Callable[[str], T | None]) -> T | None:
        """The cell's value, or None with the problem reported."""
        with self.reporting(meaning):
            return parse(self.cells[meaning]) if meaning in self.cells else None
        return None

    @contextmanager
    def reporting(self, meaning: F | None) -> Iterator[None]:
        """Turns refused values into problems of this row, in the column the error names or else the given one."""
        try:
            yield
        except InvalidInputError as error:
            for problem in error.problems:
                self.report(self.field_named(problem.path) or meaning, problem.value, problem.reason)

    def field_named(self, path: str) -> F | None:
        """The field that a problem names by itself, if it is one of this file's."""
        return next((known for known in self.columns.position if known == path), None)

    def report(self, meaning: F | None, value: str, reason: str) -> None:
        """Add a problem of this row, in the column that holds the field."""
        at = self.columns.position.get(meaning) if meaning else None
        column = self.columns.header[at] if at is not None else (meaning.value if meaning else "")
        self.problems.append(RowProblem(self.row.line, column, value, reason))
