"""The feed's events, and each case as the events of one answer leave it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from chalicelib.errors import SourceChangedError, SourceUnreachableError
from chalicelib.model.event import EventKind
from chalicelib.registers.czech import event_types, soap
from chalicelib.registers.czech.parties import DEBTOR, PRACTITIONER, Party, of_note, without_birth_numbers

_DATA = (
    *("id", "datumZalozeniUdalosti", "datumZverejneniUdalosti", "dokumentUrl", "spisovaZnacka", "typUdalosti"),
    *("popisUdalosti", "oddil", "cisloVOddilu", "poznamka"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the feed; `note` is the XML that the register sends as a string, where it sends any."""

    id: int
    file_number: str
    type_number: str
    words: str
    section: str | None
    published: date
    document_url: str | None
    note: etree._Element | None
    element: etree._Element

    @property
    def kind(self) -> EventKind | None:
        """What it is to a supplier, None for a step of no consequence."""
        return event_types.of_event(self.type_number, self.section)

    @property
    def person(self) -> etree._Element | None:
        """The one person that the note is about."""
        return None if self.note is None else self.note.find("osoba")

    @property
    def role(self) -> str | None:
        """That person's role."""
        return soap.text(self.person, "druhRoleVRizeni")

    @property
    def strikes_off(self) -> bool:
        """Whether the debtor, or the whole case, is taken out of the register: copies must go as well."""
        person = soap.text(self.person, "datumVyskrtnuti") if self.role in {None, DEBTOR} else None
        return bool(person or soap.text(self.note, "vec/datumVyskrtnuti"))

    @property
    def counts(self) -> bool:
        """Whether it tells something about the debtor's proceedings rather than about a single claim or creditor."""
        if (self.section or "").startswith(event_types.CLAIMS_SECTION):
            return False
        if self.role not in {None, DEBTOR, PRACTITIONER} and self.kind is None:
            return False
        tells = self.note is not None and (self.role is not None or self.note.find("vec") is not None)
        return tells or self.kind is not None


def elements(answer: etree._Element) -> list[etree._Element]:
    """The answer's events as they stand there; none of an answer that says it is empty (WS2).

    Raises:
        SourceUnreachableError: the server says that it is in trouble.
        SourceChangedError: it says that the request is wrong, or something unknown.
    """
    status = answer.find("status")
    state, code = soap.text(status, "stav"), soap.text(status, "kodChyby")
    words = f"{state} {code}: {soap.text(status, 'popisChyby')}"
    if code == "SERVER1":
        raise SourceUnreachableError(soap.SOURCE, words)
    if state != "OK" and code != "WS2":
        raise SourceChangedError(soap.SOURCE, words)
    return [element for element in answer.findall("data") if len(element)]


def event(element: etree._Element) -> Event:
    """One event.

    Raises:
        SourceChangedError: an unknown element, or one that cannot be missing is.
    """
    soap.known(element, _DATA)
    note = element.findtext("poznamka")
    return Event(
        id=soap.number(element, "id"),
        file_number=soap.required(element, "spisovaZnacka"),
        type_number=soap.required(element, "typUdalosti"),
        words=soap.required(element, "popisUdalosti"),
        section=soap.text(element, "oddil"),
        published=soap.day_of_moment(element, "datumZverejneniUdalosti"),
        document_url=soap.text(element, "dokumentUrl"),
        note=soap.read(note.strip().encode()) if note and note.strip() else None,
        element=element,
    )


def clean(one: Event) -> etree._Element:
    """The event's element, fit to be stored: no birth number, no creditor, no debtor who does not trade."""
    note, person = one.element.find("poznamka"), one.person
    if note is None or one.note is None or person is None:
        return one.element
    party = of_note(person)
    if one.role != PRACTITIONER and (one.role != DEBTOR or (party is not None and not party.trades)):
        one.note.remove(person)
    without_birth_numbers(one.note)
    note.text = etree.tostring(one.note, encoding="unicode")
    return one.element


@dataclass(slots=True)
class Case:
    """A case as far as the events read so far tell."""

    debtors: dict[str, Party] = field(default_factory=dict)
    practitioner: Party | None = None
    originator: str | None = None
    state: str | None = None
    claim_deadline: date | None = None
    closed: date | None = None
    told: set[EventKind] = field(default_factory=set)
    published: date | None = None

    def apply(self, one: Event) -> None:
        """Takes over what the event changes."""
        self.published = one.published
        if one.note is None:
            return
        self.originator = soap.text(one.note, "idOsobyPuvodce") or self.originator
        proceedings = one.note.find("vec")
        self.state = soap.text(proceedings, "druhStavRizeni") or self.state
        self.claim_deadline = soap.day(proceedings, "datumKonecLhutyPrihlasek") or self.claim_deadline
        ended = soap.day(proceedings, "datumSkonceniVeci") or soap.day(proceedings, "datumVecZrusena")
        self.closed = ended or self.closed
        person = one.person
        party = None if person is None else of_note(person)
        if person is None or party is None:
            return
        struck = soap.text(person, "datumVyskrtnuti") is not None
        if one.role == DEBTOR:
            self._debtor(soap.text(person, "idOsoby") or party.name, party)
        elif one.role == PRACTITIONER:
            self.practitioner = None if struck else party

    def _debtor(self, key: str, party: Party) -> None:
        """An event about the address alone may name less than one before it did."""
        before = self.debtors.get(key)
        if before and party.company_number is None:
            party = party._replace(company_number=before.company_number)
        self.debtors[key] = party


def rebuilt(events: Iterable[Event]) -> dict[str, Case]:
    """Each case after all of the events in the order of their ids, whatever order they came in."""
    cases: dict[str, Case] = {}
    for one in sorted(events, key=lambda one: one.id):
        cases.setdefault(one.file_number, Case()).apply(one)
    return cases
