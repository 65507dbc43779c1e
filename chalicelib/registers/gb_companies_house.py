"""United Kingdom: Companies House, insolvency cases of companies.

A state source: every event repeats all cases of a company while they are being keyed, so a notice's id is made
from its case's content, and repeats or a changed `etag` bring nothing new. No court, claims limit, hearing or
company name stands here; petitions and persons do not either (they are in The Gazette).

Source: 14 recorded stream events (2021-01-25), a recorded REST answer, Companies House's own test document, and
its published enumerations (`insolvency_case_type`, `insolvency_case_date_type`, 2026-08).
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from chalicelib.errors import SourceChangedError, TooManyHitsError
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice, Omission
from chalicelib.model.record import content_id
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.british import case_types, practitioners
from chalicelib.registers.british.json_shape import check_members, day, read_object
from chalicelib.registers.questions import Question, by_number
from chalicelib.web import Web

_NAME = "gb_companies_house"
STREAM = "https://stream.companieshouse.gov.uk"
REST = "https://api.company-information.service.gov.uk"
STREAM_SECONDS = 60.0  # a connection may live a day, but nobody holds one for us: connect, listen, close
_EVENTS_A_DOCUMENT = 500
_UNKNOWN = "unknown"

REGISTER = Register(
    name=_NAME,
    title="Companies House",
    country="GB",
    origins=(STREAM, REST),
    terms_of_use="Two free keys, each the user name of HTTP Basic with an empty password: one for the stream, another "
    "for REST. 600 REST requests in five minutes (believed). 429 for reconnecting too often.",
    poll_every=timedelta(minutes=10),
    overlap=timedelta(0),  # the cursor resumes exactly
    expected_per_business_day=(50, 1500),  # believed: events, not companies
    time_zone="Europe/London",
    retention="the stream keeps events for days only (believed); REST answers for as long as the company is listed",
    credential="gb_companies_house",  # a JSON object: each origin's "key:"
    seconds_between_requests=0.5,
    follows_cursor=True,
    look_ups_per_day=20_000,
    largest_window_days=366,  # days mean nothing to a cursor: one connection a poll
    access=Access.KEY,
    proof=Proof.RECORDED,
    covers="companies; no persons, and no petitions",
    identifiers=(Scheme.GB_COMPANY,),
    solvent_apart=True,
    believed="600 REST requests in five minutes; the stream keeps events for days only; how the stream ends and "
    "resumes",
    verified_by="recorded payloads of 2021 and earlier, official enumerations of 2026; stream by clients' notes",
)
_EVENT = {
    "": {"resource_kind", "resource_uri", "resource_id", "data", "event"},
    "event": {"timepoint", "published_at", "type", "fields_changed"},
    "data": {"cases", "etag", "status", "kind", "links"},
    "case": {"type", "dates", "notes", "practitioners", "links", "number"},
}


RECONCILES_BY = Scheme.GB_COMPANY  # what `reconcile` wants to know of the customers


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Events that the stream sends in `STREAM_SECONDS`, from behind the cursor on; each document carries the next.

    Raises:
        TooManyHitsError: the cursor is too old for the stream. What is live was yielded, with a fresh cursor; what
            lies between is missing, and nobody but `reconcile` with known company numbers can bring it.
        SourceError: as `Web.lines`.
    """
    params = {"timepoint": str(_timepoint(window.cursor) + 1)} if window.cursor else {}
    url = f"{STREAM}/insolvency-cases"
    answer = web.lines(url, params=params, seconds=STREAM_SECONDS, allow=(416,))
    lost = bool(params) and answer.status == 416
    if lost:
        answer = web.lines(url, params={}, seconds=STREAM_SECONDS)
    elif answer.status == 416:
        raise SourceChangedError(_NAME, f"{url} answered 416 although no timepoint was asked for")
    lines = _whole(answer.lines)
    web.name_rows(len(lines))
    for start in range(0, len(lines), _EVENTS_A_DOCUMENT):
        batch = lines[start : start + _EVENTS_A_DOCUMENT]
        yield Document(
            source=_NAME,
            url=url,
            media_type="application/x-ndjson",
            content="\n".join(batch).encode(),
            fetched_at=web.fetched_at,
            cursor=_cursor_behind(batch),
        )
    if lost:
        reason = f"the stream no longer knows timepoint {params['timepoint']}: events since then are missing"
        raise TooManyHitsError(_NAME, f"{reason}; reconcile the companies you know by REST")


def reconcile(web: Web, company_numbers: Iterable[str]) -> Iterator[Document]:
    """The present state of each company by REST, to close a gap of the stream; none for one without insolvency data.

    It reaches only companies whose numbers the caller knows.

    Raises:
        CredentialsMissingError: there is a key for the stream alone.
        SourceError: as `Web.get`.
    """
    for number in company_numbers:
        web.credential(REST)
        url = f"{REST}/company/{number}/insolvency"
        answer = web.get(url, allow=(404,))
        if answer.status_code != 404:
            yield Document(
                source=_NAME,
                url=url,
                media_type="application/json",
                content=answer.content,
                fetched_at=web.fetched_at,
                attributes={"company_number": number},
            )


def look_up(customer: Customer) -> Question | None:
    """The question about a customer that is new to us, by company number."""
    return by_number(customer, RECONCILES_BY, reconcile)


def _whole(lines: list[str]) -> list[str]:
    """The lines without a last one that the closing connection cut; the next poll is sent it again."""
    try:
        json.loads(lines[-1]) if lines else None
    except (ValueError, RecursionError):
        return lines[:-1]
    return lines


def _cursor_behind(lines: list[str]) -> str | None:
    """The last timepoint that can be read; what is wrong with other lines is for `parse` to say."""
    found = [int(match[1]) for line in lines for match in re.finditer(r'"timepoint":\s*(\d{1,18})\b', line)]
    return str(max(found)) if found else None


def _timepoint(printed: object) -> int:
    if not re.fullmatch(r"\d{1,18}", str(printed)):
        raise SourceChangedError(_NAME, f"timepoint {printed!r} is not a number")
    return int(str(printed))


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per case in each event's state, or in the one state of a REST answer.

    Raises:
        SourceChangedError: an unknown member or event type, or cut JSON.
    """
    try:
        text = document.content.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise SourceChangedError(_NAME, f"not UTF-8: {error}") from error
    if document.media_type == "application/x-ndjson" or '"resource_kind"' in text.partition("\n")[0]:
        yield from _events(document, [line for line in text.split("\n") if line.strip()])
    else:
        yield from _state(document, read_object(text))


def _events(document: Document, lines: list[str]) -> Iterator[InsolvencyNotice]:
    """Notices of every line that is understood; then the first error, so that one event holds back no other."""
    not_understood: SourceChangedError | None = None
    for line in lines:
        try:
            yield from _event(document, read_object(line))
        except SourceChangedError as error:
            not_understood = not_understood or error
    if not_understood:
        raise not_understood


def _state(document: Document, answer: dict[str, Any]) -> Iterator[InsolvencyNotice]:
    """Notices of a REST answer. It is undated: the day it was fetched stands for the publication.

    It does not say whose it is either: its URL does, or `company_number` beside it; an answer out of context is
    read all the same, and its notices say that their debtor is not known.
    """
    if "resource_kind" in answer:
        yield from _event(document, answer)
        return
    data = answer.get("companyInsolvency", answer)  # Companies House's own wrapper, never seen in public
    if data is not answer:
        check_members(answer, {"companyInsolvency"}, "answer")
    in_url = re.search(r"/company/([A-Z0-9]{8})/insolvency", document.url)
    number = document.attributes.get("company_number") or (in_url[1] if in_url else None)
    for case in _cases(data):
        yield _notice(document, number, case, document.fetched_at.date())


def _event(document: Document, event: dict[str, Any]) -> Iterator[InsolvencyNotice]:
    number = check_members(event, _EVENT[""], "event line").get("resource_id")
    head = check_members(event.get("event"), _EVENT["event"], "event")
    if event.get("resource_kind") != "company-insolvency" or not isinstance(number, str) or not number:
        raise SourceChangedError(_NAME, f"an event of kind {event.get('resource_kind')!r} about {number!r}")
    published = day(str(head.get("published_at"))[:10], "event.published_at")
    if head.get("type") == "deleted":
        yield from _deleted(document, number, event, published)
    elif head.get("type") == "changed":
        yield from (_notice(document, number, case, published) for case in _cases(event.get("data")))
    else:
        raise SourceChangedError(_NAME, f"unknown event type {head.get('type')!r}")


def _cases(data: Any) -> list[dict[str, Any]]:
    check_members(data, _EVENT["data"], "data")
    cases = data.get("cases")
    if not isinstance(cases, list):
        raise SourceChangedError(_NAME, f"data.cases is a {type(cases).__name__}")
    for case in cases:
        check_members(case, _EVENT["case"], "case")
        if not isinstance(case.get("type"), str) or not re.fullmatch(r"\d{1,6}", str(case.get("number"))):
            raise SourceChangedError(_NAME, f"a case of type {case.get('type')!r}, number {case.get('number')!r}")
    return cases


def _notice(document: Document, number: str | None, case: dict[str, Any], published: date) -> InsolvencyNotice:
    facts = case_types.read(case, published)
    return InsolvencyNotice(
        publication_id=_case_id(number, case),
        publication_date=published,
        original_kind=case["type"],
        original_text="\n".join(case_types.words(case)),
        case_number=f"{number or _UNKNOWN}/{case['number']}",
        opening_date=facts.opened,
        closing_date=facts.closed,
        event_kind=facts.kind,
        proceeding_kind=case["type"].replace("-", " "),
        **practitioners.read(case, published),
        **_debtor(document, number, facts.omissions),
    )


def _case_id(number: str | None, case: dict[str, Any]) -> str:
    """Company, case and what it says: the same state again is the same notice."""
    return f"{number or _UNKNOWN}-{case['number']}-{content_id(json.dumps(case, sort_keys=True))}"


def _debtor(document: Document, number: str | None, omissions: tuple[Omission, ...]) -> dict[str, Any]:
    """What every notice about the company says; `case_number` counts within the company and is no court's number."""
    reason = "Companies House names the company by its number only"
    if number is None:
        reason = "a REST answer without its URL does not say whose it is"
    return {
        "source": _NAME,
        "country": "GB",
        "debtor_kind": DebtorKind.ORGANISATION,
        "debtor_name": f"company {number or _UNKNOWN}",
        "debtor_reg_no": number,
        "debtor_reg_office": "Companies House",
        "debtor_identifiers": parse_all([(Scheme.GB_COMPANY, number, None)]) if number else (),
        "omissions": (Omission(field="debtor_name", reason=reason), *omissions),
        "source_url": f"{REST}/company/{number}/insolvency" if number else None,
        "fetched_at": document.fetched_at,
        "payload": document.digest,
    }


def _deleted(document: Document, number: str, event: dict[str, Any], published: date) -> Iterator[InsolvencyNotice]:
    """A cancellation per case the event still repeats, else one for the company as a whole."""
    timepoint = _timepoint(event["event"].get("timepoint"))
    data = check_members(event.get("data") or {}, _EVENT["data"], "data")
    cases: list[dict[str, Any] | None] = [*_cases(data)] if "cases" in data else []
    for case in cases or [None]:
        cancels = _case_id(number, case) if case else None
        reason = "the event does not repeat the deleted case: all notices about this company are meant"
        omissions = () if case else (Omission(field="cancels", reason=reason),)
        yield InsolvencyNotice(
            publication_id=f"{number}-{case['number'] if case else 'all'}-deleted-{timepoint}",
            publication_date=published,
            event_kind=EventKind.CANCELLATION,
            original_kind="deleted",
            case_number=f"{number}/{case['number']}" if case else None,
            cancels=cancels,
            **_debtor(document, number, omissions),
        )
