"""Ways to damage a recording: bytes, words, values in their places, and pieces of other recordings."""

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

# What has broken readers before: ends of ranges, other writings of numbers, broken signs, markup, formulas.
WORDS = [
    *(
        "",
        " ",
        "0",
        "-1",
        "00",
        "1e400",
        "NaN",
        "null",
        "true",
        "[]",
        "{}",
        "9" * 400,
        "9" * 5000,
        "²",
        "١٢",
        "½",
        "０",
    ),
    *(
        "2026-02-30",
        "0000-00-00",
        "9999-12-31",
        "31.12.9999",
        "32.13.2026",
        "24:00",
        "1.1.0001",
        "2026-03-16T25:61:61Z",
    ),
    *("+99:99", "\ud800", "\x00", "\ufffd", "\u202e", "\u2028", "İ", "ß" * 300, "a" * 70_000, "\t", "\r\n", "\x1f"),
    *("<", "&", "]]>", "<!--", "&x;", "<a/>", "<![CDATA[", "'", '"', "=1+1", "{{", "%s", "../", "\\", ";", ",", "|"),
    *("HRB", "HRB 1", "DE", "EUR", "-", "§", "d.", "geb.", "Amtsgericht", "IN 1/26", "(", "Aktenzeichen:", "\x85"),
    *("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "-0", "1.5", "1,5", "1e5", "Infinity", "١.١.٢٠٢٦"),
]
VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    10**400,
    1.5,
    float("inf"),
    float("nan"),
    [],
    {},
    [[]],
    [None],
    {"": None},
]
_TEXT = re.compile(rb">[^<>]+<|\"[^\"<>]*\"|[;,][^;,\r\n]*")


def damaged(seeds: list[bytes], dice: Random) -> bytes:
    """One of the recordings after one to five accidents."""
    content = dice.choice(seeds)
    for _ in range(dice.randint(1, 5)):
        content = dice.choice((_by_bytes, _by_words, _by_values, _by_pieces))(content, seeds, dice)
    return content


def _word(dice: Random) -> str:
    return (
        dice.choice(WORDS) if dice.random() < 0.8 else chr(dice.choice((dice.randint(0, 255), dice.randint(0, 0xFFFF))))
    )


def _by_bytes(content: bytes, _seeds: list[bytes], dice: Random) -> bytes:
    place = dice.randint(0, len(content))
    return content[:place] + dice.randbytes(dice.randint(0, 6)) + content[place + dice.randint(0, 30) :]


def _by_words(content: bytes, _seeds: list[bytes], dice: Random) -> bytes:
    """A text between tags, in quotation marks or between delimiters becomes another."""
    found = list(_TEXT.finditer(content))
    word = _word(dice).encode("utf-8", errors="surrogatepass")
    if not found:
        return content + word
    one = dice.choice(found)
    last = one.group()[-1:] if one.group()[:1] in {b">", b'"'} else b""
    return content[: one.start() + 1] + word + last + content[one.end() :]


def _by_values(content: bytes, seeds: list[bytes], dice: Random) -> bytes:
    """Any value in any place, where the recording is JSON."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return _by_words(content, seeds, dice)
    found = list(_places(value))
    if not found:
        return json.dumps(dice.choice(VALUES)).encode()
    container, key = dice.choice(found)
    if dice.random() < 0.2:
        del container[key]
    elif dice.random() < 0.3:  # a value of another place
        elsewhere, there = dice.choice(found)
        container[key] = json.loads(json.dumps(elsewhere[there]))
    else:
        container[key] = _word(dice) if dice.random() < 0.6 else dice.choice(VALUES)
    return json.dumps(value).encode()


def _by_pieces(content: bytes, seeds: list[bytes], dice: Random) -> bytes:
    """A piece is repeated, or comes from another recording."""
    other, place = dice.choice(seeds), dice.randint(0, len(content))
    start = dice.randint(0, len(other))
    return content[:place] + other[start : start + dice.randint(0, 400)] + content[place:]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inside:
        yield value, key
        yield from _places(below)
