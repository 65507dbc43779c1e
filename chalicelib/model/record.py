"""What every record has in common: frozen, strict about unknown fields, JSON in and out."""

import hashlib
from datetime import time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, WithJsonSchema

# A clock on a wall: RFC 3339, and so the format `time` of JSON Schema, would want an offset from UTC.
WallTime = Annotated[
    time, WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"})
]


class Record(BaseModel):
    """A frozen record; an unknown field is an error, not a shrug.

    Its checks are built when it is first used: no step pays for the many records that it imports and never meets.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True, defer_build=True
    )


def content_id(*parts: str) -> str:
    """Stable id of 24 hexadecimal digits made from the parts, so that a retry finds what it wrote before.

    >>> content_id("a", "b") == content_id("a", "b") != content_id("ab")
    True
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
