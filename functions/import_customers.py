"""Files dropped into the import bucket: good rows go in, bad ones are explained in a result file.

The folder says what a file holds: `incoming/open-items/` and `incoming/payments/`; all others are customers.
"""

import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from threading import Lock
from typing import Any
from urllib.parse import unquote_plus

from chalicelib import bookkeeping, clock, intake
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.customers import Advance, ImportSummary, Part, SoFar, put_part, read_customers
from chalicelib.imports.result_file import problem_file
from chalicelib.model.import_run import ImportRun, RunState
from chalicelib.settings import settings
from chalicelib.store import imports, queues
from functions.entry import count, logger, queue_step

_TOLD_EVERY_SECONDS = 2.0
_TIME_TO_STOP_MS = 60_000
_BEGIN = SoFar()


def handle(message: dict[str, Any], context: Any) -> None:
    """Imports each file the message names. S3's test event names none.

    A file of customers that takes longer than a function may run goes on with a message of its own: S3's, and how far
    it is.

    Raises:
        InvalidInputError: the message is none of S3's, or a file as a whole cannot be read.
    """
    try:
        names = [record["s3"]["object"]["key"] for record in message.get("Records", [])]
        begin = _read_so_far(message.get("so_far", {}))
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise InvalidInputError([Problem("Records", "", "names no file as S3 does (s3.object.key)")]) from error
    for name in names:
        so_far = import_file(unquote_plus(str(name)), begin, lambda: _ends_soon(context))
        if so_far:
            rest = {"Records": [{"s3": {"object": {"key": name}}}], "so_far": asdict(so_far)}
            queues.send(settings().queue_url, rest)
            logger.info("goes on in a further invocation", rows=so_far.place)


def _ends_soon(context: Any) -> bool:
    return bool(context.get_remaining_time_in_millis() < _TIME_TO_STOP_MS)


def _read_so_far(told: dict[str, Any]) -> SoFar:
    conflicts = tuple(RowProblem(**one) for one in told.get("conflicts", ()))
    return SoFar(int(told.get("place", 0)), int(told.get("changed", 0)), conflicts)


def import_file(key: str, begin: SoFar = _BEGIN, enough: Callable[[], bool] = lambda: False) -> SoFar | None:
    """Imports one uploaded file and puts the result file beside it; how far it is when it was enough before the end.

    Raises:
        InvalidInputError: the file as a whole cannot be read; its result file says so, too.
    """
    content = imports.get(key)
    progress = Progress(imports.run_of(key))
    try:
        part = _imported(key, content, clock.now(), progress.advance, begin, enough)
    except InvalidInputError as error:
        problems = [RowProblem(0, problem.path, problem.value, problem.reason) for problem in error.problems]
        progress.refused(error, imports.put_result(key, problem_file(problems)), clock.now())
        raise
    if part.summary is None:
        return part.so_far
    summary = part.summary
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
    return None


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


def _imported(
    key: str, content: bytes, now: datetime, advance: Advance, begin: SoFar, enough: Callable[[], bool]
) -> Part:
    if key.startswith("incoming/open-items/"):
        summary = bookkeeping.import_open_items(content, now, advance=advance)
        count("OpenItemsImported", summary.changed)
    elif key.startswith("incoming/payments/"):
        summary = bookkeeping.import_payments(content, now, advance=advance)
        count("PaymentsImported", summary.changed)
    else:
        part = put_part(read_customers(content, now), intake.keep_customer, begin, enough, advance=advance)
        count("CustomersImported", part.so_far.changed - begin.changed)
        return part
    return Part(begin, summary)


handler = queue_step("import_customers", handle)
