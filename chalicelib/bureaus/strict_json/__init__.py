"""A bureau's JSON read strictly: whole, of the expected types, and every failure named after the bureau.

Members are found under camelCase and PascalCase alike, because one bureau's own examples write both.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import SourceChangedError
from chalicelib.web.json_text import read_json

_CODES = re.compile(r"[\s,;|]+")


@dataclass(frozen=True)
class Members:
    """One JSON object of a bureau; `what` says where it stood, for the sentence of an error."""

    source: str
    what: str
    values: Mapping[str, Any]

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def changed(self, reason: str) -> SourceChangedError:
        """The error to raise about this object."""
        return SourceChangedError(self.source, f"{self.what}: {reason}")

    def only(self, *known: str) -> "Members":
        """This object, when it has no member beside the known ones.

        Raises:
            SourceChangedError: it has one that was never seen.
        """
        if unknown := sorted(self.values.keys() - set(known)):
            raise self.changed(f"unknown member {unknown[0]!r}")
        return self

    def text(self, name: str) -> str | None:
        """The text without blanks around it; None when missing, null or empty. A number is taken as it is written."""
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if value is not None and not isinstance(value, str):
            raise self.changed(f"{name} is a {type(value).__name__}, not text")
        return (value or "").strip() or None

    def word(self, name: str) -> str | None:
        """The text; also where the bureau wraps it into an object of one member, such as {"type": "Business"}."""
        value = self.values.get(name)
        if isinstance(value, Mapping) and len(value) == 1:
            return self.inner(name).text(next(iter(value)))
        return self.text(name)

    def need(self, name: str) -> str:
        """The text, which must be there."""
        if (found := self.text(name)) is None:
            raise self.changed(f"without {name}")
        return found

    def whole(self, name: str) -> int | None:
        """The whole number, None when missing; digits in quotes are one."""
        found = self.text(name)
        if found is not None and not re.fullmatch(r"-?\d{1,18}", found):
            raise self.changed(f"{name} is {found!r}, not a whole number")
        return int(found) if found is not None else None

    def flag(self, name: str) -> bool | None:
        """True or false, None when missing."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.changed(f"{name} is {value!r}, neither true nor false")
        return value

    def inner(self, name: str) -> "Members":
        """The object in this member; an empty one when missing."""
        value = self.values.get(name)
        return Members(self.source, f"{self.what}.{name}", {}) if value is None else self._object(name, value)

    def items(self, name: str) -> list["Members"]:
        """The objects in this list; none when missing."""
        return [self._object(f"{name}[{place}]", value) for place, value in enumerate(self.raw_list(name))]

    def raw_list(self, name: str) -> list[Any]:
        """The list as it is; empty when missing."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, list):
            raise self.changed(f"{name} is a {type(value).__name__}, not a list")
        return value or []

    def codes(self, name: str) -> tuple[str, ...]:
        """Codes in a list, or in one text with blanks, commas or semicolons between them."""
        value = self.values.get(name)
        printed = [str(one) for one in value] if isinstance(value, list) else [self.text(name) or ""]
        return tuple(dict.fromkeys(code for one in printed for code in _CODES.split(one) if code))

    def at(self, path: str) -> Any:
        """The value behind a dotted path, None when any part is missing."""
        found: Any = self.values
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def moment(self, name: str, zone: str) -> datetime | None:
        """The time in UTC; one without an offset is local to the zone."""
        printed = self.text(name)
        if printed is None:
            return None
        try:
            found = datetime.fromisoformat(printed)
            return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
        except (ValueError, OverflowError) as error:  # the first and the last day have no other time zone
            raise self.changed(f"{name} is {printed!r}, not a time") from error

    def day(self, name: str, zone: str) -> date | None:
        """The day in the zone on which the time lies; a bare date is itself."""
        found = self.moment(name, zone)
        try:
            return found.astimezone(ZoneInfo(zone)).date() if found else None
        except OverflowError as error:
            raise self.changed(f"{name} is {found!r}, not a day") from error

    def _object(self, name: str, value: Any) -> "Members":
        if not isinstance(value, Mapping):
            raise self.changed(f"{name} is a {type(value).__name__}, not an object")
        return Members(self.source, f"{self.what}.{name}", value)


def read_object(source: str, content: bytes | str, what: str) -> Members:
    """The JSON object in an answer.

    Raises:
        SourceChangedError: cut or malformed JSON, or something else than an object.

    >>> read_object("example", b'{"CrefoId": "406635386"}', "hit").need("crefoId")
    '406635386'
    """
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        found = read_json(text, _camel)
    except ValueError as error:
        raise SourceChangedError(source, f"{what}: cut or malformed JSON: {error}") from error
    if not isinstance(found, dict):
        raise SourceChangedError(source, f"{what} is a {type(found).__name__}, not an object")
    return Members(source, what, found)


def _camel(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name[:1].lower() + name[1:]: value for name, value in pairs}
