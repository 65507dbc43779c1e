"""Addresses that prove by themselves what they allow, as they stand in mails and calendar programs."""

from datetime import datetime, timedelta

from chalicelib import signed_links
from chalicelib.errors import LinkInvalidError
from chalicelib.model.alert import Alert
from chalicelib.model.calendar_feed import CalendarFeed
from chalicelib.model.news import EscalationMessage
from chalicelib.settings import settings
from chalicelib.store import calendars, link_keys

ACKNOWLEDGE = "acknowledge"
CALENDAR = "calendar"
_DAYS = 30


def acknowledgement_url(alert: Alert, now: datetime) -> str | None:
    """Where the alert can be acknowledged for 30 days; None when it asks for nothing or nobody can reach us.

    Raises:
        StoreUnreachableError: the key cannot be read.
    """
    handed_on = isinstance(alert.message, EscalationMessage)
    if not (alert.wants_acknowledgement or handed_on) or alert.acknowledged_at or not settings().public_url:
        return None
    token = signed_links.expiring(ACKNOWLEDGE, alert.id, now + timedelta(days=_DAYS), link_keys.current())
    return f"{_base()}/v1/acknowledge/{token}"


def cockpit_url(alert: Alert) -> str | None:
    """Where the alert's case is in the cockpit; it opens after the login alone, so nothing is signed.

    None when the alert is about no case, or nobody can reach us.
    """
    case_id = alert.message.case_id
    if not case_id or not settings().public_url:
        return None
    return f"{_base()}/cockpit/cases/{case_id}"


def alert_id_of(token: str, now: datetime) -> str:
    """Id of the alert that the token's mail carried.

    Raises:
        LinkInvalidError: not ours.
        LinkExpiredError: its 30 days are over.
        StoreUnreachableError: the key cannot be read.
    """
    return signed_links.read_expiring(token, ACKNOWLEDGE, now, link_keys.current())


def calendar_url(feed: CalendarFeed, base: str) -> str:
    """The secret address of a feed."""
    token = signed_links.revocable(CALENDAR, feed.id, feed.generation, link_keys.current())
    return f"{base}/v1/calendars/{token}.ics"


def calendar_of(token: str) -> CalendarFeed:
    """The feed that the token shows.

    Raises:
        LinkInvalidError: not ours, or revoked.
        StoreUnreachableError: the key or the table cannot be read.
    """
    found: dict[str, CalendarFeed] = {}

    def generation(feed_id: str) -> int | None:
        feed = calendars.get(feed_id)
        if feed is None:
            return None
        found[feed_id] = feed
        return feed.generation

    feed_id = signed_links.read_revocable(token, CALENDAR, generation, link_keys.current())
    if feed_id not in found:
        raise LinkInvalidError
    return found[feed_id]


def _base() -> str:
    return settings().public_url.replace("{api}", settings().api_id)
