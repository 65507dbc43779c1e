"""Reminders before the safe date, and one notice when it has gone by: each at most once."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from chalicelib.model.deadline import Severity
from chalicelib.model.record import Record, content_id
from chalicelib.reminding.dues import Due

DaysAhead = Annotated[tuple[Annotated[int, Field(ge=1, le=3650)], ...], Field(min_length=1)]
DAYS_AHEAD: DaysAhead = (21, 14, 7, 3, 1)


class Occasion(StrEnum):
    """Why a reminder comes: a day ahead, an early warning, the safe date missed, the last day missed."""

    AHEAD = "ahead"
    EARLY = "early"
    SAFE_DATE_MISSED = "safe_date_missed"
    OVERDUE = "overdue"


class Reminder(Record):
    """One reminder; `in_digest`: it can wait for the daily mail. `days_left` counts to the safe date."""

    id: str
    due: Due
    occasion: Occasion
    days_left: int
    in_digest: bool
    created_at: datetime


def reminders_due(
    dues: Iterable[Due],
    made: Collection[str],
    today: date,
    now: datetime,
    *,
    days_ahead: DaysAhead = DAYS_AHEAD,
) -> tuple[Reminder, ...]:
    """The reminders that are due today and whose ids are not among those `made`.

    Only the nearest one counts: who starts late, or was away, gets one and not five. When the safe date moves, the
    reminders for the new one are new. `today` is the day where the act is due.
    """
    found = (_nearest(due, today, now, days_ahead) for due in dues)
    return tuple(one for one in found if one and one.id not in made)


def is_news(reminder: Reminder, known_since: date, *, days_ahead: DaysAhead = DAYS_AHEAD) -> bool:
    """Whether the reminder says more than the news of the case itself did.

    A duty that came with the case and is due within days would else be told twice on the same morning. What ends
    tomorrow, has gone by, or costs the right itself is told in any case.
    """
    due = reminder.due
    if reminder.occasion is not Occasion.AHEAD or reminder.days_left <= 1 or due.severity is Severity.FINAL:
        return True
    reached = min(days for days in days_ahead if reminder.days_left <= days)
    return due.safe_date - timedelta(days=reached) > known_since


def _nearest(due: Due, today: date, now: datetime, days_ahead: DaysAhead) -> Reminder | None:
    left = (due.safe_date - today).days
    occasion, mark = _occasion(due, today, left, days_ahead)
    if occasion is None:
        return None
    return Reminder(
        id=content_id("reminder", due.id, due.safe_date.isoformat(), mark),
        due=due,
        occasion=occasion,
        days_left=left,
        in_digest=due.severity is Severity.INFORMATION,
        created_at=now,
    )


def _occasion(due: Due, today: date, left: int, days_ahead: DaysAhead) -> tuple[Occasion | None, str]:
    """The occasion that is nearest today, with the mark that makes its id; None when nothing is."""
    if left < 0 and due.is_event:
        return None, ""
    if today > due.final_date:
        return Occasion.OVERDUE, "overdue"
    if left < 0:
        return Occasion.SAFE_DATE_MISSED, "safe date missed"
    reached = [days for days in days_ahead if left <= days]
    if reached:
        return Occasion.AHEAD, str(min(reached))
    if due.warn_from and today >= due.warn_from:
        return Occasion.EARLY, "early"
    return None, ""


def next_day(due: Due, today: date, *, days_ahead: DaysAhead = DAYS_AHEAD) -> date | None:
    """The next day after today on which this thing will be reminded of; None when no more reminders follow."""
    days = {due.safe_date - timedelta(days=ahead) for ahead in days_ahead}
    days |= {due.warn_from} if due.warn_from else set()
    days |= set() if due.is_event else {due.safe_date + timedelta(days=1), due.final_date + timedelta(days=1)}
    return min((day for day in days if day > today), default=None)
