"""Country codes as bureaus want them: ISO 3166-1 alpha-2 to alpha-3 and to numeric.

Source: ISO 3166-1, 249 entries, in iso_3166_1.txt beside this file.
"""

from functools import cache
from pathlib import Path

from chalicelib.errors import InvalidInputError, Problem


def alpha3(alpha2: str) -> str:
    """The code of three letters.

    Raises:
        InvalidInputError: there is no such country.

    >>> alpha3("de"), alpha3("PL")
    ('DEU', 'POL')
    """
    return _codes(alpha2)[0]


def numeric(alpha2: str) -> str:
    """The code of three digits; a leading zero belongs to it.

    Raises:
        InvalidInputError: there is no such country.

    >>> numeric("DE"), numeric("at")
    ('276', '040')
    """
    return _codes(alpha2)[1]


def _codes(alpha2: str) -> tuple[str, str]:
    try:
        return _table()[alpha2.strip().upper()]
    except KeyError:
        raise InvalidInputError([Problem("address.country", alpha2, "is no ISO 3166-1 code of two letters")]) from None


@cache
def _table() -> dict[str, tuple[str, str]]:
    lines = Path(__file__).with_name("iso_3166_1.txt").read_text(encoding="ascii").splitlines()
    return {two: (three, digits) for two, three, digits in (line.split() for line in lines)}
