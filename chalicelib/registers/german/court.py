"""The insolvency court of a notice; never the register court."""

import re
from functools import cache
from pathlib import Path

from chalicelib.registers.german.dates import DATE

_PLACE = re.compile(
    r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*"
    r"(?: (?:Homburg|Hersfeld|Kreuznach|Säckingen|Kissingen|Neuenahr-Ahrweiler|Gladbach|Stendal))?"
    r"(?:/Ts\.| ?\([A-ZÄÖÜ][A-Za-zäöüß ]+\)|(?: (?:an der|am|im|in der|in|i\. ?d\.|a\. ?d\.|v\. ?d\.|i\.|"
    r"a\.) ?[A-ZÄÖÜ][A-Za-zäöüß]+\.?))?"
)
_BESIDE = (
    r"(?:\s*[-,–]\s*(?:Insolvenzgericht|Insolvenzabteilung|Abteilung für Insolvenzsachen|Abt\. [^,]{1,30}|"
    r"Außenstelle [A-Z]\w+|"
    r"Zweigstelle [A-Z]\w+)\s*[-,–]?)?"
)

# In the order of trust: the heading, the signature, what the order says about itself.
_HEADING = re.compile(
    r"^\W*(?:\d{1,4}\w? ?I[NK] ?\d+/\d\d\D{0,25})?(?:Amtsgericht(?:es|s)?|Insolvenzgericht) (?=[A-ZÄÖÜ])"
)
_SIGNATURE = re.compile(r"Amtsgericht(?:es|s)? (?=[A-ZÄÖÜ])")
_AFTER_SIGNATURE = re.compile(
    _BESIDE
    + r"\s*[,.;]?\s*(?:(?:Abt\.? ?\d*|Insolvenzgericht|- ?Insolvenzgericht ?-)\s*,?\s*)?(?:den\s+)?"
    + rf"(?:{DATE}|\d{{1,4}}\w? ?I[NK] \d)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:hat das|durch das|[Bb]eim|bei dem|[Gg]ebäude des|Geschäftsstelle des|Beschluss des|im Gebäude des|"
    r"Sitzungssaal[^.]{0,60},) "
    r"(?:Amtsgericht(?:e?s)?|Insolvenzgericht(?:e?s)?)(?: ?[-–,] ?Insolvenzgericht(?:e?s)? ?[-–,]?)? "
    r"(?=[A-ZÄÖÜ])"
)
_ANYWHERE = re.compile(
    r"(?<!\()(?<!Registergericht: )(?<!Registergericht )(?<!Register des )(?<!register des )"
    r"(?<!register beim )\bAmtsgericht(?:es|s)? (?=[A-ZÄÖÜ])(?![^.|]{2,40},? ?(?:HR[AB]|GnR|PR|VR))"
)
_FILED_WITH = re.compile(r"beim Insolvenzgericht (?=[A-ZÄÖÜ])|des Insolvenzgerichts (?=[A-ZÄÖÜ])")
_PLACE_AND_DATE = re.compile(rf"(?:^|[\s.|])(?=[A-ZÄÖÜ][^.|]{{2,40}}?, (?:den )?{DATE}\s*(?:,?\s*Az|$|-|\.|\||\d))")


@cache
def known_courts() -> tuple[str, ...]:
    """Names of insolvency courts, longest first. Believed: from general knowledge, not from a published list."""
    names = (Path(__file__).parent / "insolvency_courts.txt").read_text(encoding="utf-8").splitlines()
    return tuple(sorted((name for name in names if name), key=len, reverse=True))


def find_court(cleaned: str) -> str | None:
    """'Amtsgericht X' as the text names its own court, or None.

    >>> find_court("Amtsgericht Bochum, Aktenzeichen: 80 IN 1/25 Über das Vermögen (AG Herne, HRB 1)")
    'Amtsgericht Bochum'
    >>> find_court("6 IN 1/20 In dem Verfahren wird angeordnet. Potsdam, den 26. November 2020")
    'Amtsgericht Potsdam'
    """
    heading = _HEADING.match(cleaned)
    if heading and (name := _name_at(cleaned, heading.end())):
        return f"Amtsgericht {name}"
    name = (
        _signed(cleaned)
        or _first(_WITHIN, cleaned)
        or _first(_FILED_WITH, cleaned)
        or _place_and_date(cleaned)
        or _first(_ANYWHERE, cleaned)
    )
    return f"Amtsgericht {name}" if name else None


def _signed(cleaned: str) -> str | None:
    for match in reversed(list(_SIGNATURE.finditer(cleaned))):
        name = _name_at(cleaned, match.end())
        if name and _AFTER_SIGNATURE.match(cleaned, match.end() + len(name)):
            return name
    return None


def _first(pattern: re.Pattern[str], cleaned: str) -> str | None:
    found = {_name_at(cleaned, match.end()) for match in pattern.finditer(cleaned)} - {None}
    return found.pop() if len(found) == 1 else None


def _place_and_date(cleaned: str) -> str | None:
    """The place at the foot, which counts only when an insolvency court has its seat there."""
    for match in reversed(list(_PLACE_AND_DATE.finditer(cleaned))):
        name = next((court for court in known_courts() if cleaned.startswith(court + ",", match.end())), None)
        if name:
            return name
    return None


def _name_at(cleaned: str, position: int) -> str | None:
    """The court's name at this position: a known one if possible, since words may be glued behind it."""
    for court in known_courts():
        if cleaned.startswith(court, position):
            rest = cleaned[position + len(court) : position + len(court) + 1]
            if not rest or not (rest.islower() or rest == "-"):
                return court
    match = _PLACE.match(cleaned, position)
    return match[0].strip() if match and len(match[0]) > 2 else None


def printed_court(listed: str) -> str | None:
    """The list's court as a name, or None when the list holds the register court in that column.

    >>> printed_court("Charlottenburg (Berlin)"), printed_court("Registergericht Potsdam")
    ('Amtsgericht Charlottenburg (Berlin)', None)
    """
    name = listed.strip()
    if not name or name.startswith("Registergericht"):
        return None
    return name if name.startswith("Amtsgericht") else f"Amtsgericht {name}"
