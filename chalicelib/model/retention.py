"""Until when facts about a person may be kept, and why."""

from datetime import date

from pydantic import Field

from chalicelib.model.record import Record

REMOVED = "[gelöscht / deleted]"
"""Stands where a person's name was, once it may be kept no longer."""


class Retention(Record):
    """What every personal fact carries: where it came from, when it was public, when it goes, and by which rule."""

    source: str
    published_on: date
    delete_on: date = Field(description="gone on this day")
    reason: str


class Purged(Record):
    """What one purge deleted or replaced, by key and never by content; `withheld` could not go, with the reason."""

    subject: str
    retention: Retention
    deleted: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    match_keys: int = Field(default=0, description="counted only: a match key is made of the name")
    payloads: tuple[str, ...] = ()
    shared: tuple[str, ...] = Field(default=(), description="payloads in which notices stand that are still kept")
    withheld: str | None = None
