"""Files dropped into the import bucket: good rows go in, bad ones are explained in a result file.

The folder says what a file holds: `incoming/open-items/` and `incoming/payments/`; all others are customers.
"""

import time
from datetime import datetime
from threading import Lock
from typing import Any
from urllib.parse import unquote_plus

from chalicelib import bookkeeping, clock, intake
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.customers import Advance, ImportSummary, import_customers
from chalicelib.imports.result_file import problem_file
from chalicelib.model.import_run import ImportRun, RunState
from chalicelib.store import imports
from functions.entry import count, logger, queue_step

_TOLD_EVERY_SECONDS = 2.0


def handle(message: dict[str, Any], _context: Any) -> None:
    """Imports each file the message names. S3's test event names none.

    Raises:
        InvalidInputError: the message is none of S3's, or a file as a whole cannot be read.
    """
    try:
        names = [record["s3"]["object"]["key"] for record in message.get("Records", [])]
    except (TypeError, LookupError) as error:
        raise InvalidInputError([Problem("Records", "", "names no file as S3 does (s3.object.key)")]) from error
    for name in names:
        import_file(unquote_plus(str(name)))


def import_file(key: str) -> None:
    """Imports one uploaded file and puts the result file beside it.

    Raises:
        InvalidInputError: the file as a whole cannot be read; its result file says so, too.
    """
    content = imports.get(key)
    progress = Progress(imports.run_of(key))
    try:
        summary = _imported(key, content, clock.now(), progress.advance)
    except InvalidInputError as error:
        problems = [RowProblem(0, problem.path, problem.value, problem.reason) for problem in error.problems]
        progress.refused(error, imports.put_result(key, problem_file(problems)), clock.now())
        raise
    result = imports.put_result(key, problem_file(summary.problems))
    progress.done(summary, result, clock.now())
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


class Progress:
    """Tells whoever started the import how far it is; files that were dropped otherwise have nobody waiting."""

    def __init__(self, run: ImportRun | None) -> None:
        self._run = run
        self._lock = Lock()
        self._told = 0.0

    def advance(self, done: int, of: int) -> None:
        """So many rows are done, of so many; told every two seconds."""
        with self._lock:
            if self._run and time.monotonic() - self._told > _TOLD_EVERY_SECONDS:
                self._told = time.monotonic()
                self._put(state=RunState.RUNNING, done=done, rows=of)

    def done(self, summary: ImportSummary, result: str, now: datetime) -> None:
        """It is over, with this summary."""
        counts = {name: getattr(summary, name) for name in ("rows", "changed", "unchanged", "refused", "settled")}
        self._put(state=RunState.DONE, done=summary.rows, result=result, ended_at=now, **counts)

    def refused(self, error: InvalidInputError, result: str, now: datetime) -> None:
        """It is over: the file as a whole could not be read."""
        self._put(state=RunState.REFUSED, failure=str(error), result=result, ended_at=now)

    def _put(self, **changes: object) -> None:
        if self._run:
            self._run = self._run.model_copy(update=changes)
            imports.put_run(self._run)


def _imported(key: str, content: bytes, now: datetime, advance: Advance) -> ImportSummary:
    if key.startswith("incoming/open-items/"):
        summary = bookkeeping.import_open_items(content, now, advance=advance)
        count("OpenItemsImported", summary.changed)
    elif key.startswith("incoming/payments/"):
        summary = bookkeeping.import_payments(content, now, advance=advance)
        count("PaymentsImported", summary.changed)
    else:
        summary = import_customers(content, intake.keep_customer, now, advance)
        count("CustomersImported", summary.changed)
    return summary


handler = queue_step("import_customers", handle)
