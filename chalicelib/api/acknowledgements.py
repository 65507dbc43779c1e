"""Answering alerts: by a person over the API, or over the link in a mail, which proves itself."""

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock, links
from chalicelib.answering import acknowledged, carried
from chalicelib.api.acknowledge_page import Page, page
from chalicelib.api.acting import signature
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import FileAnswer, endpoint
from chalicelib.errors import (
    ConcurrentChangeError,
    ConflictError,
    LinkExpiredError,
    LinkInvalidError,
    NotFoundError,
    StoreUnreachableError,
)
from chalicelib.model.alert import Alert
from chalicelib.model.news import EscalationMessage
from chalicelib.model.record import Record
from chalicelib.store import alerts

blueprint = Blueprint(__name__)


class Acknowledgement(Record):
    """Who says that they know."""

    person: str = Field(min_length=1, max_length=200, examples=["Eva Kern"])


class WaitingAlerts(Record):
    """Alerts that wait for an acknowledgement, oldest first; 100 at most. Those that failed are listed as failed."""

    alerts: tuple[Alert, ...]


@endpoint(
    blueprint,
    "GET /v1/alerts/waiting",
    scopes=(Scope.CASES_READ, Scope.CASES_WRITE),
    answer=WaitingAlerts,
    problems=(503,),
)
def list_waiting_alerts() -> WaitingAlerts:
    """Messages that nobody has acknowledged yet."""
    return WaitingAlerts(alerts=alerts.waiting())


@endpoint(
    blueprint,
    "POST /v1/alerts/{alert_id}/acknowledgement",
    scopes=(Scope.CASES_WRITE,),
    answer=Alert,
    body=Acknowledgement,
    problems=(404, 409, 422, 503),
)
def acknowledge_alert(alert_id: str, body: Acknowledgement) -> Alert:
    """Say that somebody knows. A second time is a 409 that names who did it and when."""
    return acknowledged(alert_id, signature(body.person, blueprint), clock.now())


@endpoint(blueprint, "GET /v1/acknowledge/{token}", scopes=(), answer=None, file="text/html", problems=(404, 422, 503))
def show_acknowledgement(token: str) -> FileAnswer:
    """The page behind the link in a mail. It changes nothing, for mail scanners follow links; its button does."""
    try:
        carrier = carried(links.alert_id_of(token, clock.now()))
        alert = _subject(carrier)
    except (LinkInvalidError, NotFoundError):
        return page(Page("invalid"), status=404)
    except LinkExpiredError:
        return page(Page("expired"), status=422)
    except StoreUnreachableError:
        return page(Page("unreachable"), status=503)
    state = "answered" if alert.acknowledged_at else "asks"
    return page(Page(state, alert, carrier.recipient.language))


@endpoint(
    blueprint, "POST /v1/acknowledge/{token}", scopes=(), answer=None, file="text/html", problems=(404, 409, 422, 503)
)
def acknowledge_by_link(token: str) -> FileAnswer:
    """Acknowledge what the link's mail told. Nobody signs in: the link is the proof, good for 30 days."""
    try:
        carrier = carried(links.alert_id_of(token, clock.now()))
        person = f"{carrier.recipient.name or carrier.recipient.address} (link in the mail)"
        alert = acknowledged(_subject(carrier).id, person, clock.now())
    except (LinkInvalidError, NotFoundError):
        return page(Page("invalid"), status=404)
    except LinkExpiredError:
        return page(Page("expired"), status=422)
    except StoreUnreachableError:
        return page(Page("unreachable"), status=503)
    except ConcurrentChangeError:
        return page(Page("unreachable", language=carrier.recipient.language), status=409)
    except ConflictError:
        return page(Page("answered", _subject(carrier), carrier.recipient.language), status=409)
    return page(Page("thanks", alert, carrier.recipient.language))


def _subject(carrier: Alert) -> Alert:
    """What a mail is about: itself, or the alert that was handed on in it."""
    return carried(carrier.message.alert_id) if isinstance(carrier.message, EscalationMessage) else carrier
