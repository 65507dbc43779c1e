"""Czechia: Insolvenční rejstřík (ISIR), the feed of events, and the look-up of a company's running proceedings.

The feed counts events by id and names the debtor once; what a case has become is rebuilt from its events in the order
of their ids, and who it is about is looked up by file number when the events are fetched. Sections of lodged claims are
skipped. Natural persons without a company number, and everybody's birth number, are left out before anything is kept.

Source: official WSDL and XSD of both services (2019-02), recorded notes of 2008 and 2013, the register's list of event
types (2020-12). Of the note only what is read is checked, because its schema (versions 1 to 1_9 and later) is not
public as a whole.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import EventKind, InsolvencyNotice, Omission
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.model.removal import Removal
from chalicelib.registers.czech import courts, event_types, feed, page, positions, soap
from chalicelib.registers.czech import look_up as service
from chalicelib.registers.czech.parties import PRACTITIONER, Party
from chalicelib.registers.questions import Question, by_number
from chalicelib.web import Web

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
    "states set by higher courts mean; five codes of courts; effects begin with the publication (IZ 89)",
    keeps_raw_answers=False,
    verified_by="specification (official WSDL and XSD of 2019), recorded notes of 2008 and 2013; whole answers only by "
    "public clients, the last id and newer elements of the look-up believed",
)
_STEPS = {
    EventKind.HEARING_OR_DEADLINE_SET,
    EventKind.PRACTITIONER_APPOINTED,
    EventKind.FINAL_HEARING,
    EventKind.DISTRIBUTION,
    EventKind.UNCLASSIFIED,
}
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
    for one in filter(lambda one: one.strikes_off, page.read(soap.read(document.content))[0]):
        facts = {"case_number": one.file_number, "company_number": soap.text(one.person, "ic")}
        told = {"publication_id": str(one.id), "reason": "datumVyskrtnuti", "told_at": document.fetched_at}
        yield Removal.model_validate({"source": _NAME, **facts, **told})


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per decisive event and debtor, and one per case that changed in another way: its present state.

    Raises:
        SourceChangedError: an unknown element of an event or row, a fault, or cut XML; of a kept page only after
            everything else was yielded.
    """
    root = soap.read(document.content)
    events, standings = page.read(root)
    final = feed.rebuilt(events)
    about = {number: [one for one in standings if one.file_number == number] for number in final}
    cases: dict[str, feed.Case] = {}
    for one in events:
        case = cases.setdefault(one.file_number, feed.Case(debtors=final[one.file_number].debtors))
        case.apply(one)
        yield from _of_event(document, one, case, about[one.file_number])
    for number, case in cases.items():
        yield from _of_case(document, number, case, about[number])
    for row in standings:
        if row.file_number not in cases and _may_be_customer(row.debtor):
            yield _of_state(document, row.file_number, row.state, row.debtor, row, feed.Case())
    page.check_read(root)


def _of_event(
    document: Document, one: feed.Event, case: feed.Case, rows: list[service.Standing]
) -> Iterator[InsolvencyNotice]:
    kind = one.kind
    entered = one.type_number == event_types.PERSON_CHANGED and not soap.text(one.person, "datumVyskrtnuti")
    if one.strikes_off:
        kind = EventKind.CANCELLATION
    elif kind is None and one.role == PRACTITIONER and entered:
        kind = EventKind.PRACTITIONER_APPOINTED
    if kind is None:
        return
    case.told.add(kind)
    about = _debtors(case, rows)
    if one.strikes_off and (number := soap.text(one.person, "ic")):
        about = [pair for pair in about if pair[0] and pair[0].company_number == number] or [(None, None)]
    for position, (debtor, row) in enumerate(about, start=1):
        suffix = "" if position == 1 else f"-{position}"
        facts = _facts(document, one.file_number, debtor, row, case)
        facts["omissions"] += _left_open(kind)
        yield InsolvencyNotice(
            publication_id=f"{one.id}{suffix}",
            publication_date=one.published,
            event_kind=kind,
            original_kind=one.type_number,
            original_text="\n".join(filter(None, (one.words, case.state, one.document_url))),
            **facts | ({"opening_date": facts["opening_date"] or one.published} if kind is EventKind.OPENED else {}),
        )


def _of_case(
    document: Document, number: str, case: feed.Case, rows: list[service.Standing]
) -> Iterator[InsolvencyNotice]:
    """What the case has become, where no decision of the page says so already."""
    for debtor, row in _debtors(case, rows):
        state = case.state or (row.state if row and not case.told else None)
        if state is None and not case.told and case.debtors:
            state = ""  # a debtor was entered, and nobody says into what
        if state is not None and (not case.told - _STEPS or event_types.of_state(state) is EventKind.CANCELLATION):
            yield _of_state(document, number, state, debtor, row, case)


def _of_state(
    document: Document,
    number: str,
    state: str,
    debtor: Party | None,
    row: service.Standing | None,
    case: feed.Case,
) -> InsolvencyNotice:
    """The state as a notice whose id is made from it: the same state again is the same notice."""
    kind = event_types.of_state(state)
    who = debtor.company_number or debtor.name if debtor else "unknown"
    facts = _facts(document, number, debtor, row, case)
    facts["omissions"] += _left_open(kind)
    return InsolvencyNotice(
        publication_id=_plain(f"{number}-{who}-{state or 'no state'}"),
        publication_date=case.published or document.fetched_at.date(),
        event_kind=kind,
        original_kind=state or "no state",
        original_text=f"druhStavRizeni: {state}" if state else "",
        **facts,
    )


def _debtors(case: feed.Case, rows: list[service.Standing]) -> list[tuple[Party | None, service.Standing | None]]:
    """Debtors of the look-up, which knows all of them, else those that the events name, else nobody."""
    found: list[tuple[Party | None, service.Standing | None]] = [
        (row.debtor, row) for row in rows if _may_be_customer(row.debtor)
    ]
    if found or not case.debtors:
        return found or [(None, None)]
    return [(party, None) for party in case.debtors.values() if party.trades]


def _may_be_customer(party: Party | None) -> bool:
    return party is not None and party.trades


def _facts(
    document: Document, number: str, debtor: Party | None, row: service.Standing | None, case: feed.Case
) -> dict[str, Any]:
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
        "source": _NAME,
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
