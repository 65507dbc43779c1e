"""A message that a step could not do, with the reason it carries."""

from datetime import UTC, datetime

from chalicelib.model.record import Record


class DeadLetter(Record):
    """A message put aside. Without step and reason it came by a crash: nobody was left to say why."""

    id: str
    body: str
    step: str | None = None
    error: str | None = None
    reason: str | None = None
    sent_at_ms: int = 0
    receipt_handle: str
    readable: bool = True

    @property
    def sent_at(self) -> datetime:
        """When it was put aside, or first sent when it came by a crash."""
        return datetime.fromtimestamp(self.sent_at_ms / 1000, UTC)
