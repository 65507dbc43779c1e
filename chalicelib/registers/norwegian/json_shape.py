"""JSON that must be whole."""

from datetime import date
from typing import Any

from chalicelib.errors import SourceChangedError
from chalicelib.web.json_text import read_json

SOURCE = "no_brreg"


def read_object(content: bytes) -> dict[str, Any]:
    """The JSON object.

    Raises:
        SourceChangedError: cut or other JSON.
    """
    try:
        found = read_json(content.decode("utf-8"))
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"cut or malformed JSON: {error}") from error
    return an_object(found, "the answer")


def an_object(found: Any, what: str) -> dict[str, Any]:
    """`found` itself.

    Raises:
        SourceChangedError: it is no object.
    """
    if not isinstance(found, dict):
        raise SourceChangedError(SOURCE, f"{what} is a {type(found).__name__}, not an object")
    return found


def a_list(found: Any, what: str) -> list[Any]:
    """`found` itself, an empty list where there is none.

    Raises:
        SourceChangedError: it is no list.
    """
    if found is not None and not isinstance(found, list):
        raise SourceChangedError(SOURCE, f"{what} is a {type(found).__name__}, not a list")
    return found or []


def word(found: dict[str, Any], name: str) -> str | None:
    """The text member, None when missing or empty.

    Raises:
        SourceChangedError: it is no text.
    """
    value = found.get(name)
    if value is not None and not isinstance(value, str):
        raise SourceChangedError(SOURCE, f"{name} is a {type(value).__name__}, not text")
    return (value or "").strip() or None


def day(found: dict[str, Any], name: str) -> date | None:
    """The ISO date, None when missing or empty.

    Raises:
        SourceChangedError: it is none.
    """
    if (printed := word(found, name)) is None:
        return None
    try:
        return date.fromisoformat(printed[:10])
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"{name} is {printed!r}, not a date") from error
