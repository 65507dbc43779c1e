"""The file as rows: read by header and not by position, because columns have moved.

Source: column names of four public clients (2024-2026); the whole header was never seen, so columns that nobody
names are let through unread.
"""

import csv
import io
import re
from datetime import date

from chalicelib.errors import SourceChangedError

SOURCE = "lv_ur"
_NEEDED = (
    *("proceeding_id", "debtor_registration_number", "proceeding_form", "proceeding_started_on"),
    *("proceeding_ended_on", "court_name", "court_case_initial_number"),
)
Row = dict[str, str]
# No row was ever seen, so that no one form of dates is relied upon.
_DATE = re.compile(r"(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4})\.?)(?:[ T]\d{1,2}:\d{2}.{0,20})?")


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
    """The date, as 2026-09-01 or 01.09.2026 and perhaps with a time behind it; None when empty or all zeros.

    >>> day({"on": "2026-09-01 00:00:00"}, "on") == day({"on": "1.9.2026."}, "on") == date(2026, 9, 1)
    True

    Raises:
        SourceChangedError: it is none.
    """
    printed = found.get(name, "")
    if not printed.strip("0-. :T"):
        return None
    match = _DATE.fullmatch(printed)
    parts = [int(part) for part in match.groups() if part] if match else []
    try:
        return date(*(parts if printed[:4].isdigit() else reversed(parts)))
    except (TypeError, ValueError) as error:
        raise SourceChangedError(SOURCE, f"{name} is {printed!r}, not a date") from error


def identity(found: Row) -> dict[str, str]:
    """What tells this state of a row from another: all that is printed, and dates alike however they are printed."""
    return {name: _alike(found, name) for name, value in sorted(found.items()) if value}


def _alike(found: Row, name: str) -> str:
    if not re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}\.?(?:[ T].*)?", found[name]):
        return found[name]
    try:
        when = day(found, name)
    except SourceChangedError:
        return found[name]
    return when.isoformat() if when else found[name]
