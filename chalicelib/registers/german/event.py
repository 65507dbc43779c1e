"""What a court announced. The sentence that orders something decides; boilerplate and conditions never do."""

import re
from typing import NamedTuple

from chalicelib.model.notice import EventKind
from chalicelib.registers.german.event_words import (
    APPLICATION_ONLY,
    APPOINTS_PRELIMINARY,
    BOILERPLATE,
    CANCELLED,
    CORRECTED,
    CORRECTED_ORDERS,
    EXPERT_ONLY,
    FEES,
    FRESH,
    LATER,
    LIFTED,
    NEGATED,
    OF_SOMETHING_ELSE,
    OPENED,
    PRELIM_SELF_ADMIN,
    PRELIMINARY,
    REFUSED,
    RESTRUCTURING,
    SELF_ADMIN,
    SELF_ADMIN_ENDED,
    WITHDRAWN,
)
from chalicelib.registers.german.text import masked, operative_part, sentences


class Finding(NamedTuple):
    """The event, what a correction corrects, and for UNCLASSIFIED the reason."""

    kind: EventKind
    underlying: EventKind | None = None
    reason: str | None = None


def find_event(cleaned: str) -> Finding:
    """The event that the announcement's order brings about.

    >>> find_event("Über das Vermögen der X GmbH wird heute um 10:00 Uhr das Insolvenzverfahren eröffnet.").kind
    <EventKind.OPENED: 'OPENED'>
    >>> find_event("Die am 01.02.2025 angeordneten Sicherungsmaßnahmen sind aufgehoben worden.").kind
    <EventKind.MEASURES_LIFTED: 'MEASURES_LIFTED'>
    """
    order = operative_part(cleaned)
    if _corrects(order):
        return Finding(EventKind.CORRECTION, _corrected_kind(order))
    if any(CANCELLED.search(sentence) for sentence in _orders(order)):
        return Finding(EventKind.CANCELLATION)
    if RESTRUCTURING.search(order) and not OPENED.search(masked(order)):
        return Finding(EventKind.RESTRUCTURING)
    return _kind(order)


def _corrects(order: str) -> bool:
    return any(CORRECTED.search(sentence) for sentence in (order[:160], *_orders(order)))


def _corrected_kind(order: str) -> EventKind | None:
    """What the corrected publication said: a repeated order in full, or the name of the corrected order."""
    repeated = _kind(re.sub(r"Berichtigung\w*|berichtigt", "", order)).kind
    named = next((kind for kind, pattern in CORRECTED_ORDERS if pattern.search(order)), None)
    if repeated in (EventKind.UNCLASSIFIED, EventKind.HEARING_OR_DEADLINE_SET):
        return named
    return repeated


def _orders(order: str) -> list[str]:
    """Sentences that may order something, full stops inside them masked."""
    return [masked(text).strip() for _start, text in sentences(order) if not BOILERPLATE.search(text)]


def _kind(order: str) -> Finding:
    orders = _orders(order)
    opening = [sentence for sentence in orders if _opens(sentence)]
    if opening and (
        any(FRESH.search(sentence) for sentence in opening) or re.search(r"anzumelden|Anmeldefrist", order)
    ):
        return Finding(_opened(orders))
    if any(REFUSED.search(sentence) for sentence in orders):
        return Finding(EventKind.REFUSED_NO_ASSETS)
    preliminary = _preliminary(orders)
    if preliminary:
        return Finding(preliminary)
    for kind, pattern in LATER:
        if any(_says(kind, pattern, sentence) for sentence in orders):
            return Finding(kind)
    if opening:
        return Finding(_opened(orders))
    return _unclassified(" ".join(orders))


def _opens(sentence: str) -> bool:
    match = OPENED.search(sentence)
    return (
        match is not None and not NEGATED.search(match[0]) and not re.search(r"Sonderkonto|Anderkonto", match[0][-80:])
    )


def _opened(orders: list[str]) -> EventKind:
    admitted = any(SELF_ADMIN.search(sentence) and not SELF_ADMIN_ENDED.search(sentence) for sentence in orders)
    administrator = any(
        re.search(r"(?:[Zz]u[mr] |^\W*)Insolvenzverwalter(?:in)?\b(?: ist|:| wird)", text) for text in orders
    )
    return EventKind.OPENED_SELF_ADMIN if admitted and not administrator else EventKind.OPENED


def _preliminary(orders: list[str]) -> EventKind | None:
    lifted = any(LIFTED.search(sentence) for sentence in orders)
    ordered = [text for text in orders if PRELIMINARY.search(text) and not LIFTED.search(text)]
    self_admin = [
        text
        for text in orders
        if PRELIM_SELF_ADMIN.search(text) and not LIFTED.search(text) and not SELF_ADMIN_ENDED.search(text)
    ]
    appoints = any(APPOINTS_PRELIMINARY.search(text) for text in orders)
    if lifted and not appoints:
        return EventKind.MEASURES_LIFTED
    if self_admin and not appoints:
        return EventKind.PRELIM_SELF_ADMIN
    return EventKind.PRELIM_MEASURES if ordered or appoints else None


def _says(kind: EventKind, pattern: re.Pattern[str], sentence: str) -> bool:
    if kind in _DISCHARGE_DECISIONS and APPLICATION_ONLY.search(sentence):
        return False
    if kind in _CLOSINGS and OF_SOMETHING_ELSE.search(sentence):
        return False
    return bool(pattern.search(sentence))


_CLOSINGS = {EventKind.CLOSED_LIFTED, EventKind.CLOSED_DISCONTINUED}
_DISCHARGE_DECISIONS = {EventKind.DISCHARGE_GRANTED, EventKind.DISCHARGE_REFUSED, EventKind.DISCHARGE_ANNOUNCED}


def _unclassified(order: str) -> Finding:
    if EXPERT_ONLY.search(order):
        reason = "only an expert is appointed"
    elif FEES.search(order):
        reason = "only fees are fixed"
    elif WITHDRAWN.search(order):
        reason = "the petition ended without a word on protective measures"
    else:
        reason = "no known operative sentence"
    return Finding(EventKind.UNCLASSIFIED, None, reason)
