"""How the sources are doing, and whether this service answers at all."""

from datetime import datetime
from typing import Literal

from chalice.app import Blueprint

from chalicelib import clock
from chalicelib.api.authorizers import Scope
from chalicelib.api.blocks import Coverage, coverage
from chalicelib.api.endpoint import endpoint
from chalicelib.model.record import Record
from chalicelib.model.source import SourceStatus
from chalicelib.store import sources

blueprint = Blueprint(__name__)


class SourcesAnswer(Coverage):
    """Every source with its state, and what follows for the whole."""

    sources: tuple[SourceStatus, ...]
    answered_at: datetime


class Alive(Record):
    """The service answers; says nothing about the table behind it."""

    status: Literal["ok"] = "ok"


@endpoint(
    blueprint,
    "GET /v1/sources",
    scopes=(Scope.SOURCES_READ, Scope.BLOCKS_READ),
    answer=SourcesAnswer,
    problems=(503,),
)
def list_sources() -> SourcesAnswer:
    """State of every source: until when it is read, how its last poll ended, what it delivered."""
    statuses = sources.statuses()
    covered = coverage(statuses)
    return SourcesAnswer(
        sources=statuses,
        checked_through=covered.checked_through,
        sources_late=covered.sources_late,
        bureaus_late=covered.bureaus_late,
        answered_at=clock.now(),
    )


@endpoint(blueprint, "GET /health", scopes=(), answer=Alive)
def health() -> Alive:
    """Whether the service answers. The only route that needs no token."""
    return Alive()
