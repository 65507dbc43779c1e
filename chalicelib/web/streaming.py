"""Lines of an answer that does not end."""

from collections.abc import Iterator
from typing import NamedTuple

import httpx

LARGEST_ANSWER_BYTES = 64 * 1024 * 1024


class Streamed(NamedTuple):
    """What an endless stream sent: its status, and its lines without heartbeats."""

    status: int
    lines: list[str]


def lines_of(response: httpx.Response) -> Iterator[str]:
    """Lines that end in LF, as they come; httpx's own would also break at U+2028 and U+0085 inside a JSON text."""
    rest, size = b"", 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > LARGEST_ANSWER_BYTES:
            return  # what follows is sent again to whoever resumes behind the last line
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line.decode("utf-8", errors="replace") for line in whole)
    yield rest.decode("utf-8", errors="replace")
