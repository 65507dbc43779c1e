"""Text from outside, made safe to print: nothing hidden, nothing that the font cannot show."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no type information

FONTS = Path(__file__).parent / "fonts"
_SOFT_HYPHEN = "\u00ad"
_BEFORE_A_NUMBER = re.compile(r"(§|\b(?:Abs|Art|Nr|lit)\.|\bSatz) (?=\w)")
"""A line shall not end between a paragraph sign and its number."""


@cache
def _glyphs() -> frozenset[int]:
    with TTFont(FONTS / "LiberationSans-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(text: str) -> str:
    """The text in composed letters; control and direction characters gone, unknown letters as their code point.

    A letter without a picture is named, never left out: a name with a hole would look complete.

    >>> printable("Mu\u0308ller\\x00\u202e\\tGmbH"), printable("Zażółć\u65e5")
    ('Müller GmbH', 'Zażółć[U+65E5]')
    """
    kept = _BEFORE_A_NUMBER.sub("\\1\u00a0", text)
    composed = unicodedata.normalize("NFC", re.sub(r"[\r\n]\s*", "\n", kept))
    return "".join(_shown(letter) for letter in composed)


def one_line(text: str) -> str:
    """The same without line breaks and runs of blanks.

    >>> one_line("Hafen\\nweg   3")
    'Hafen weg 3'
    """
    return " ".join(printable(text).split())


def _shown(letter: str) -> str:
    if letter in {"\n", _SOFT_HYPHEN}:
        return letter
    category = unicodedata.category(letter)
    if category in {"Zs", "Zl", "Zp"} or letter == "\t":
        return letter if letter == "\u00a0" else " "
    if category in {"Cc", "Cf"}:
        return ""
    return letter if ord(letter) in _glyphs() else f"[U+{ord(letter):04X}]"
