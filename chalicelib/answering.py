"""Answering alerts: somebody says that they know, on record in the alert's case."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib import decide
from chalicelib.errors import ConcurrentChangeError, ConflictError, NotFoundError
from chalicelib.model.alert import Alert
from chalicelib.occasions import occasion_of
from chalicelib.store import alerts, cases, customers, decisions

_ATTEMPTS = 4


def carried(alert_id: str) -> Alert:
    """The alert.

    Raises:
        NotFoundError: there is none.
    """
    alert = alerts.get(alert_id)
    if alert is None:
        raise NotFoundError(f"no alert {alert_id!r}")
    return alert


def acknowledged(alert_id: str, person: str, now: datetime) -> Alert:
    """The alert with its acknowledgement, written together with the entry of its case.

    Raises:
        NotFoundError: there is no such alert.
        ConflictError: somebody acknowledged it before, or it asks for nothing.
        ConcurrentChangeError: its case changed at every attempt.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _answer(carried(alert_id), person, now)
            break
        except ConcurrentChangeError:
            if attempt == _ATTEMPTS:
                raise
    return carried(alert_id)


def waiting_in(case_id: str) -> tuple[Alert, ...]:
    """Messages about the case that nobody has answered yet, oldest first."""
    return unanswered(alerts.of_case(case_id))


def unanswered(told: Iterable[Alert]) -> tuple[Alert, ...]:
    """Those of the messages that ask for an answer and have none."""
    return tuple(one for one in told if one.wants_acknowledgement and not one.acknowledged_at)


def all_acknowledged(case_id: str, seen: frozenset[str], person: str, now: datetime) -> int:
    """How many of the case's messages were answered now: those that the person saw and nobody answered before."""
    answered = 0
    for alert in waiting_in(case_id):
        if alert.id not in seen:
            continue
        try:
            acknowledged(alert.id, person, now)
            answered += 1
        except ConcurrentChangeError:
            raise
        except ConflictError:
            continue  # somebody was faster; it is answered all the same
    return answered


def _answer(alert: Alert, person: str, now: datetime) -> None:
    file = cases.get(alert.message.case_id) if alert.message.case_id else None
    customer = customers.get(file.case.customer_number) if file else None
    if file is None or customer is None:  # news of a source, or all that is left of a deleted customer
        alerts.acknowledge(decide.acknowledged(alert, person, now))
        return
    decisions.record(decide.on_acknowledged(file, occasion_of(customer, now), person, alert))
