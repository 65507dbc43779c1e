"""Who changed which setting when: each value before and after."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.model.record import Record, content_id

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


def made(
    area: SettingsArea,
    subject: str,
    before: Record | None,
    after: Record | None,
    *,
    person: str,
    at: datetime,
    reason: str | None = None,
) -> SettingsChange:
    """The change from one record to the other; none of them: it was not there before, or is no more."""
    values = changed_values(before, after)
    said = (part for one in values for part in (one.field, one.before, one.after))
    key = content_id(area, subject, person, at.isoformat(), *said)
    return SettingsChange(id=key, area=area, subject=subject, values=values, reason=reason, person=person, at=at)


def changed_values(before: Record | None, after: Record | None) -> tuple[ValueChange, ...]:
    """Every value that differs, by its name; parts of a part as part.name."""
    old = dict(_flat("", before.model_dump(mode="json"))) if before else {}
    new = dict(_flat("", after.model_dump(mode="json"))) if after else {}
    names = [*old, *(name for name in new if name not in old)]
    pairs = ((name, old.get(name, ""), new.get(name, "")) for name in names)
    return tuple(ValueChange(field=name, before=was, after=now) for name, was, now in pairs if was != now)


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for part, one in value.items():
            yield from _flat(f"{name}.{part}" if name else str(part), one)
    elif isinstance(value, list):
        yield name, ", ".join(str(one) for one in value)
    else:
        yield name, "" if value is None else str(value)
