"""Notices about a case: what its events decide, who leaves it, and what it has become."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.model.document import Document
from chalicelib.model.notice import EventKind, InsolvencyNotice, Omission
from chalicelib.registers.czech import courts, event_types, soap
from chalicelib.registers.czech.cases import Case
from chalicelib.registers.czech.feed import Event
from chalicelib.registers.czech.look_up import Standing
from chalicelib.registers.czech.parties import DEBTOR, PRACTITIONER, Party, same

Debtor = tuple[Party | None, Standing | None]
_STEPS = {
    EventKind.HEARING_OR_DEADLINE_SET,
    EventKind.PRACTITIONER_APPOINTED,
    EventKind.FINAL_HEARING,
    EventKind.DISTRIBUTION,
    EventKind.UNCLASSIFIED,
}


@dataclass(frozen=True, slots=True)
class About:
    """Whom a case is about: as all events of the answer leave it, and as the look-up knows it."""

    case: Case
    rows: list[Standing]

    def debtors(self) -> list[Debtor]:
        """Debtors of the look-up, and those that only the events name; nobody where nobody knows one yet."""
        found: list[Debtor] = [
            (row.debtor, row)
            for row in self.rows
            if row.debtor and row.debtor.trades and not self.case.lacks(row.debtor)
        ]
        listed = [row.debtor for row in self.rows if row.debtor]
        entered = [party for party in self.case.debtors.values() if party.trades]
        found += [(party, None) for party in entered if not any(same(party, one) for one in listed)]
        return found or ([] if self.case.debtors else [(None, None)])

    def leaving(self, one: Event) -> Iterator[tuple[EventKind, Debtor]]:
        """Debtors whom the event takes out of the case.

        Somebody decides where another record still names the debtor, or where nobody tells who it is (believed).
        """
        if one.cancelled or one.strikes_off:
            return
        for person in one.people:
            party = self.case.known(person)
            if not person.gone or person.role != DEBTOR or (party and not party.trades):
                continue
            row = next((row for row in self.rows if party and row.debtor and same(party, row.debtor)), None)
            entered = party is not None and any(same(party, still) for still in self.case.debtors.values())
            unsure = party is None or (not person.struck and (entered or row is not None))
            yield EventKind.UNCLASSIFIED if unsure else EventKind.CANCELLATION, (party, row)


def of_event(document: Document, one: Event, case: Case, about: About) -> Iterator[InsolvencyNotice]:
    """One notice per debtor of a decisive event, and one per debtor who leaves the case."""
    kind = _kind(one)
    told = [(kind, debtor) for debtor in _named(one, about)] if kind else []
    if kind:
        case.told.add(kind)
    for position, (what, (debtor, row)) in enumerate([*told, *about.leaving(one)], start=1):
        suffix = "" if position == 1 else f"-{position}"
        facts = _facts(document, one.file_number, debtor, row, case)
        facts["omissions"] += _left_open(what)
        state = None if one.cancelled else case.state
        yield InsolvencyNotice(
            publication_id=f"{one.id}{suffix}",
            publication_date=one.published,
            event_kind=what,
            original_kind=one.type_number,
            original_text="\n".join(filter(None, (one.words, state, *one.marks, one.document_url))),
            **facts | ({"opening_date": facts["opening_date"] or one.published} if what is EventKind.OPENED else {}),
        )


def _kind(one: Event) -> EventKind | None:
    """What the event is; one that is taken back is for a person, for what it said may have been right (believed)."""
    if one.cancelled:
        consequence = soap.text(one.note, "vec/druhStavRizeni") or any(person.role == DEBTOR for person in one.people)
        return EventKind.UNCLASSIFIED if one.kind or one.strikes_off or consequence else None
    if one.strikes_off:
        return EventKind.CANCELLATION
    if one.kind:
        return EventKind.UNCLASSIFIED if one.state_cancelled else one.kind
    entered = any(person.role == PRACTITIONER and person.party and not person.gone for person in one.people)
    appointed = entered and one.type_number == event_types.PERSON_CHANGED
    return EventKind.PRACTITIONER_APPOINTED if appointed else None


def _named(one: Event, about: About) -> list[Debtor]:
    """Whom the event is about: the debtors of the case; a cancelled one's own where nobody knows another."""
    debtors = about.debtors()
    if not one.cancelled or any(party for party, _ in debtors):
        return debtors
    own: list[Debtor] = [(person.party, None) for person in one.people if person.role == DEBTOR and person.party]
    return [(party, row) for party, row in own if party and party.trades] or ([] if own else debtors)


def of_case(document: Document, number: str, case: Case, about: About) -> Iterator[InsolvencyNotice]:
    """What the case has become, where no decision of the answer says so already."""
    for debtor, row in about.debtors():
        state = case.state or (row.state if row and not case.told else None)
        if state is None and (case.state_cancelled or (not case.told and about.case.debtors)):
            state = ""  # a debtor was entered, or the case taken back, and nobody says from what or into what
        if state is None:
            continue
        if not case.told - _STEPS or case.state_cancelled or event_types.of_state(state) is EventKind.CANCELLATION:
            yield of_state(document, number, state, (debtor, row), case)


def of_state(document: Document, number: str, state: str, about: Debtor, case: Case) -> InsolvencyNotice:
    """The state as a notice: told by an event it is that event's, so that a state may return after another.

    Told by the look-up it is made from the state: the same state again is the same notice.
    """
    debtor, row = about
    kind = event_types.of_state(state)
    if case.state_cancelled and kind is not EventKind.CANCELLATION:
        kind = EventKind.UNCLASSIFIED
    who = debtor.company_number or debtor.name if debtor else "unknown"
    facts = _facts(document, number, debtor, row, case)
    facts["omissions"] += _left_open(kind)
    by_event = f"-E{case.state_event}" if case.state_event else ""
    taken_back = "datumVecZrusena" if case.state_cancelled else ""
    return InsolvencyNotice(
        publication_id=_plain(f"{number}-{who}-{state or 'no state'}{by_event}"),
        publication_date=case.published or document.fetched_at.date(),
        event_kind=kind,
        original_kind=state or "no state",
        original_text="\n".join(filter(None, (f"druhStavRizeni: {state}" if state else "", taken_back))),
        **facts,
    )


def _facts(document: Document, number: str, debtor: Party | None, row: Standing | None, case: Case) -> dict[str, Any]:
    court = (row.court if row else None) or courts.named(case.originator)
    omissions: tuple[Omission, ...] = ()
    if court is None:
        reason = f"neither the look-up nor the event's originator ({case.originator}) names the insolvency court"
        omissions += (Omission(field="court", reason=reason),)
    if debtor is None:
        omissions += (Omission(field="debtor_name", reason="neither the look-up nor an event names the debtor yet"),)
    who = debtor.as_debtor() if debtor else {"debtor_name": f"debtor of {number}"}
    practitioner = case.practitioner
    return {
        "source": soap.SOURCE,
        "country": "CZ",
        "court": court,
        "case_number": number,
        "opening_date": row.opened if row else None,
        "closing_date": (row.closed if row else None) or case.closed,
        "claim_deadline": case.claim_deadline,
        "practitioner_name": practitioner.name if practitioner else None,
        "practitioner_role": "insolvenční správce" if practitioner else None,
        "practitioner_address": practitioner.address if practitioner else None,
        "source_url": row.url if row else None,
        "omissions": omissions,
        "fetched_at": document.fetched_at,
        "payload": document.digest,
        **who,
    }


def _left_open(kind: EventKind) -> tuple[Omission, ...]:
    if kind is not EventKind.CANCELLATION:
        return ()
    reason = "the register takes the debtor or the case back as a whole: all notices about it are meant"
    return (Omission(field="cancels", reason=reason),)


def _plain(text: str) -> str:
    """Letters without accents, digits and hyphens only."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")
