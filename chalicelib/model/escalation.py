"""An alert handed on because nobody acknowledged it; kept, so that nobody is told twice."""

from datetime import datetime
from enum import StrEnum

from chalicelib.model.record import Record


class Step(StrEnum):
    """Who hears next. The admins only where there is neither deputy nor head: silence is no answer."""

    DEPUTY = "deputy"
    HEAD = "head"
    ADMIN = "admin"


class Escalation(Record):
    """An alert handed on to somebody because nobody before them acknowledged it.

    Their answer acknowledges the alert itself; the message that carries it to them wants no other.
    """

    id: str
    alert_id: str
    case_id: str | None
    step: Step
    address: str
    name: str
    waited_since: datetime
    due_at: datetime
