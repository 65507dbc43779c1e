"""Cologne phonetics: the code that German words keep when they are misspelt.

Source: H. J. Postel, Die Kölner Phonetik, IBM-Nachrichten 19 (1969) 925-931.
"""

import re
from functools import lru_cache

_PLAIN = {
    **dict.fromkeys("aeijouy", "0"),
    "b": "1",
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("sz", "8"),
    "h": "",
}


@lru_cache(maxsize=16384)
def cologne(word: str) -> str:
    """Code of a lower-case word; letters of other scripts and digits stay as they are.

    >>> cologne("mueller"), cologne("miller"), cologne("schmidt") == cologne("schmitt")
    ('657', '657', True)
    """
    codes = [_code(word, place) for place in range(len(word))]
    code = re.sub(r"(\D|\d)\1+", r"\1", "".join(codes))
    return code[:1] + code[1:].replace("0", "")


def _code(word: str, place: int) -> str:
    letter, before, after = word[place], word[place - 1 : place] if place else "", word[place + 1 : place + 2]
    if letter in _PLAIN:
        return _PLAIN[letter]
    if letter == "p":
        return "3" if after == "h" else "1"
    if letter in "dt":
        return "8" if after and after in "csz" else "2"
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "c":
        return _code_of_c(before, after)
    return letter


def _code_of_c(before: str, after: str) -> str:
    hard = "ahkloqrux" if not before else "ahkoqux"
    if before and before in "sz":
        return "8"
    return "4" if after and after in hard else "8"
