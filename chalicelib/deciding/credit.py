"""A bureau's word as decide.py takes it: a warning or an event, with the evidence that it is about our customer."""

from datetime import datetime
from decimal import Decimal

from chalicelib.deciding.reactions import places
from chalicelib.model.credit import (
    OUR_POLICY,
    Answer,
    Band,
    CreditEvent,
    CreditFile,
    Feature,
    IndexValue,
    Inquiry,
    Subject,
)
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.event import EARLY_WARNINGS, EventKind
from chalicelib.model.match import Evidence, EvidenceLevel, Match, MatchResult
from chalicelib.model.notice import Authority, DebtorKind, InsolvencyNotice
from chalicelib.model.record import content_id

RULES_VERSION = "bureau-1"
_NO_COUNTRY = "ZZ"
_DOUBTS = {
    "no_birth_date": ("ein Geburtsdatum fehlt", "a date of birth is missing"),
    "other_person_data": ("die Angaben zur Person weichen ab", "the person's data differ"),
    "other_address": ("andere Anschrift", "another address"),
    "several_found": ("mehrere kommen in Frage", "several may be meant"),
    "name_cut": ("der Name ist gekürzt", "the name is cut"),
    "unknown_reservation": ("die Auskunftei nennt einen unbekannten Grund", "the bureau gives an unknown reason"),
    "matched_by_the_bureau_with_reservation": ("die Auskunftei ist sich nicht sicher", "the bureau is not sure"),
    "not_certainly_linked": ("wer der Kunde dort ist, ist nicht sicher", "who the customer is there is not certain"),
}
"""Reservations of a bureau, and our own, in words."""


def kind_of(event: CreditEvent) -> EventKind | None:
    """What the event means; None where an index moved too little to warn of.

    An index warns when it falls to band D or E, or by two bands; it has recovered when it comes back to C or better.
    The first index known of a customer warns when it is E.
    """
    if event.event_kind is not None:
        return event.event_kind
    after = event.index.band if event.index else None
    before = event.previous_index.band if event.previous_index else None
    if after is None:
        return None
    if before is None:
        return EventKind.SCORE_DROPPED if after is Band.E else None
    fall = after.rank - before.rank
    if fall > 0 and (after.rank >= Band.D.rank or fall > 1):
        return EventKind.SCORE_DROPPED
    recovered = before.rank >= Band.D.rank and after.rank <= Band.C.rank
    return EventKind.CREDIT_RECOVERED if recovered else None


def compared(event: CreditEvent, known: CreditFile) -> CreditEvent:
    """The event with the index before it, from the customer's history where the bureau does not say it.

    Only values of the same scale are compared, and only with what was known before the event's day.
    """
    if event.index is None or event.previous_index is not None:
        return event
    earlier = [
        one.index
        for one in known.history
        if one.bureau == event.bureau and one.index.scale == event.index.scale and one.on < event.on
    ]
    return event.model_copy(update={"previous_index": earlier[-1]}) if earlier else event


def overcome(event: CreditEvent, known: CreditFile) -> bool:
    """Whether the index has been well again since this event's day: what comes late warns of nothing any more."""
    if event.index is None:
        return False
    later = [
        one.index.band
        for one in known.history
        if one.bureau == event.bureau and one.index.scale == event.index.scale and one.on > event.on
    ]
    return bool(later) and later[-1] is not None and later[-1].rank <= Band.C.rank


def notice_of(event: CreditEvent, kind: EventKind, customer: Customer) -> InsolvencyNotice:
    """The event in the words of a notice, so that it takes the same way through every decision."""
    person = customer.kind is CustomerKind.PERSON
    country = event.country or (customer.address.country if customer.address else None)
    return InsolvencyNotice(
        source=event.bureau,
        authority=Authority.BUREAU,
        publication_id=event.id.removeprefix(f"{event.bureau}:"),
        country=country or _NO_COUNTRY,
        publication_date=event.on,
        event_kind=kind,
        original_kind=event.original_code,
        original_text=_told(event),
        court=event.court,
        case_number=event.case_number,
        debtor_kind=DebtorKind.PERSON if person else DebtorKind.ORGANISATION,
        debtor_name=event.subject_name or customer.name,
        payload=event.payload,
        fetched_at=event.fetched_at,
    )


def match_of(event: CreditEvent, subject: Subject | None, customer: Customer, now: datetime) -> Match:
    """Positive where we and the bureau mean the same beyond doubt; a reservation or no birth date leaves it open."""
    doubts = _doubts(event, subject, customer)
    known = event.customer_number is not None or (subject is not None and subject.certain)
    certain = known and not doubts
    score = subject.score if subject else 99
    return Match(
        customer_number=customer.number,
        notice_id=event.id,
        result=MatchResult.POSITIVE if certain else MatchResult.UNSURE,
        score=score if certain else min(score, 60),
        bits=sum((one.bits for one in subject.evidence), Decimal(0)) if subject else Decimal(0),
        rule="bureau_subject" if event.subject_id else "bureau_check",
        evidence=(*(subject.evidence if subject else ()), _bureau_evidence(event, customer, doubts)),
        version=RULES_VERSION,
        matched_at=now,
    )


def events_of(inquiry: Inquiry, customer: Customer, before: IndexValue | None) -> tuple[CreditEvent, ...]:
    """What an answered check tells: one event per feature, and one when the index moved.

    A drop that the same answer explains by proceedings is no warning of its own: one case asks a person once.
    """
    answer, asked = inquiry.answer, (inquiry.answered_at or inquiry.asked_at)
    told = [_feature_event(feature, inquiry, customer) for feature in answer.features]
    if answer.index and (before is None or before.value != answer.index.value):
        moved = _event(inquiry, customer, f"index {asked:%Y-%m-%d} {answer.index.value}").model_copy(
            update={"index": answer.index, "previous_index": before, "original_code": answer.index.scale}
        )
        if not (kind_of(moved) is EventKind.SCORE_DROPPED and any(map(_explains_a_drop, answer.features))):
            told.append(moved)
    return tuple(told)


def _explains_a_drop(feature: Feature) -> bool:
    """Whether the feature itself blocks at least as strictly as a score: a doubtful one, or an end, does not."""
    return feature.certain and places(feature.event_kind) and feature.event_kind not in EARLY_WARNINGS


def _feature_event(feature: Feature, inquiry: Inquiry, customer: Customer) -> CreditEvent:
    asked = _event(inquiry, customer, "")
    day = (feature.on or asked.on).isoformat()  # without a date it may be a new one each time
    doubts = _doubts(asked.model_copy(update={"certain": feature.certain}), None, customer)
    identity = content_id(feature.code, day, feature.reference or "", "doubtful" if doubts else "certain")
    plain = asked.model_copy(update={"event_id": identity})
    stated = {
        "event_kind": feature.event_kind,
        "original_code": feature.code,
        "text": feature.text or "",
        "on": feature.on or plain.on,
        "court": feature.court,
        "case_number": feature.reference,
        "certain": feature.certain,
    }
    return plain.model_copy(update=stated)


def _event(inquiry: Inquiry, customer: Customer, event_id: str) -> CreditEvent:
    answered = inquiry.answered_at or inquiry.asked_at
    answer: Answer = inquiry.answer
    return CreditEvent(
        bureau=inquiry.bureau,
        event_id=event_id,
        subject_name=answer.subject_name,
        customer_number=customer.number,
        event_kind=None,
        original_code="",
        on=answered.date(),
        at=answered,
        reservations=answer.reservations,
        fetched_at=answered,
        payload=inquiry.payload,
    )


def _told(event: CreditEvent) -> str:
    """What the bureau said, in one line."""
    parts = [event.text]
    if event.index:
        before = f" (before: {event.previous_index.value})" if event.previous_index else ""
        parts.append(f"{event.index.scale}: {event.index.value}{before}")
    return "; ".join(part for part in parts if part)


def _doubts(event: CreditEvent, subject: Subject | None, customer: Customer) -> tuple[str, ...]:
    if event.bureau == OUR_POLICY:
        return ()  # our own insurance of our own customer: nobody else can be meant
    found = [str(one) for one in event.reservations]
    if not event.certain:
        found.append("matched_by_the_bureau_with_reservation")
    if customer.kind is CustomerKind.PERSON and customer.birth_date is None:
        found.append("no_birth_date")
    if subject is not None and not subject.certain:
        found.append("not_certainly_linked")
    return tuple(dict.fromkeys(found))


def _bureau_evidence(event: CreditEvent, customer: Customer, doubts: tuple[str, ...]) -> Evidence:
    known_as = event.subject_id or event.subject_name or "-"
    words = [_DOUBTS.get(one, (one, one)) for one in doubts]
    but_de = f", aber mit Vorbehalt: {', '.join(german for german, _ in words)}" if doubts else ""
    but_en = f", but with reservations: {', '.join(english for _, english in words)}" if doubts else ""
    said_de = f"Die Auskunftei {event.bureau} meldet dies zu diesem Kunden{but_de}."
    said_en = f"The bureau {event.bureau} tells this about this customer{but_en}."
    if event.bureau == OUR_POLICY:
        said_de, _, said_en = event.text.partition("\n")
    return Evidence(
        field="bureau",
        customer_value=customer.number,
        notice_value=f"{event.bureau} {known_as}",
        level=EvidenceLevel.CLOSE if doubts else EvidenceLevel.EQUAL,
        bits=Decimal(0),
        sentence_de=said_de,
        sentence_en=said_en,
    )
