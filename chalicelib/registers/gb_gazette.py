"""United Kingdom: The Gazette, corporate insolvency notices (category 24).

Petitions to wind up are published here alone, days or weeks before Companies House shows a case. Persons (category
25) are never asked for, and what is returned unasked is dropped before anything is stored. One request in two
seconds keeps the publisher's limit of five in ten. By day the feed is asked, and the notice itself only where the
feed is not enough (petitions, no company number); the others are read between 21:00 and 07:00, when the publisher
wants to be crawled (believed, from two public clients).

Source: the publisher's documentation and sample of the feed (2014 to 2022), a recorded entry of 2008, property names
of its templates. Today's pages, and that cloud addresses are refused with 403 at times, from public clients of 2026.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import SourceChangedError, SourceRefusedError, SourceUnreachableError, TooManyHitsError
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice, Omission, Practitioner
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.gazette.categories import is_corporate, meaning, normal_term
from chalicelib.registers.gazette.feed import Entry, code_of, entries, read, read_entry, total
from chalicelib.registers.gazette.page import COMPANY_NUMBER, Company, Page
from chalicelib.web import Web

_NAME = "gb_gazette"
_ORIGIN = "https://www.thegazette.co.uk"
_FEED = f"{_ORIGIN}/insolvency/notice/data.json"
PAGE_SIZE = 50  # 100 is served too, but such long answers arrived cut
_JSON, _XHTML = "application/json", "application/xhtml+xml"
_ZONE = ZoneInfo("Europe/London")
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
    believed="where facts stand in a notice's own page; some codes of categories; withdrawn and cancelled are its "
    "words; crawling is wanted at night; addresses of clouds are refused at times",
    keeps_raw_answers=False,
    verified_by="feed: specification and recorded entries of 2008 and 2014; the notice's own page: believed, from the "
    "publisher's templates; access from a cloud: believed to be refused at times",
)


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Each corporate insolvency notice of the window, day by day: its page, or its entry of the feed.

    Raises:
        SourceRefusedError: 403, in words.
        TooManyHitsError: the feed gave fewer notices than it counts.
        SourceError: as `Web.get`.
    """
    for offset in range((window.end - window.start).days + 1):
        day = (window.start + timedelta(days=offset)).isoformat()
        for entry in _listed(web, day):
            found = read_entry(entry)
            if found.notice_id not in window.known_rows:
                yield _document(web, entry, found, day)


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
            return [entry for entry in found.values() if is_corporate(code_of(entry))]
        if not page:
            break
    raise TooManyHitsError(_NAME, f"the feed of {day} gave {len(found)} of {expected} notices")


def _document(web: Web, entry: dict[str, Any], found: Entry, day: str) -> Document:
    """The notice's page with its entry, or its entry alone."""
    said = {"row_key": found.notice_id, "day": day}
    url = f"{_ORIGIN}/notice/{found.notice_id}/data.xml"
    printed = json.dumps(entry, ensure_ascii=False)
    page = _get(web, url) if _page_wanted(found, web.fetched_at) else None
    facts: dict[str, Any] = {"url": url, "media_type": _XHTML, "content": page, "attributes": said | {"entry": printed}}
    if page is None:  # by day, or the feed is ahead of the page
        content = f'{{"entry": {printed}}}'.encode()
        facts = {"url": _FEED, "media_type": _JSON, "content": content, "attributes": said}
    return Document(source=_NAME, fetched_at=web.fetched_at, **facts)


def _page_wanted(found: Entry, now: datetime) -> bool:
    """Whether the notice itself is read: any at night, by day only where the feed is not enough."""
    hour = now.astimezone(_ZONE).hour
    if hour >= 21 or hour < 7:
        return True
    kind = meaning(found.term, found.code, found.text).kind
    return kind is EventKind.PETITION_FILED or not COMPANY_NUMBER.search(found.text)


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
        if is_corporate(code_of(entry)):
            yield from _notices(document, read_entry(entry), None)


def _notices(document: Document, found: Entry, page: Page | None) -> Iterator[InsolvencyNotice]:
    text = page.text if page else found.text
    means = meaning(found.term, found.code, text)
    for number, company in enumerate(_companies(found, page), start=1):
        suffix = "" if number == 1 else f"-{number}"
        debtor = _debtor(company, means.omissions, page, number)
        facts = _facts(document, found, text, suffix) | debtor
        kind = facts.pop("cancelled", None) or means.kind
        underlying = means.kind if kind is EventKind.CANCELLATION else None
        yield InsolvencyNotice(
            **facts,
            event_kind=kind,
            underlying_kind=underlying,
            proceeding_kind=means.proceeding,
            **(_page_facts(page, means.kind) if page else {}),
        )


def _facts(document: Document, found: Entry, text: str, suffix: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "source": _NAME,
        "publication_id": found.notice_id + suffix,
        "country": "GB",
        "publication_date": found.published,
        "original_kind": f"{found.code} {found.term}".strip(),
        "original_text": "\n".join(dict.fromkeys(filter(None, (found.title, text)))),
        "source_url": f"{_ORIGIN}/notice/{found.notice_id}",
        "fetched_at": document.fetched_at,
        "payload": document.digest,
    }
    status = found.status.casefold()
    if status in _WITHDRAWN:
        taken_back = {"cancelled": EventKind.CANCELLATION, "cancels": facts["publication_id"]}
        return facts | taken_back | {"publication_id": f"{facts['publication_id']}-withdrawn"}
    if status != "published":
        raise SourceChangedError(_NAME, f"unknown f:status {found.status!r}")
    return facts


def _companies(found: Entry, page: Page | None) -> list[Company]:
    """The debtors: from the page, else the one of the feed, whose title is the company's name or only the category."""
    on_page = [one for one in page.companies() if one.name] if page else []
    if on_page:
        return on_page
    number = COMPANY_NUMBER.search(found.text)
    named = found.title and normal_term(found.title) != normal_term(found.term)
    first_line = found.text.split("\n")[0].rstrip("… .")
    name = found.title if named else COMPANY_NUMBER.sub("", first_line).strip(" (),")
    return [Company(name or None, number[1] if number else None)]


def _debtor(company: Company, omissions: tuple[Omission, ...], page: Page | None, number: int) -> dict[str, Any]:
    if company.name is None:
        omissions = (*omissions, Omission(field="debtor_name", reason="the notice's head does not name the company"))
    if company.number is None:
        reason = "neither feed nor page prints a company number"
        omissions = (*omissions, Omission(field="debtor_reg_no", reason=reason))
    if page is None:
        reason = "stands in the notice itself, which is not read by day"
        omissions = (*omissions, Omission(field="practitioner_name", reason=reason))
    first = page if number == 1 else None
    return {
        "debtor_kind": DebtorKind.ORGANISATION,
        "debtor_name": company.name or "company not named",
        "debtor_aliases": first.former_names() if first else (),
        "debtor_reg_no": company.number,
        "debtor_reg_office": "Companies House" if company.number else None,
        "debtor_identifiers": parse_all([(Scheme.GB_COMPANY, company.number, None)]) if company.number else (),
        "debtor_postal_address": first.registered_office() if first else None,
        "omissions": omissions,
    }


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
