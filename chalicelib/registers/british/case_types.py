"""What a case's type and dates mean.

Source: Companies House enumerations `insolvency_case_type` and `insolvency_case_date_type` (2026-08), both closed
lists here; Insolvency Act 1986, section 247 (what counts as insolvency of a company).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from chalicelib.errors import SourceChangedError
from chalicelib.model.notice import EventKind, Omission
from chalicelib.registers.british.json_shape import SOURCE, check_members, day, members_of, word

_MORATORIUM = "liquidation-moratorium-"
_DISPOSAL_OF_APPLICATION = (
    f"{_MORATORIUM}end-of-moratorium-following-disposal-of-application-for-extension-by-court-or-following-"
    "cva-proposal-taking-effect-or-being-withdrawn"
)
# case type -> (event while it runs, event once it has ended)
_TYPES: dict[str, tuple[EventKind, EventKind]] = {
    **dict.fromkeys(
        (
            "compulsory-liquidation",
            "creditors-voluntary-liquidation",
            "in-administration",
            "administration-order",
            "administrative-receiver",  # an insolvency under section 247
            "scottish-administrative-receiver",
            "foreign-insolvency",
        ),
        (EventKind.OPENED, EventKind.CLOSED_LIFTED),
    ),
    # Solvent by the directors' sworn declaration: neither its start nor its end says anything about debts.
    "members-voluntary-liquidation": (EventKind.SOLVENT_LIQUIDATION, EventKind.SOLVENT_LIQUIDATION),
    # A chargee's receiver over one asset is not insolvency, yet no good sign: a person looks.
    "receiver-manager": (EventKind.UNCLASSIFIED, EventKind.CLOSED_LIFTED),
    **dict.fromkeys(
        ("corporate-voluntary-arrangement", "order-of-court-restructuring-plan"),
        (EventKind.RESTRUCTURING, EventKind.CLOSED_LIFTED),
    ),
    **dict.fromkeys(
        (
            "corporate-voluntary-arrangement-moratorium",
            "moratorium",
            f"{_MORATORIUM}commencement-of-moratorium",
            f"{_MORATORIUM}extension-of-moratorium",  # its label says "ended or extended": the safer reading
            f"{_MORATORIUM}court-order-permitting-disposal-of-goods",
        ),
        (EventKind.RESTRUCTURING, EventKind.MEASURES_LIFTED),
    ),
    **dict.fromkeys(
        (
            f"{_MORATORIUM}early-end-of-moratorium",
            f"{_MORATORIUM}end-of-moratorium-by-monitor",
            f"{_MORATORIUM}end-of-moratorium-by-court",
            _DISPOSAL_OF_APPLICATION,
        ),
        (EventKind.MEASURES_LIFTED, EventKind.MEASURES_LIFTED),
    ),
    **dict.fromkeys(
        (
            f"{_MORATORIUM}replacement-or-additonal-monitor-following-court-order",  # the register's own spelling
            f"{_MORATORIUM}monitor-ceasing-to-act-following-court-order",
        ),
        (EventKind.PRACTITIONER_APPOINTED, EventKind.MEASURES_LIFTED),
    ),
}
_STARTS = (
    "ordered-to-wind-up-on",
    "wound-up-on",
    "administration-started-on",
    "instrumented-on",
    "moratorium-started-on",
    "voluntary-arrangement-started-on",
)
_ENDS = (
    "concluded-winding-up-on",
    "administration-ended-on",
    "administration-discharged-on",
    "moratorium-ended-on",
    "voluntary-arrangement-ended-on",
    "dissolved-on",
)
_NEITHER = ("petitioned-on", "due-to-be-dissolved-on", "declaration-solvent-on")


class CaseFacts(NamedTuple):
    """What a case says about itself."""

    kind: EventKind
    opened: date | None
    closed: date | None
    omissions: tuple[Omission, ...]


def read(case: dict[str, Any], today: date) -> CaseFacts:
    """Event kind, opening and closing date as of today; an unknown type or date type is for a person to classify.

    Raises:
        SourceChangedError: a malformed date.
    """
    dates = _dates(case)
    running, ended = _TYPES.get(case["type"], (EventKind.UNCLASSIFIED, EventKind.UNCLASSIFIED))
    opened = next((dates[name] for name in _STARTS if name in dates), None)
    closed = next((dates[name] for name in _ENDS if name in dates and dates[name] <= today), None)
    kind = ended if closed else running
    omissions = []
    if running is EventKind.OPENED and opened is None and closed is None and "petitioned-on" in dates:
        kind = EventKind.PETITION_FILED
    if unknown := sorted(dates.keys() - {*_STARTS, *_ENDS, *_NEITHER}):
        kind = EventKind.UNCLASSIFIED
        omissions.append(Omission(field="event_kind", reason=f"unknown date type {unknown[0]!r}"))
    if case["type"] not in _TYPES:
        omissions.append(Omission(field="event_kind", reason=f"unknown case type {case['type']!r}"))
    if opened is None:
        omissions.append(Omission(field="opening_date", reason="the case holds no date of its beginning (yet)"))
    return CaseFacts(kind, opened, closed, tuple(omissions))


def _dates(case: dict[str, Any]) -> dict[str, date]:
    found: dict[str, date] = {}
    for entry in members_of(case.get("dates"), {"type", "date"}, "dates"):
        name = word(entry, "type")
        if name is None:
            raise SourceChangedError(SOURCE, "a date without a type")
        found[name] = day(entry.get("date"), f"dates.{name}")
    return found


def words(case: dict[str, Any]) -> Iterator[str]:
    """The case as a reader would put it: its type, its dates, its notes.

    Raises:
        SourceChangedError: notes or links of another shape.
    """
    yield case["type"]
    yield from (f"{name}: {when.isoformat()}" for name, when in _dates(case).items())
    notes = case.get("notes") or []
    if not isinstance(notes, list) or not all(isinstance(note, str) for note in notes):
        raise SourceChangedError(SOURCE, "notes are no list of texts")
    yield from notes
    if case.get("links") is not None:
        check_members(case["links"], {"charge"}, "links")
