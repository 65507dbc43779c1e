"""A file that a person had imported, and how far it is."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.record import Record


class RunState(StrEnum):
    """`refused`: the file as a whole could not be read; `superseded`: another was put in its place on the way."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


class ImportRun(Record):
    """One import; `done` of `rows` are kept or refused. `by` is who started it."""

    id: str
    kind: str
    file: str
    by: str
    at: datetime
    state: RunState = RunState.WAITING
    rows: int = 0
    done: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    settled: int = 0
    result: str | None = Field(default=None, description="key of the file that lists what was left out")
    failure: str | None = None
    ended_at: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {RunState.DONE, RunState.REFUSED, RunState.SUPERSEDED}
