"""Reads a page of notifications, pulled or replayed."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.bureaus.duns import NAME, ZONE
from chalicelib.bureaus.duns import elements as element_meanings
from chalicelib.bureaus.strict_json import Members, read_object
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import CreditEvent, Lapse, LapseKind
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.record import content_id

_LAPSES: Mapping[str, tuple[LapseKind, str]] = {
    "TRANSFER": (LapseKind.TRANSFERRED, "the number was transferred to another one, and is no longer watched"),
    "EXIT": (LapseKind.EXITED, "the number is no longer watched"),
    "REMOVED": (LapseKind.EXITED, "the number was taken out of the registration"),
    "DELETE": (LapseKind.EXITED, "D&B deleted the number; no more updates will come"),
    "UNDER_REVIEW": (LapseKind.UNDER_REVIEW, "D&B reviews the number; no updates come meanwhile"),
    "REVIEWED": (LapseKind.RESTORED, "the review is over; updates come again"),
    "UNDELETE": (LapseKind.RESTORED, "the number is no longer deleted; updates come again"),
}
_PERCENTILE = ".nationalPercentile"
_WITH_CONTENT = frozenset({"UPDATE", "SEED", "FULL_PRODUCT"})
_NOTIFICATION = ("type", "organization", "elements", "deliveryTimeStamp")


def newest_delivery(content: bytes) -> tuple[int, datetime | None]:
    """How many notifications a page has, and when the newest of them was delivered.

    Raises:
        SourceChangedError: a cut page, or one without the times that a position is made of.
    """
    times = [_delivered(one) for one in _page(content).items("notifications")]
    return len(times), max(times, default=None)


def parse(document: Document, plan: BureauPlan) -> Iterator[CreditEvent | Lapse]:
    """What each notification tells; nothing where the page says that none is left.

    Raises:
        SourceChangedError: a cut page, or an unknown member or shape.
    """
    if document.attributes.get("status") == "404":
        return
    page = _page(document.content).only("transactionDetail", "inquiryDetail", "notifications")
    for one in page.items("notifications"):
        yield from _told(one.only(*_NOTIFICATION), document, plan)


def _page(content: bytes) -> Members:
    page = read_object(NAME, content, "notifications")
    if "notifications" not in page:
        raise page.changed("without notifications")
    return page


def _delivered(one: Members) -> datetime:
    found = one.moment("deliveryTimeStamp", ZONE)
    if found is None:
        raise one.changed("without deliveryTimeStamp")
    return found


def _told(one: Members, document: Document, plan: BureauPlan) -> Iterator[CreditEvent | Lapse]:
    kind, duns = one.need("type").upper(), one.inner("organization").need("duns")
    day = _delivered(one).date()
    if kind in _LAPSES:
        lapse, text = _LAPSES[kind]
        yield Lapse(
            bureau=NAME,
            event_id=f"{kind}:{duns}:{day}",
            subject_id=duns,
            kind=lapse,
            moved_to=_moved_to(one) if lapse is LapseKind.TRANSFERRED else None,
            text=text,
            on=day,
        )
    elif kind in _WITH_CONTENT:
        changed = [each.only("element", "previous", "current", "timestamp") for each in one.items("elements")]
        paths = {each.need("element") for each in changed}
        for element in changed:
            path = element.need("element")
            if path.endswith(_PERCENTILE) and path.replace(_PERCENTILE, ".classScore") in paths:
                continue  # the class beside it says the same in the scale that is kept
            yield from _event(one, element, path, document, plan)
        yield from _baseline(one, document, plan)
    else:
        told = element_meanings.Told(EventKind.UNCLASSIFIED, kind, f"a notification of the unknown kind {kind}")
        yield _credit_event(one, told, f"{kind}:{duns}:{day}", _delivered(one), document)


def _moved_to(one: Members) -> str | None:
    """The new number, where the notification names it."""
    for element in one.items("elements"):
        if element.text("element") == "organization.duns":
            return element.text("current")
    return None


def _event(one: Members, element: Members, path: str, document: Document, plan: BureauPlan) -> Iterator[CreditEvent]:
    previous, current = element.values.get("previous"), element.values.get("current")
    if (told := element_meanings.read(path, previous, current, plan)) is None:
        return
    at = element.moment("timestamp", ZONE) or _delivered(one)
    # No id stands in a notification: the same change replayed, or told through another registration, is the same event.
    event_id = content_id(path, at.isoformat(), json.dumps(current, sort_keys=True))
    yield _credit_event(one, told, event_id, at, document)


def _baseline(one: Members, document: Document, plan: BureauPlan) -> Iterator[CreditEvent]:
    """A whole record, sent when watching begins: what is bad in it already, and its scores."""
    for path in element_meanings.BASELINE:
        current = one.inner("organization").at(path)
        if current in (None, False):
            continue
        if (told := element_meanings.read(path, None, current, plan)) is not None:
            event_id = content_id(path, str(_delivered(one).date()), json.dumps(current, sort_keys=True))
            yield _credit_event(one, told, event_id, _delivered(one), document)


def _credit_event(
    one: Members, told: element_meanings.Told, event_id: str, at: datetime, document: Document
) -> CreditEvent:
    firm = one.inner("organization")
    return CreditEvent(
        bureau=NAME,
        event_id=event_id,
        subject_id=firm.need("duns"),
        subject_name=firm.text("primaryName"),
        event_kind=told.kind,
        original_code=told.code,
        text=told.text,
        on=at.date(),
        at=at,
        country=firm.text("countryISOAlpha2Code"),
        index=told.index,
        previous_index=told.previous_index,
        fetched_at=document.fetched_at,
        payload=document.digest,
    )
