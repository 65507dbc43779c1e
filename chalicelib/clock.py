"""The current time. Only entry points call it; everything below receives `now` as a value."""

from datetime import UTC, datetime


def now() -> datetime:
    """Current time, aware, UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
