"""How people are reminded: on which days ahead, at which hour a digest comes, how long an answer may take."""

from datetime import time
from typing import Annotated

from pydantic import Field, field_validator

from chalicelib.model.record import Record

Days = Annotated[int, Field(ge=1, le=3650)]
Hours = Annotated[float, Field(gt=0, le=24 * 30)]


class AnswerHours(Record):
    """The longest time to acknowledge an alert before it is handed on, by severity."""

    final: Hours = 2
    recoverable: Hours = 8
    information: Hours = 24


class ReminderPlan(Record):
    """What the admin may set; everything has a default."""

    days_ahead: Annotated[tuple[Days, ...], Field(min_length=1, max_length=20)] = (21, 14, 7, 3, 1)
    digest_at: time = Field(default=time(7), description="on the reader's own clock, HH:MM")
    digest_days: int = Field(default=7, ge=1, le=60, description="how many days ahead a digest looks")
    report_days: int = Field(default=30, ge=1, le=365, description="how many days ahead a report counts")
    answer_hours: AnswerHours = AnswerHours()

    @field_validator("digest_at")
    @classmethod
    def _on_the_wall(cls, at: time) -> time:
        if at.tzinfo:
            raise ValueError("give the wall clock's time without an offset; every reader has a time zone")
        return at
