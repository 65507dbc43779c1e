"""Switzerland: Schweizerisches Handelsamtsblatt (SHAB), rubric KK, bankruptcies.

The list holds meta data only; what matters stands in each publication's own XML. Composition proceedings
(rubric NA, believed) are not fetched.

Source: recorded publications of schema 1.26 (2026) and 1.2 (the register's integration system, 2018).
`swiss/export_schema.py` lists every element that may occur.
"""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from lxml import etree

from chalicelib.errors import SourceChangedError, TooManyHitsError
from chalicelib.model.address import PostalAddress
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import EventKind, Hearing, HearingKind, InsolvencyNotice, Omission
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.swiss import debtors
from chalicelib.registers.swiss import export_schema as schema
from chalicelib.web import Web
from chalicelib.web.xml_text import read_xml

_NAME = "ch_shab"
_ORIGIN = "https://amtsblattportal.ch"
LIST_SIZE = 2000  # the largest page; pages after the first repeat and lose rows, so only page 0 is ever asked for

REGISTER = Register(
    name=_NAME,
    title="Schweizerisches Handelsamtsblatt (SHAB)",
    country="CH",
    origins=(_ORIGIN,),
    terms_of_use="No key. Official texts are free of copyright (URG art. 5); persons' data stay protected (DSG).",
    poll_every=timedelta(hours=3),
    overlap=timedelta(days=7),  # cantonal gazettes repeat a publication days later
    expected_per_business_day=(20, 250),
    time_zone="Europe/Zurich",
    retention="visible for five years (meta/expirationDate)",
    seconds_between_requests=0.5,
    largest_window_days=1,
    access=Access.OPEN,
    proof=Proof.RECORDED,
    covers="all debtors in bankruptcy; composition proceedings (another rubric) are not fetched",
    identifiers=(Scheme.CH_UID,),
    believed="what KK11 and KK12 mean; the state of a publication that was withdrawn; elements that public clients"
    " alone name; composition proceedings stand in rubric NA",
    verified_by="recorded payloads of 2026-08 (list, KK01, KK06) and 2018-07 (KK02, 03, 05, 06, 08, 10); "
    "KK04, KK07, KK09 by public clients; KK11, KK12 believed",
)

_KINDS = {
    "KK01": EventKind.OPENED,  # already pronounced; the call to creditors follows
    "KK02": EventKind.OPENED,
    "KK03": EventKind.CLOSED_DISCONTINUED,
    "KK04": EventKind.CLAIMS_LIST_DEPOSITED,
    "KK05": EventKind.DISTRIBUTION,
    "KK06": EventKind.CLOSED_LIFTED,
    "KK07": EventKind.MEASURES_LIFTED,
    "KK08": EventKind.HEARING_OR_DEADLINE_SET,
    "KK09": EventKind.CLAIMS_LIST_DEPOSITED,
    "KK10": EventKind.UNCLASSIFIED,  # free text: a person reads it
    "KK11": EventKind.OPENED,  # a foreign bankruptcy is recognised (believed)
    "KK12": EventKind.UNCLASSIFIED,  # waiver of the Swiss ancillary proceedings under IPRG 174a (believed)
}
_PROCEEDINGS = {"summary": "summary bankruptcy proceedings", "ordinary": "ordinary bankruptcy proceedings"}
_ADDITIONS = {"legacy": "estate", "refusedLegacy": "refused estate"}

_CALLS_FOR_CLAIMS = {"KK01", "KK02"}
_LIMITS = {
    "content": "time limit of the notice",
    "content/claimOfCreditors": "objections to the claims list",
    "content/inventory": "objections to the inventory",
    "content/appeal": "appeals",
}
_CONTACT = re.compile(
    r"(?P<what>telefon|telefono|tel|téléphone|tél|natel|e-?mail|mail|courriel|fax|telefax|téléfax)\b\.?\s*:?\s*(?P<value>.+)",
    re.IGNORECASE,
)
_NEITHER = {"fax", "telefax", "téléfax"}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ID_IN_URL = re.compile(rf"/publications/({_UUID.pattern})/xml")


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Each bankruptcy publication of the window as its own XML, day by day.

    Raises:
        SourceError: as `Web.get`.
        TooManyHitsError: the list says there are more rows than it gave.
    """
    for offset in range((window.end - window.start).days + 1):
        day = window.start + timedelta(days=offset)
        for publication_id in _listed(web, day):
            if publication_id in window.known_rows:
                continue
            url = f"{_ORIGIN}/api/v1/publications/{publication_id}/xml"
            yield Document(
                source=_NAME,
                url=url,
                media_type="application/xml",
                content=web.get(url).content,
                fetched_at=web.fetched_at,
                attributes={"row_key": publication_id, "day": day.isoformat()},
            )


def _listed(web: Web, day: date) -> list[str]:
    """Ids of the day's publications, complete or an error."""
    answer = web.get(
        f"{_ORIGIN}/api/v1/publications/xml",
        params={
            "publicationStates": "PUBLISHED",  # without it the register answers 401
            "rubrics": "KK",
            "publicationDate.start": day.isoformat(),
            "publicationDate.end": day.isoformat(),
            "pageRequest.page": "0",
            "pageRequest.size": str(LIST_SIZE),
        },
    )
    root = read_xml(_NAME, answer.content)
    total = schema.text(root, "total") or ""
    if etree.QName(root).localname != "bulk-export" or not re.fullmatch(r"\d{1,9}", total):
        raise SourceChangedError(_NAME, f"the list of {day} is a <{root.tag}> with total {total!r}")
    ids = {schema.text(publication, "meta/id") or "" for publication in root.findall("publication")}
    if unreadable := [one for one in ids if not _UUID.fullmatch(one)]:
        raise SourceChangedError(_NAME, f"the list of {day} holds the id {unreadable[0]!r}")
    if len(ids) != int(total):
        raise TooManyHitsError(_NAME, f"the list of {day} gave {len(ids)} of {total} publications")
    web.name_rows(len(ids))
    return sorted(ids)


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per debtor named in the publication.

    Raises:
        SourceChangedError: a list instead of a publication, an unknown element or value, or a cut file.
    """
    root = read_xml(_NAME, document.content)
    if etree.QName(root).localname == "bulk-export":
        raise SourceChangedError(_NAME, "a list holds meta data only; fetch each publication's own XML")
    answered = schema.text(root, "meta/id")
    if (asked := _ID_IN_URL.search(document.url)) and asked[1] != answered:
        raise SourceChangedError(_NAME, f"{document.url} answered publication {answered!r}")
    if etree.QName(root).localname != "publication":
        raise SourceChangedError(_NAME, f"unknown root element <{root.tag}>")
    schema.check_known(root, {"meta": schema.META, "content": schema.CONTENT}, "publication")
    facts = _facts(root, document)
    for number, debtor in enumerate(debtors.read(root, facts["original_text"]), start=1):
        omissions = (*facts["omissions"], *debtor.pop("omissions", ()))
        suffix = "" if number == 1 else f"-{number}"
        cancels = facts["cancels"] and facts["cancels"] + suffix
        identity = {"publication_id": facts["publication_id"] + suffix, "cancels": cancels, "omissions": omissions}
        yield InsolvencyNotice(**{**facts, **debtor, **identity})


def _facts(root: etree._Element, document: Document) -> dict[str, Any]:
    """What the publication says, whoever of its debtors is meant."""
    kind = schema.required(root, "meta/subRubric")
    event = _KINDS.get(kind, EventKind.UNCLASSIFIED)
    state = schema.required(root, "meta/publicationState")
    if state not in {"PUBLISHED", "CANCELLED"}:  # CANCELLED is believed
        raise SourceChangedError(_NAME, f"unknown publicationState {state!r}")
    number = schema.required(root, "meta/publicationNumber")
    hearings, omissions = _dates_ahead(root, kind)
    meta_office = root.find("meta/registrationOffice")
    facts: dict[str, Any] = {
        "source": _NAME,
        "publication_id": number if state == "PUBLISHED" else f"{number}-cancelled",
        "country": "CH",
        "publication_date": schema.day(root, "meta/publicationDate"),
        "event_kind": event if state == "PUBLISHED" else EventKind.CANCELLATION,
        "cancels": None if state == "PUBLISHED" else number,
        "original_kind": kind,
        "original_text": _original_text(root),
        "opening_date": schema.day(root, "content/resolutionDate"),
        "court": schema.text(meta_office, "displayName"),
        "proceeding_kind": _proceeding_kind(root),
        "claim_deadline": schema.day(root, "content/entryDeadline") if kind == "KK02" else None,
        "hearing_dates": hearings,
        "closing_date": schema.day(root, "content/proceedingEndDate")
        or schema.day(root, "content/proceedingRevocationDate"),
        "omissions": omissions,
        "source_url": f"{_ORIGIN}/api/v1/publications/{schema.required(root, 'meta/id')}/xml",
        "fetched_at": document.fetched_at,
        "payload": document.digest,
    }
    if facts["publication_date"] is None:
        raise SourceChangedError(_NAME, "meta/publicationDate is missing")
    return facts | _practitioner(root)


def _dates_ahead(root: etree._Element, kind: str) -> tuple[tuple[Hearing, ...], tuple[Omission, ...]]:
    """Auction, creditors' meeting, and time limits for objections as key dates of a written procedure."""
    found: list[Hearing] = []
    if when := schema.day(root, "content/creditorMeeting/dateFrom"):
        found.append(_hearing(root, "content/creditorMeeting", when, HearingKind.CREDITORS_MEETING))
    if when := schema.day(root, "content/auction/date"):
        found.append(_hearing(root, "content/auction", when, HearingKind.OTHER))
    for path, purpose in _LIMITS.items():
        when = schema.day(root, f"{path}/entryDeadline")
        if when and not (kind in _CALLS_FOR_CLAIMS and path == "content"):
            found.append(Hearing(kind=HearingKind.OTHER, date=when, written=True, place=purpose))
    if kind != "KK03":
        return tuple(found), ()
    return tuple(found), (
        Omission(
            field="claim_deadline",
            reason="entryDeadline is the limit for advancing the costs (SchKG 230), not for lodging claims",
        ),
        Omission(field="closing_date", reason="closed only if no creditor advances the costs in time"),
    )


def _hearing(root: etree._Element, path: str, when: date, kind: HearingKind) -> Hearing:
    printed = schema.text(root, f"{path}/time")
    try:
        hour = time.fromisoformat(printed) if printed else None
    except ValueError as error:
        raise SourceChangedError(_NAME, f"{path}/time is {printed!r}") from error
    return Hearing(kind=kind, date=when, time=hour, place=schema.text(root, f"{path}/location"))


def _proceeding_kind(root: etree._Element) -> str | None:
    printed = schema.text(root, "content/proceeding/selectType")
    if printed == "other":
        printed = schema.text(root, "content/otherProceeding")
    elif printed is not None and printed not in _PROCEEDINGS:
        raise SourceChangedError(_NAME, f"unknown content/proceeding {printed!r}")
    addition = schema.text(root, "content/addition")
    if addition is not None and addition not in _ADDITIONS:
        raise SourceChangedError(_NAME, f"unknown content/addition {addition!r}")
    dissolved = {"Yes": "dissolution under OR 731b", "No": None, None: None}
    flag = schema.text(root, "content/or731b")
    if flag not in dissolved:
        raise SourceChangedError(_NAME, f"unknown content/or731b {flag!r}")
    words = (_PROCEEDINGS.get(printed or "", printed), _ADDITIONS.get(addition or ""), dissolved[flag])
    return ", ".join(word for word in words if word) or None


def _original_text(root: etree._Element) -> str:
    """Title in the office's own language, then all that was written as free text, `<br />` as a new line."""
    language = schema.required(root, "meta/language")
    if language not in {"de", "fr", "it", "en"}:
        raise SourceChangedError(_NAME, f"unknown meta/language {language!r}")
    title = schema.text(root, f"meta/title/{language}") or schema.text(root, "meta/title/de")
    paths = "publication remarks auctionObjects additionalLegalRemedy commentEntryDeadline"
    parts = [title, *(schema.text(root, f"content/{path}") for path in paths.split())]
    parts.append(schema.text(root, "meta/legalRemedy"))
    return re.sub(r"\s*<br\s*/?>\s*", "\n", "\n".join(part for part in parts if part))


def _practitioner(root: etree._Element) -> dict[str, Any]:
    """The bankruptcy office, which acts as practitioner: free text lines, else the office in the meta data.

    Swiss notices name no person; an office's clerk may stand in the second line.
    """
    printed = schema.text(root, "content/registrationOffice")
    office = root.find("meta/registrationOffice")
    street = " ".join(filter(None, (schema.text(office, "street"), schema.text(office, "streetNumber"))))
    place = {"postcode": schema.text(office, "swissZipCode"), "city": schema.text(office, "town")}
    facts: dict[str, Any] = {
        "practitioner_name": schema.text(office, "displayName"),
        "practitioner_role": "bankruptcy office",
        "practitioner_address": PostalAddress(street=street or None, country="CH", **place),
    }
    if printed is None:
        return facts
    lines = [line.strip() for line in re.split(r"\n|<br\s*/?>", printed) if line.strip()]
    if not lines:
        return facts
    facts["practitioner_name"] = lines[0]
    postal = [line for line in lines[1:] if not _CONTACT.match(line)]
    facts["practitioner_address"] = _office_address(postal) or facts["practitioner_address"]
    for line in lines[1:]:
        if (contact := _CONTACT.match(line)) and contact["what"].casefold() not in _NEITHER:
            mail = "@" in contact["value"]
            facts["practitioner_email" if mail else "practitioner_phone"] = contact["value"].strip()
    return facts


def _office_address(lines: list[str]) -> PostalAddress | None:
    """Address whose last line is postcode and town; None when the lines do not end so."""
    match = re.fullmatch(r"(?:CH-)?(?P<postcode>\d{4})\s+(?P<city>\D.*)", lines[-1]) if lines else None
    if match is None:
        return None
    street = lines[-2] if len(lines) > 1 and re.search(r"\d", lines[-2]) else None
    return PostalAddress(street=street, country="CH", printed=", ".join(lines), **match.groupdict())
