"""The credit bureaus: which are on, how they do, and what the month has cost."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib import clock
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import endpoint
from chalicelib.model.bureau_state import BureauState
from chalicelib.model.record import Record

blueprint = Blueprint(__name__)


class BureausAnswer(Record):
    """Every bureau this product knows, on or off."""

    bureaus: tuple[BureauState, ...]
    answered_at: datetime


@endpoint(blueprint, "GET /v1/bureaus", scopes=(Scope.SOURCES_READ,), answer=BureausAnswer, problems=(503,))
def list_bureaus() -> BureausAnswer:
    """State of every credit bureau: on or off and why, health, portfolio, and the month's budget."""
    from chalicelib.bureau_states import bureau_states  # noqa: PLC0415 - its imports would slow block questions

    now = clock.now()
    return BureausAnswer(bureaus=bureau_states(now), answered_at=now)
