"""Files dropped into the import bucket: good rows go in, bad ones are explained in a result file.

The folder says what a file holds: `incoming/open-items/` and `incoming/payments/`; all others are customers.
"""

from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from chalicelib import bookkeeping, clock, intake
from chalicelib.errors import InvalidInputError
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.customers import ImportSummary, import_customers
from chalicelib.imports.result_file import problem_file
from chalicelib.store import imports
from functions.entry import count, logger, queue_step


def handle(message: dict[str, Any], _context: Any) -> None:
    """Imports each file the message names. S3's test event names none."""
    for record in message.get("Records", []):
        import_file(unquote_plus(record["s3"]["object"]["key"]))


def import_file(key: str) -> None:
    """Imports one uploaded file and puts the result file beside it.

    Raises:
        InvalidInputError: the file as a whole cannot be read; its result file says so, too.
    """
    content = imports.get(key)
    try:
        summary = _imported(key, content, clock.now())
    except InvalidInputError as error:
        problems = [RowProblem(0, problem.path, problem.value, problem.reason) for problem in error.problems]
        imports.put_result(key, problem_file(problems))
        raise
    result = imports.put_result(key, problem_file(summary.problems))
    count("RowsRefused", summary.refused)
    logger.info(
        "imported",
        rows=summary.rows,
        changed=summary.changed,
        unchanged=summary.unchanged,
        settled=summary.settled,
        refused=summary.refused,
        result=result,
    )


def _imported(key: str, content: bytes, now: datetime) -> ImportSummary:
    if key.startswith("incoming/open-items/"):
        summary = bookkeeping.import_open_items(content, now)
        count("OpenItemsImported", summary.changed)
    elif key.startswith("incoming/payments/"):
        summary = bookkeeping.import_payments(content, now)
        count("PaymentsImported", summary.changed)
    else:
        summary = import_customers(content, intake.keep_customer, now)
        count("CustomersImported", summary.changed)
    return summary


handler = queue_step("import_customers", handle)
