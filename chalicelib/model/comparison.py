"""Whether everything that came in has been compared, as far as the queues to it tell."""

from datetime import datetime, timedelta

from pydantic import Field

from chalicelib.model.record import Record

ON_ITS_WAY = timedelta(minutes=5)
"""How long something that is stored may take to its queue, and a queue to count it."""
LONGEST_WAIT = timedelta(hours=1)
"""Queues that were not seen empty for longer hold something old, or nobody looks at them any more."""


class Comparison(Record):
    """How notices and customers waited to be compared when it was last looked at."""

    measured_at: datetime
    clear_at: datetime | None = Field(
        default=None, description="when last nothing waited, nothing lay aside and no rebuild ran"
    )
    waiting: int = Field(default=0, description="messages on the queues, about")
    put_aside: int = Field(default=0, description="messages on their dead-letter queues, about")
    rebuilding: bool = Field(default=False, description="match keys are being made anew, and not all are there yet")

    @property
    def through(self) -> datetime | None:
        """What was stored before is compared."""
        return self.clear_at - ON_ITS_WAY if self.clear_at else None

    def is_behind(self, now: datetime) -> bool:
        """Whether queues were not seen empty for too long, or something was given up."""
        overdue = self.clear_at is None or now - self.clear_at > LONGEST_WAIT
        return overdue or self.put_aside > 0 or self.rebuilding
