"""Step 3: hands each alert to its channel; one that cannot be delivered stays visible as failed."""

from typing import Any

from chalicelib import channels, clock, links
from chalicelib.errors import ChannelError, StoreUnreachableError
from chalicelib.model.alert import Alert, AlertState
from chalicelib.store import alerts
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


def _acknowledge_url(alert: Alert) -> str | None:
    """Where it is acknowledged; a mail without the link is better than none, for the block is in force."""
    try:
        return links.acknowledgement_url(alert, clock.now())
    except StoreUnreachableError:
        count("LinksMissing")
        logger.warning("sent without a link", alert=alert.id)
        return None


handler = queue_step("send_alerts", send)
