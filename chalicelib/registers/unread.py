"""What is kept in the place of a payload of unknown form that may be about a consumer: its shape, and the reason."""

import json

from chalicelib.errors import SourceChangedError
from chalicelib.web.outline import outline

MEDIA_TYPE = "application/json"
_MEMBER = "not understood"


def instead(reason: str, content: bytes) -> bytes:
    """The payload's names and lengths without any value.

    >>> b"Ola" in instead("<odd>", b"<odd>Ola</odd>")
    False
    """
    return json.dumps({_MEMBER: reason, "shape": json.loads(outline(content))}, ensure_ascii=False).encode()


def check(source: str, content: bytes) -> None:
    """Nothing, when the payload is the source's own.

    Raises:
        SourceChangedError: it is what `instead` made, with the reason.
    """
    if content.startswith(f'{{"{_MEMBER}"'.encode()):
        raise SourceChangedError(source, str(json.loads(content)[_MEMBER]))
