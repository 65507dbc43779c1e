"""Files dropped into the import bucket: good rows go in, bad ones are explained in a result file.

The folder says what a file holds: `incoming/open-items/` and `incoming/payments/`; all others are customers.
"""

import time
from datetime import datetime
from threading import Lock
from typing import Any
from urllib.parse import unquote_plus

from chalicelib import bookkeeping, clock, intake
from chalicelib.errors import InvalidInputError, NotFoundError, Problem
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.customers import put_part, read_customers
from chalicelib.imports.parts import Advance, Enough, ImportSummary, Part, SoFar, never
from chalicelib.imports.result_file import problem_file
from chalicelib.model.customer import Customer
from chalicelib.model.import_run import ImportRun, RunState
from chalicelib.model.record import Record
from chalicelib.settings import settings
from chalicelib.store import imports, queues
from functions.entry import count, logger, queue_step

_TOLD_EVERY_SECONDS = 2.0
_TIME_TO_STOP_MS = 60_000


def handle(message: dict[str, Any], context: Any) -> None:
    """Imports each file the message names. S3's test event names none.

    A file that takes longer than a function may run goes on with a message of its own, which says of what upload a
    part is done; how far it is lies in the bucket.

    Raises:
        InvalidInputError: the message is none of S3's, or a file as a whole cannot be read.
        NotFoundError: the file is gone.
    """
    try:
        names = [record["s3"]["object"]["key"] for record in message.get("Records", [])]
        begun = message.get("begun", "")
        if not isinstance(begun, str):
            raise TypeError("begun is no text")
    except (TypeError, AttributeError, LookupError) as error:
        raise InvalidInputError([Problem("Records", "", "names no file as S3 does (s3.object.key)")]) from error
    for name in names:
        version = import_file(unquote_plus(str(name)), begun, lambda: _ends_soon(context))
        if version:
            queues.send(settings().queue_url, {"Records": [{"s3": {"object": {"key": name}}}], "begun": version})


def _ends_soon(context: Any) -> bool:
    return bool(context.get_remaining_time_in_millis() < _TIME_TO_STOP_MS)


def import_file(key: str, begun: str = "", enough: Enough = never) -> str:
    """Imports one uploaded file and puts the result file beside it; its version when it is to go on, else "".

    `begun` is the version of which a part is done. When another lies there by now, it has its own message of S3's, and
    nothing is done.

    Raises:
        InvalidInputError: the file as a whole cannot be read; its result file says so, too.
        NotFoundError: the file is gone; its run says so, too.
    """
    progress = Progress(imports.run_of(key))
    try:
        upload = imports.upload(key)
    except NotFoundError as error:
        progress.gone(error, clock.now())
        raise
    noted = _noted(key, upload.version)
    if begun and begun != upload.version:
        progress.superseded(clock.now())
        logger.info("superseded: another file lies there by now")
        return ""
    if begun and noted is None:
        return ""  # a message that came twice, of an import that is over
    try:
        part = _imported(key, upload.content, progress.advance, noted or SoFar(), enough)
    except InvalidInputError as error:
        problems = [RowProblem(0, problem.path, problem.value, problem.reason) for problem in error.problems]
        progress.refused(error, imports.put_result(key, problem_file(problems)), clock.now())
        raise
    if part.summary is None:
        imports.put_part(key, _Noted(version=upload.version, so_far=part.so_far).model_dump_json().encode())
        logger.info("goes on in a further invocation", rows=part.so_far.place)
        return upload.version
    _over(key, part.summary, progress)
    if noted:
        imports.put_part(key, b"")
    return ""


def _over(key: str, summary: ImportSummary, progress: "Progress") -> None:
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


class _Noted(Record):
    """How far the import of this upload is."""

    version: str
    so_far: SoFar


def _noted(key: str, version: str) -> SoFar | None:
    """How far the import of this upload is, also when its message comes again; None: not begun, or over."""
    content = imports.get_part(key)
    noted = _Noted.model_validate_json(content) if content else None
    return noted.so_far if noted and noted.version == version else None


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

    def superseded(self, now: datetime) -> None:
        """It is over: another file lies there. When that one's import is over already, its end stands."""
        if self._run and not self._run.over:
            self._put(state=RunState.SUPERSEDED, ended_at=now)

    def gone(self, error: NotFoundError, now: datetime) -> None:
        """It is over: the file was taken away. When its import was over before, that stands."""
        if self._run and not self._run.over:
            self._put(state=RunState.REFUSED, failure=str(error), ended_at=now)

    def refused(self, error: InvalidInputError, result: str, now: datetime) -> None:
        """It is over: the file as a whole could not be read."""
        self._put(state=RunState.REFUSED, failure=str(error), result=result, ended_at=now)

    def _put(self, **changes: object) -> None:
        if self._run:
            self._run = self._run.model_copy(update=changes)
            imports.put_run(self._run)


def _imported(key: str, content: bytes, advance: Advance, begin: SoFar, enough: Enough) -> Part:
    now = clock.now()
    if key.startswith("incoming/open-items/"):
        part = bookkeeping.put_open_items(content, now, begin, enough, advance=advance)
        count("OpenItemsImported", part.so_far.changed - begin.changed)
    elif key.startswith("incoming/payments/"):
        part = bookkeeping.put_payments(content, now, begin, enough, advance=advance)
        count("PaymentsImported", part.so_far.changed - begin.changed)
    else:
        part = put_part(read_customers(content, now), _keep, begin, enough, advance=advance)
        count("CustomersImported", part.so_far.changed - begin.changed)
    return part


def _keep(customer: Customer) -> bool:
    """Keeps it as of now, not of the file's begin: from this moment on it waits to be compared."""
    return intake.keep_customer(customer.model_copy(update={"updated_at": clock.now()}))


handler = queue_step("import_customers", handle)
