"""What a proceeding's kind, state and reason for ending mean.

Source: enumerations that public clients use (2025-2026), in hyphen, underscore and joined spellings. What each
means to a supplier is our reading of Act 7/2005 Z. z. and Act 111/2022 Z. z. (believed).
"""

import re

from chalicelib.model.event import EventKind

_RUNNING = {
    "KONKURZ": EventKind.OPENED,
    "MALYKONKURZ": EventKind.OPENED,
    "ODDLZENIEKONKURZ": EventKind.OPENED,
    "ODDLZENIESPLATKOVYKALENDAR": EventKind.RESTRUCTURING,
    "RESTRUKTURALIZACIA": EventKind.RESTRUCTURING,
    "VPR": EventKind.RESTRUCTURING,  # public preventive restructuring
    "LIKVIDACIA": EventKind.SOLVENT_LIQUIDATION,  # a company winds up under the Commercial Code
    "INE": EventKind.UNCLASSIFIED,
    "INEKONANIA": EventKind.UNCLASSIFIED,
}
_ENDS = {
    **dict.fromkeys(
        (
            "ODSUHLASENYPLAN",
            "POTVRDENIEPLANUSUDOM",
            "SKONCENEODDLZENIE",
            "SPLNENIEKONECNEHOROZVRHU",
            "SPLNENIEROZVRHUVYTAZKU",
            "URCENYSPLATKOVYKALENDAR",
            "ZIADNYVERITEL",
            "INAK",
            "INYDOVOD",
        ),
        EventKind.CLOSED_LIFTED,
    ),
    **dict.fromkeys(
        (
            "ODMIETNUTIE",
            "SPATVZATIE",
            "OSVEDCENAPLATOBNASCHOPNOST",
            "ZAPLATENIESPLATNYCHPOHLADAVOK",
            "NEDASAZOSTAVITSPLATKOVYKALENDARSPRAVCOM",
        ),
        EventKind.MEASURES_LIFTED,
    ),
    "NESPLNENIEPODMIENOK": EventKind.CLOSED_DISCONTINUED,
    "NEDOSTATOKMAJETKU": EventKind.CLOSED_DISCONTINUED,
    "VYHLASENIEKONKURZU": EventKind.CONVERTED,  # a restructuring ended in bankruptcy
    "POVOLENIERESTRUKTURALIZACIE": EventKind.RESTRUCTURING,
}
NATURAL_PERSONS = frozenset({"ODDLZENIEKONKURZ", "ODDLZENIESPLATKOVYKALENDAR"})


def plain(code: str | None) -> str:
    """The code in one spelling.

    >>> plain("ODDLZENIE-KONKURZ") == plain("ODDLZENIE_KONKURZ") == "ODDLZENIEKONKURZ"
    True
    """
    return re.sub(r"[^A-Z]", "", (code or "").upper())


def of(kind: str | None, state: str | None, reason: str | None, *, process_began: bool) -> EventKind:
    """The event that the proceeding is in; an unknown kind, state or reason is for a person.

    >>> of("KONKURZ", "ZASTAVENE_KONANIE", "NEDOSTATOK_MAJETKU", process_began=False).value
    'REFUSED_NO_ASSETS'
    """
    running = _RUNNING.get(plain(kind), EventKind.UNCLASSIFIED)
    if running in {EventKind.SOLVENT_LIQUIDATION, EventKind.UNCLASSIFIED}:
        return running
    now = plain(state)
    if now in {"ZACATEKONANIE", "PREBIEHAJUCEKONANIE", "ZACATYPROCESKONANIA"}:
        began = process_began or now == "ZACATYPROCESKONANIA"
        return running if began or running is not EventKind.OPENED else EventKind.PETITION_FILED
    if now == "ZASTAVENEKONANIE":
        if plain(reason) == "NEDOSTATOKMAJETKU" and not process_began:
            return EventKind.REFUSED_NO_ASSETS
        return EventKind.CLOSED_DISCONTINUED if process_began else EventKind.MEASURES_LIFTED
    if now == "SKONCENYPROCES":
        return _ENDS.get(plain(reason), EventKind.UNCLASSIFIED) if reason else EventKind.CLOSED_LIFTED
    return EventKind.UNCLASSIFIED  # PRERUSENE_KONANIE, interrupted, and whatever comes new
