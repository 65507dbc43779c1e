"""How far the stored customers have been put before the bureaus."""

from datetime import datetime

from pydantic import Field

from chalicelib.model.record import Record


class LinkRun(Record):
    """One run over all customers."""

    started_at: datetime
    looked_at: int = Field(default=0, description="items of the main table, of every type")
    sent: int = 0
    next_start: tuple[str, str] | None = Field(default=None, description="where a broken run goes on")
    finished_at: datetime | None = None
