"""Each case as the events of one answer leave it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from chalicelib.model.event import EventKind
from chalicelib.registers.czech import soap
from chalicelib.registers.czech.feed import Event, Person
from chalicelib.registers.czech.parties import DEBTOR, Party, same


@dataclass(slots=True)
class Case:
    """A case as far as the events read so far tell; persons by the court that entered them and their key."""

    debtors: dict[tuple[str, str], Party] = field(default_factory=dict)
    gone: dict[tuple[str, str], Party] = field(default_factory=dict)
    practitioners: dict[tuple[str, str], Party] = field(default_factory=dict)
    originator: str | None = None
    state: str | None = None
    state_cancelled: bool = False
    struck_off: bool = False
    state_event: int | None = None
    claim_deadline: date | None = None
    closed: date | None = None
    told: set[EventKind] = field(default_factory=set)
    published: date | None = None

    @property
    def practitioner(self) -> Party | None:
        """Who came last and is still there."""
        return next(reversed(self.practitioners.values()), None)

    def apply(self, one: Event) -> None:
        """Takes over what the event changes; a cancelled event changes nothing.

        Raises:
            SourceChangedError: a date is none.
        """
        self.published = one.published
        self.originator = soap.text(one.note, "idOsobyPuvodce") or self.originator
        people, proceedings = one.people, None if one.note is None else one.note.find("vec")
        claim_deadline = soap.day(proceedings, "datumKonecLhutyPrihlasek")
        closed = soap.day(proceedings, "datumSkonceniVeci")
        if one.cancelled:
            return
        self.struck_off = self.struck_off or one.strikes_off
        state = soap.text(proceedings, "druhStavRizeni")
        if state or one.state_cancelled:
            self.state, self.state_cancelled, self.state_event = state or self.state, one.state_cancelled, one.id
        self.claim_deadline, self.closed = claim_deadline or self.claim_deadline, closed or self.closed
        for person in people:
            self._person(person, soap.text(one.note, "idOsobyPuvodce") or "")

    def known(self, person: Person) -> Party | None:
        """The debtor who is gone, by all that the events tell; None for one of whom nobody tells the name."""
        if person.party and person.party.company_number:
            return person.party
        told = [party for (_, key), party in self.gone.items() if key == person.key]
        return told[-1] if told else person.party

    def lacks(self, party: Party) -> bool:
        """Whether the debtor is gone, and was not entered in another way."""
        return any(same(party, one) for one in self.gone.values()) and not any(
            same(party, one) for one in self.debtors.values()
        )

    def _person(self, person: Person, court: str) -> None:
        if person.key is None:
            return
        held = self.debtors if person.role == DEBTOR else self.practitioners
        at = (court, person.key)
        if person.gone and at not in held:  # it may be taken out by another than who entered it
            at = next((one for one in held if one[1] == person.key), at)
        before = held.pop(at, None)
        party = person.party or before
        if party is None:
            return
        if before and party.company_number is None:  # an event about the address alone may name less
            party = party._replace(company_number=before.company_number)
        if not person.gone:
            held[at] = party
            self.gone.pop(at, None)
        elif person.role == DEBTOR:
            self.gone[at] = party


def rebuilt(events: Iterable[Event]) -> dict[str, Case]:
    """Each case after all of the events in the order of their ids, whatever order they came in."""
    cases: dict[str, Case] = {}
    for one in sorted(events, key=lambda one: one.id):
        cases.setdefault(one.file_number, Case()).apply(one)
    return cases
