"""Dates of the order itself: opening with its hour, time limit for claims, closing; and their plausibility."""

import re
from datetime import date, time, timedelta

from chalicelib.registers.german.dates import ANY_DATE, DATE, TIME, read_date, read_time
from chalicelib.registers.german.text import masked, operative_part, sentences

_OPENS = re.compile(r"\beröffnet\b")
_DATE_TIME = re.compile(rf"({DATE})\s*,?\s*(?:um\s*)?({TIME})")
_NOT_THE_OPENING = re.compile(
    r"(?:vom|Antrags? vom|geb(?:oren)?\.?(?: am)?|gegründet(?: am)?|des am|aufgrund des am|Antrag\w* "
    r"(?:vom|am)|eingegangen\w* am|der am|die am|"
    r"(?:Rates|Parlaments)\b.{0,40}|Eingang am|verstorbenen?(?: am)?|sowie eines am|bereits am)\s*$"
)


def find_opening(cleaned: str) -> tuple[date | None, time | None]:
    """Day and hour of the opening as the opening sentence states them.

    >>> find_opening("Am 27.04.2020 um 14:10 Uhr ist das Insolvenzverfahren Muster GmbH eröffnet worden.")
    (datetime.date(2020, 4, 27), datetime.time(14, 10))
    """
    for start, sentence in sentences(operative_part(cleaned)):
        opens = _OPENS.search(sentence)
        if not opens:
            continue
        timed = [
            (read_date(found[1]), read_time(found[2]))
            for found in _DATE_TIME.finditer(sentence, 0, opens.start() + 120)
        ]
        timed = [pair for pair in timed if pair[0]]
        if timed:
            return timed[-1]
        day = _only_day(cleaned, start, sentence[: opens.start()] or sentence)
        if day:
            return day, None
    stated = _STATED_MOMENT.search(cleaned)
    return (read_date(stated[1]), read_time(stated[2]) if stated[2] else None) if stated else (None, None)


_STATED_MOMENT = re.compile(
    rf"(?:Eröffnungszeitpunkt|Zeitpunkt der Eröffnung|(?:Tag und )?Stunde der Eröffnung)[^.|"
    rf"\d]{{0,20}}({DATE})(?:\s*,?\s*(?:um\s*)?({TIME}))?"
)


def _only_day(cleaned: str, start: int, sentence: str) -> date | None:
    days = {
        read_date(found[0])
        for found in ANY_DATE.finditer(sentence)
        if not _NOT_THE_OPENING.search(cleaned[max(0, start + found.start() - 60) : start + found.start()])
    } - {None}
    return days.pop() if len(days) == 1 else None


_LIMIT = (
    rf"bis\s*(?:zum\s*|spätestens\s*|einschließlich\s*|längstens\s*|zum Ablauf des\s*|"
    rf"{'(?:zum )?'}Freitag, |Montag, )*(?:den\s*|dem\s*)?(?P<day>{DATE})"
)
_CLAIMS = (
    re.compile(
        rf"[Ff]orderung(?:en)?\b(?P<between>.{{0,420}}?)\b{_LIMIT}(?P<after>.{{0,260}}?)\b(?:anzumelden|"
        rf"anmelden|angemeldet werden|anzuzeigen|Anmeldung)"
    ),
    re.compile(rf"(?:anzumelden|anmelden|anzumelden sind|Anmeldung(?:en)?)\b(?P<between>.{{0,200}}?)\b{_LIMIT}"),
    re.compile(rf"{_LIMIT}(?P<after>.{{0,160}}?)\b(?:anzumelden|anmelden)\b"),
    re.compile(
        rf"(?:Anmeldefrist|Anmeldungsfrist|Frist zur Anmeldung|Anmeldeschluss|"
        rf"Forderungsanmeldungsfrist)\b(?P<between>[^.|]{{0,120}}?)(?P<day>{DATE})"
    ),
)
_OTHER_LIMIT = re.compile(
    r"nachträglich|widersprech|Widerspr|verspätet|bestreite|Masseverbindlichkeit|Stellungnahme|"
    r"Sicherungsrecht"
)


def find_claim_deadline(cleaned: str) -> tuple[date | None, str | None]:
    """The time limit for lodging claims, or None and the reason.

    >>> find_claim_deadline("Forderungen sind bis zum 03.03.2020 unter Beachtung des § 174 InsO anzumelden.")
    (datetime.date(2020, 3, 3), None)
    """
    text = masked(operative_part(cleaned))
    for pattern in _CLAIMS:
        days = {day for match in pattern.finditer(_sentencewise(text)) if (day := _limit(match, cleaned))}
        if len(days) == 1:
            return days.pop(), None
        if len(days) > 1:
            return None, "the text names several time limits for claims: " + ", ".join(sorted(map(str, days)))
    return None, None


def _sentencewise(text: str) -> str:
    return re.sub(r"[.|]", "\n", text)


def _limit(match: re.Match[str], cleaned: str) -> date | None:
    around = "".join(match.groupdict().get(name) or "" for name in ("between", "after"))
    if _OTHER_LIMIT.search(around):
        return None
    return read_date(cleaned[match.start("day") : match.end("day")])


_DECIDED = re.compile(
    rf"(?:durch Beschluss (?:vom|v\.)|mit Beschluss vom|Beschluss(?:es)? vom|heute,? am|am)\s*({DATE})[^|"
    rf"]{{0,300}}?\b(?:aufgehoben|eingestellt)\b|"
    rf"\b(?:aufgehoben|eingestellt)\b[^.|]{{0,80}}(?:mit|durch) Beschluss vom ({DATE})"
)
_SIGNED = re.compile(rf"(?:Amtsgericht|Insolvenzgericht)[^.|]{{0,70}}?,?\s*(?:den\s*)?({DATE})\s*\W*$")


def find_closing(cleaned: str) -> date | None:
    """The day of the order that closed the proceedings: stated in it, or the day it was signed.

    >>> find_closing("Das Verfahren wird aufgehoben. Amtsgericht Gera - Insolvenzgericht - 01.02.2025")
    datetime.date(2025, 2, 1)
    """
    text = masked(operative_part(cleaned))
    decided = {
        day
        for match in _DECIDED.finditer(text)
        for index in (1, 2)
        if match[index] and (day := read_date(cleaned[match.start(index) : match.end(index)]))
    }
    if len(decided) == 1:
        return decided.pop()
    signed = _SIGNED.search(cleaned) if not decided else None
    return read_date(signed[1]) if signed else None


def implausible(opened: date | None, deadline: date | None) -> str | None:
    """Why the time limit for claims is outside what the law allows, or None.

    Source: section 28(1) InsO: at least two weeks and at most three months. Read loosely by a few days, because
    the period starts with service and months differ.

    >>> implausible(date(2020, 1, 1), date(2020, 1, 3))
    'section 28 InsO: 2 days between opening and time limit for claims, allowed are two weeks to three months'
    """
    if not opened or not deadline or timedelta(days=14) <= deadline - opened <= timedelta(days=100):
        return None
    days = (deadline - opened).days
    return (
        f"section 28 InsO: {days} days between opening and time limit for claims, allowed are two weeks to three months"
    )
