"""Czechia: Insolvenční rejstřík (ISIR), the feed of events, and the look-up of a company's running proceedings.

The feed counts events by id and names the debtor once; what a case has become is rebuilt from its events in the order
of their ids, and who it is about is looked up by file number when the events are fetched. Sections of lodged claims are
skipped. Natural persons without a company number, and everybody's birth number, are left out before anything is kept.

Source: official WSDL and XSD of both services (2019-02), recorded notes of 2008 and 2013, the register's list of event
types (2020-12). Of the note only what is read is checked, because its schema (versions 1 to 1_9 and later) is not
public as a whole.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.model.removal import Removal
from chalicelib.registers.czech import cases, feed, notices, page, positions, soap
from chalicelib.registers.czech import look_up as service
from chalicelib.registers.czech.parties import DEBTOR
from chalicelib.registers.questions import Question, by_number
from chalicelib.web import Web
from chalicelib.web.xml_text import read_xml

_NAME = "cz_isir"
_ORIGIN = "https://isir.justice.cz:8443"
FEED = f"{_ORIGIN}/isir_public_ws/IsirWsPublicService"

REGISTER = Register(
    name=_NAME,
    title="Insolvenční rejstřík (ISIR): feed of events",
    country="CZ",
    origins=(_ORIGIN,),
    terms_of_use="No key; both services are public by the Insolvency Act (182/2006 Sb.). Port 8443 must be open "
    "outbound. Birth numbers (Act 133/2000, § 13c) and persons who do not trade are not kept.",
    poll_every=timedelta(minutes=15),
    overlap=timedelta(0),  # the cursor resumes exactly
    expected_per_business_day=(20, 1500),  # believed: events of companies and sole traders, not of all debtors
    time_zone="Europe/Prague",
    retention="until the debtor is struck off, five years after the end (believed); `datumVyskrtnuti` then asks for "
    "the deletion of copies",
    seconds_between_requests=0.5,
    follows_cursor=True,
    look_ups_per_day=2000,  # believed: no limit is published
    largest_window_days=366,  # days mean nothing to a cursor
    access=Access.OPEN,
    proof=Proof.SPECIFICATION,
    covers="companies and sole traders; others are left out before anything is kept",
    identifiers=(Scheme.CZ_ICO,),
    believed="the form of the last id's answer; about 1,000 events an answer; newer elements of the look-up; what "
    "states set by higher courts mean; marks that take an event, a person or a case back; five codes of courts; "
    "effects begin with the publication (IZ 89)",
    keeps_raw_answers=False,
    verified_by="specification (official WSDL and XSD of 2019), recorded notes of 2008 and 2013; whole answers only by "
    "public clients, the last id and newer elements of the look-up believed",
)
RECONCILES_BY = Scheme.CZ_ICO  # what `reconcile` wants to know of the customers


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Each answer behind the cursor, reduced to what may be kept; without a cursor only the last id, to begin from.

    Cases whose debtor the look-up did not know yet travel with the cursor and are looked up again first.

    Raises:
        SourceChangedError: an answer that goes back or stands still, or an event with unknown elements.
        SourceError: as `soap.ask`.
    """
    if window.cursor is None:
        web.name_rows(0)
        yield _last_id(web)
        return
    cursor, nameless = positions.read(window.cursor)
    for file_number in list(nameless):
        answer = service.by_file_number(web, file_number)
        if rows := service.records(answer):
            web.name_rows(len(rows))
            del nameless[file_number]
            yield from _standings(web, answer)
    while True:
        answer = soap.ask(web, FEED, soap.FEED_TYPES, "getIsirWsPublicIdDataRequest", {"idPodnetu": str(cursor)})
        web.name_rows(len(elements := feed.elements(answer)))
        if not elements:
            return
        last = max(soap.number(element, "id") for element in elements)
        if last <= cursor:
            raise SourceChangedError(_NAME, f"events behind {cursor} end at {last}")
        found = page.kept(web, elements)
        nameless |= found.nameless
        yield _document(web, FEED, found.content, cursor=positions.written(last, nameless))
        cursor = last


def _last_id(web: Web) -> Document:
    answer = soap.ask(web, FEED, soap.FEED_TYPES, "getIsirWsPublicPosledniIdDataRequest", {})
    ids = [found.text or "" for found in answer.iter("cisloPosledniId")]
    if not ids or any(not re.fullmatch(r"[0-9]{1,15}", one) for one in ids):
        raise SourceChangedError(_NAME, f"the last id is {ids}")
    return _document(web, FEED, etree.tostring(answer.getroottree(), encoding="utf-8"), str(max(map(int, ids))))


def reconcile(web: Web, company_numbers: Iterable[str]) -> Iterator[Document]:
    """Running proceedings of each company; none for one that has none. Raises as `service.by_company`."""
    for number in company_numbers:
        yield from _standings(web, service.by_company(web, number))


def look_up(customer: Customer) -> Question | None:
    """The question about a customer that is new to us: by company number, else one from Czechia by name.

    A person is asked about by full name and birth date only; birth numbers are neither known nor sent.
    """
    name = service.name_of(customer)
    numbered = by_number(customer, RECONCILES_BY, reconcile)
    if numbered or name is None:
        return numbered
    return Question(f"name:{' '.join(map(str, name))}", lambda web: _standings(web, service.by_name(web, name)))


def _standings(web: Web, answer: etree._Element) -> Iterator[Document]:
    if content := page.trading_rows(answer):
        yield _document(web, service.URL, content)


def _document(web: Web, url: str, content: bytes, cursor: str | None = None) -> Document:
    return Document(
        source=_NAME, url=url, media_type="application/xml", content=content, fetched_at=web.fetched_at, cursor=cursor
    )


def removals(document: Document) -> Iterator[Removal]:
    """Debtors and cases that the register struck off, five years after the end (believed): copies must go.

    Raises:
        SourceChangedError: as `parse`.
    """
    events = page.read(read_xml(_NAME, document.content))[0]
    final = cases.rebuilt(events)
    for one in filter(lambda one: not one.cancelled, events):
        struck = [person for person in one.people if person.struck and person.role == DEBTOR]
        known = [final[one.file_number].known(person) for person in struck]
        numbers = [None] if one.strikes_off else [party.company_number if party else None for party in known]
        for number in numbers:
            facts = {"case_number": one.file_number, "company_number": number}
            told = {"publication_id": str(one.id), "reason": "datumVyskrtnuti", "told_at": document.fetched_at}
            yield Removal.model_validate({"source": _NAME, **facts, **told})


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per decisive event and debtor, and one per case that changed in another way: its present state.

    Raises:
        SourceChangedError: an unknown element of an event or row, a fault, or cut XML; of a kept page only after
            everything else was yielded.
    """
    root = read_xml(_NAME, document.content)
    events, standings = page.read(root)
    final = cases.rebuilt(events)
    about = {
        number: notices.About(case, [row for row in standings if row.file_number == number])
        for number, case in final.items()
    }
    so_far: dict[str, cases.Case] = {}
    for one in events:
        case = so_far.setdefault(one.file_number, cases.Case())
        case.apply(one)
        yield from notices.of_event(document, one, case, about[one.file_number])
    for number, case in so_far.items():
        yield from notices.of_case(document, number, case, about[number])
    for row in standings:
        if row.file_number not in so_far and row.debtor is not None and row.debtor.trades:
            yield notices.of_state(document, row.file_number, row.state, (row.debtor, row), cases.Case())
    page.check_read(root)
