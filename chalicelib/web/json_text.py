"""JSON from outside, read so that whatever it holds can be stored and sent again; everything else is one error."""

import json
import re
from collections.abc import Callable
from typing import Any

_HALF_A_SIGN = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str, pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """The JSON value.

    Raises:
        ValueError: cut or malformed, nested too deeply, a number of thousands of digits, or half a sign: an escaped
            surrogate without its other half, which no table, mail or digest takes.

    >>> read_json('{"a": "\\\\ud83d\\\\ude00"}')["a"] == chr(0x1F600)
    True
    >>> read_json('"\\\\ud83d"')
    Traceback (most recent call last):
    ValueError: half a sign in a text
    """
    try:
        found = json.loads(text, object_pairs_hook=pairs)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if _HALF_A_SIGN.search(text):
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ValueError("half a sign in a text") from error
    return found
