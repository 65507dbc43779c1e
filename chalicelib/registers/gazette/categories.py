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
_SINGULAR = {
    "petition to wind up": "petitions to wind up",
    "winding up orders": "winding up order",
    "resolutions for winding up": "resolution for winding up",
    "administration orders": "administration order",
    "appointment of administrator": "appointment of administrators",
    "appointment of liquidator": "appointment of liquidators",
    "appointment of administrative receiver": "appointment of administrative receivers",
    "appointment of receiver": "appointment of receivers",
    "meeting of creditors": "meetings of creditors",
    "notices to creditors": "notice to creditors",
    "notices of intended dividends": "notice of intended dividend",
    "notices of intended dividend": "notice of intended dividend",
    "notices of dividends": "notice of dividend",
    "notices of dividend": "notice of dividend",
    "dismissal of winding up petitions": "dismissal of winding up petition",
    "petition dismissed": "petitions dismissed",
    "final meeting": "final meetings",
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
    spelt = normal_term(term)
    kind = _KINDS.get(spelt)
    if kind is None:
        return Meaning(EventKind.UNCLASSIFIED, None, (_about_kind(f"unknown category {term!r}"),))
    if not _is_voluntary(spelt):
        return Meaning(kind, None)
    return _voluntary(kind, code, text)


def normal_term(term: str) -> str:
    """The category in one spelling, without what stands in brackets."""
    words = re.sub(r"\(.*?\)", " ", term.casefold())
    spelt = " ".join(re.findall(r"[a-z]+", words))
    return _SINGULAR.get(spelt, spelt)


def _is_voluntary(spelt: str) -> bool:
    """Whether notices of this category also occur in a voluntary winding-up, be it solvent or not."""
    return spelt in {
        "resolution for winding up",
        "appointment of liquidators",
        "notice to creditors",
        "annual liquidation meetings",
        "final meetings",
    }


def _voluntary(kind: EventKind, code: str, text: str) -> Meaning:
    members = bool(MEMBERS_VOLUNTARY.fullmatch(code))
    creditors = bool(_CREDITORS_VOLUNTARY.fullmatch(code))
    says_members = bool(re.search(r"members['\u2019]?s? voluntary", text, re.IGNORECASE))
    says_creditors = bool(re.search(r"creditors['\u2019]?s? voluntary", text, re.IGNORECASE))
    if (members and says_creditors and not says_members) or (creditors and says_members and not says_creditors):
        reason = f"code {code} and text disagree on whether the winding-up is solvent"
        return Meaning(EventKind.UNCLASSIFIED, None, (_about_kind(reason),))
    if members or (says_members and not creditors and not says_creditors):
        return Meaning(EventKind.SOLVENT_LIQUIDATION, "members voluntary liquidation")
    if creditors or says_creditors:
        return Meaning(kind, "creditors voluntary liquidation")
    if re.fullmatch(r"24[56]\d", code):
        return Meaning(kind, "compulsory liquidation")
    reason = f"neither code {code!r} nor text says whether the winding-up is solvent"
    return Meaning(EventKind.UNCLASSIFIED, None, (_about_kind(reason),))


def _about_kind(reason: str) -> Omission:
    return Omission(field="event_kind", reason=reason)
