"""How far the match keys of everything stored are brought to one version."""

from datetime import datetime

from pydantic import Field

from chalicelib.model.record import Record


class KeyRebuild(Record):
    """One rebuild; until it is finished, readers ask for the former version's keys too."""

    version: str = Field(description="of the keys that are being made")
    find_version: str = Field(default="", description="of the words by which people find customers")
    anew: bool = Field(default=False, description="whether every key is written again, whatever seems to be there")
    part: str = Field(default="", description="which part of a rebuild from nothing it is at")
    started_at: datetime
    looked_at: int = Field(default=0, description="items of the main table, of every type")
    rebuilt: int = 0
    removed: int = Field(default=0, description="keys of which no record knew")
    next_start: tuple[str, str] | None = Field(default=None, description="where a broken rebuild goes on")
    finished_at: datetime | None = None
