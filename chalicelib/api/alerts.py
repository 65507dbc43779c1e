"""Alerts that nobody received: visible until somebody sends them again."""

from chalice.app import Blueprint

from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import endpoint
from chalicelib.model.alert import Alert
from chalicelib.model.record import Record
from chalicelib.store import alerts

blueprint = Blueprint(__name__)


class FailedAlerts(Record):
    """Alerts that their channel did not take, oldest first, each with the reason; 100 at most."""

    alerts: tuple[Alert, ...]


@endpoint(
    blueprint,
    "GET /v1/alerts/failed",
    scopes=(Scope.CASES_READ, Scope.CASES_WRITE),
    answer=FailedAlerts,
    problems=(503,),
)
def list_failed_alerts() -> FailedAlerts:
    """Messages that could not be delivered. The block behind each stands all the same."""
    return FailedAlerts(alerts=alerts.failed())
