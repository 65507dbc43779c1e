"""Alerts and what became of them."""

from chalicelib.model.alert import Alert, AlertState
from chalicelib.store import keys, table
from chalicelib.store.decisions import alert_item


def get(alert_id: str) -> Alert | None:
    """The alert, or None."""
    found = table.get(keys.alert(alert_id))
    return table.read(found, Alert) if found else None


def add(alert: Alert) -> bool:
    """Whether the alert was new; for alerts that belong to no case."""
    return not table.transact([table.put_request(alert_item(alert), "attribute_not_exists(pk)")])


def update(alert: Alert) -> None:
    """Stores the alert's new state. The last writer wins: both wrote that the message left."""
    table.transact([table.put_request(alert_item(alert))])


def failed(limit: int = 100) -> tuple[Alert, ...]:
    """Alerts that could not be delivered, oldest first."""
    found, _ = table.query_listing("ALERTS#failed", after=None, limit=limit)
    alerts = (table.read(one, Alert) for one in found)
    return tuple(alert for alert in alerts if alert.state is AlertState.FAILED)
