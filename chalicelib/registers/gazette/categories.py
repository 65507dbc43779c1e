"""What a notice's category means.

The category's own words decide; a code decides one thing only, which the words leave open: whether a voluntary
winding-up is the members' (solvent, codes 2431 to 2435) or the creditors' (2441 to 2447). Where text and code
disagree about that, a person decides.

Source: terms seen with their notices (2450, 2461, 2452, 2441, 2431, 2443, 2432, 2454, 2410, 2411, 2442); the others
are believed, from two public clients' lists of the taxonomy (2026).
"""

import re
from typing import NamedTuple

from chalicelib.model.notice import EventKind, Omission

MEMBERS_VOLUNTARY = re.compile(r"243\d")
_CREDITORS_VOLUNTARY = re.compile(r"244\d")
_NAMES_PERSONS = {"2403"}  # re-use of a prohibited name: its titles are directors
_CORPORATE = re.compile(r"24\d\d")

_KINDS = {
    "petitions to wind up": EventKind.PETITION_FILED,
    "service of petition": EventKind.PETITION_FILED,
    "dismissal of winding up petition": EventKind.MEASURES_LIFTED,
    "petitions dismissed": EventKind.MEASURES_LIFTED,
    "winding up order": EventKind.OPENED,
    "resolution for winding up": EventKind.OPENED,
    "administration order": EventKind.OPENED,
    "appointment of administrators": EventKind.OPENED,
    "appointment of provisional liquidators": EventKind.PRELIM_MEASURES,
    "appointment of administrative receivers": EventKind.OPENED,  # an insolvency under section 247
    "appointment of liquidators": EventKind.PRACTITIONER_APPOINTED,
    "appointment of receivers": EventKind.UNCLASSIFIED,  # over one asset: no insolvency, yet no good sign
    "meetings of creditors": EventKind.HEARING_OR_DEADLINE_SET,
    "annual liquidation meetings": EventKind.HEARING_OR_DEADLINE_SET,
    "annual meeting": EventKind.HEARING_OR_DEADLINE_SET,
    "public examinations": EventKind.HEARING_OR_DEADLINE_SET,
    "deemed consent": EventKind.HEARING_OR_DEADLINE_SET,
    "qualifying decision procedure": EventKind.HEARING_OR_DEADLINE_SET,
    "notice to creditors": EventKind.HEARING_OR_DEADLINE_SET,
    "notice of intended dividend": EventKind.HEARING_OR_DEADLINE_SET,
    "notice of dividend": EventKind.DISTRIBUTION,
    "final meetings": EventKind.FINAL_HEARING,
    "moratorium coming into force": EventKind.RESTRUCTURING,
    "moratorium coming to an end": EventKind.MEASURES_LIFTED,
    # Explicitly for a person: what they mean for a creditor stands in the text only.
    "release of liquidator": EventKind.UNCLASSIFIED,
    "cross border insolvencies": EventKind.UNCLASSIFIED,
    "overseas territories and dependencies": EventKind.UNCLASSIFIED,
    "other corporate insolvency notices": EventKind.UNCLASSIFIED,
    "notices to members": EventKind.UNCLASSIFIED,
}
_KINDS_BY_STEM = {" ".join(word.rstrip("s") for word in term.split()): kind for term, kind in _KINDS.items()}
_OTHER_WORDS = {
    "moratoria coming into force": "moratorium coming into force",
    "moratoria coming to an end": "moratorium coming to an end",
}


class Meaning(NamedTuple):
    """The event, the proceedings it belongs to, and what could not be decided."""

    kind: EventKind
    proceeding: str | None
    omissions: tuple[Omission, ...] = ()


def is_corporate(code: str) -> bool:
    """Whether the notice is about a company: category 24 without the one kind whose titles name persons.

    >>> is_corporate("2450"), is_corporate("2403"), is_corporate("2503"), is_corporate("")
    (True, False, False, False)
    """
    return bool(_CORPORATE.fullmatch(code)) and code not in _NAMES_PERSONS


def meaning(term: str, code: str, text: str) -> Meaning:
    """What a category's words mean, with what code and text say about solvency.

    >>> meaning("Petitions to Wind Up (Companies)", "2443", "").kind.value
    'PETITION_FILED'
    >>> meaning("Resolutions for Winding-up", "2431", "").kind.value
    'SOLVENT_LIQUIDATION'
    """
    kind = _KINDS_BY_STEM.get(normal_term(term))
    if kind is None:
        return Meaning(EventKind.UNCLASSIFIED, None, (_about_kind(f"unknown category {term!r}"),))
    if kind in _OF_THE_COURT or normal_term(term) in _NEVER_VOLUNTARY:
        return Meaning(kind, None)
    return _voluntary(kind, normal_term(term) in _NEEDS_SOLVENCY, code, text)


def is_known(term: str) -> bool:
    """Whether the words are a category that we know."""
    return normal_term(term) in _KINDS_BY_STEM


def normal_term(term: str) -> str:
    """The category in one spelling, plural or not, without what stands in brackets.

    >>> normal_term("Notices of Intended Dividends") == normal_term("Notice of intended dividend")
    True
    """
    words = re.findall(r"[a-z]+", re.sub(r"\(.*?\)", " ", term.casefold()))
    spelt = " ".join(words)
    return " ".join(word.rstrip("s") for word in _OTHER_WORDS.get(spelt, spelt).split())


# No company that can pay its debts has these.
_OF_THE_COURT = {
    EventKind.PETITION_FILED,
    EventKind.PRELIM_MEASURES,
    EventKind.MEASURES_LIFTED,
    EventKind.RESTRUCTURING,
}
_NEVER_VOLUNTARY = {
    "winding up order",
    "administration order",
    "appointment of administrator",
    "appointment of administrative receiver",
    "appointment of receiver",
}
# Also given in a voluntary winding-up, be it solvent or not: without a word about that, nothing is decided.
_NEEDS_SOLVENCY = {
    "resolution for winding up",
    "appointment of liquidator",
    "notice to creditor",
    "annual liquidation meeting",
    "annual meeting",
    "final meeting",
}
_SAYS_MEMBERS = re.compile(r"\bmember[s'\u2018\u2019`\u00b4]{0,3}\s+voluntary|\bMVL\b", re.IGNORECASE)
_SAYS_CREDITORS = re.compile(r"\bcreditor[s'\u2018\u2019`\u00b4]{0,3}\s+voluntary|\bCVL\b", re.IGNORECASE)


def _voluntary(kind: EventKind, needs_solvency: bool, code: str, text: str) -> Meaning:
    members = bool(MEMBERS_VOLUNTARY.fullmatch(code))
    creditors = bool(_CREDITORS_VOLUNTARY.fullmatch(code))
    says_members, says_creditors = bool(_SAYS_MEMBERS.search(text)), bool(_SAYS_CREDITORS.search(text))
    if (members and says_creditors and not says_members) or (creditors and says_members and not says_creditors):
        reason = f"code {code} and text disagree on whether the winding-up is solvent"
        return Meaning(EventKind.UNCLASSIFIED, None, (_about_kind(reason),))
    if members or (says_members and not creditors and not says_creditors):
        return Meaning(EventKind.SOLVENT_LIQUIDATION, "members voluntary liquidation")
    if creditors or says_creditors:
        return Meaning(kind, "creditors voluntary liquidation")
    if re.fullmatch(r"24[56]\d", code):
        return Meaning(kind, "compulsory liquidation" if needs_solvency else None)
    if not needs_solvency:
        return Meaning(kind, None)
    reason = f"neither code {code!r} nor text says whether the winding-up is solvent"
    return Meaning(EventKind.UNCLASSIFIED, None, (_about_kind(reason),))


def _about_kind(reason: str) -> Omission:
    return Omission(field="event_kind", reason=reason)
