"""Cells into values: German and ISO dates, German and plain decimals, countries, lists."""

import re
from datetime import date
from decimal import Decimal
from functools import cache

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.customer import Money

_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]00:00(?::00)?)?")
_NO_DATE = frozenset({"00000000", "00.00.0000", "0000-00-00"})
_AMOUNT = re.compile(r"(?P<before>[A-Z]{3}|€)?(?P<sign>-)?(?P<digits>[\d.,']+)(?P<minus>-)?(?P<behind>[A-Z]{3}|€)?")
_MOST_DIGITS = 15


def read_date(printed: str) -> date | None:
    """The day meant by `03.02.1980`, `1980-02-03` or SAP's `19800203`; None for SAP's day of zeros.

    Raises:
        InvalidInputError: any other form. `03/02/1980` is one: it has two meanings.

    >>> read_date("3.2.1980") == read_date("1980-02-03") == read_date("19800203") == date(1980, 2, 3)
    True
    """
    if printed in _NO_DATE:
        return None
    if match := _GERMAN_DATE.fullmatch(printed):
        day, month, year = (int(part) for part in match.groups())
    elif match := _ISO_DATE.fullmatch(printed):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise refused(printed, "not a date; write 03.02.1980 or 1980-02-03")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise refused(printed, "no such day in the calendar") from error


def read_money(printed: str, currency: str | None) -> Money:
    """The amount meant by `1.234,56`, `1234.56`, `1'234.50 CHF` or SAP's `1.234,56-`.

    A point before exactly three digits groups thousands. A single comma there (`1,234`) is refused, because German
    and English readers differ by a factor of thousand.

    Raises:
        InvalidInputError: not an amount, ambiguous, or another currency than the currency column's.

    >>> [str(read_money(text, None).amount) for text in ("1.234,56", "1,234.56", "1234", "1.234", "12,5-")]
    ['1234.56', '1234.56', '1234', '1234', '-12.5']
    """
    compact = re.sub(r"[\s\u00a0\u202f]", "", printed).replace("\u2212", "-").replace("’", "'")
    match = _AMOUNT.fullmatch(compact)
    if not match or (match["before"] and match["behind"]) or (match["sign"] and match["minus"]):
        raise refused(printed, "not an amount; write 1.234,56 or 1234.56")
    plain = _plain_digits(match["digits"], printed)
    sign = "-" if match["sign"] or match["minus"] else ""
    return Money(
        amount=Decimal(sign + plain), currency=_currency(match["before"] or match["behind"], currency, printed)
    )


def _plain_digits(digits: str, printed: str) -> str:
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        raise refused(printed, "1,234 means 1.234 in German and 1234 in English; write 1234,00")
    if not re.fullmatch(r"\d+|[1-9]\d{0,2}((\.\d{3})+|(,\d{3})+|('\d{3})+)", digits):
        whole, mark, decimals = digits.rpartition("," if digits.rfind(",") > digits.rfind(".") else ".")
        grouping = "." if mark == "," else ","
        if not mark or not _whole(whole, grouping) or not re.fullmatch(r"\d{1,4}", decimals):
            raise refused(printed, "not an amount; write 1.234,56 or 1234.56")
        digits = re.sub(r"\D", "", whole) + "." + decimals
        return _bounded(digits, printed)
    return _bounded(re.sub(r"\D", "", digits), printed)


def _whole(digits: str, grouping: str) -> bool:
    return bool(re.fullmatch(rf"\d+|\d{{1,3}}({re.escape(grouping)}\d{{3}})+|\d{{1,3}}('\d{{3}})+", digits))


def _bounded(digits: str, printed: str) -> str:
    if len(digits.partition(".")[0]) > _MOST_DIGITS:
        raise refused(printed, f"more than {_MOST_DIGITS} digits before the decimals")
    return digits


def _currency(in_cell: str | None, in_column: str | None, printed: str) -> str:
    here = "EUR" if in_cell == "€" else in_cell
    if here and in_column and here != in_column:
        raise refused(printed, f"the amount says {here}, the currency column {in_column}")
    return here or in_column or "EUR"


def read_currency(printed: str) -> str:
    """ISO 4217 code.

    Raises:
        InvalidInputError: not three letters.
    """
    code = "EUR" if printed == "€" else printed.upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise refused(printed, "not a currency; write EUR, CHF, GBP ...")
    return code


def read_country(printed: str) -> str:
    """ISO 3166-1 alpha-2 code of a code, a German, English or French country name, or a plate sign such as D.

    Raises:
        InvalidInputError: unknown.

    >>> [read_country(name) for name in ("de", "D", "Deutschland", "DEU", "Österreich", "United Kingdom", "EL")]
    ['DE', 'DE', 'DE', 'DE', 'AT', 'GB', 'GR']
    """
    code = _countries().get(printed.casefold())
    if code is None:
        raise refused(printed, "unknown country; write the two-letter code, such as DE")
    return code


def read_list(printed: str) -> tuple[str, ...]:
    """Parts between semicolons or bars, without blanks and doubles.

    >>> read_list("Alt GmbH | Uralt GmbH;Alt GmbH")
    ('Alt GmbH', 'Uralt GmbH')
    """
    parts = (part.strip() for part in re.split(r"[;|]", printed))
    return tuple(dict.fromkeys(part for part in parts if part))


def refused(printed: str, reason: str) -> InvalidInputError:
    """The error for a cell that cannot be read."""
    return InvalidInputError([Problem("value", printed, reason)])


_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
# Plate signs, alpha-3 codes and everyday names that the territory tables lack.
_OTHER_CODES = (
    "d=DE | a=AT | f=FR | i=IT | l=LU | b=BE | e=ES | p=PT | s=SE | n=NO | h=HU | uk=GB | el=GR "
    "| great britain=GB | grossbritannien=GB | england=GB | großbritannien=GB | brd=DE | holland=NL "
    "| niederlande=NL | tschechische republik=CZ | deu=DE | aut=AT | che=CH | fra=FR | gbr=GB | ita=IT | esp=ES "
    "| nld=NL | bel=BE | lux=LU | pol=PL | cze=CZ | dnk=DK | swe=SE | nor=NO | fin=FI | prt=PT | irl=IE | hun=HU "
    "| svk=SK | svn=SI | hrv=HR | rou=RO | bgr=BG | grc=GR | est=EE | lva=LV | ltu=LT | lie=LI | usa=US | fl=LI "
    "| irland=IE "
)


@cache
def _countries() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - the tables load in 0.1 s; only files with a country column pay

    found: dict[str, str] = {}
    for language in ("fr", "en", "de"):
        territories = Locale(language).territories
        for code, name in territories.items():
            if re.fullmatch(r"[A-Z]{2}", code) and code not in _NO_COUNTRIES:
                found[str(name).casefold()] = code
    found |= {code.casefold(): code for code in list(found.values())}
    for entry in _OTHER_CODES.split("|"):
        name, _, code = entry.strip().partition("=")
        found[name] = code
    return found
