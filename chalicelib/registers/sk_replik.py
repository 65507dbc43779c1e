"""Slovakia: REPLIK (since October 2025, before: Register úpadcov), proceedings and what they have become.

A state source behind a list of changes: the list tells which proceedings changed, the detail who the debtor is, and a
search by the debtor's company number the state. A notice's id is made from the state, so that a paper filed or a
repeated change brings nothing new. Time limits and hearings stand in the notices' texts (oznamService), which are not
read. Natural persons without a business are left out before anything is kept.

Source: classes that public clients generated from the official WSDL, request examples of the register's guide. No real
answer was ever seen.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from lxml import etree

from chalicelib.errors import SourceChangedError, TooManyHitsError
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.questions import Question, by_number
from chalicelib.registers.slovak import proceedings, soap
from chalicelib.web import Web
from chalicelib.web.soap import answered
from chalicelib.web.xml_text import read_xml

_NAME = "sk_replik"
_ORIGIN = "https://replik-ws.justice.sk"
MOST_CHANGES = 500
_ZONE = "Europe/Bratislava"

REGISTER = Register(
    name=_NAME,
    title="REPLIK: register of insolvency proceedings",
    country="SK",
    origins=(_ORIGIN,),
    terms_of_use="No key and no registration. No rate is published; one request at a time, half a second apart "
    "(believed to be welcome).",
    poll_every=timedelta(minutes=30),
    overlap=timedelta(0),  # the cursor resumes a second before where it ended
    expected_per_business_day=(1, 400),  # believed: few companies fail there, and persons are left out
    time_zone=_ZONE,
    retention="proceedings since 2016 can be asked for (believed)",
    seconds_between_requests=0.5,
    follows_cursor=True,
    look_ups_per_day=2000,  # believed: no limit is published
    largest_window_days=366,  # days mean nothing to a cursor
    access=Access.OPEN,
    proof=Proof.SPECIFICATION,
    covers="companies and persons who trade; others are left out before anything is kept",
    identifiers=(Scheme.SK_ICO,),
    solvent_apart=True,
    believed="the endpoint; changes are told as attributes, 500 at most, in no order; what states and reasons "
    "mean; proceedings since 2016 can be asked for",
    keeps_raw_answers=False,
    verified_by="specification (generated from the official WSDL by public clients); no recorded payload, meanings "
    "believed",
)
RECONCILES_BY = Scheme.SK_ICO  # what `reconcile` wants to know of the customers


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Each proceeding that changed since the cursor, oldest change first, then the list of changes itself.

    Raises:
        TooManyHitsError: the list is as long as it can be. What it holds was yielded without a cursor; what is missing
            nobody but `reconcile` with known company numbers can bring.
        SourceError: as `soap.ask`.
    """
    since = soap.moment(window.cursor) if window.cursor else _midnight(window)
    asked = (since - timedelta(seconds=1)).isoformat()
    limits = {"ZmenyOd": asked, "MaximalnyPocetVysledkov": str(MOST_CHANGES)}
    answer = soap.ask(web, "vyhladajPoslednuZmenuOd", limits)
    changes = _changes(answer)
    web.name_rows(len(changes))
    capped = len(changes) >= MOST_CHANGES
    for number, at in sorted(changes.items(), key=lambda change: change[1]):
        if content := _kept(web, number):
            attributes = {"changed": at.isoformat()}
            yield _document(web, content, attributes, cursor=None if capped else at.isoformat())
    if capped:
        reason = f"{len(changes)} changes since {asked}, the most that are told"
        raise TooManyHitsError(_NAME, f"{reason}; reconcile the companies you know")
    cursor = max([since, *changes.values()]).isoformat()
    yield _document(web, etree.tostring(answer.getroottree(), encoding="utf-8"), {}, cursor=cursor)


def _midnight(window: Window) -> datetime:
    return datetime.combine(window.start, time.min, ZoneInfo(_ZONE))


def _changes(answer: etree._Element) -> dict[str, datetime]:
    """Proceeding -> its last change; attributes, or children should the register write them so."""
    found: dict[str, datetime] = {}
    for one in soap.named(answer, "PoslednaZmenaNaKonani"):
        number = one.get("KonanieId") or soap.text(one, "KonanieId")
        at = one.get("PoslednaZmena") or soap.text(one, "PoslednaZmena")
        if not number or not number.isdecimal() or at is None:
            raise SourceChangedError(_NAME, f"a change of proceeding {number!r} at {at!r}")
        found[number] = max(found.get(number, soap.moment(at)), soap.moment(at))
    return found


def _kept(web: Web, number: str) -> bytes | None:
    """As `_proceeding`; one that is not understood becomes its number and the reason, for `parse` to raise."""
    try:
        return _proceeding(web, number)
    except SourceChangedError as error:
        return proceedings.unread(number, error.reason)


def _proceeding(web: Web, number: str) -> bytes | None:
    """Row and detail of one proceeding, None when its debtor is a person without a business."""
    answer = soap.ask(web, "getKonanieDetail", {"KonanieId": number})
    detail = next(soap.named(answer, "Konanie"), None)
    if detail is None:
        raise SourceChangedError(_NAME, f"proceeding {number} has no detail")
    debtor = soap.child(detail, "Dlznik")
    kind = soap.type_of(debtor) if debtor is not None else ""
    if kind not in {"", proceedings.PERSON, proceedings.TRADER, proceedings.COMPANY}:
        raise SourceChangedError(_NAME, f"proceeding {number}: a debtor of unknown kind {kind!r}")
    if kind == proceedings.PERSON:
        return None
    if company := soap.text(debtor, "Ico"):
        rows = soap.pages(web, "getKonaniePodlaICO", {"Ico": company})
    else:
        rows = soap.pages(web, "vyhladajKonanie", {"Query": _words(number, detail, debtor)})
    ours = [row for row in rows if soap.text(row, "Id") == number]
    if not ours:
        raise SourceChangedError(_NAME, f"proceeding {number} has a detail, but no search finds it")
    return proceedings.kept(ours, detail) if proceedings.trades(ours[0]) else None


def _words(number: str, detail: etree._Element, debtor: etree._Element | None) -> str:
    """What finds the proceeding's row: the court's file, the practitioner's, or the debtor's name."""
    files = (soap.text(detail, name) for name in ("SpisovaZnackaSudu", "SpisovaZnackaSpravcu"))
    found = next(filter(None, (*files, soap.text(debtor, "ObchodneMeno"), soap.text(debtor, "Priezvisko"))), None)
    if found is None:
        raise SourceChangedError(_NAME, f"proceeding {number} names no file and no debtor")
    return found


def reconcile(web: Web, company_numbers: Iterable[str]) -> Iterator[Document]:
    """Every proceeding of each company as it stands today; none for one without. Raises as `soap.pages`."""
    for number in company_numbers:
        if rows := soap.pages(web, "getKonaniePodlaICO", {"Ico": number}):
            yield _document(web, proceedings.kept(rows, None), {"company_number": number})


def look_up(customer: Customer) -> Question | None:
    """The question about a customer that is new to us, by company number."""
    return by_number(customer, RECONCILES_BY, reconcile)


def live(web: Web) -> str:
    """The position to go on from after companies were asked one by one: all that changes from now on."""
    return web.fetched_at.isoformat()


def _document(web: Web, content: bytes, attributes: dict[str, str], cursor: str | None = None) -> Document:
    return Document(
        source=_NAME,
        url=soap.ENDPOINT,
        media_type="application/xml",
        content=content,
        fetched_at=web.fetched_at,
        attributes=attributes,
        cursor=cursor,
    )


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per proceeding: its present state. A list of changes names nobody and gives none.

    Raises:
        SourceChangedError: an unknown element of a row, a fault, cut XML, or what `fetch` did not understand.
    """
    root = read_xml(_NAME, document.content)
    answer = root if root.tag == proceedings.ROOT else answered(_NAME, root)
    if soap.name_of(answer) == "vyhladajPoslednuZmenuOdResponse":
        _changes(answer)
        return
    proceedings.check_read(answer)
    details = {soap.text(one, "Id"): one for one in soap.named(answer, "Konanie")}
    rows = list(soap.named(answer, "KonanieInfo"))
    if not rows and answer is not root and soap.text(answer, "VysledkovCelkom") is None:
        raise SourceChangedError(_NAME, f"<{soap.name_of(answer)}> tells no proceedings")
    for row in rows:
        if proceedings.trades(proceedings.checked(row)):
            yield _notice(document, row, details.get(soap.text(row, "Id")))


def _notice(document: Document, row: etree._Element, detail: etree._Element | None) -> InsolvencyNotice:
    fetched_on = document.fetched_at.astimezone(ZoneInfo(_ZONE)).date()
    return InsolvencyNotice(
        source=_NAME,
        country="SK",
        publication_date=soap.day(row, "DatumPoslednejUdalosti") or fetched_on,
        fetched_at=document.fetched_at,
        payload=document.digest,
        **proceedings.facts(row, detail),
    )
