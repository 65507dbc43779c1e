"""Step 1 for bureaus: results still to come, what changed since the position, and once a day the portfolio."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib import access, admin_settings, bureau_health, bureaus, channels, clock, inquiring, portfolio, reading
from chalicelib.bureaus import Access, BureauModule, Change
from chalicelib.errors import (
    CredentialsMissingError,
    NotFoundError,
    ResultLostError,
    SourceError,
)
from chalicelib.intake import add_notice
from chalicelib.model.alert import Alert, AlertKind
from chalicelib.model.bureau import Ability
from chalicelib.model.credit import Answer, CreditEvent, Inquiry, Lapse, Outcome
from chalicelib.model.document import Document
from chalicelib.model.message import SourceMessage
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.record import content_id
from chalicelib.model.source import PollState, SourceRun, SourceStatus
from chalicelib.source_health import failed, late_from
from chalicelib.store import alerts, credit, customers, evidence, source_counts, source_runs, sources
from functions.entry import count, logger, queue_step, wanted

_COMPARED_EVERY = timedelta(hours=23)
_TIME_TO_STOP_MS = 60_000
_UNREACHABLE_RESULTS = 3


def poll(message: dict[str, Any], context: Any) -> None:
    """One visit at a bureau; what was stored before a failure stays stored, and no position moves past it.

    Raises:
        SourceError: as the bureau's file raised it; shown with the source. Without credentials the bureau is off.
    """
    (name,) = wanted(message, "bureau")
    if name in admin_settings.disabled_sources():
        logger.info("not polled: switched off by the admin", source=name)
        return
    module, started = bureaus.load(name), clock.now()
    status = sources.put_begun(name, started, "bureau").model_copy(update={"kind": "bureau", "last_attempt": started})
    failures: list[SourceError] = []
    try:
        with access.bureau(name, started) as desk:
            if not bureau_health.is_visited(module.BUREAU):
                _note_entered(status)
                return
            desk.web.prove()
            status = _visit(module, desk, status, context, failures)
    except SourceError as error:
        found = failed(sources.get(name).model_copy(update={"kind": "bureau"}), error, started)
        if isinstance(error, CredentialsMissingError):
            sources.put_polled(found)
            logger.warning("not polled", source=name, reason=str(error))
            return
        _keep(found, started)
        raise
    if failures:
        _keep(failed(status, failures[0], started), started)
        raise failures[0]
    _keep(status, started)
    logger.info("polled", source=name, new=status.notices_last_poll)


def _keep(status: SourceStatus, started: datetime) -> None:
    """Keeps how the visit ended, by itself and as the bureau's state."""
    well = status.failure is None
    run = SourceRun(
        source=status.name,
        began_at=started,
        ended_at=clock.now(),
        state=status.last_state,
        complete=well and status.checked_through == started,
        new=status.notices_last_poll if well else 0,
        failure=status.failure,
    )
    source_runs.put(run)
    sources.put_polled(status)


def _note_entered(status: SourceStatus) -> None:
    """Nothing is asked of a bureau that only checks: that its credentials are set again is all a visit can say."""
    if status.last_state is PollState.NO_CREDENTIALS:
        well = {"failure": None, "failure_evidence": None, "failing_since": None, "last_state": PollState.NEVER}
        sources.put_fields(status.model_copy(update=well), "last_state", "failure", "failure_evidence", "failing_since")


def _visit(
    module: BureauModule, desk: Access, status: SourceStatus, context: Any, failures: list[SourceError]
) -> SourceStatus:
    """The status after everything the bureau offers was looked at; one result that fails holds up nothing else."""
    abilities = module.BUREAU.abilities
    new = 0
    failing_since = status.failing_since
    if Ability.PENDING in abilities:
        failures += _fetch_results(module, desk)
    complete = True
    if Ability.CHANGES in abilities:
        for document in module.changes(desk, status.cursor):
            status, found = _take(module, desk, document, status)
            new += found
            if context.get_remaining_time_in_millis() < _TIME_TO_STOP_MS:
                complete = False
                break
    due = status.portfolio is None or desk.now - status.portfolio.compared_at >= _COMPARED_EVERY
    if complete and due and Ability.WATCH in abilities:
        status = status.model_copy(update={"portfolio": portfolio.compare(desk)})
    after = _after(status, desk, new, module.BUREAU.poll_every, complete=complete)
    return after.model_copy(update={"failing_since": failing_since}) if failures else after


def _fetch_results(module: BureauModule, desk: Access) -> list[SourceError]:
    """What went wrong, inquiry by inquiry; a bureau that does not answer is not asked for all of them."""
    failures: list[SourceError] = []
    for inquiry in credit.pending(module.BUREAU.name):
        try:
            _fetch_result(module, desk, inquiry)
        except SourceError as error:
            logger.warning("result not read", source=inquiry.bureau, inquiry=inquiry.id, reason=str(error))
            failures.append(error)
            if sum(one.retryable for one in failures) == _UNREACHABLE_RESULTS:
                break
    return failures


def _after(status: SourceStatus, desk: Access, new: int, poll_every: timedelta, *, complete: bool) -> SourceStatus:
    stored = source_counts.of(status.name)
    well = {"failure": None, "failure_evidence": None, "failing_since": None, "last_success": desk.now}
    changes = {
        **well,
        "last_state": PollState.NEW_NOTICES if new else PollState.NOTHING_NEW,
        "notices_last_poll": new,
        "notices_total": stored.total,
        "newest_publication": max(filter(None, (stored.newest, status.newest_publication)), default=None),
        "unclassified_total": stored.unclassified,
    }
    if complete:
        changes |= {"checked_through": desk.now, "late_from": late_from(poll_every, desk.now)}
    return status.model_copy(update=changes)


def _take(module: BureauModule, desk: Access, document: Document, status: SourceStatus) -> tuple[SourceStatus, int]:
    """The status with the position behind this document, which is kept and read before; and how much was new."""
    key = evidence.keep(document)
    new = 0
    with reading.of_payload(desk.web.source, key):
        for change in module.parse(document, desk.plan):
            new += keep_change(change, key, desk)
    status = status.model_copy(update={"cursor": document.cursor or status.cursor})
    sources.put_polled(status)
    return status, new


def keep_change(change: Change, key: str, desk: Access) -> bool:
    """Whether what the bureau told was new; stored, so that the step that applies it is brought it."""
    if isinstance(change, InsolvencyNotice):
        return add_notice(change.model_copy(update={"payload": key, "fetched_at": desk.now}), desk.now)
    if isinstance(change, Lapse):
        return _raise_gap(change, portfolio.lapsed(change), desk)
    event: CreditEvent = change.model_copy(update={"payload": key, "fetched_at": desk.now})
    return credit.add_event(event, expires_at=desk.now + timedelta(days=365))


def _raise_gap(lapse: Lapse, numbers: tuple[str, ...], desk: Access) -> bool:
    """Whether somebody was told that customers are no longer watched; once per lapse."""
    about = ", ".join(numbers) or "no customer of ours"
    moved = f" (now {lapse.moved_to})" if lapse.moved_to else ""
    news = SourceMessage(
        source=lapse.bureau,
        health="suspicious",
        reason=f"{lapse.subject_id}{moved}, {about}: {lapse.kind}; {lapse.text}".rstrip("; "),
        checked_through=None,
        occurred_at=desk.now,
    )
    audience = channels.audience()
    told = False
    for channel in audience.people_channels if numbers else ():
        for person in audience.defaults:
            identity = content_id(lapse.bureau, lapse.event_id, lapse.kind, channel, person.address)
            told |= alerts.add(
                Alert(
                    id=identity,
                    kind=AlertKind.WATCH_LOST,
                    channel=channel,
                    recipient=person,
                    message=news,
                    created_at=desk.now,
                )
            )
    count("WatchesLost", len(numbers))
    return told


def _fetch_result(module: BureauModule, desk: Access, inquiry: Inquiry) -> None:
    """Reads a result that was still to come. One that was read before and is not here is asked for again, by plan.

    A result can be read once at some bureaus: it is kept before it is understood, and the inquiry stays pending until
    its answer is stored. Whatever ends this step in between, the next one reads what was kept, or finds out that it is
    lost and asks anew, instead of believing that nothing is known.
    """
    key = inquiry.result
    try:
        document = _kept(inquiry.bureau, key) if key else _result(module, desk, inquiry)
    except ResultLostError as error:
        _lost(inquiry, error, desk)
        return
    if key is None:
        key = evidence.keep(document)
        inquiry = inquiry.model_copy(update={"result": key})
        credit.record_inquiry(inquiry, None)
    answer = inquiring.read(module, document, key, desk.plan)
    if answer.outcome is Outcome.PENDING:
        credit.record_inquiry(inquiry.model_copy(update={"result": None}), None)
        return
    finished = inquiry.model_copy(update={"answer": answer, "payload": key, "answered_at": document.fetched_at})
    customer = customers.get(inquiry.customer_number)
    if customer is None:
        credit.record_inquiry(finished, None)
    else:
        inquiring.record(finished, customer, credit.file_of(customer.number))


def _kept(bureau: str, key: str) -> Document:
    try:
        return evidence.get(key)
    except NotFoundError as error:
        raise ResultLostError(bureau, f"the result was kept and is gone: {error}") from error


def _result(module: BureauModule, desk: Access, inquiry: Inquiry) -> Document:
    reference = inquiry.answer.pending_reference
    if reference is None:
        raise ResultLostError(inquiry.bureau, f"inquiry {inquiry.id} names no reference")
    return module.pending(desk, reference)


def _lost(inquiry: Inquiry, error: ResultLostError, desk: Access) -> None:
    logger.warning("result lost", source=inquiry.bureau, inquiry=inquiry.id, reason=str(error))
    credit.record_inquiry(inquiry.model_copy(update={"answer": Answer(outcome=Outcome.LOST, text=str(error))}), None)
    credit.put_due(inquiry.customer_number, desk.now)
    count("ResultsLost")


handler = queue_step("poll_bureau", poll)
