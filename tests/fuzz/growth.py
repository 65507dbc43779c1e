"""What a text costs that grows: four times the signs may cost about four times as much, not sixteen.

Only for the command: a processor that others use, too, has no place in a test that must always say the same.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from chalicelib.errors import InsolvencyWatchError
from tests.fuzz.targets import Target

FILLERS = ("9", "a", "ß", "(", "a ", ", ", ". ", "1/", "Inh. ", "geb. ", "am 1.1.", "\n")
SIGNS, TIMES = 4_000, 4
_STEEPER = 10.0
"""In between what four times the signs cost when they are read once (4) and when each is a beginning (16)."""

_WORTH_MEASURING = 0.02
_BETWEEN_TAGS = re.compile(rb"<([\w:]+)[^<>]*>([^<>]+)<")


class Grown(NamedTuple):
    """A recording in which one text was replaced, and by what."""

    where: str
    filler: str
    short: bytes
    long: bytes


def steep(target: Target) -> Iterator[tuple[str, bytes]]:
    """Where a reader takes much longer than the text grows, with the recording that shows it."""
    for grown in _grown(target.seeds):
        short, long = _seconds(target, grown.short), _seconds(target, grown.long)
        if long > _WORTH_MEASURING and long > _STEEPER * short:  # once more, for the processor is not ours alone
            short, long = (min(_seconds(target, one) for _ in range(3)) for one in (grown.short, grown.long))
            if long > _STEEPER * short:
                yield f"{grown.where} full of {grown.filler!r}: {short:.3f} s, then {long:.3f} s", grown.long


def _seconds(target: Target, content: bytes) -> float:
    begun = time.process_time()
    with suppress(InsolvencyWatchError):
        target.read(content)
    return time.process_time() - begun


def _grown(seeds: list[bytes]) -> Iterator[Grown]:
    done: set[str] = set()
    for seed in seeds:
        for where in _places(seed) - done:
            done.add(where)
            for filler in FILLERS:
                fill = filler * (SIGNS // len(filler))
                yield Grown(where, filler, _filled(seed, where, fill), _filled(seed, where, fill * TIMES))


def _places(seed: bytes) -> set[str]:
    """Members of JSON, or tags, that hold a text."""
    with suppress(ValueError):
        return set(_members(json.loads(seed)))
    return {found[1].decode() for found in _BETWEEN_TAGS.finditer(seed) if found[2].strip()}


def _members(value: Any) -> Iterator[str]:
    for key, one in value.items() if isinstance(value, dict) else []:
        if isinstance(one, str):
            yield key
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _members(one)


def _filled(seed: bytes, where: str, text: str) -> bytes:
    try:
        return json.dumps(_replaced(json.loads(seed), where, text)).encode()
    except ValueError:
        escaped = text.replace("&", "&amp;").encode()
        return re.sub(
            rb"(<" + where.encode() + rb"\b[^<>]*>)[^<>]+<", lambda one: one[1] + escaped + b"<", seed, count=1
        )


def _replaced(value: Any, where: str, text: str) -> Any:
    if isinstance(value, dict):
        return {
            key: text if key == where and isinstance(one, str) else _replaced(one, where, text)
            for key, one in value.items()
        }
    return [_replaced(one, where, text) for one in value] if isinstance(value, list) else value
