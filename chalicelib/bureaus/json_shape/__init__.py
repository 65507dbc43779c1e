"""A bureau's JSON, which must be whole, and may hold known members only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.errors import SourceChangedError
from chalicelib.web.json_text import read_json


def members(names: str) -> frozenset[str]:
    """The names of members in a text with blanks between them."""
    return frozenset(names.split())


@dataclass(frozen=True)
class JsonShape:
    """Reads one bureau's JSON strictly; every method raises SourceChangedError where the shape is another."""

    source: str

    def read(self, content: bytes) -> Any:
        """The JSON value; cut or other text is an error."""
        try:
            return read_json(content.decode("utf-8"))
        except ValueError as error:
            raise SourceChangedError(self.source, f"cut or malformed JSON: {type(error).__name__}") from error

    def members(self, found: Any, known: Collection[str] | None, what: str) -> dict[str, Any]:
        """`found` itself, an object; `known` are the only members it may have, None where any are left unread."""
        if not isinstance(found, dict):
            raise SourceChangedError(self.source, f"{what} is a {type(found).__name__}, not an object")
        if known is not None and (unknown := sorted(found.keys() - set(known))):
            raise SourceChangedError(self.source, f"unknown member {unknown[0][:60]!r} of {what}")
        return found

    def listed(self, found: Any, known: Collection[str] | None, what: str) -> list[dict[str, Any]]:
        """`found` itself, a list of objects with known members."""
        if not isinstance(found, list):
            raise SourceChangedError(self.source, f"{what} is a {type(found).__name__}, not a list")
        return [self.members(one, known, f"{what}[{place}]") for place, one in enumerate(found)]

    def word(self, found: dict[str, Any], name: str) -> str | None:
        """A text or number as text; None when missing, null or empty."""
        value = found.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise SourceChangedError(self.source, f"{name} is a {type(value).__name__}, not text")
        return str(value).strip() or None

    def needed(self, found: dict[str, Any], name: str, what: str) -> str:
        """A text or number that must be there."""
        value = self.word(found, name)
        if value is None:
            raise SourceChangedError(self.source, f"{what} without {name}")
        return value

    def day(self, printed: str, what: str) -> date:
        """The day an ISO date or date and time begins with."""
        try:
            return date.fromisoformat(printed[:10])
        except ValueError as error:
            raise SourceChangedError(self.source, f"{what} is {printed[:40]!r}, not a date") from error
