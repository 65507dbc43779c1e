"""United Kingdom: The Gazette, corporate insolvency notices (category 24).

Petitions to wind up are published here alone, days or weeks before Companies House shows a case. Persons (category
25) are never asked for, and what is returned unasked is dropped before anything is stored. One request in two
seconds keeps the publisher's limit of five in ten. By day the feed is asked, and the notice itself only where the
feed is not enough (petitions, no company number, meaning in doubt); the others are read between 21:00 and 07:00, when
the publisher wants to be crawled (believed, from two public clients). What the night finds replaces, as a correction of
the same publication, what the feed alone had told by day.

Source: the publisher's documentation and sample of the feed (2014 to 2022), a recorded entry of 2008, property names
of its templates. Today's pages, and that cloud addresses are refused with 403 at times, from public clients of 2026.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import (
    SourceChangedError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
    TooManyHitsError,
)
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import EventKind, InsolvencyNotice, Practitioner
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.gazette.categories import Meaning, meaning
from chalicelib.registers.gazette.debtors import companies, debtor_of
from chalicelib.registers.gazette.feed import Entry, about_company, entries, read, read_entry, total
from chalicelib.registers.gazette.page import Page
from chalicelib.registers.gazette.parties import Company, number_of
from chalicelib.web import Web

_NAME = "gb_gazette"
_ORIGIN = "https://www.thegazette.co.uk"
_FEED = f"{_ORIGIN}/insolvency/notice/data.json"
PAGE_SIZE = 50  # 100 is served too, but such long answers arrived cut
_JSON, _XHTML = "application/json", "application/xhtml+xml"
_ZONE = ZoneInfo("Europe/London")
# What was stored of a notice before: its entry in the feed, or its page, which replaced that.
_TOLD, _BY_FEED, _REPLACED = "told", "by the feed alone", "by the page that replaced the feed's words"
_WITHDRAWN = {"withdrawn", "cancelled"}  # believed

REGISTER = Register(
    name=_NAME,
    title="The Gazette: corporate insolvency notices",
    country="GB",
    origins=(_ORIGIN,),
    terms_of_use="No key. At most five requests in ten seconds; crawling between 21:00 and 07:00 London time. Open "
    "Government Licence 3.0, which does not cover personal data: persons' notices are not fetched. Cloud addresses "
    "are refused with 403 at times: plan an egress that is allowed, or ask the publisher (TSO) for a data agreement.",
    poll_every=timedelta(hours=4),
    overlap=timedelta(days=2),
    expected_per_business_day=(50, 500),  # believed
    time_zone="Europe/London",
    retention="notices stay published; no period is set for copies (believed)",
    seconds_between_requests=2.0,
    largest_window_days=1,
    access=Access.OPEN,
    proof=Proof.SPECIFICATION,
    covers="companies, petitions included; persons are never asked for",
    identifiers=(Scheme.GB_COMPANY,),
    solvent_apart=True,
    believed="where facts stand in a notice's own page; the words that tell other parties from the debtor; some "
    "codes of categories; withdrawn and cancelled are its words; crawling is wanted at night; "
    "addresses of clouds are refused at times",
    keeps_raw_answers=False,
    verified_by="feed: specification and recorded entries of 2008 and 2014; the notice's own page: believed, from the "
    "publisher's templates; access from a cloud: believed to be refused at times",
)


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Each corporate insolvency notice of the window, day by day: its page, or its entry of the feed.

    Where the notices themselves are refused or do not answer, the feed's entries are all given before that is raised.

    Raises:
        SourceRefusedError: 403, in words.
        TooManyHitsError: the feed gave fewer notices than it counts.
        SourceError: as `Web.get`.
    """
    failure: SourceError | None = None
    for offset in range((window.end - window.start).days + 1):
        day = (window.start + timedelta(days=offset)).isoformat()
        for entry in _listed(web, day):
            try:
                document = _document(web, entry, day, window.known_rows, pages=failure is None)
            except (SourceRefusedError, SourceUnreachableError) as error:
                failure = error
                document = _document(web, entry, day, window.known_rows, pages=False)
            if document:
                yield document
    if failure:
        raise failure


def _listed(web: Web, day: str) -> list[dict[str, Any]]:
    """The day's entries about companies; others are forgotten here."""
    asked = {
        "categorycode": "24",
        "start-publish-date": day,
        "end-publish-date": day,
        "results-page-size": str(PAGE_SIZE),
        "sort-by": "oldest-date",  # what is published meanwhile comes last
    }
    found: dict[str, dict[str, Any]] = {}
    for number in range(1, 201):
        answer = _get(web, _FEED, asked | {"results-page": str(number)})
        if answer is None:
            raise SourceChangedError(_NAME, f"{_FEED} answered 404")
        feed = read(answer)
        page, expected = entries(feed), total(feed)
        found.update((str(entry.get("id")), entry) for entry in page)
        if len(found) >= expected:
            web.name_rows(len(found))
            return [entry for entry in found.values() if about_company(entry)]
        if not page:
            break
    raise TooManyHitsError(_NAME, f"the feed of {day} gave {len(found)} of {expected} notices")


def _document(web: Web, entry: dict[str, Any], day: str, known: frozenset[str], *, pages: bool) -> Document | None:
    """The notice's page with its entry, or its entry alone; None when what there is of it now is stored."""
    found = read_entry(entry)
    withdrawn = _is_withdrawn(found)
    whole = found.notice_id + ("-withdrawn" if withdrawn else "")
    alone = f"{found.notice_id}-by-the-feed-alone"
    if whole in known:
        return None
    url = f"{_ORIGIN}/notice/{found.notice_id}/data.xml"
    printed = json.dumps(entry, ensure_ascii=False)
    told = {_TOLD: _BY_FEED} if alone in known else {}
    if withdrawn:
        told = {_TOLD: _REPLACED} if told and found.notice_id in known else {}
        return _of_entry(web, printed, {"row_key": whole, "day": day} | told)
    page = _get(web, url) if pages and _page_wanted(found, web.fetched_at) else None
    if page is None:  # by day, or the feed is ahead of the page: it is asked for again
        return None if told else _of_entry(web, printed, {"row_key": alone, "day": day})
    said = {"row_key": whole, "day": day, "entry": printed} | told
    return Document(source=_NAME, url=url, media_type=_XHTML, content=page, fetched_at=web.fetched_at, attributes=said)


def _of_entry(web: Web, printed: str, said: dict[str, str]) -> Document:
    content = f'{{"entry": {printed}}}'.encode()
    return Document(
        source=_NAME, url=_FEED, media_type=_JSON, content=content, fetched_at=web.fetched_at, attributes=said
    )


def _is_withdrawn(found: Entry) -> bool:
    return found.status.casefold() in _WITHDRAWN


def _page_wanted(found: Entry, now: datetime) -> bool:
    """Whether the notice itself is read: any at night, by day only where the feed is not enough."""
    hour = now.astimezone(_ZONE).hour
    if hour >= 21 or hour < 7:
        return True
    kind = meaning(found.term, found.code, found.text).kind
    in_doubt = kind in {EventKind.PETITION_FILED, EventKind.PRELIM_MEASURES, EventKind.UNCLASSIFIED}
    return in_doubt or number_of(found.text, found.named) is None


def _get(web: Web, url: str, params: dict[str, str] | None = None) -> bytes | None:
    """The answer, None when there is no such page."""
    answer = web.get(url, params=params, allow=(403, 404))
    if answer.status_code == 404:
        return None
    if answer.status_code == 403:
        raise SourceRefusedError(
            _NAME,
            f"{url} answered 403: The Gazette refuses this address, as it does with those of clouds at times. Nothing "
            "was read. Send its requests through an address it allows, or ask the publisher for a data agreement",
        )
    if not answer.content.strip():
        raise SourceUnreachableError(_NAME, f"{url} answered with nothing at all")
    return answer.content


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per company of each notice; what is no company's is skipped.

    Raises:
        SourceChangedError: an unknown member or status, cut JSON or XHTML, or a page without its feed entry.
    """
    if document.media_type == _XHTML:
        if "entry" not in document.attributes:
            raise SourceChangedError(_NAME, "a notice's page without what the feed said about it")
        found = read_entry(read(document.attributes["entry"].encode()))
        yield from _notices(document, found, Page(document.content))
        return
    for entry in entries(read(document.content)):
        if about_company(entry):
            yield from _notices(document, read_entry(entry), None)


def _notices(document: Document, found: Entry, page: Page | None) -> Iterator[InsolvencyNotice]:
    text = page.text if page else found.text
    means = meaning(found.term, found.code, text)
    debtors = companies(found, page, means.kind)
    told = _told(document, found, debtors)
    for number, company in enumerate(debtors, start=1):
        facts = _facts(document, found, text) | debtor_of(company, means.omissions, page, number)
        yield InsolvencyNotice(
            **facts,
            **_as_event(document, found, means, number, corrects=number == told),
            proceeding_kind=means.proceeding,
            **(_page_facts(page, means.kind) if page else {}),
        )


def _told(document: Document, found: Entry, debtors: list[Company]) -> int | None:
    """Which of the debtors the feed alone had told of, counted from one."""
    if document.attributes.get(_TOLD) != _BY_FEED:
        return None
    (by_feed,) = companies(found, None, EventKind.UNCLASSIFIED)
    alike = (place for place, one in enumerate(debtors, start=1) if one.number and one.number == by_feed.number)
    return next(alike, 1)


def _facts(document: Document, found: Entry, text: str) -> dict[str, Any]:
    return {
        "source": _NAME,
        "country": "GB",
        "publication_date": found.published,
        "original_kind": f"{found.code} {found.term}".strip(),
        "original_text": "\n".join(dict.fromkeys(filter(None, (found.title, text)))),
        "source_url": f"{_ORIGIN}/notice/{found.notice_id}",
        "fetched_at": document.fetched_at,
        "payload": document.digest,
    }


def _as_event(document: Document, found: Entry, means: Meaning, number: int, *, corrects: bool) -> dict[str, Any]:
    """Id and event; a page that follows the feed's words has an id of its own, which names the publication, too."""
    suffix = "" if number == 1 else f"-{number}"
    stored = found.notice_id + ("-page" if _TOLD in document.attributes else "") + suffix
    if _is_withdrawn(found):
        event = {"event_kind": EventKind.CANCELLATION, "underlying_kind": means.kind, "cancels": stored}
        return event | {"publication_id": f"{found.notice_id}{suffix}-withdrawn"}
    if found.status.casefold() != "published":
        raise SourceChangedError(_NAME, f"unknown f:status {found.status!r}")
    if corrects:
        event = {"event_kind": EventKind.CORRECTION, "underlying_kind": means.kind, "corrects": found.notice_id}
        return event | {"publication_id": stored}
    return {"event_kind": means.kind, "publication_id": stored}


def _page_facts(page: Page, kind: EventKind) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "court": page.court(),
        "case_number": page.case_number(),
        "hearing_dates": page.hearings(),
        "claim_deadline": page.claims_until(),
    }
    holders = [] if kind is EventKind.PETITION_FILED else page.practitioners()
    return facts | _practitioners(holders)


def _practitioners(holders: list[Practitioner]) -> dict[str, Any]:
    if not holders:
        return {}
    first = holders[0]
    own = {f"practitioner_{name}": value for name, value in first if value is not None}
    return own | {"further_practitioners": tuple(holders[1:])}
