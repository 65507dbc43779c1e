"""What every record has in common: frozen, strict about unknown fields, JSON in and out."""

import hashlib

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record; an unknown field is an error, not a shrug."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)


def content_id(*parts: str) -> str:
    """Stable id of 24 hexadecimal digits made from the parts, so that a retry finds what it wrote before.

    >>> content_id("a", "b") == content_id("a", "b") != content_id("ab")
    True
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
