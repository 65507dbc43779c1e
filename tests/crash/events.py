"""What a bureau tells."""

from datetime import date
from typing import Any

from chalicelib.model.credit import CreditEvent
from chalicelib.model.event import EventKind
from tests.crash.sources import BUREAU


def an_event(number: int, kind: EventKind = EventKind.PAYMENT_DEFAULT, **fields: Any) -> CreditEvent:
    """A warning about customer 100."""
    defaults: dict[str, Any] = {
        "bureau": BUREAU,
        "event_id": f"e{number}",
        "customer_number": "100",
        "event_kind": kind,
        "original_code": "101",
        "on": date(2026, 3, 1),
        "country": "DE",
    }
    return CreditEvent(**defaults | fields)
