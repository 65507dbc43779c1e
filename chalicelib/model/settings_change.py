"""Who changed which setting when: each value before and after."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.model.record import Record

SettingsArea = Literal["people", "departments", "escalation", "thresholds", "firm", "calendar"]


class ValueChange(Record):
    """One value of a setting; empty where there was or is none."""

    field: str
    before: str = ""
    after: str = ""


class SettingsChange(Record):
    """One change; kept for as long as the firm's settings are."""

    id: str
    area: SettingsArea
    subject: str = Field(default="", description="whom or what it is about, such as a person's address")
    values: tuple[ValueChange, ...] = ()
    reason: str | None = None
    person: str = Field(min_length=1, max_length=300)
    at: datetime
