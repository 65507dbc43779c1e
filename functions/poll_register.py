"""Step 1: fetches a register's window, keeps each payload, parses it, stores what is new, and only then moves on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib import access, admin_settings, clock, intake, registers
from chalicelib.errors import (
    CredentialsMissingError,
    InvalidInputError,
    Problem,
    SourceChangedError,
    SourceError,
    TooManyHitsError,
)
from chalicelib.model.document import Document
from chalicelib.model.register import Register, Window
from chalicelib.model.source import SourceStatus
from chalicelib.poll_results import Tally, counted, run_of, succeeded
from chalicelib.registers import RegisterModule
from chalicelib.settings import settings
from chalicelib.source_health import failed
from chalicelib.store import evidence, queues, source_counts, source_runs, sources
from chalicelib.stuck_feeds import is_known, position_kept
from chalicelib.web import Web
from chalicelib.web.outline import outline
from functions.entry import count, logger, queue_step, wanted

_SEEN_FOR = timedelta(days=30)
_TIME_TO_STOP_MS = 90_000


def poll(message: dict[str, Any], context: Any) -> None:
    """One poll; what was stored before a failure stays stored, but the source's coverage is not said to be proved.

    Raises:
        SourceError: as the register's file raised it, or the first of the payloads that could not be read.
    """
    started = clock.now()
    name, start, end = _asked(message)
    if name in admin_settings.disabled_sources():
        logger.info("not polled: switched off by the admin", source=name)
        return
    register = registers.load(name)
    status = sources.put_begun(name, started)
    tally = Tally(status)
    try:
        rest = _collect(register, start, end, status, tally, context)
        if tally.failures:
            raise tally.failures[0]
    except SourceError as error:
        after = _keep_failure(register.REGISTER, status, tally, (start, end), error, started)
        if isinstance(error, CredentialsMissingError):
            logger.warning("not polled", source=name, reason=str(error))
            return
        if is_known(after, error):
            logger.error("the position stays", source=name, reason=after.failure)
            return
        raise
    _keep_success(message, register.REGISTER, status, tally, started, rest)
    count("NewNotices", tally.new)
    logger.info("polled", source=name, documents=tally.documents, new=tally.new, complete=rest is None)


def _keep_success(
    message: dict[str, Any], facts: Register, status: SourceStatus, tally: Tally, started: datetime, rest: date | None
) -> None:
    """Keeps what was seen, and asks for the rest of the window if time ran out; only a whole window proves anything."""
    _, start, end = _asked(message)
    since = message.get("since", start.isoformat())
    stored = source_counts.of(facts.name)
    after = counted(status, tally, stored, started)
    days = (start, rest or end)
    source_runs.put(run_of(facts.name, tally, (started, clock.now()), days, complete=rest is None))
    if rest:
        sources.put_polled(after.model_copy(update={"cursor": tally.cursor}))
        queues.send(settings().queue_url, message | {"from": rest.isoformat(), "since": since})
    else:
        sources.put_polled(succeeded(after, tally, facts, stored, days, date.fromisoformat(since)))


def _keep_failure(
    facts: Register,
    status: SourceStatus,
    tally: Tally,
    days: tuple[date, date],
    error: SourceError,
    started: datetime,
) -> SourceStatus:
    """The state as kept: how the poll failed; what was stored before is counted, and nothing is said to be read."""
    after = counted(failed(status, error, started), tally, source_counts.of(status.name), started)
    after = position_kept(facts, after, tally, error, started)
    if not isinstance(error, CredentialsMissingError):  # then nobody was asked
        run = run_of(status.name, tally, (started, clock.now()), days, complete=False)
        source_runs.put(run.model_copy(update={"state": after.last_state, "failure": after.failure}))
    sources.put_polled(after)
    return after


def _asked(message: dict[str, Any]) -> tuple[str, date, date]:
    name, *days = wanted(
        message | {"since": message.get("since", message.get("from"))}, "source", "from", "to", "since"
    )
    try:
        start, end, since = map(date.fromisoformat, days)
    except ValueError as error:
        raise InvalidInputError([Problem("from, to, since", ", ".join(days), f"no day: {error}")]) from error
    if not since <= start <= end:  # an empty window would prove days that nobody has read
        raise InvalidInputError([Problem("from, to, since", ", ".join(days), "the days are not in order")])
    return name, start, end


def store(document: Document, tally: Tally, now: datetime) -> bool:
    """Whether the document could be read; one that cannot is remembered and the rest goes on."""
    tally.documents += 1
    try:
        taken = intake.keep_document(document, now)
    except SourceChangedError as error:
        if document.digest in tally.stepped_over:
            logger.warning("stepped over", source=error.source, reason=error.reason, evidence=error.evidence)
            return True
        tally.fail(error)
        logger.error("payload not understood", source=error.source, reason=error.reason, evidence=error.evidence)
        return False
    tally.add(taken)
    for notice in taken.new:
        logger.info("stored", notice=notice.id, source=notice.source)
    return True


def _collect(
    register: RegisterModule, start: date, end: date, status: SourceStatus, tally: Tally, context: Any
) -> date | None:
    """The day to go on from when the function's time ran out, or None when the whole window was collected."""
    facts = register.REGISTER
    day = start
    secret = access.register_secret(facts)
    replaced = settings().replaced_origins
    session = access.register_web(facts, clock.now(), secret=secret, replaced_origins=replaced)
    with session as web, _answer_kept(web, facts), _rows_noted(web, tally):
        while day <= end:
            if context.get_remaining_time_in_millis() < _TIME_TO_STOP_MS:
                return day
            last = min(day + timedelta(days=facts.largest_window_days - 1), end)
            known = sources.rows_seen(facts.name, day, last)
            tally.known_rows += len(known)
            window = Window(start=day, end=last, cursor=status.cursor, known_rows=known)
            for document in register.fetch(web, window):
                now = clock.now()
                if store(document, tally, now):
                    _remember(facts.name, document, now)
                tally.advance(document.cursor)
                if context.get_remaining_time_in_millis() < _TIME_TO_STOP_MS:
                    return day
            day = last + timedelta(days=1)
    return None


@contextmanager
def _rows_noted(web: Web, tally: Tally) -> Iterator[None]:
    """Notes in the end how many rows the source has named, however that end comes."""
    try:
        yield
    finally:
        tally.rows = web.rows_named


@contextmanager
def _answer_kept(web: Web, facts: Register) -> Iterator[None]:
    """Keeps the answer that a register's fetch did not understand, or its shape where it may name persons."""
    try:
        yield
    except (SourceChangedError, TooManyHitsError) as error:
        answer = web.last_response
        if error.evidence or answer is None:
            raise
        raw = facts.keeps_raw_answers
        document = Document(
            source=web.source,
            url=str(answer.url),
            media_type=answer.headers.get("Content-Type", "application/octet-stream") if raw else "application/json",
            content=answer.content if raw else outline(answer.content),
            fetched_at=web.fetched_at,
        )
        raise type(error)(error.source, error.reason, evidence=evidence.keep(document)) from error


def _remember(source: str, document: Document, now: datetime) -> None:
    row_key, day = document.attributes.get("row_key"), document.attributes.get("day")
    if row_key and day:
        sources.remember_row(source, day, row_key, expires_at=now + _SEEN_FOR)


handler = queue_step("poll_register", poll)
