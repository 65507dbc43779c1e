"""Austria: Ediktsdatei, the insolvency file (Insolvenzdatei) of the courts, by its pages.

Switched off by default (template parameter DisabledSources), for two reasons. The Ministry offers a paid interface
(REST and JSON, user and password, with the deleted cases that every copy has to drop), and whoever relies on Austria
should order that one; of it only the manual's summary could be had, so that nothing here speaks to it. And nobody
recorded a page for us: links, spans and blocks are as two public clients of 2026 agree on them. An admin switches it
on after `insolvency-watch poll at_ediktsdatei --from DAY --to DAY` gave what the pages show.

A page holds all publications of one proceedings; each block becomes a notice whose id is made from its content, so
that a page read again brings only what is new. District courts (BG) hear consumers: their entries are never opened.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, Hearing, InsolvencyNotice, Omission
from chalicelib.model.record import content_id
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers import unread
from chalicelib.registers.austrian.pages import Proceedings, Publication, Row, read_list, read_proceedings
from chalicelib.registers.austrian.wording import SOURCE, Field, days, hearing_kind, hour, kind_of
from chalicelib.web import Web

_NAME = SOURCE
_ORIGIN = "https://edikte.justiz.gv.at"
_DATABASE = f"{_ORIGIN}/edikte/id/idedi8.nsf"
MOST_HITS = 4999  # the largest number that the search's own form asks for
_FORMS = re.compile(
    r"\b(gmbh|ges\.?\s?m\.?\s?b\.?\s?h|flexco|ag|kg|og|se|keg|oeg|gen|reg\.?\s?gen|genossenschaft|verein|stiftung|"
    r"privatstiftung|sparkasse|limited|ltd|s\.?r\.?o|gesellschaft)\b",
    re.IGNORECASE,
)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}\w")  # without its bounds, minutes for a long line
_SOLE_TRADER = re.compile(r"\be\.\s?U\.", re.IGNORECASE)
_HOLDERS = ("masseverwalter", "insolvenzverwalter", "sanierungsverwalter", "treuhänder")
_CLOSED = frozenset({EventKind.CLOSED_LIFTED, EventKind.CLOSED_DISCONTINUED})

REGISTER = Register(
    name=_NAME,
    title="Ediktsdatei: Insolvenzdatei",
    country="AT",
    origins=(_ORIGIN,),
    terms_of_use="Free pages without a machine interface; one request a second was used without trouble. The paid "
    "interface of the Ministry of Justice (IWG) also lists deleted cases, which must leave every copy: pages do not "
    "tell of them.",
    poll_every=timedelta(hours=12),
    overlap=timedelta(days=3),
    expected_per_business_day=(20, 400),  # believed: some 200 entries of all courts a day
    time_zone="Europe/Vienna",
    retention="one year after the end, then deleted (IO 256, believed); the pages themselves do not say when",
    seconds_between_requests=1.0,
    largest_window_days=14,
    access=Access.PAGES,
    proof=Proof.BELIEVED,
    covers="companies and sole traders; consumers' entries are never opened",
    identifiers=(Scheme.AT_FN,),
    off_because="the Ministry's paid interface is the one to order, and no page was recorded; try it with "
    "`insolvency-watch poll`",
    believed="links, spans and blocks of the pages; the texts of a publication's fields; pages of ended cases go a"
    " year after the end (IO 256)",
    keeps_raw_answers=False,
    verified_by="believed: no page was recorded; its parts as two public clients of 2026 agree on them",
)


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """The page of each proceedings with a publication since the window's first day, without district courts'.

    Raises:
        TooManyHitsError: the list is cut.
        SourceError: as `Web.get`.
    """
    asked = {
        "OpenAgent": "",
        "subf": "eid",
        "scope": "edi",
        "Anw": "ID",
        "datum": f"{window.start:%d.%m.%Y}",
        "SchuldnerS": "",
        "BMAZ": "NUL",  # first entries and changes
        "BL": "NUL",  # every state
        "SearchMax": str(MOST_HITS),
        "SearchOrder": "4",
    }
    rows = read_list(web.get(f"{_DATABASE}/submitSuche", params=asked).content, MOST_HITS)
    web.name_rows(len(rows))
    for row in rows:
        if row.court.startswith("BG "):
            continue
        answer = web.get(f"{_DATABASE}/0/{row.id}!OpenDocument", allow=(404,))
        content = _kept(answer.content) if answer.status_code != 404 else None  # 404: deleted since it was listed
        if content:
            yield _document(web, row, content)


def _document(web: Web, row: Row, content: bytes) -> Document:
    return Document(
        source=_NAME,
        url=f"{_DATABASE}/0/{row.id}!OpenDocument",
        media_type="text/html",
        content=content,
        fetched_at=web.fetched_at,
        attributes={"unid": row.id, "place": row.debtor[-1] if len(row.debtor) > 1 else ""},
    )


def _kept(content: bytes) -> bytes | None:
    """What of the page may be stored: all, nothing of a consumer's, or its shape where that cannot be told."""
    try:
        return None if _consumers(read_proceedings(content)) else content
    except SourceChangedError as error:
        return unread.instead(error.reason, content)


def _consumers(found: Proceedings) -> bool:
    return "schuldenregulierung" in found.kind.casefold() or found.court.startswith("BG ")


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per publication on the page.

    Raises:
        SourceChangedError: the page has another form, or a publication a date that is none.
    """
    unread.check(_NAME, document.content)
    found = read_proceedings(document.content)
    if _consumers(found):
        return
    match = re.search(r"/0/([0-9a-f]{32})!OpenDocument", document.url)
    page = document.attributes.get("unid") or (match[1] if match else content_id(found.court, found.case_number))
    for publication in found.publications:
        yield _notice(document, page, found, publication)


def _notice(document: Document, page: str, found: Proceedings, publication: Publication) -> InsolvencyNotice:
    kind, told = kind_of(publication.fields, found.kind)
    omissions: tuple[Omission, ...] = ()
    if kind is EventKind.UNCLASSIFIED:
        omissions = (Omission(field="event_kind", reason=f"field {told!r} does not say what happened"),)
    return InsolvencyNotice(
        source=_NAME,
        publication_id=f"{page}-{publication.day}-{content_id(publication.text)[:12]}",
        country="AT",
        publication_date=publication.day,
        event_kind=kind,
        original_kind=told,
        original_text=f"{found.kind}\n{publication.text}".strip(),
        court=found.court,
        case_number=found.case_number,
        proceeding_kind=found.kind or None,
        omissions=omissions,
        source_url=document.url or None,
        fetched_at=document.fetched_at,
        payload=document.digest,
        **_dates(kind, told, publication.fields),
        **_debtor(found, document.attributes.get("place", "")),
        **_practitioner(publication.fields),
    )


def _dates(kind: EventKind, told: str, fields: tuple[Field, ...]) -> dict[str, Any]:
    named = {field.name.casefold(): field for field in fields}
    opened = named.get("eröffnung")
    limit = next((field for name, field in named.items() if "anmeldungsfrist" in name), None)
    hearings = tuple(
        Hearing(kind=what, date=when[0], time=hour(field.text), place=_place(field.text))
        for field in fields
        if (what := hearing_kind(field.name)) and (when := days(field.text))
    )
    return {
        "opening_date": _first(opened),
        "claim_deadline": _first(limit),
        "closing_date": _first(named[told.casefold()]) if kind in _CLOSED else None,
        "hearing_dates": hearings,
    }


def _first(field: Field | None) -> Any:
    return next(iter(days(field.text)), None) if field else None


def _place(text: str) -> str | None:
    match = re.search(r"Uhr\s*,?\s*(?:Ort:\s*)?(.+)", text)
    return match[1].strip(" ,.") or None if match else None


def _debtor(found: Proceedings, place: str) -> dict[str, Any]:
    name = found.debtor[0]
    identifiers = parse_all([(Scheme.AT_FN, found.number, None)]) if found.number else ()
    trader = bool(_SOLE_TRADER.search(name))
    firm = not trader and (bool(found.number) or bool(_FORMS.search(name)))
    seat = re.fullmatch(r"(?:A-)?(\d{4})\s+(.+)", place)
    address = PostalAddress(postcode=seat[1], city=seat[2], country="AT") if seat else None
    return {
        "debtor_name": name,
        "debtor_kind": DebtorKind.ORGANISATION if firm else DebtorKind.PERSON,
        "debtor_reg_no": found.number,
        "debtor_reg_office": "Firmenbuch" if found.number else None,
        "debtor_identifiers": identifiers,
        "debtor_seat": seat[2] if seat else None,
        "debtor_postal_address": address,
    }


def _practitioner(fields: tuple[Field, ...]) -> dict[str, Any]:
    """The office holder: name, address lines and contacts below each other."""
    mine = (field for field in fields if field.name.casefold() in _HOLDERS and field.lines)
    field = next(mine, None)
    if field is None:
        return {}
    facts: dict[str, Any] = {"practitioner_name": field.lines[0], "practitioner_role": field.name}
    for line in field.lines[1:]:
        if mail := MAIL.search(line):
            facts["practitioner_email"] = mail[0]
        elif phone := re.match(r"(?:Tel(?:efon)?)\.?\s*:?\s*([\d +/()-]+\d)", line):
            facts["practitioner_phone"] = phone[1].strip()
        elif address := re.fullmatch(r"(?:(.+),\s*)?(?:A-)?(\d{4})\s+(\D.*)", line):
            place = PostalAddress(street=address[1], postcode=address[2], city=address[3], country="AT")
            facts["practitioner_address"] = place
    return facts
