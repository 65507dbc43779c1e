"""CSV files that a spreadsheet opens as a table and never as a program.

A cell that begins with = + - @ (also full-width), a tab or a line break may be read as a formula and run commands
or send data away. Texts come from registers, mails and customers, so each such cell gets an apostrophe before it.
A file for a German Excel has semicolons, which an English one opens at commas; so the same is done behind every
delimiter inside a text. Numbers and dates are written by us and stay as they are: -12.50 is a number.

Source: OWASP, CSV injection.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from chalicelib.model.customer import Language

Cell = str | int | bool | Decimal | date | datetime | None

_DELIMITER: dict[Language, str] = {"de": ";", "en": ","}
_BOOLEAN: dict[Language, tuple[str, str]] = {"de": ("nein", "ja"), "en": ("no", "yes")}
# What a program may skip before it looks at a cell's first sign: blanks, quotation marks, signs without width.
_SKIPPED = r"[\s\"\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]*"
_TRIGGER = r"[=+\-@＝＋－＠﹢﹣﹦﹫−]"
_AT_THE_START = re.compile(rf"^(?={_SKIPPED}{_TRIGGER})|^(?=[\t\r\n])")
_BEHIND_A_DELIMITER = re.compile(rf"([;,\t\r\n|])(?={_SKIPPED}{_TRIGGER})")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def csv_file(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, language: Language = "de", zone: str = "Europe/Berlin"
) -> bytes:
    """The table as Excel in this language opens it: UTF-8 with byte order mark, every text quoted.

    >>> csv_file(["Name", "Betrag"], [["=1+1", Decimal("-12.50")]]).decode("utf-8-sig").splitlines()
    ['"Name";"Betrag"', '"\\'=1+1";"-12,50"']
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_DELIMITER[language], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(one) for one in header])
    clock = ZoneInfo(zone)
    writer.writerows([_written(cell, language, clock) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", errors="replace")


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it, or a part of it, for a formula.

    >>> harmless("@SUM(A1)"), harmless("Meier - Lager"), harmless("a;=b")
    ("'@SUM(A1)", 'Meier - Lager', "a;'=b")
    """
    printable = _UNPRINTABLE.sub("\ufffd", text)
    return _BEHIND_A_DELIMITER.sub(r"\1'", _AT_THE_START.sub("'", printable))


def _written(cell: Cell, language: Language, clock: ZoneInfo) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _BOOLEAN[language][cell]
    if isinstance(cell, datetime):
        return f"{cell.astimezone(clock):%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | Decimal):
        number = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
        return number.replace(".", ",") if language == "de" else number
    return harmless(cell)
