"""A feed whose position stays before what cannot be read: until its file is mended, or a person steps over it. Pure."""

from datetime import datetime

from chalicelib.errors import SourceChangedError, SourceError, TooManyHitsError
from chalicelib.model.register import Register
from chalicelib.model.source import SourceStatus, Stuck
from chalicelib.poll_results import Tally

_LETTERS = 3


def position_kept(
    facts: Register, status: SourceStatus, tally: Tally, error: SourceError, started: datetime
) -> SourceStatus:
    """The state of a feed that failed: all that was read before the failure need not be asked for again.

    The position of a gap (TooManyHitsError) stays whole, because what lies in it is missing.
    """
    if not facts.follows_cursor:
        return status
    gap, before = isinstance(error, TooManyHitsError), status.stuck
    cursor = status.cursor if gap else tally.cursor
    if not gap and not isinstance(error, SourceChangedError):
        return status.model_copy(update={"cursor": cursor, "stuck": before if cursor == status.cursor else None})
    again = before if before and before.cursor == cursor else None
    failures: list[SourceError] = [*tally.left_behind] or [error]
    stuck = Stuck(
        cursor=cursor,
        past=tally.cursor if gap and tally.cursor != cursor else tally.past,
        reason=error.reason,
        evidence=tuple(one.evidence for one in failures if one.evidence),
        attempts=again.attempts + 1 if again else 1,
        since=again.since if again else started,
    )
    heals = f"`reconcile {facts.name}` closes the gap" if gap else "the source's file is mended"
    told = f"{error}; attempt {stuck.attempts} at position {cursor}, which stays until {heals}"
    words = f"{told}, or `step-over {facts.name}` leaves it behind"
    return status.model_copy(update={"cursor": cursor, "stuck": stuck, "failure": words})


def is_known(status: SourceStatus, error: SourceError) -> bool:
    """Whether the same failure at the same position lies in the dead-letter queue already."""
    read = isinstance(error, SourceChangedError | TooManyHitsError)
    return read and status.stuck is not None and status.stuck.attempts > _LETTERS
