"""Step 3: hands each alert to its channel; one that cannot be delivered stays visible as failed."""

from datetime import datetime
from typing import Any

from chalicelib import channels, clock, links
from chalicelib.deadlines import zone_of
from chalicelib.errors import ChannelError, StoreUnreachableError
from chalicelib.model.alert import Alert, AlertState
from chalicelib.model.case import CaseState
from chalicelib.model.message import CaseMessage
from chalicelib.model.people import Person
from chalicelib.reminding.digest import may_wait, waits_for_digest
from chalicelib.reminding.dues import of_case
from chalicelib.reminding.escalation import new_block, pressure_on
from chalicelib.reminding.quiet import Urgency, is_quiet, moment_for
from chalicelib.store import alerts, cases, people
from functions.entry import count, logger, queue_step, wanted


def send(message: dict[str, Any], _context: Any) -> None:
    """Sends the alert unless it was sent; at least once, with the same message id each time.

    Raises:
        ChannelError: the channel did not take it; the reason is stored with the alert first.
    """
    (key,) = wanted(message, "pk")
    alert = alerts.get(key.removeprefix("ALERT#"))
    if alert is None or alert.state is AlertState.SENT:
        return
    if _comes_later(alert, clock.now()):
        return
    attempts = alert.attempts + 1
    try:
        channel, case_url = channels.load(alert.channel), links.cockpit_url(alert)
        receipt = channel.send(alert, acknowledge_url=_acknowledge_url(alert), case_url=case_url)
    except ChannelError as error:
        failed = {"state": AlertState.FAILED, "attempts": attempts, "failure": str(error)}
        alerts.update(alert.model_copy(update=failed))
        count("AlertsFailed")
        logger.warning("not taken", **_ids(alert), attempts=attempts)
        raise
    sent = {"state": AlertState.SENT, "attempts": attempts, "sent_at": clock.now(), "receipt": receipt, "failure": None}
    alerts.update(alert.model_copy(update=sent))
    count("AlertsSent")
    logger.info("sent", **_ids(alert))


def _ids(alert: Alert) -> dict[str, Any]:
    """What the log says of an alert: what it is and what it is about, never to whom it goes."""
    ids = {"alert": alert.id, "channel": alert.channel, "kind": alert.kind}
    message = alert.message
    return ids | {"case": message.case_id, "notice": message.notice_id} if isinstance(message, CaseMessage) else ids


def _comes_later(alert: Alert, now: datetime) -> bool:
    """Whether one of our people hears of the case later: in the daily mail, or when their quiet ends."""
    message = alert.message
    if not isinstance(message, CaseMessage) or channels.load(alert.channel).CHANNEL.reaches != "people":
        return False
    person = people.organisation().person(alert.recipient.address)
    if person is None:
        return False
    if _waits_for_digest(alert, message, person):
        logger.info("waits for the digest", alert=alert.id, kind=alert.kind)
        return True
    until = _not_before(alert, message, person, now)
    if until > now:
        alerts.hold(alert, until)
        logger.info("waits for the end of quiet hours", alert=alert.id, kind=alert.kind)
    return until > now


def _waits_for_digest(alert: Alert, message: CaseMessage, person: Person) -> bool:
    """Whether the person reads this tomorrow morning among the rest: low severity, in a case that goes on."""
    if not may_wait(alert) or not waits_for_digest(person, alert.severity):
        return False
    file = cases.get(message.case_id)
    return file is not None and file.case.state in {CaseState.OPEN, CaseState.REVIEW}


def _not_before(alert: Alert, message: CaseMessage, person: Person, now: datetime) -> datetime:
    """When the person may be told; what a person sends again after a failure goes at once."""
    if alert.state is not AlertState.PENDING or not is_quiet(person, now):
        return now
    file = cases.get(message.case_id)
    final_by: datetime | None = None
    if file:
        zone = zone_of(file.case.country)
        final_by = pressure_on(alert, of_case(file.case, file.deadlines, file.tasks, zone), zone).final_by
    if final_by and final_by < now:
        final_by = None  # what is lost already can wait for morning
    return moment_for(person, now, Urgency(new_block=new_block(alert), final_by=final_by))


def _acknowledge_url(alert: Alert) -> str | None:
    """Where it is acknowledged; a mail without the link is better than none, for the block is in force."""
    try:
        return links.acknowledgement_url(alert, clock.now())
    except StoreUnreachableError:
        count("LinksMissing")
        logger.warning("sent without a link", alert=alert.id)
        return None


handler = queue_step("send_alerts", send)
