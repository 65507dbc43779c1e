"""One announcement of BODACC, whichever way it came."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.errors import SourceChangedError

SOURCE = "fr_bodacc"


class Announcement(NamedTuple):
    """What the JSON records and the bulk XML both say, in BODACC's own words.

    `kind` is initial, rectificatif or annulation; `persons` are objects as in `listepersonnes`; `previous` is
    `parutionAvisPrecedent`; `omissions` pairs a notice's field with the reason why it must stay empty.
    """

    id: str
    published: date
    kind: str
    court: str
    persons: tuple[Mapping[str, Any], ...]
    family: str
    nature: str
    judged_on: str
    text: str
    previous: Mapping[str, str]
    omissions: tuple[tuple[str, str], ...] = ()


def members(names: str) -> frozenset[str]:
    """The names in the text, as a set to check against."""
    return frozenset(names.split())


_KINDS = {
    "annonce": "initial",
    "initial": "initial",
    "creation": "initial",
    "rectificatif": "rectificatif",
    "annulation": "annulation",
}


def kind_of(printed: str) -> str:
    """initial, rectificatif or annulation.

    Raises:
        SourceChangedError: another word.
    """
    if printed not in _KINDS:
        raise SourceChangedError(SOURCE, f"unknown kind of announcement {printed!r}")
    return _KINDS[printed]


def check_members(found: Any, known: frozenset[str], what: str) -> dict[str, Any]:
    """`found` itself, an object whose members are all known.

    Raises:
        SourceChangedError: it is no object or has an unknown member.
    """
    if not isinstance(found, dict):
        raise SourceChangedError(SOURCE, f"{what} is a {type(found).__name__}, not an object")
    if unknown := sorted(found.keys() - known):
        raise SourceChangedError(SOURCE, f"unknown member {unknown[0]!r} of {what}")
    return found


def word(found: Mapping[str, Any], name: str) -> str:
    """The member as text, "" when missing; BODACC turns repeated elements into lists and digits into numbers.

    Raises:
        SourceChangedError: it is neither text nor number nor a list of those.
    """
    value = found.get(name)
    values = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(one, str | int | float) for one in values):
        raise SourceChangedError(SOURCE, f"member {name!r} is a {type(value).__name__}, not text")
    return " ".join(str(one).strip() for one in values).strip()
