"""The file as rows: read by header and not by position, because columns have moved.

Source: column names of four public clients (2024-2026); the whole header was never seen, so columns that nobody
names are let through unread.
"""

import csv
import io
from datetime import date

from chalicelib.errors import SourceChangedError

SOURCE = "lv_ur"
_NEEDED = (
    *("proceeding_id", "debtor_registration_number", "proceeding_form", "proceeding_started_on"),
    *("proceeding_ended_on", "court_name", "court_case_initial_number"),
)
Row = dict[str, str]


def read(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows; a byte order mark before the header is no part of its first name.

    Raises:
        SourceChangedError: not UTF-8, no table, or a column that cannot be missing is.
    """
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceChangedError(SOURCE, f"cut or malformed CSV: {error}") from error
    header = [name.strip() for name in lines[0]] if lines else []
    if missing := [name for name in _NEEDED if name not in header]:
        raise SourceChangedError(SOURCE, f"no column {missing[0]!r}; the file begins with {header[:4]}")
    return header, [cells for cells in lines[1:] if cells]


def written(header: list[str], rows: list[list[str]]) -> bytes:
    """The same table with these rows."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([header, *rows])
    return out.getvalue().encode()


def row(header: list[str], cells: list[str]) -> Row:
    """The row by its columns' names.

    Raises:
        SourceChangedError: it has more or fewer cells than the header, as the last of a cut file has.
    """
    if len(cells) != len(header):
        raise SourceChangedError(SOURCE, f"row {cells[:1]} has {len(cells)} cells, the header {len(header)}")
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def day(found: Row, name: str) -> date | None:
    """The date, None when empty or all zeros.

    Raises:
        SourceChangedError: it is none.
    """
    printed = found.get(name, "")
    if not printed or printed.startswith("0000"):
        return None
    try:
        return date.fromisoformat(printed[:10])
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"{name} is {printed!r}, not a date") from error
