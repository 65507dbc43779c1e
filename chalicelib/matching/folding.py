"""Text in one spelling: case, width, umlauts, accents, invisible characters."""

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 400
"""What lies behind is cut; nearly all registered names are shorter, and the cut is the same on both sides."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "å": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'", "`": "'"}
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00]"
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")


def lowered(text: str) -> str:
    """Case-folded text without invisible characters and accents; umlauts stay.

    >>> lowered("SOCIÉTÉ\u200b Müller")
    'societe müller'
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]))
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    return "".join(letter if letter in "äöü" else _without_accent(letter) for letter in text)


@lru_cache(maxsize=2048)
def _without_accent(letter: str) -> str:
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", letter)))


def expanded(text: str) -> str:
    """Umlauts written with e, as German registers do.

    >>> expanded("müller")
    'mueller'
    """
    return text.translate(_UMLAUTS)


def bare(text: str) -> str:
    """Umlauts without their dots, as foreign systems do.

    >>> bare("müller")
    'muller'
    """
    return text.translate(_BARE)


def words_in(text: str) -> list[str]:
    """Words with umlauts expanded.

    >>> words_in("Groß-Gerau (Hessen)")
    ['gross', 'gerau', 'hessen']
    """
    return _WORD.findall(expanded(lowered(text)).replace("'", ""))


@lru_cache(maxsize=16384)
def collapsed(word: str) -> str:
    """A spelling for keys only: every way to write an umlaut and doubled letters fall together.

    >>> {collapsed(word) for word in ("mueller", "muller", "müller")}
    {'muler'}
    """
    word = expanded(word).replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return re.sub(r"([^\W\d_])\1+", r"\1", word)
