"""One publication of North Data's insolvency source as a notice.

A publication that is blocked (somebody asked for privacy) must not stand on a public page. We keep less than that: no
name, address, text, practitioner or link of it leaves the stored original. What stays is what names nobody: court,
docket, dates and event, so that it joins the proceedings the court's own register told us of, and the register number
of a company, by which a customer is still found. Where only somebody mentioned is blocked, the text and the
practitioner stay away.
"""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.bureaus.json_shape import members
from chalicelib.bureaus.publications import topics
from chalicelib.bureaus.publications.parties import (
    COMPANY,
    JSON,
    address_of,
    identifiers_of,
    kind_of,
    name_of,
    register_of,
)
from chalicelib.errors import SourceChangedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.notice import Authority, DebtorKind, Hearing, HearingKind, InsolvencyNotice, Omission
from chalicelib.model.record import content_id

_BERLIN = ZoneInfo("Europe/Berlin")
_PUBLICATION = members(
    "id date effectiveDate creationTime source sourceName category originalLanguage language title "
    "northDataUrl text html publisher structure mentionedCompanies mentionedPersons filings attachments "
    "blocked internal"
)
_ROLES = {
    "Insolvenzverwalter": "Insolvenzverwalter",
    "VorlaufigerInsolvenzverwalter": "vorläufiger Insolvenzverwalter",
    "TreuhaenderBestimmung": "Treuhänder",
}
_HEARINGS = {"Pruefungstermin": HearingKind.EXAMINATION, "Schlusstermin": HearingKind.FINAL}
_DAY = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<gd>\d{1,2})\.\s?(?P<gm>\d{1,2})\.\s?(?P<gy>\d{4})")
_CASE = re.compile(r"\b(?:IN|IK|IE|RES)\s*\d+\s*/\s*\d{2}")
_OPENED = frozenset({EventKind.OPENED, EventKind.OPENED_SELF_ADMIN})


def read_notice(found: dict[str, Any], document: Document, plan: BureauPlan) -> InsolvencyNotice:
    """The publication as a notice.

    Raises:
        SourceChangedError: an unknown member, or another source than insolvency.
    """
    JSON.members(found, _PUBLICATION, "publication")
    if JSON.needed(found, "source", "publication") != "Ins":
        raise SourceChangedError("northdata", f"a publication of source {found['source']!r} where Ins was asked for")
    company = JSON.members(found["publisher"], COMPANY, "publisher") if found.get("publisher") else None
    hidden = _flag(found, "blocked") or (company is not None and _flag(company, "blocked"))
    silent = hidden or _mentions_blocked(found)
    values, (court, case_number, german) = _topics(found), _docket(found)
    text = JSON.word(found, "text") or re.sub(r"<[^>]{0,200}>", " ", JSON.word(found, "html") or "")
    event, facts = _event(found, values, text, plan), _facts(values, silent=silent)
    debtor = _debtor(company, found, case_number, hidden=hidden)
    return InsolvencyNotice(
        source="northdata",
        authority=Authority.BUREAU,
        publication_id=_own_id(found, court, case_number, text, values),
        country="DE" if german else _country(company),
        publication_date=_published(found),
        original_text="" if silent else text,
        court=court,
        case_number=case_number,
        source_url=None if hidden else JSON.word(found, "northDataUrl"),
        fetched_at=document.fetched_at,
        payload=document.digest,
        omissions=(*facts.pop("omissions"), *event.pop("omissions"), *debtor.pop("omissions")),
        **event,
        **facts,
        **debtor,
    )


def _event(found: dict[str, Any], values: list[tuple[str, str | None]], text: str, plan: BureauPlan) -> dict[str, Any]:
    event = topics.find_event([name for name, _ in values], text, plan.codes)
    effective = JSON.word(found, "effectiveDate")
    return {
        "event_kind": event.kind,
        "original_kind": " + ".join(name for name, _ in values) or JSON.word(found, "category") or "no topic",
        "opening_date": JSON.day(effective, "effectiveDate") if effective and event.kind in _OPENED else None,
        "omissions": (Omission(field="event_kind", reason=event.reason),) if event.reason else (),
    }


def _flag(found: dict[str, Any], name: str) -> bool:
    value = found.get(name)
    if value not in (None, True, False):
        raise SourceChangedError("northdata", f"{name} is {value!r}, not a truth value")
    return bool(value)


def _mentions_blocked(found: dict[str, Any]) -> bool:
    for name, kind in (("mentionedPersons", "person"), ("mentionedCompanies", "company")):
        relations = JSON.members(found.get(name) or {}, {"items"}, name)
        for one in JSON.listed(relations.get("items") or [], None, name):
            if one.get(kind) and _flag(JSON.members(one[kind], None, kind), "blocked"):
                return True
    return False


def _topics(found: dict[str, Any]) -> list[tuple[str, str | None]]:
    structure = JSON.members(found.get("structure") or {}, {"topics"}, "structure")
    listed = JSON.listed(structure.get("topics") or [], {"type", "name", "value"}, "topics")
    return [(JSON.needed(one, "type", "topic"), JSON.word(one, "value")) for one in listed]


def _docket(found: dict[str, Any]) -> tuple[str | None, str | None, bool]:
    """Insolvency court, case number, and whether it is a German court: only German filings have a city."""
    members = {"type", "name", "source", "city", "id"}
    filings = JSON.listed(found.get("filings") or [], members, "filings")
    courts = [one for one in filings if _CASE.search(JSON.needed(one, "id", "filing"))] or filings
    if not courts:
        return None, None, False
    city = JSON.word(courts[0], "city")
    named = re.match(r"Amtsgericht ([^,]+)", JSON.word(courts[0], "name") or "")
    place = city or (named[1].strip() if named else None)
    return (f"Amtsgericht {place}" if place else None), JSON.needed(courts[0], "id", "filing"), place is not None


def _published(found: dict[str, Any]) -> date:
    """The printed day; else the day in Berlin on which the bureau took it in (its own clock is UTC)."""
    if printed := JSON.word(found, "date"):
        return JSON.day(printed, "date")
    printed = JSON.needed(found, "creationTime", "publication without date")
    try:
        moment = datetime.fromisoformat(printed)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))).astimezone(_BERLIN).date()
    except (ValueError, OverflowError) as error:
        raise SourceChangedError("northdata", f"creationTime is {printed[:40]!r}") from error


def _own_id(
    found: dict[str, Any], court: str | None, case: str | None, text: str, values: list[tuple[str, str | None]]
) -> str:
    """An id from what was published: the bureau's own ids are valid for a time only and are not stored."""
    said = text or " ".join(f"{name}={value}" for name, value in values)
    said = said if said and case else f"{said} {found.get('creationTime')}"  # nothing else tells such ones apart
    return content_id(str(_published(found)), court or "", case or "", JSON.needed(found, "title", "publication"), said)


def _country(company: dict[str, Any] | None) -> str:
    address = address_of(company) if company else None
    return (register_of(company).get("country") if company else None) or (address and address.country) or "DE"


def _debtor(company: dict[str, Any] | None, found: dict[str, Any], case: str | None, *, hidden: bool) -> dict[str, Any]:
    if company is None:
        reason = "blocked at the bureau" if hidden else "no debtor taken apart by the bureau: the title stands for it"
        name = "blocked" if hidden else JSON.needed(found, "title", "publication")
        return {"debtor_name": name, "omissions": (Omission(field="debtor_name", reason=reason),)}
    kind, register, identifiers = kind_of(company, case), register_of(company), identifiers_of(company)
    entry = {"debtor_reg_no": register.get("id"), "debtor_reg_office": register.get("city")}
    if hidden:
        numbered = identifiers if kind is DebtorKind.ORGANISATION else ()
        return {
            "debtor_name": f"company {numbered[0].value}" if numbered else "blocked",
            "debtor_kind": kind,
            "debtor_identifiers": numbered,
            "omissions": (Omission(field="debtor_name", reason="blocked at the bureau"),),
            **(entry if numbered else {}),
        }
    return {
        "debtor_name": name_of(company),
        "debtor_kind": kind,
        "debtor_identifiers": identifiers,
        "debtor_postal_address": address_of(company),
        "omissions": (),
        **entry,
    }


def _facts(values: list[tuple[str, str | None]], *, silent: bool) -> dict[str, Any]:
    """Claim deadline, hearings and practitioner from the topics' values, whose spelling is not published."""
    deadline, hearings, omissions, practitioner = None, [], [], None
    for name, value in values:
        if value is None:
            continue
        if name in _ROLES and not silent and practitioner is None:
            practitioner = (value, _ROLES[name])
        elif name == "AnmeldeFrist" or name in _HEARINGS:
            field = "claim_deadline" if name == "AnmeldeFrist" else "hearing_dates"
            if (day := _day(value)) is None:
                omissions.append(Omission(field=field, reason=f"{name} is {value[:80]!r}: no date is read from it"))
            elif name == "AnmeldeFrist":
                deadline = day
            else:
                hearings.append(Hearing(kind=_HEARINGS[name], date=day))
    facts = {"claim_deadline": deadline, "hearing_dates": tuple(hearings), "omissions": omissions}
    return facts | dict(zip(("practitioner_name", "practitioner_role"), practitioner or (), strict=False))


def _day(printed: str) -> date | None:
    """The only date in the value, ISO or German; None where there is none, several, or no such day."""
    found = {match[0]: match for match in _DAY.finditer(printed)}
    if len(found) != 1:
        return None
    (match,) = found.values()
    year, month, day = (match["y"], match["m"], match["d"]) if match["y"] else (match["gy"], match["gm"], match["gd"])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
