"""United States: the bankruptcy courts' free feeds of docket entries, one per court.

A feed covers about a day (believed) and some courts publish selected kinds of entries only; six publish none. It
names no address, register number or claims limit: those are in the dockets (`us_courtlistener`, where somebody bought
them). Natural persons' entries are taken out before a feed is stored: such feeds are kept without them, and in UTF-8.

Source: a recorded feed of 2018, the judiciary's list of feeds; the words of entries are believed but for a few.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import SourceError, SourceUnreachableError
from chalicelib.model.document import Document
from chalicelib.model.notice import EventKind, InsolvencyNotice, Omission
from chalicelib.model.record import content_id
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.american.courts import WITH_FEED
from chalicelib.registers.american.events import kind_of
from chalicelib.registers.american.feed import SOURCE, Feed, Item
from chalicelib.registers.american.names import debtor, is_kept
from chalicelib.web import Web

_NAME = SOURCE
_PATH = "/cgi-bin/rss_outside.pl"
_SILENT = 5  # so many courts in a row are not down: we are cut off

REGISTER = Register(
    name=_NAME,
    title="U.S. bankruptcy courts: feeds of docket entries",
    country="US",
    origins=("https://ecf.*.uscourts.gov",),  # one host per court, see `WITH_FEED`
    terms_of_use="Free, without key; dockets and documents behind the links cost money (PACER). Court records are "
    "public, yet natural persons' cases are not stored.",
    poll_every=timedelta(hours=4),
    overlap=timedelta(0),  # a feed has no past to ask for
    expected_per_business_day=(20, 3000),  # believed
    time_zone="America/New_York",
    retention="about a day in the feed (believed)",
    seconds_between_requests=1.0,
    largest_window_days=366,  # days mean nothing to a feed: one look a poll
    access=Access.OPEN,
    proof=Proof.RECORDED,
    covers="companies and persons who trade, by name alone; others are taken out before anything is kept, with them "
    "companies not under chapter 11 whose name has no legal form or word of business, or only a surname's",
    believed="a feed covers about a day; the words of most entries; the other courts' feeds look like the recorded "
    "one; which words make a name a company's",
    keeps_raw_answers=False,
    verified_by="recorded payload of one court, 2018; addresses by the judiciary's list; words of entries: believed",
)
_ZONE = ZoneInfo(REGISTER.time_zone)


def fetch(web: Web, window: Window) -> Iterator[Document]:  # noqa: ARG001 - every register's fetch has this shape
    """What each court's feed holds now, without natural persons. The window says nothing to a feed.

    Each court is asked once; the next poll comes soon when one failed.

    Raises:
        SourceError: one court did not answer or answered otherwise; the others' feeds were yielded before. After
            `_SILENT` courts in a row that do not answer the rest is not asked.
    """
    failed: list[SourceError] = []
    silent = 0
    for court in WITH_FEED:
        url = f"https://ecf.{court}.uscourts.gov{_PATH}"
        try:
            content = web.send("GET", url, again=False).content
            feed = Feed(content)
            web.name_rows(feed.rows)
            kept = feed.without_persons() or content
        except SourceError as error:
            failed.append(error)
            silent = silent + 1 if isinstance(error, SourceUnreachableError) else 0
            if silent == _SILENT:
                break
            continue
        silent = 0
        yield Document(source=_NAME, url=url, media_type="application/rss+xml", content=kept, fetched_at=web.fetched_at)
    if failed:
        raise type(failed[0])(_NAME, _told(failed, gave_up=silent == _SILENT))


def _told(failed: list[SourceError], *, gave_up: bool) -> str:
    if gave_up:
        return (
            f"{_SILENT} courts in a row did not answer, the rest was not asked; the first failure: {failed[0].reason}"
        )
    return f"{len(failed)} of {len(WITH_FEED)} courts were not read, the first: {failed[0].reason}"


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per entry that says more than that a paper was filed.

    Raises:
        SourceChangedError: the feed of a court that is not known, or entries of another form, after all others.
    """
    feed = Feed(document.content)
    for item in feed.items():
        kind = kind_of(item.event, item.chapter)
        if kind is not None and is_kept(item.title, item.chapter, item.event):
            yield _notice(document, feed.court, item, kind)


def _notice(document: Document, court: str, item: Item, kind: EventKind) -> InsolvencyNotice:
    who = debtor(item.title, item.chapter, item.event)
    omissions = [
        Omission(field="opening_date", reason="the feed tells when an entry was made, not when the petition was filed"),
        Omission(field="claim_deadline", reason="stands in the docket, not in the feed"),
    ]
    if kind is EventKind.UNCLASSIFIED:
        omissions.append(Omission(field="event_kind", reason=f"unknown entry {item.event!r}"))
    facts: dict[str, Any] = {}
    if item.trustee:
        facts = {"practitioner_name": item.trustee, "practitioner_role": "trustee"}
    return InsolvencyNotice(
        source=_NAME,
        publication_id=f"{item.id}-{content_id(item.event)[:8]}",  # one id may carry several entries
        country="US",
        publication_date=item.entered.astimezone(_ZONE).date(),
        event_kind=kind,
        original_kind=item.event or "entry without a name",
        original_text=f"{item.title}\nChapter {item.chapter or 'not named'}: {item.event}",
        court=court,
        case_number=item.number,
        proceeding_kind=f"chapter {item.chapter}" if item.chapter else None,
        debtor_name=who.name,
        debtor_aliases=who.aliases,
        debtor_kind=who.kind,
        omissions=tuple(omissions),
        source_url=item.link,
        fetched_at=document.fetched_at,
        payload=document.digest,
        **facts,
    )
