"""Step 1: fetches a register's window, keeps each payload, parses it, stores what is new, and only then moves on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.model.register import Register, Window
from chalicelib.model.source import PollState, SourceStatus, Stuck
from chalicelib.registers import RegisterModule
from chalicelib.settings import settings
from chalicelib.source_health import failed
from chalicelib.store import evidence, queues, sources
from chalicelib.web import Web
from chalicelib.web.outline import outline
from functions.entry import count, logger, queue_step, wanted

_SEEN_FOR = timedelta(days=30)
_TIME_TO_STOP_MS = 90_000
_DAYS_COUNTED = 21
_LETTERS = 3


class Tally:
    """What a poll has stored so far."""

    def __init__(self, status: SourceStatus) -> None:
        self.documents = 0
        self.new = 0
        self.unclassified = 0
        self.newest = status.newest_publication
        self.by_day = dict(status.notices_by_day)
        self.cursor = status.cursor
        self.past: str | None = None
        self.failures: list[SourceChangedError] = []
        self.left_behind: list[SourceChangedError] = []
        self.stepped_over = {key.rpartition("/")[2] for one in status.stepped_over for key in one.evidence}

    def fail(self, error: SourceChangedError) -> None:
        """Remembers a payload that cannot be read; stepping over goes to the first position behind it."""
        self.failures.append(error)
        if self.past is None:
            self.left_behind.append(error)

    def advance(self, cursor: str | None) -> None:
        """Moves the position, which stays before the first payload that could not be read."""
        if not self.failures:
            self.cursor = cursor or self.cursor
        elif self.past is None:
            self.past = cursor

    def add(self, notice: InsolvencyNotice) -> None:
        """Counts a notice that was new."""
        self.new += 1
        self.unclassified += notice.event_kind is EventKind.UNCLASSIFIED
        self.newest = max(filter(None, (self.newest, notice.publication_date)))
        day = notice.publication_date.isoformat()
        self.by_day[day] = self.by_day.get(day, 0) + 1


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
        after = _stuck(register.REGISTER, failed(_counted(status, tally, started), error, started), tally, error)
        sources.put_polled(after)
        if isinstance(error, CredentialsMissingError):
            logger.warning("not polled", source=name, reason=str(error))
            return
        if _is_known(after, error):
            logger.error("the position stays", source=name, reason=after.failure)
            return
        raise
    if rest:
        sources.put_polled(_so_far(status, tally, started))
        since = message.get("since", start.isoformat())
        queues.send(settings().queue_url, message | {"from": rest.isoformat(), "since": since})
    else:
        covered_from = date.fromisoformat(message.get("since", start.isoformat()))
        sources.put_polled(_after_success(status, tally, started, register.REGISTER, covered_from, end))
    count("NewNotices", tally.new)
    logger.info("polled", source=name, documents=tally.documents, new=tally.new, complete=rest is None)


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
        new = intake.keep_document(document, now)
    except SourceChangedError as error:
        if document.digest in tally.stepped_over:
            logger.warning("stepped over", source=error.source, reason=error.reason, evidence=error.evidence)
            return True
        tally.fail(error)
        logger.error("payload not understood", source=error.source, reason=error.reason, evidence=error.evidence)
        return False
    for notice in new:
        tally.add(notice)
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
    with (
        access.register_web(facts, clock.now(), secret=secret, replaced_origins=replaced) as web,
        _answer_kept(web, facts),
    ):
        while day <= end:
            if context.get_remaining_time_in_millis() < _TIME_TO_STOP_MS:
                return day
            last = min(day + timedelta(days=facts.largest_window_days - 1), end)
            known = sources.rows_seen(facts.name, day, last)
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


def _counted(status: SourceStatus, tally: Tally, started: datetime) -> SourceStatus:
    kept = dict(sorted(tally.by_day.items())[-_DAYS_COUNTED:])
    return status.model_copy(
        update={
            "last_attempt": started,
            "newest_publication": tally.newest,
            "notices_total": status.notices_total + tally.new,
            "notices_last_poll": tally.new,
            "notices_by_day": kept,
            "unclassified_total": status.unclassified_total + tally.unclassified,
        }
    )


def _stuck(facts: Register, status: SourceStatus, tally: Tally, error: SourceError) -> SourceStatus:
    """The state of a feed that failed: all that was read before the failure need not be asked for again.

    The position of a gap (TooManyHitsError) stays whole, because what lies in it is missing.
    """
    if not facts.follows_cursor:
        return status
    gap, before = isinstance(error, TooManyHitsError), status.stuck
    cursor = status.cursor if gap else tally.cursor
    if not gap and not isinstance(error, SourceChangedError):
        return status.model_copy(update={"cursor": cursor, "stuck": before if cursor == status.cursor else None})
    again = before if before and before.cursor == cursor else None
    failures: list[SourceError] = [*tally.left_behind] or [error]
    stuck = Stuck(
        cursor=cursor,
        past=tally.cursor if gap and tally.cursor != cursor else tally.past,
        reason=error.reason,
        evidence=tuple(one.evidence for one in failures if one.evidence),
        attempts=again.attempts + 1 if again else 1,
        since=again.since if again else status.last_attempt or clock.now(),
    )
    heals = f"`reconcile {facts.name}` closes the gap" if gap else "the source's file is mended"
    told = f"{error}; attempt {stuck.attempts} at position {cursor}, which stays until {heals}"
    words = f"{told}, or `step-over {facts.name}` leaves it behind"
    return status.model_copy(update={"cursor": cursor, "stuck": stuck, "failure": words})


def _is_known(status: SourceStatus, error: SourceError) -> bool:
    """Whether the same failure at the same position lies in the dead-letter queue already."""
    read = isinstance(error, SourceChangedError | TooManyHitsError)
    return read and status.stuck is not None and status.stuck.attempts > _LETTERS


def _so_far(status: SourceStatus, tally: Tally, started: datetime) -> SourceStatus:
    return _counted(status, tally, started).model_copy(update={"cursor": tally.cursor})


def _after_success(
    status: SourceStatus, tally: Tally, started: datetime, facts: Register, start: date, end: date
) -> SourceStatus:
    """Coverage moves on only from where it is proved: a window that begins later leaves a gap and proves nothing."""
    zone = ZoneInfo(facts.time_zone)
    if facts.follows_cursor and tally.cursor is None:
        return _counted(status, tally, started)
    if status.checked_through and start > status.checked_through.astimezone(zone).date():
        return _counted(status, tally, started)
    end_of_window = datetime.combine(end + timedelta(days=1), time.min, zone).astimezone(UTC)
    through = max(filter(None, (status.checked_through, min(started, end_of_window))))
    if tally.new:
        state = PollState.NEW_NOTICES
    else:
        state = PollState.NOTHING_NEW if tally.documents or status.notices_total else PollState.EMPTY
    return _counted(status, tally, started).model_copy(
        update={
            "checked_through": through,
            "cursor": tally.cursor,
            "last_success": started,
            "last_state": state,
            "failure": None,
            "failure_evidence": None,
            "failing_since": None,
            "stuck": None,
        }
    )


handler = queue_step("poll_register", poll)
