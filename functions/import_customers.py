"""Customer files dropped into the import bucket: good rows go in, bad ones are explained in a result file."""

from typing import Any
from urllib.parse import unquote_plus

from chalicelib import clock, intake
from chalicelib.errors import InvalidInputError
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.customers import import_customers
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
        summary = import_customers(content, intake.keep_customer, clock.now())
    except InvalidInputError as error:
        problems = [RowProblem(0, problem.path, problem.value, problem.reason) for problem in error.problems]
        imports.put_result(key, problem_file(problems))
        raise
    result = imports.put_result(key, problem_file(summary.problems))
    count("CustomersImported", summary.changed)
    count("RowsRefused", summary.refused)
    logger.info(
        "imported",
        rows=summary.rows,
        changed=summary.changed,
        unchanged=summary.unchanged,
        refused=summary.refused,
        result=result,
    )


handler = queue_step("import_customers", handle)
