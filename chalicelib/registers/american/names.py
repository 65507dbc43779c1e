"""Debtors' names: which are organisations', which a trader's, which nobody's business.

Half of all bankruptcy cases are natural persons', without any mark of it in the title. A legal form or a word of
business makes an organisation; "doing business as" a trader; everything else is taken for a person.
"""

import re
from typing import NamedTuple

from chalicelib.model.notice import DebtorKind

_ORGANISATION = re.compile(
    r"\b(inc|incorporated|llc|l\.l\.c|corp|corporation|co|company|companies|ltd|limited|lp|l\.p|llp|l\.l\.p|lllp|pllc|"
    r"p\.l\.l\.c|pc|p\.c|pa|p\.a|plc|gmbh|s\.a|n\.v|b\.v|trust|partners|partnership|joint venture|holdings?|"
    r"group|enterprises?|associates|association|foundation|church|ministries|hospital|university|college|school|bank|"
    r"bancorp|services?|systems?|solutions|industries|international|properties|investments?|realty|construction|"
    r"logistics|trucking|transport|restaurants?|foods?|stores?|motors|farms?|energy|oil|gas|mining|medical|clinic|"
    r"pharmacy|technologies|technology|software|media|studios?|hotels?|city of|county of|district|society|club|"
    r"cooperative|co-op|fund|ventures?|capital|development|developers|management|manufacturing|products|supply|"
    r"u\.s\.a|usa|america|american)\b\.?",
    re.IGNORECASE,
)
_TRADING_AS = re.compile(
    r"\s*,?\s*\b(?:d/b/a|dba|doing business as|a/k/a|aka|f/k/a|fka|f/d/b/a|fdba|t/a)\b\.?:?\s*", re.IGNORECASE
)
_TRADE = re.compile(r"\b(?:d/b/a|dba|doing business as|t/a)\b", re.IGNORECASE)
_OTHERS = re.compile(r"[\s,]*\bet\.?\s+al\.?[\s,]*$", re.IGNORECASE)


class Debtor(NamedTuple):
    """A debtor's name without the others of the case, its further names, and what kind of debtor it is."""

    name: str
    aliases: tuple[str, ...]
    kind: DebtorKind


def debtor(printed: str, chapter: str | None) -> Debtor:
    """The debtor of a case title. Under chapters 9, 11 and 15 an unmarked name may be an organisation's.

    >>> debtor("Pebblewick LLC d/b/a Pebble Bags   ", "7")
    Debtor(name='Pebblewick LLC', aliases=('Pebble Bags',), kind=<DebtorKind.ORGANISATION: 'organisation'>)
    >>> debtor("Erika Exampleton", "7").kind.value, debtor("Exampleton", "11").kind.value
    ('person', 'unknown')
    """
    whole = " ".join(printed.split()).rstrip(" ,")
    first, *aliases = [part.strip(" ,") for part in _TRADING_AS.split(_OTHERS.sub("", whole)) if part.strip(" ,")] or [
        ""
    ]
    if chapter == "13":
        kind = DebtorKind.PERSON  # 11 U.S.C. 109(e): individuals alone
    elif _ORGANISATION.search(first):
        kind = DebtorKind.ORGANISATION
    else:
        kind = DebtorKind.UNKNOWN if chapter in {"9", "11", "15"} else DebtorKind.PERSON
    return Debtor(first, tuple(dict.fromkeys(aliases)), kind)


def is_kept(printed: str, chapter: str | None) -> bool:
    """Whether the case may be stored: an organisation's, a trader's, or one whose debtor is not known.

    >>> is_kept("Erika Exampleton", "7"), is_kept("Erika Exampleton dba Exampleton Plumbing", "7")
    (False, True)
    """
    return debtor(printed, chapter).kind is not DebtorKind.PERSON or bool(_TRADE.search(printed))
