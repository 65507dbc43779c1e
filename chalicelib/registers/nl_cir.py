"""Netherlands: Centraal Insolventieregister (CIR), the courts' own service, under contract.

A replica is kept as the manual asks: what was modified since the last call, case by case, then what was removed
since then. Debt restructuring of natural persons (case kind R) is never fetched, and bankruptcies of consumers, who
trade under no name, are dropped before anything is stored. A removed case brings no notice: `removals` names it, and
whoever keeps copies has to delete them. Reports of the administrators (PDF) are not fetched.

Source: the service's contract and schemas, recorded answers of 2021-05-21. The request header, and that the service
answers a wrong password with a fault, are believed.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import EventKind, Hearing, HearingKind, InsolvencyNotice, Omission, Practitioner
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.model.removal import Removal
from chalicelib.registers import unread
from chalicelib.registers.dutch import removed, soap
from chalicelib.registers.dutch.case_content import PUBLICATION, Case, Moment, moments
from chalicelib.registers.dutch.codes import IGNORED, KINDS, PROCEEDINGS, VERIFICATION
from chalicelib.registers.questions import Question, by_number
from chalicelib.web import Web

_NAME = soap.SOURCE
_ORIGIN = "https://webservice.rechtspraak.nl"
_ENDPOINT = f"{_ORIGIN}/cir.asmx"
_ZONE = ZoneInfo("Europe/Amsterdam")
_CLOSED = frozenset({EventKind.CLOSED_DISCONTINUED, EventKind.CLOSED_LIFTED, EventKind.MEASURES_LIFTED})
_LOOKS_BACK = timedelta(hours=1)  # a list may be made shortly before its publications can be read

REGISTER = Register(
    name=_NAME,
    title="Centraal Insolventieregister",
    country="NL",
    origins=(_ORIGIN,),
    terms_of_use="Contract with the Council for the Judiciary. User and password in WS-Security: set the credentials "
    'as {"ws-security": "user:password", "trusted_authority": "PEM of the PKIoverheid chain"}. Removed cases must '
    "leave every copy; data are destroyed within six months of the end of the proceedings. The first load is asked "
    "for at night or on weekends.",
    poll_every=timedelta(hours=24),
    overlap=timedelta(0),  # the cursor resumes exactly
    expected_per_business_day=(20, 1500),  # believed: every publication of each modified case
    time_zone="Europe/Amsterdam",
    retention="removal list (searchRemovedSince) and eindeVindbaarheid; at most six months after the end",
    credential="nl_cir",
    seconds_between_requests=0.5,
    follows_cursor=True,
    largest_window_days=366,  # days mean nothing to a cursor
    access=Access.CONTRACT,
    proof=Proof.RECORDED,
    covers="companies and persons who trade; others are dropped before anything is kept",
    identifiers=(Scheme.NL_KVK,),
    believed="the head of a request; faults, also that of a wrong password",
    keeps_raw_answers=False,
    look_ups_per_day=1000,  # believed: the contract's limits are not known
    verified_by="recorded payload of 2021 and specification; requests and faults: believed",
)

RECONCILES_BY = Scheme.NL_KVK  # what `reconcile` wants to know of the customers


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Every case modified since the cursor, or since the window's first day; last the removals, with the next cursor.

    Raises:
        HistoryNeededError: the register no longer vouches for the time since the cursor. The window's days were
            yielded, with a fresh cursor; what lies before them may be missing.
        SourceError: refused, unreachable, capped or changed.
    """
    since = _since(window)
    gap: soap.HistoryNeededError | None = None
    try:
        lists = [_ask(web, "searchModifiedSince", modifyDate=since)]
        soap.is_empty(lists[0][0])
    except soap.HistoryNeededError as error:
        gap = error
        lists = [_ask(web, "searchByDate", date=f"{day.isoformat()}T00:00:00") for day in _days(window)]
    for listed, _ in lists:
        yield from _cases(web, window, since, listed)
    cursor = min(soap.extracted_at(listed) for listed, _ in lists)
    marks = [mark for listed, _ in lists if not soap.is_empty(listed) for mark in _marks(listed)]
    try:
        yield _removed(web, since, cursor, marks)
    except soap.HistoryNeededError as error:
        gap = soap.HistoryNeededError(_NAME, f"{error.reason}; removals, too: look for cases that are there no more")
        yield _removed(web, cursor.astimezone(_ZONE).isoformat(), cursor, marks)
    if gap:
        raise gap


def _since(window: Window) -> str:
    if window.cursor:
        return (datetime.fromisoformat(window.cursor) - _LOOKS_BACK).astimezone(_ZONE).isoformat()
    return datetime.combine(window.start, time.min, _ZONE).isoformat()


def _days(window: Window) -> list[date]:
    return [window.start + timedelta(days=number) for number in range((window.end - window.start).days + 1)]


def _cases(web: Web, window: Window, since: str, listed: etree._Element) -> Iterator[Document]:
    """The listed cases, each once; a poll that had to stop goes on behind those it has stored."""
    marks = [] if soap.is_empty(listed) else list(dict.fromkeys(_marks(listed)))
    web.name_rows(len(marks))
    for mark in marks:
        key = f"{since}/{mark}"
        if ".R." in mark or key in window.known_rows:
            continue
        if found := _case(web, mark, {"row_key": key, "day": window.start.isoformat()}):
            yield found


def _case(web: Web, mark: str, attributes: dict[str, str]) -> Document | None:
    """The case with this publication, None when it was withdrawn since it was listed, or may not be kept:

    a person's who trades under no name, or one that may not be told any more.
    """
    result, content = _ask(web, "getCase", publicationNumber=mark)
    if soap.is_empty(result):
        return None
    about = attributes | {"publication": mark}
    try:
        case = Case(_insolvente(result))
        if case.is_consumer or _is_over(case, web.fetched_at):
            return None
        return _document(web, content, about | {"case_number": case.number}, None)
    except SourceChangedError as error:  # it may be a consumer's: `parse` raises for what is kept instead
        return _document(web, unread.instead(error.reason, content), about, None)


def reconcile(web: Web, numbers: Iterable[str]) -> Iterator[Document]:
    """Every case of each company, by its number in the trade register. Raises as `fetch`."""
    for number in numbers:
        listed, _ = _ask(web, "searchUndertaking", commercialRegisterID=number)
        for mark in [] if soap.is_empty(listed) else dict.fromkeys(_marks(listed)):
            if ".R." not in mark and (found := _case(web, mark, {})):
                yield found


def look_up(customer: Customer) -> Question | None:
    """The question about a customer that is new to us, by its number in the trade register."""
    return by_number(customer, RECONCILES_BY, reconcile)


def live(web: Web) -> str:
    """The position to go on from after companies were asked one by one: all that is modified from now on."""
    return web.fetched_at.isoformat()


def _is_over(case: Case, now: datetime) -> bool:
    last = case.day("eindeVindbaarheid")
    return last is not None and last < now.astimezone(_ZONE).date()


def _marks(listed: etree._Element) -> list[str]:
    found = [" ".join((one.text or "").split()) for one in listed.iterchildren(f"{{{soap.CONTENT}}}publicatieKenmerk")]
    if etree.QName(listed).localname != "publicatieLijst" or len(found) != len(listed):
        raise SourceChangedError(_NAME, f"<{listed.tag}> where a list of publications was expected")
    if odd := [mark for mark in found if not PUBLICATION.fullmatch(mark)]:
        raise SourceChangedError(_NAME, f"publicatieKenmerk {odd[0]!r}")
    return found


def _removed(web: Web, since: str, cursor: datetime, marks: list[str]) -> Document:
    """The removals. A case that was modified as well may have been published anew: it is asked for once more."""
    result, content = _ask(web, "searchRemovedSince", modifyDate=since)
    soap.is_empty(result)  # raises what is worse than nothing found
    again = {number: _case(web, mark, {}) for number, mark in removed.listed_again(result, marks).items()}
    still_told = [number for number, case in again.items() if case and case.attributes.get("case_number") == number]
    attributes = {"still_told": " ".join(still_told)} if still_told else {}
    return _document(web, content, attributes, min(cursor, soap.extracted_at(result)).isoformat())


def _document(web: Web, content: bytes, attributes: dict[str, str], cursor: str | None) -> Document:
    return Document(
        source=_NAME,
        url=_ENDPOINT,
        media_type="application/soap+xml",
        content=content,
        fetched_at=web.fetched_at,
        attributes=attributes,
        cursor=cursor,
    )


def _ask(web: Web, operation: str, **parts: str) -> tuple[etree._Element, bytes]:
    body = soap.envelope(operation, parts, _ENDPOINT, web.credential("ws-security"))
    headers = {"Content-Type": soap.content_type(operation)}
    answer = web.send("POST", _ENDPOINT, body=body, headers=headers, allow=(500,))  # faults come as 500
    return soap.answer(answer.content), answer.content


def removals(document: Document) -> Iterator[Removal]:
    """The cases that the register removed and has not told anew, which must leave every copy.

    Raises:
        SourceChangedError: a removal of another form.
    """
    unread.check(_NAME, document.content)
    still_told = document.attributes.get("still_told", "").split()
    for one in removed.read(soap.answer(document.content)):
        if one.case_number not in still_told:
            yield Removal(
                source=_NAME,
                case_number=one.case_number,
                publication_id=one.publication,
                reason=one.reason,
                told_at=document.fetched_at,
            )


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per publication of the case; none from a removal list, or once the case may not be told any more.

    Raises:
        SourceChangedError: an element or value outside the schema, or another document.
    """
    unread.check(_NAME, document.content)
    result = soap.answer(document.content)
    if etree.QName(result).localname == "verwijderdePublicatieLijst":
        list(removals(document))  # read strictly, though they are no notices
        return
    if soap.is_empty(result) or (etree.QName(result).localname == "publicatieLijst" and _marks(result)):
        return
    case = Case(_insolvente(result))
    if _is_over(case, document.fetched_at):
        return
    for publication in case.publications():
        if case.required("publicatieSoortCode", publication) not in IGNORED:
            yield _notice(document, case, publication)


def _insolvente(result: etree._Element) -> etree._Element:
    found = list(result.iterchildren(tag=etree.Element))
    if len(found) != 1 or found[0].tag != f"{{{soap.CONTENT}}}insolvente":
        raise SourceChangedError(_NAME, f"<{result.tag}> without one insolvente")
    return found[0]


def _notice(document: Document, case: Case, publication: etree._Element) -> InsolvencyNotice:
    code = case.required("publicatieSoortCode", publication)
    words = case.required("publicatieOmschrijving", publication)
    kind = KINDS.get(code, EventKind.UNCLASSIFIED)
    published = case.day("publicatieDatum", publication)
    if published is None:
        raise SourceChangedError(_NAME, "publicatieDatum is missing")
    unknown = Omission(field="event_kind", reason=f"unknown publicatieSoortCode {code!r}")
    return InsolvencyNotice(
        source=_NAME,
        publication_id=case.required("publicatieKenmerk", publication),
        country="NL",
        publication_date=published,
        event_kind=kind,
        original_kind=code,
        original_text=words,
        court=case.court(),
        case_number=case.number,
        proceeding_kind=PROCEEDINGS[case.number[0]],
        omissions=() if code in KINDS else (unknown,),
        fetched_at=document.fetched_at,
        payload=document.digest,
        **_days_of(kind, code in VERIFICATION, moments(words), case.session_place(publication)),
        **case.debtor(),
        **_practitioners(case.practitioners()),
    )


def _days_of(kind: EventKind, verifies: bool, found: list[Moment], place: str | None) -> dict[str, Any]:
    """Opening, hearings and closing by what the publication is about; a day with a time of day is a hearing."""
    meeting = HearingKind.EXAMINATION if verifies else HearingKind.CREDITORS_MEETING
    hearings = tuple(
        Hearing(kind=meeting, date=one.day, time=one.hour, place=place)
        for one in found
        if one.hour or kind is EventKind.HEARING_OR_DEADLINE_SET
    )
    plain = [one.day for one in found if one.hour is None]
    first = plain[0] if plain else None
    opens = kind in {EventKind.OPENED, EventKind.PRELIM_MEASURES}
    return {
        "hearing_dates": hearings,
        "opening_date": first if opens else None,
        "closing_date": first if kind in _CLOSED else None,
    }


def _practitioners(acting: list[Practitioner]) -> dict[str, Any]:
    if not acting:
        return {}
    own = {f"practitioner_{name}": value for name, value in acting[0] if value is not None}
    return own | {"further_practitioners": tuple(acting[1:])}
