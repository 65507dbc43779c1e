"""A payload exactly as a source served it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from chalicelib.model.record import Record


class Document(Record):
    """Original bytes with what is needed to understand them later.

    `attributes` holds what the source said about this payload elsewhere, such as the row of the result list
    that a German notice text belongs to. `cursor` is the source's position after this document.
    """

    source: str
    url: str
    media_type: str
    content: bytes
    fetched_at: datetime
    attributes: Mapping[str, str] = Field(default_factory=dict)
    cursor: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the content, hexadecimal; the evidence is stored under it."""
        return hashlib.sha256(self.content).hexdigest()
