"""The feed's events, and the people and marks of their notes.

Source of the marks: public clients (2010-2025), which read `datumVyskrtnuti` (the case is struck off) and
`datumUdalostZrusena` (the event is cancelled) below `udalost`, `datumVecZrusena` below `vec`, and
`datumOsobaVeVeciZrusena` (the person is out of the case) below `osoba`. What each means is believed; that
`datumVyskrtnuti` may stand below `vec` or `osoba` as well was never seen.
"""

from dataclasses import dataclass
from datetime import date

from lxml import etree

from chalicelib.errors import SourceChangedError, SourceUnreachableError
from chalicelib.model.event import EventKind
from chalicelib.registers.czech import event_types, soap
from chalicelib.registers.czech.parties import DEBTOR, PRACTITIONER, Party, of_note, without_birth_numbers
from chalicelib.web.xml_text import read_xml

_DATA = (
    *("id", "datumZalozeniUdalosti", "datumZverejneniUdalosti", "dokumentUrl", "spisovaZnacka", "typUdalosti"),
    *("popisUdalosti", "oddil", "cisloVOddilu", "poznamka"),
)
_NOTE = frozenset({"idOsobyPuvodce", "vec", "osoba", "datumVyskrtnuti", "datumUdalostZrusena"})  # what is read
_CASE_STRUCK = ("datumVyskrtnuti", "vec/datumVyskrtnuti")
_MARKS = (*_CASE_STRUCK, "datumUdalostZrusena", "vec/datumVecZrusena")
_PERSON_MARKS = ("datumVyskrtnuti", "datumOsobaVeVeciZrusena")


@dataclass(frozen=True, slots=True)
class Person:
    """A debtor or practitioner of a note; `key` tells persons of one case apart, `party` is None without a name."""

    key: str | None
    role: str | None
    party: Party | None
    struck: bool
    taken_out: bool

    @property
    def gone(self) -> bool:
        """Whether the person is no longer of the case."""
        return self.struck or self.taken_out


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
    def people(self) -> list[Person]:
        """The debtors and practitioners that the note is about; creditors are nobody's business here.

        Raises:
            SourceChangedError: a birth date is none.
        """
        return [_person(one) for one in self._persons() if _role(one) in {DEBTOR, PRACTITIONER}]

    @property
    def strikes_off(self) -> bool:
        """Whether the whole case is taken out of the register: copies must go as well."""
        return any(soap.text(self.note, path) for path in _CASE_STRUCK)

    @property
    def cancelled(self) -> bool:
        """Whether the event is taken back: what it says is not so."""
        return soap.text(self.note, "datumUdalostZrusena") is not None

    @property
    def state_cancelled(self) -> bool:
        """Whether the case, or the state that the event tells, is taken back."""
        return soap.text(self.note, "vec/datumVecZrusena") is not None

    @property
    def marks(self) -> list[str]:
        """Each mark that takes something back, with its day as printed."""
        found = [(path, soap.text(self.note, path)) for path in _MARKS]
        found += [(f"osoba/{name}", soap.text(one, name)) for one in self._persons() for name in _PERSON_MARKS]
        return [f"{path}: {value}" for path, value in found if value]

    @property
    def counts(self) -> bool:
        """Whether it tells something about the debtor's proceedings rather than about a single claim or creditor."""
        if (self.section or "").startswith(event_types.CLAIMS_SECTION):
            return False
        if self.kind is not None or self.strikes_off:
            return True
        roles = {_role(one) for one in self._persons()}
        if roles and not roles & {None, DEBTOR, PRACTITIONER}:
            return soap.text(self.note, "vec/druhStavRizeni") is not None
        return bool(roles & {DEBTOR, PRACTITIONER}) or (self.note is not None and self.note.find("vec") is not None)

    def _persons(self) -> list[etree._Element]:
        return [] if self.note is None else self.note.findall("osoba")


def _role(person: etree._Element) -> str | None:
    return soap.text(person, "druhRoleVRizeni")


def _person(element: etree._Element) -> Person:
    party = of_note(element)
    return Person(
        key=soap.text(element, "idOsoby") or (party.name if party else None),
        role=_role(element),
        party=party,
        struck=soap.text(element, "datumVyskrtnuti") is not None,
        taken_out=soap.text(element, "datumOsobaVeVeciZrusena") is not None,
    )


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
        note=read_xml(soap.SOURCE, note.strip().encode()) if note and note.strip() else None,
        element=element,
    )


def clean(one: Event) -> etree._Element:
    """The event's element, fit to be stored: no birth number, no creditor, no debtor who does not trade."""
    note = one.element.find("poznamka")
    if note is None or one.note is None:
        return one.element
    for child in list(one.note):
        if child.tag not in _NOTE or (child.tag == "osoba" and not _kept(child)):
            one.note.remove(child)
    without_birth_numbers(one.note)
    note.text = etree.tostring(one.note, encoding="unicode")
    return one.element


def _kept(person: etree._Element) -> bool:
    if _role(person) != DEBTOR:
        return _role(person) == PRACTITIONER
    party = of_note(person)
    return party is None or party.trades
