"""The answer to an import as a file that a clerk opens in a spreadsheet and works through."""

import csv
import io
from collections.abc import Iterable

from chalicelib.exports import harmless
from chalicelib.imports.cells import RowProblem


def problem_file(problems: Iterable[RowProblem]) -> bytes:
    """CSV with semicolons and a byte order mark: line, column, value, reason.

    A value that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(("line", "column", "value", "reason"))
    for problem in problems:
        writer.writerow((problem.line, *(harmless(cell) for cell in (problem.column, problem.value, problem.reason))))
    return text.getvalue().encode("utf-8-sig")
