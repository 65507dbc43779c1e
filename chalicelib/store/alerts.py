"""Alerts and what became of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import takewhile

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.alert import Alert, AlertState
from chalicelib.store import keys, table
from chalicelib.store.decisions import acknowledgement, alert_item

_PAGE = 200
_HELD = "ALERTS#held"
_WAITING = ("ALERTS#waiting", _HELD)


def get(alert_id: str) -> Alert | None:
    """The alert, or None."""
    found = table.get(keys.alert(alert_id))
    return table.read(found, Alert) if found else None


def add(alert: Alert, about: Iterable[str] = ()) -> bool:
    """Whether the alert was new; for alerts that belong to no case. `about` are cases that it names among others."""
    links = [table.put_request(table.link(keys.alert_of_case(one, alert.id), "alert_link")) for one in sorted(about)]
    new = table.put_request(alert_item(alert), "attribute_not_exists(pk)")
    return not table.transact_around(links, [new], [])


def update(alert: Alert) -> None:
    """Stores what became of the sending. The last writer wins, but not over an acknowledgement."""
    if not table.transact([table.put_request(alert_item(alert), "attribute_not_exists(acknowledged)")]):
        return
    answered = get(alert.id)
    if answered:
        kept = {"acknowledged_by": answered.acknowledged_by, "acknowledged_at": answered.acknowledged_at}
        table.transact([table.put_request(alert_item(alert.model_copy(update=kept)))])


def acknowledge(alert: Alert) -> None:
    """Keeps who acknowledged an alert that belongs to no case.

    Raises:
        ConcurrentChangeError: somebody acknowledged it first, or it was being sent; read it again.
    """
    if table.transact([acknowledgement(alert)]):
        raise ConcurrentChangeError(f"alert {alert.id} changed meanwhile")


def waiting(limit: int = 100) -> tuple[Alert, ...]:
    """Alerts that were sent, or are to be, and wait for an acknowledgement, oldest first."""
    found = [one for name in _WAITING for one in table.query_listing(name, after=None, limit=limit)[0]]
    return _open(found)[:limit]


def of_case(case_id: str) -> tuple[Alert, ...]:
    """Every message that names the case, oldest first."""
    links = table.query(keys.case(case_id).pk, prefix=keys.ALERT_PREFIX)
    found = table.get_many([keys.alert(str(one["sk"]).removeprefix(keys.ALERT_PREFIX)) for one in links])
    return tuple(sorted((table.read(one, Alert) for one in found), key=lambda alert: (alert.created_at, alert.id)))


def unanswered() -> tuple[Alert, ...]:
    """Alerts that want an acknowledgement and have none, also those that could not be sent; oldest first."""
    return _open(one for name in (*_WAITING, "ALERTS#failed") for one in _listed(name))


def hold(alert: Alert, until: datetime) -> None:
    """Keeps an alert that its reader is not to be disturbed with before that moment, unless it is acknowledged."""
    listed = {"listing": _HELD, "listed_at": f"{until.astimezone(UTC).isoformat()}#{alert.id}"}
    table.transact([table.put_request(alert_item(alert) | listed, "attribute_not_exists(acknowledged)")])


def held(until: datetime) -> tuple[Alert, ...]:
    """Alerts that were kept back and whose moment has come by then, earliest first."""
    due = takewhile(
        lambda one: datetime.fromisoformat(str(one["listed_at"]).partition("#")[0]) <= until, _listed(_HELD)
    )
    return tuple(table.read(one, Alert) for one in due)


def _open(found: Iterable[table.Item]) -> tuple[Alert, ...]:
    alerts = (table.read(one, Alert) for one in found)
    open_ = (alert for alert in alerts if alert.wants_acknowledgement and not alert.acknowledged_at)
    return tuple(sorted(open_, key=lambda alert: (alert.created_at, alert.id)))


def _listed(listing: str) -> Iterator[table.Item]:
    after: str | None = None
    while True:
        page, after = table.query_listing(listing, after=after, limit=_PAGE)
        yield from page
        if after is None:
            return


def failed(limit: int = 100) -> tuple[Alert, ...]:
    """Alerts that could not be delivered, oldest first."""
    found, _ = table.query_listing("ALERTS#failed", after=None, limit=limit)
    alerts = (table.read(one, Alert) for one in found)
    return tuple(alert for alert in alerts if alert.state is AlertState.FAILED)
