"""North Data: court publications of insolvency with their register key, and a company's state and risk level.

It has no watch list in its API: CHANGES brings every insolvency publication, and matching finds our customers in them.
Options in the plan: `since` (ISO date or time, UTC): where the first run begins; without it, `overlap` before now.
Codes in the plan: a topic's type, or a flag's name, to the event it stands for.

Position in the changes: see `publications/paging.py`.

Source: github.com/northdata/api, swagger.yaml and the user guide (2026-08).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from chalicelib.bureaus import Access
from chalicelib.bureaus.publications import paging
from chalicelib.bureaus.publications.notices import read_notice
from chalicelib.bureaus.publications.parties import (
    COMPANY,
    JSON,
    address_of,
    former_names_of,
    identifiers_of,
    name_of,
    status_of,
    subject_id_of,
)
from chalicelib.errors import CredentialsMissingError, SourceChangedError
from chalicelib.model.bureau import Ability, Bureau, BureauPlan, IndexClass, Scale
from chalicelib.model.credit import Answer, Band, Candidate, CheckRequest, Feature, IndexValue, Outcome
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.web import Web

_NAME = "northdata"
ORIGIN = "https://www.northdata.com"
_COMPANY = f"{ORIGIN}/_api/company/v1/company"
_WANTED = {"flags": "true", "events": "true", "eventType": "Insolvency|InsolvencyChange|Liquidation"}
_CLASSES = (("green", 1, Band.B), ("yellow", 2, Band.C), ("red", 3, Band.D))

BUREAU = Bureau(
    name=_NAME,
    title="North Data",
    countries=("DE", "AT", "CH", "FR", "GB", "LU", "NL", "BE", "DK", "PL", "CZ", "IE"),
    origins=(ORIGIN,),
    abilities=frozenset({Ability.SEARCH, Ability.CHECK, Ability.CHANGES}),
    cursor_kind="time up to which publications were taken in, UTC; within a window also the bureau's mark",
    time_zone="UTC",
    retry_safe=frozenset({Ability.SEARCH, Ability.CHECK, Ability.CHANGES}),
    nothing_found="404 to a company; an empty list of publications",
    credentials=("api_key",),
    poll_every=timedelta(hours=3),
    overlap=timedelta(hours=3),
    scale=Scale(
        name="overallRiskLevel",
        classes=tuple(IndexClass(upto=rank, name=name, band=band) for name, rank, band in _CLASSES),
    ),
    terms_of_use="By contract. A company counts once a month however often it is asked for. What is blocked must not "
    "stand on a public page; internal ids are not to be stored.",
    verified_by="specification",
    seen_facts=(
        "Paths, parameters, members and types: swagger.yaml.",
        "404 nobody, 503 to be tried again; ten publications a call, more by `pos` until `newPos` is empty: guide.",
        "creationTime is UTC, filters apply to it; internal ids are temporary, the register's key is stable: guide.",
        "29 topic types of insolvency, the states of a company, the spelling of register ids by country: user guide.",
        "Liquidation is entered in insolvency and by a solvent company alike: user guide, appendix C.",
        "No endpoint watches a company; one request counts per company and month, only successful ones.",
    ),
    believed_facts=(
        "How a topic's value is written (dates, names): no example is published; no date is guessed.",
        "Whether minTimestamp without a zone is Berlin's time: asked with Z, and the overlap covers both readings.",
        "That a register's city is found in our spelling (koeln); where it is not, name and place are asked with.",
        "A `pos` still counts at the next visit; where it does not, its window is read again.",
        "That the court of a filing is its city's Amtsgericht, spelled as the court's own register does.",
        "That a wrong key is answered with 401 or 403, too many requests with 429.",
        "Bands: green B, yellow C, red D; the levels are a count of flags, not a probability of default.",
    ),
)


def sign_in(_web: Web, credentials: Mapping[str, str]) -> Mapping[str, str]:
    """The key as the header that the guide names.

    Raises:
        CredentialsMissingError: there is none.
    """
    if not credentials.get("api_key"):
        raise CredentialsMissingError(_NAME, "no api_key is set")
    return {"X-Api-Key": credentials["api_key"]}


def search(access: Access, customer: Customer) -> Iterator[Document]:
    """The company of the customer's register number, then the best one of this name and place."""
    asked = _by_register(customer)
    if place := _place(customer):
        asked.append({"name": customer.name, "address": place, "fuzzyMatch": "true"})
    for params in asked:
        yield _company(access, {**params, "history": "true"}, {"kind": "candidates"})


def candidates(document: Document) -> Iterator[Candidate]:
    """The one company of an answer; none where the bureau knows nobody.

    Raises:
        SourceChangedError: an unknown shape.
    """
    if document.attributes.get("status") == "404":
        return
    company = JSON.members(JSON.read(document.content), COMPANY, "company")
    yield Candidate(
        subject_id=subject_id_of(company),
        name=name_of(company),
        address=address_of(company),
        identifiers=identifiers_of(company),
        former_names=former_names_of(company),
        status=status_of(company),
    )


def check(access: Access, request: CheckRequest) -> Document:
    """The company's state, risk level, flags and events of proceedings; by name and place where no register helps."""
    customer = request.customer
    place = _place(customer)
    by_name = {"name": customer.name, **({"address": place} if place else {})}
    asked = [_linked(request.subject_id)] if request.subject_id else [*_by_register(customer), by_name]
    for params in asked:
        by = "name" if "name" in params else "register"
        found = _company(access, {**params, **_WANTED}, {"kind": "check", "by": by})
        if found.attributes["status"] != "404":
            break
    return found


def answer(document: Document, plan: BureauPlan) -> Answer:
    """Risk level as index; state, flags and insolvency events as features, each for a person unless the plan says more.

    Raises:
        SourceChangedError: an unknown shape, state or level.
    """
    if document.attributes.get("status") == "404":
        return Answer(outcome=Outcome.NOT_IDENTIFIED, text="no such company at the bureau")
    company = JSON.members(JSON.read(document.content), COMPANY, "company")
    certain = document.attributes.get("by") != "name"
    found = [*_state(company), *_flags(company, plan), *_company_events(company, plan)]
    return Answer(
        outcome=Outcome.ANSWERED,
        subject_id=subject_id_of(company),
        subject_name=name_of(company),
        index=_index(company),
        features=tuple(one.model_copy(update={"certain": certain}) for one in found),
    )


def changes(access: Access, cursor: str | None) -> Iterator[Document]:
    """Pages of insolvency publications up to now; the first run goes back by `overlap` or to `since`.

    Raises:
        SourceChangedError: a cut page (it was yielded, with the position before it), or paging that does not end.
    """
    yield from paging.pages(access, cursor or access.plan.options.get("since"), BUREAU.overlap)


def parse(document: Document, plan: BureauPlan) -> Iterator[InsolvencyNotice]:
    """A notice per publication, in the page's order; one that is not understood holds back no other.

    Raises:
        SourceChangedError: an unknown shape, or a cut page.
    """
    page = JSON.members(JSON.read(document.content), {"newPos", "publications"}, "page")
    not_understood: SourceChangedError | None = None
    for found in JSON.listed(page.get("publications"), None, "publications"):
        try:
            yield read_notice(found, document, plan)
        except SourceChangedError as error:
            not_understood = not_understood or error
    if not_understood:
        raise not_understood


def _company(access: Access, params: Mapping[str, str], attributes: Mapping[str, str]) -> Document:
    response = access.web.get(_COMPANY, params=params, allow=(404,))
    return Document(
        source=_NAME,
        url=_COMPANY,
        media_type="application/json",
        content=response.content,
        fetched_at=access.web.fetched_at,
        attributes={**attributes, "status": str(response.status_code)},
    )


def _by_register(customer: Customer) -> list[dict[str, str]]:
    """The customer's German register entries as the bureau is asked for them, court by its city."""
    asked = []
    for one in customer.identifiers:
        if one.scheme is Scheme.DE_REGISTER and one.office:
            number = re.sub(r"(?<=\D)(?=\d)", " ", one.value, count=1)
            entry = f"{number} {one.suffix}" if one.suffix else number
            asked.append({"registerId": entry, "registerCity": one.office.title()})
    return asked


def _linked(subject_id: str) -> dict[str, str]:
    """How a company is asked for that was found before; see `subject_id_of`."""
    kind, _, value = subject_id.partition(":")
    first, _, second = value.partition("|")
    by = {"key": {"registerKey": value}, "id": {"registerId": first, "registerCity": second}}
    return by.get(kind) or {"name": first, "address": second}


def _place(customer: Customer) -> str | None:
    """The address as the bureau asks for it: the city is enough."""
    return (customer.address.city or customer.address.one_line()) if customer.address else None


def _state(company: dict[str, Any]) -> Iterator[Feature]:
    """A state other than active; liquidation may be a solvent company's own wish, so a person looks."""
    text = {"liquidation": "in liquidation: insolvent or by its own wish", "terminated": "no longer registered"}
    if (status := status_of(company)) in text:
        yield Feature(code=f"status:{status}", event_kind=EventKind.UNCLASSIFIED, text=text[status])


def _flags(company: dict[str, Any], plan: BureauPlan) -> Iterator[Feature]:
    for flag in JSON.listed(company.get("flags") or [], {"name", "definition", "level", "explanation"}, "flags"):
        name, level = JSON.needed(flag, "name", "flag"), JSON.needed(flag, "level", "flag")
        said = JSON.word(flag, "explanation") or JSON.word(flag, "definition")
        yield Feature(code=name, event_kind=plan.codes.get(name, EventKind.UNCLASSIFIED), text=f"{level}: {said}")


def _company_events(company: dict[str, Any], plan: BureauPlan) -> Iterator[Feature]:
    """Events of proceedings; what stage they are in is not told, so a person looks unless the plan says otherwise."""
    events = JSON.members(company.get("events") or {"items": []}, {"items"}, "events")
    for event in JSON.listed(events.get("items"), {"type", "date", "description"}, "events.items"):
        kind, day = JSON.needed(event, "type", "event"), JSON.word(event, "date")
        yield Feature(
            code=kind,
            event_kind=plan.codes.get(kind, EventKind.UNCLASSIFIED),
            text=JSON.word(event, "description"),
            on=JSON.day(day, "event.date") if day else None,
        )


def _index(company: dict[str, Any]) -> IndexValue | None:
    level = JSON.word(company, "overallRiskLevel")
    if level is None:
        return None
    bands = {name: band for name, _, band in _CLASSES}
    if level not in bands:
        raise SourceChangedError(_NAME, f"unknown overallRiskLevel {level[:40]!r}")
    return IndexValue(scale="overallRiskLevel", value=level, own_class=level, band=bands[level])
