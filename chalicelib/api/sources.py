"""How the sources are doing, and whether this service answers at all."""

from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import bureaus, clock, registers
from chalicelib.api.authorizers import Scope
from chalicelib.api.blocks import Coverage, coverage
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import NotFoundError
from chalicelib.model.record import Record
from chalicelib.model.source import SourceRun, SourceStatus
from chalicelib.store import source_counts, source_runs, sources

blueprint = Blueprint(__name__)
_RUNS = 50


class SourcesAnswer(Coverage):
    """Every source with its state, and what follows for the whole."""

    sources: tuple[SourceStatus, ...]
    answered_at: datetime


class SourceAnswer(Record):
    """One source with its last runs and all that is counted of it."""

    source: SourceStatus
    runs: tuple[SourceRun, ...] = Field(description="the last 50 of three months, newest first")
    notices_by_day: dict[str, int] = Field(description="publication day -> notices stored, as long as it is watched")
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
    statuses, now = sources.statuses(), clock.now()
    covered = coverage(statuses, now)
    return SourcesAnswer(
        sources=statuses,
        checked_through=covered.checked_through,
        sources_late=covered.sources_late,
        bureaus_late=covered.bureaus_late,
        answered_at=now,
    )


@endpoint(
    blueprint,
    "GET /v1/sources/{name}",
    scopes=(Scope.SOURCES_READ, Scope.BLOCKS_READ),
    answer=SourceAnswer,
    problems=(404, 503),
)
def get_source(name: str) -> SourceAnswer:
    """One source: how each of its last runs ended, and what it brought by day beside what is expected by weekday."""
    if name not in {*registers.names(), *bureaus.names()}:
        raise NotFoundError(f"no source {name!r}")
    status = sources.get(name)
    if name in bureaus.names():
        status = status.model_copy(update={"kind": "bureau"})
    counted = source_counts.of(name)
    return SourceAnswer(
        source=status,
        runs=source_runs.latest(name, _RUNS),
        notices_by_day=counted.by_day,
        answered_at=clock.now(),
    )


@endpoint(blueprint, "GET /health", scopes=(), answer=Alive)
def health() -> Alive:
    """Whether the service answers. The only route that needs no token."""
    return Alive()
