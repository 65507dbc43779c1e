"""Near misses: pairs below review that are counted and sampled, so that none is dropped without a trace."""

from datetime import date

from pydantic import Field

from chalicelib.model.record import Record

EXAMPLES = 20
"""Examples kept of a source's day; the rest is counted."""


class NearMiss(Record):
    """One pair by its ids: no name, no address."""

    customer_number: str
    notice_id: str
    rule: str
    score: int = Field(ge=0, le=100)


class WatchedDay(Record):
    """One publication day of one source."""

    source: str
    day: date
    notices: int = Field(description="notices with at least one near miss")
    pairs: int
    examples: tuple[NearMiss, ...] = Field(description=f"the first {EXAMPLES}")
