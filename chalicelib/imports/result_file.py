"""The answer to an import as a file that a clerk opens in a spreadsheet and works through."""

import csv
import io
from collections.abc import Iterable

from chalicelib.imports.cells import RowProblem

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def problem_file(problems: Iterable[RowProblem]) -> bytes:
    """CSV with semicolons and a byte order mark: line, column, value, reason.

    A value that a spreadsheet would run as a formula gets an apostrophe in front.
    Source: OWASP, CSV Injection.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(("line", "column", "value", "reason"))
    for problem in problems:
        writer.writerow((problem.line, *(harmless(cell) for cell in (problem.column, problem.value, problem.reason))))
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Nord GmbH")
    ("'=1+1", 'Nord GmbH')
    """
    return "'" + cell if cell.lstrip(" ").startswith(_STARTS_FORMULA) else cell
