"""Dates and times of day as German courts write them."""

import re
from datetime import date, time

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jänner", "jan"),
            ("februar", "feb"),
            ("märz", "maerz", "mär"),
            ("april", "apr"),
            ("mai",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("dezember", "dez"),
        ),
        start=1,
    )
    for name in names
}
_MONTH_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))

_STOP = r"[.\u2024]"  # a full stop, or the mark that stands for one inside a sentence
DATE = (
    rf"(?<!\d)(?<!\d\.)(?:\d{{1,2}}{_STOP}\s?\d{{1,2}}{_STOP}\s?(?:\d{{4}}|\d{{2}})(?![\d/])"
    rf"|\d{{1,2}}{_STOP}\s?(?i:{_MONTH_NAMES}){_STOP}?\s?\d{{4}}(?!\d))"
)
TIME = r"(?<![\d.])\d{1,2}(?:[:.\u2024]\d{2})?(?::\d{2})?\s?(?:Uhr|h\b)"
WEEKDAY = (
    r"(?:(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|Mo|Di|Mi|Do|"
    r"Fr)\.?,?\s?(?:(?:den|dem|der)\s)?)"
)

_NUMERIC = re.compile(rf"(\d{{1,2}}){_STOP}\s?(\d{{1,2}}){_STOP}\s?(\d{{4}}|\d{{2}})")
_NAMED = re.compile(rf"(\d{{1,2}}){_STOP}\s?({_MONTH_NAMES}){_STOP}?\s?(\d{{4}})", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.\u2024](\d{2}))?")
ANY_DATE = re.compile(DATE)


def read_date(printed: str) -> date | None:
    """The date, or None when no such day exists.

    >>> read_date("02. Juni 2021"), read_date("22.7.2020"), read_date("31.02.2020")
    (datetime.date(2021, 6, 2), datetime.date(2020, 7, 22), None)
    """
    numeric = _NUMERIC.fullmatch(printed.strip())
    named = _NAMED.fullmatch(printed.strip())
    if numeric:
        day, month, year = int(numeric[1]), int(numeric[2]), int(numeric[3])
        year += 2000 if year < 100 else 0
    elif named:
        day, month, year = int(named[1]), _MONTHS[named[2].lower()], int(named[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(printed: str) -> time | None:
    """The time of day, or None when there is no such time.

    >>> read_time("14.00 Uhr"), read_time("9 Uhr"), read_time("25:00 Uhr")
    (datetime.time(14, 0), datetime.time(9, 0), None)
    """
    match = _TIME.match(printed.strip())
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
