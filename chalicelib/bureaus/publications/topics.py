"""What a publication is about: the strongest of its topics rules, and an end is read from words only.

Source: North Data's user guide, appendix E (29 topic types of insolvency proceedings, 2026-08). That a topic stands for
the order of this very publication, not for one it mentions, is believed.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.model.event import EventKind


class Finding(NamedTuple):
    """The event; for UNCLASSIFIED and for topics left aside the reason."""

    kind: EventKind
    reason: str | None = None


_NOT_AN_EVENT = EventKind.UNCLASSIFIED  # known, and yet no step of proceedings that we react to by ourselves
KINDS: Mapping[str, EventKind] = {
    "AbweisungMangelsMasse": EventKind.REFUSED_NO_ASSETS,
    "AnkuendigungRestschuldbefreiung": EventKind.DISCHARGE_ANNOUNCED,
    "AnmeldeFrist": EventKind.HEARING_OR_DEADLINE_SET,
    "AppealRejected": _NOT_AN_EVENT,
    "Appeal": _NOT_AN_EVENT,
    "AuctionOfLand": _NOT_AN_EVENT,
    "Aufhebung": EventKind.CLOSED_LIFTED,
    "CreditorsCommittee": _NOT_AN_EVENT,
    "EinstellungMangelsMasse": EventKind.CLOSED_DISCONTINUED,
    "Einstellung": EventKind.CLOSED_DISCONTINUED,
    "Eroeffnung": EventKind.OPENED,
    "InsolvenzSonstiges": _NOT_AN_EVENT,
    "Insolvenzverwalter": EventKind.PRACTITIONER_APPOINTED,
    "Masseunzulänglichkeit": EventKind.ASSETS_INSUFFICIENT,
    "Pruefungstermin": EventKind.HEARING_OR_DEADLINE_SET,
    "ReceivershipTerminated": _NOT_AN_EVENT,
    "Restschuldbefreiung": EventKind.DISCHARGE_GRANTED,
    "SchedulesOfClaims": EventKind.CLAIMS_LIST_DEPOSITED,
    "Schlusstermin": EventKind.FINAL_HEARING,
    "Sicherungsmassnahme": EventKind.PRELIM_MEASURES,
    "TerminationOrder": _NOT_AN_EVENT,
    "TreuhaenderBestimmung": EventKind.PRACTITIONER_APPOINTED,
    "Verguetung": _NOT_AN_EVENT,
    "VerteilungsEntwurf": EventKind.DISTRIBUTION,
    "VerteilungsVerzeichnis": EventKind.DISTRIBUTION,
    "VoluntaryArrangement": EventKind.RESTRUCTURING,
    "VorlaufigeEroeffnung": _NOT_AN_EVENT,  # what it stands for is not told; words may say
    "VorlaufigerInsolvenzverwalter": EventKind.PRELIM_MEASURES,
    "Zwangsverwaltung": _NOT_AN_EVENT,
}
# A beginning outranks an end: "Einstellung der Zwangsvollstreckung" is a measure, and no end of proceedings.
_STRENGTH = (
    EventKind.REFUSED_NO_ASSETS,
    EventKind.OPENED_SELF_ADMIN,
    EventKind.OPENED,
    EventKind.MEASURES_LIFTED,
    EventKind.PRELIM_SELF_ADMIN,
    EventKind.PRELIM_MEASURES,
    EventKind.DISCHARGE_REFUSED,
    EventKind.DISCHARGE_GRANTED,
    EventKind.CLOSED_DISCONTINUED,
    EventKind.CLOSED_LIFTED,
    EventKind.ASSETS_INSUFFICIENT,
    EventKind.DISCHARGE_ANNOUNCED,
    EventKind.FINAL_HEARING,
    EventKind.DISTRIBUTION,
    EventKind.LATE_EXAM,
    EventKind.CLAIMS_LIST_DEPOSITED,
    EventKind.HEARING_OR_DEADLINE_SET,
    EventKind.PRACTITIONER_APPOINTED,
    EventKind.RESTRUCTURING,
)
_PRELIMINARY = frozenset({"Sicherungsmassnahme", "VorlaufigerInsolvenzverwalter"})

_MEASURES = (
    r"(?:Sicherungsmaßnahmen?|vorläufige (?:Insolvenz)?verwaltung|Verfügungsbeschränkung(?:en)?|Zustimmungsvorbehalt)"
)
_MEASURES_END = re.compile(
    rf"{_MEASURES}\b[^.]{{0,160}}\baufgehoben|Aufhebung de[rs] [^.]{{0,40}}{_MEASURES}", re.IGNORECASE
)
_PROCEEDINGS_END = re.compile(
    r"(?<!vorläufige )Insolvenzverfahren\b[^.]{0,300}\baufgehoben|Aufhebung des Insolvenzverfahrens", re.IGNORECASE
)
_SELF_ADMINISTRATION = re.compile(
    r"Eigenverwaltung\b[^.]{0,120}\bangeordnet|\b(?:zum|zur) (?:vorläufigen )?Sachwalter", re.IGNORECASE
)
_DISCHARGE_REFUSED = re.compile(
    r"Restschuldbefreiung\b[^.]{0,200}\b(?:versagt|widerrufen)|(?:Versagung|Widerruf) der (?:erteilten )?Restschuld",
    re.IGNORECASE,
)
_DISCHARGE_GRANTED = re.compile(
    r"Restschuldbefreiung\b[^.]{0,120}\berteilt|Erteilung der Restschuldbefreiung", re.IGNORECASE
)
_LATE = re.compile(
    r"nachträglich(?:e[nr]?)? (?:angemeldet|Forderungsanmeldung|Anmeldung)|besondere[rn]? Prüfungstermin", re.IGNORECASE
)


def find_event(topics: Sequence[str], text: str, codes: Mapping[str, EventKind]) -> Finding:
    """The strongest event; an admin's own reading of a topic (`codes`) wins over ours.

    >>> find_event(["VorlaufigerInsolvenzverwalter", "Sicherungsmassnahme"], "", {}).kind.value
    'PRELIM_MEASURES'
    >>> find_event(["Aufhebung"], "", {}).kind.value
    'UNCLASSIFIED'
    """
    found = [_of(topic, topics, text, codes) for topic in topics]
    kinds = {one.kind for one in found} - {EventKind.UNCLASSIFIED}
    strongest = next((kind for kind in _STRENGTH if kind in kinds), next(iter(sorted(kinds)), None))
    reason = next((one.reason for one in found if one.reason), None)
    if strongest is None:
        return Finding(EventKind.UNCLASSIFIED, reason or ("the bureau names no topic" if not topics else None))
    return Finding(strongest, reason)


def _of(topic: str, topics: Sequence[str], text: str, codes: Mapping[str, EventKind]) -> Finding:
    if topic in codes:
        return Finding(codes[topic])
    if topic not in KINDS:
        return Finding(EventKind.UNCLASSIFIED, f"unknown topic {topic[:60]!r}")
    if topic == "Aufhebung":
        return _lifted(topics, text)
    if topic == "Restschuldbefreiung":
        return _discharge(text)
    if topic in _PRELIMINARY and "Aufhebung" in topics and "Eroeffnung" not in topics:
        return Finding(EventKind.UNCLASSIFIED)  # ordered or lifted: `_lifted` says which
    return Finding(_by_words(topic, KINDS[topic], text))


def _by_words(topic: str, kind: EventKind, text: str) -> EventKind:
    if topic in {"VorlaufigerInsolvenzverwalter", "Sicherungsmassnahme", "VorlaufigeEroeffnung"}:
        return EventKind.PRELIM_SELF_ADMIN if _SELF_ADMINISTRATION.search(text) else kind
    if topic == "Eroeffnung" and _SELF_ADMINISTRATION.search(text):
        return EventKind.OPENED_SELF_ADMIN
    if topic == "Pruefungstermin" and _LATE.search(text):
        return EventKind.LATE_EXAM
    return kind


def _lifted(topics: Sequence[str], text: str) -> Finding:
    """The topic stands for the end of measures and of proceedings alike; only words tell, else a person."""
    if _MEASURES_END.search(text):
        return Finding(EventKind.MEASURES_LIFTED)
    if _PROCEEDINGS_END.search(text) and not _PRELIMINARY & set(topics):
        return Finding(EventKind.CLOSED_LIFTED)
    return Finding(EventKind.UNCLASSIFIED, "what was lifted, measures or proceedings, is not told")


def _discharge(text: str) -> Finding:
    refused, granted = _DISCHARGE_REFUSED.search(text), _DISCHARGE_GRANTED.search(text)
    if refused and not granted:
        return Finding(EventKind.DISCHARGE_REFUSED)
    if granted and not refused:
        return Finding(EventKind.DISCHARGE_GRANTED)
    return Finding(EventKind.UNCLASSIFIED, "whether the discharge was granted or refused is not told")
