"""JSON that must be whole and may hold known members only."""

from datetime import date
from typing import Any

from chalicelib.errors import SourceChangedError
from chalicelib.web.json_text import read_json

SOURCE = "gb_companies_house"


def read_object(text: str) -> dict[str, Any]:
    """The JSON object in the text.

    Raises:
        SourceChangedError: cut or other JSON.
    """
    try:
        found = read_json(text)
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"cut or malformed JSON: {error}") from error
    if not isinstance(found, dict):
        raise SourceChangedError(SOURCE, f"a {type(found).__name__} where an object was expected")
    return found


def check_members(found: Any, known: set[str], what: str) -> dict[str, Any]:
    """`found` itself, an object whose members are all known.

    Raises:
        SourceChangedError: it is none, or has a member that was never seen.
    """
    if not isinstance(found, dict):
        raise SourceChangedError(SOURCE, f"{what} is a {type(found).__name__}, not an object")
    if unknown := sorted(found.keys() - known):
        raise SourceChangedError(SOURCE, f"unknown member {unknown[0]!r} of {what}")
    return found


def members_of(found: Any, known: set[str], what: str) -> list[dict[str, Any]]:
    """The list of objects, each checked; a missing list is an empty one.

    Raises:
        SourceChangedError: as `check_members`, or it is no list.
    """
    if found is None:
        return []
    if not isinstance(found, list):
        raise SourceChangedError(SOURCE, f"{what} is a {type(found).__name__}, not a list")
    for one in found:
        check_members(one, known, what)
    return found


def day(printed: object, what: str) -> date:
    """The ISO date.

    Raises:
        SourceChangedError: it is none.
    """
    try:
        return date.fromisoformat(str(printed))
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"{what} is {printed!r}, not a date") from error


def word(found: dict[str, Any], name: str) -> str | None:
    """The text member, None when missing or empty.

    Raises:
        SourceChangedError: it is no text.
    """
    value = found.get(name)
    if value is not None and not isinstance(value, str):
        raise SourceChangedError(SOURCE, f"{name} is a {type(value).__name__}, not text")
    return (value or "").strip() or None
