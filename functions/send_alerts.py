"""Step 3: hands each alert to its channel; one that cannot be delivered stays visible as failed."""

from typing import Any

from chalicelib import channels, clock, links
from chalicelib.errors import ChannelError, StoreUnreachableError
from chalicelib.model.alert import Alert, AlertState
from chalicelib.model.case import CaseState
from chalicelib.reminding.digest import may_wait, waits_for_digest
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
    if _waits_for_digest(alert):
        logger.info("waits for the digest", alert=alert.id, kind=alert.kind)
        return
    attempts = alert.attempts + 1
    try:
        receipt = channels.load(alert.channel).send(alert, acknowledge_url=_acknowledge_url(alert))
    except ChannelError as error:
        failed = {"state": AlertState.FAILED, "attempts": attempts, "failure": str(error)}
        alerts.update(alert.model_copy(update=failed))
        count("AlertsFailed")
        raise
    sent = {"state": AlertState.SENT, "attempts": attempts, "sent_at": clock.now(), "receipt": receipt, "failure": None}
    alerts.update(alert.model_copy(update=sent))
    count("AlertsSent")
    logger.info("sent", alert=alert.id, channel=alert.channel, kind=alert.kind)


def _waits_for_digest(alert: Alert) -> bool:
    """Whether one of our people reads this tomorrow morning among the rest: low severity, in a case that goes on."""
    if not may_wait(alert) or channels.load(alert.channel).CHANNEL.reaches != "people":
        return False
    person = people.organisation().person(alert.recipient.address)
    if person is None or not waits_for_digest(person, alert.severity):
        return False
    file = cases.get(alert.message.case_id or "")
    return file is not None and file.case.state in {CaseState.OPEN, CaseState.REVIEW}


def _acknowledge_url(alert: Alert) -> str | None:
    """Where it is acknowledged; a mail without the link is better than none, for the block is in force."""
    try:
        return links.acknowledgement_url(alert, clock.now())
    except StoreUnreachableError:
        count("LinksMissing")
        logger.warning("sent without a link", alert=alert.id)
        return None


handler = queue_step("send_alerts", send)
