"""Creditreform Switzerland: CrediCONNECT, REST v3. Search, reports, monitoring through a mailbox.

Reading a delivered report marks its entry as Called at the bureau, so the mailbox is never asked by state: it is walked
by the entries' ids (`LastId`), and the position moves behind an entry only with the document of its report. What was
read there and lost here is read again by its id. The position also names entries that were still outstanding.

Options of the plan:
    report_product, report_product_person: product of a check (1201CPLUS); by contract, for persons another one.
    monitoring_product: product of the monitoring (7101APLUS).
    monitoring_days: how long a monitoring order runs (365); it lapses unless it is ordered anew.
    monitoring_reason: ReasonOfInquiry of the monitoring (Creditworthiness).
    reason_creation, reason_order, reason_plan, reason_by_hand: ReasonOfInquiry of a check; see `_REASONS`.
    match_level: High, Regular (default) or Low.
    language: language of the reports (DE).
    index_path: where the report has the index (productContent.solvencyIndex, believed).
    index_borders: eight borders of the index classes that replace the believed ones.
    harmless_codes: codes and report sections, with commas between them, that mean nothing to us.

The credentials may also hold token_path (/connect/token, believed) and scope.

Source: apidocs.crediconnect.ch, pages 03, 04, 05, 07, 12, 13, 14, 16 and usecases/monitoring, as of 2026.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from chalicelib.bureaus import Access, Change
from chalicelib.bureaus.creditreform import API, FIRST_ID, NAME, ORIGIN, PAGE, mailbox, report, scale
from chalicelib.bureaus.creditreform.hits import candidates
from chalicelib.bureaus.creditreform.monitoring import add, monitoring_product, remove, watched
from chalicelib.bureaus.strict_json import Members, read_object
from chalicelib.errors import InvalidInputError, NotAskedError, Problem, ResultLostError
from chalicelib.model.bureau import Ability, Bureau, BureauPlan
from chalicelib.model.credit import Answer, CheckRequest, InquiryReason, Outcome, Reservation
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.web import Web

__all__ = [
    "BUREAU", "add", "answer", "candidates", "changes", "check", "parse", "pending", "prepare", "remove", "search",
    "sign_in", "watched",
]  # fmt: skip

BUREAU = Bureau(
    name=NAME,
    title="Creditreform Switzerland (CrediCONNECT)",
    countries=("CH",),
    origins=(ORIGIN,),
    abilities=frozenset({Ability.SEARCH, Ability.CHECK, Ability.PENDING, Ability.WATCH, Ability.CHANGES}),
    page_base=None,
    cursor_kind="id of the last mailbox entry, and of those before it that were outstanding",
    time_zone=report.ZONE,
    retry_safe=frozenset({Ability.SEARCH, Ability.PENDING, Ability.WATCH, Ability.CHANGES}),
    natural_persons=True,
    nothing_found="a hit list without entries; 404 for an order about an unknown CrefoID (believed)",
    credentials=("client_id", "client_secret"),
    overlap=timedelta(0),  # the position resumes exactly
    scale=scale.INDEX.scale(),
    terms_of_use="By contract with Creditreform; each order names a ReasonOfInquiry (proof of interest).",
    verified_by="specification: public examples of apidocs.crediconnect.ch; never tried against the live service",
    seen_facts=(
        "endpoints, filters and members of search, reports, mailbox and monitorings: apidocs.crediconnect.ch 03-16",
        "OAuth 2.0 bearer token from Creditreform's identity provider: apidocs.crediconnect.ch, introduction",
        "mailbox states Void, Outstanding, Ready, Called; key set paging with nextId: page 12_mailboxentries",
        "PascalCase in one page's examples, camelCase in others; times without zone and with seven decimals: 04, 12",
        "ReasonOfInquiry Creditworthiness, Contract, Claim, Competitor; EndDate of a monitoring: usecases/monitoring",
        "status values Active, Alive, InLiquidation: pages 03, 04, 13",
    ),
    believed_facts=(
        "the token's address: token_path under api.crediconnect.ch; the identity provider may have its own host",
        "nextId is the LastId of the next page, entries rise by id, and null ends the list",
        "an order that is not ready answers with the order's data alone, and its report comes through the mailbox",
        "a report that was Called can be read again by the entry's id",
        "where the report has the index, and that it is the scale 100 to 600; the class borders",
        "alert codes and modification flags: their values are not public, map them in the plan",
        "status values that say bankruptcy; all others than the seen ones are for a person",
        "a monitoring order's last day counts as watched",
    ),
)

_REASONS = {
    InquiryReason.CREATION: "Contract",
    InquiryReason.ORDER: "Contract",
    InquiryReason.PLAN: "Creditworthiness",
    InquiryReason.BY_HAND: "Creditworthiness",
}


def sign_in(web: Web, credentials: Mapping[str, str]) -> Mapping[str, str]:
    """A bearer token by the client credentials grant. Raises as `Web.post`."""
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.get("client_id", ""),
        "client_secret": credentials.get("client_secret", ""),
    }
    if scope := credentials.get("scope"):
        form["scope"] = scope
    path = credentials.get("token_path") or "/connect/token"
    answer = web.post(f"{ORIGIN}/{path.lstrip('/')}", form=form)
    token = read_object(NAME, answer.content, "token").need("access_token")
    return {"Authorization": f"Bearer {token}"}


def search(access: Access, customer: Customer) -> Iterator[Document]:
    """Hits for the UID; where there are none, or no UID is known, hits for name and place.

    Raises:
        NotAskedError: neither a UID nor a postcode or city is known: the bureau cannot be asked.
        SourceError: as `Web.send`.
    """
    uid = next((one.value for one in customer.identifiers if one.scheme is Scheme.CH_UID), None)
    if uid:
        document = _hits(access, {"Address.Uid": uid})
        yield document
        if read_object(NAME, document.content, "hits").items("data"):
            return
    place = customer.address
    if place and (place.postcode or place.city):
        first, name = (customer.first_name, customer.surname) if customer.surname else (None, customer.name)
        asked = {
            "Address.FirstName": first,
            "Address.Name": name,
            "Address.AddressLine1": place.street,
            "Address.PostalCode": place.postcode,
            "Address.City": place.city,
            "Address.Country": place.country or "CH",
        }
        yield _hits(access, {key: value for key, value in asked.items() if value})
    elif not uid:
        raise NotAskedError(NAME, f"customer {customer.number}: it wants a postcode or city, or a UID")


def _hits(access: Access, asked: Mapping[str, str]) -> Document:
    level = access.plan.options.get("match_level", "Regular")
    url = f"{API}/hitlistitems/adresssearch"  # spelt so at the bureau
    answer = access.web.send("GET", url, params={**asked, "SearchFilter.MatchLevel": level})
    return _document(access, url, answer.content, {"kind": "hits", "match_level": level})


def check(access: Access, request: CheckRequest) -> Document:
    """The answer to an order for a report, sent once.

    Raises:
        InvalidInputError: the customer is linked with no CrefoID; nothing was ordered.
        SourceError: as `Web.send`.
    """
    customer, options = request.customer, access.plan.options
    if not request.subject_id:
        reason = "a report is about a CrefoID, and the customer is linked with none"
        raise InvalidInputError([Problem("subject_id", "", reason)])
    is_person = customer.kind is CustomerKind.PERSON
    product = options.get("report_product", "1201CPLUS")
    order = {
        "ProductCode": options.get("report_product_person", product) if is_person else product,
        "IncludeReportPdf": False,
        "ReportLanguage": options.get("language", "DE"),
        "Reference1": customer.number,
        "Reference2": request.reference,
        "TermsOfExecution": "Void",
        "ReasonOfInquiry": options.get(f"reason_{request.reason}", _REASONS[request.reason]),
    }
    url = f"{API}/reports"
    body = {"CrefoId": request.subject_id, "OrderReport": order}
    answer = access.web.send("POST", url, body=body, allow=(404,), again=False)
    about = {"kind": "order", "status": str(answer.status_code)}
    if customer.birth_date:
        about["birth_date"] = customer.birth_date.isoformat()
    return _document(access, url, answer.content, about)


def pending(access: Access, reference: str) -> Document:
    """The report of an order by the order's number, or the mailbox page that does not have it yet.

    Raises:
        ResultLostError: the mailbox lists the report, and it can no longer be read.
        SourceError: as `Web.send`.
    """
    url = f"{API}/mailboxentries"
    params = {"TypeFilter.OrderId": reference, "PageSize": PAGE, "LastId": FIRST_ID}
    answer = access.web.send("GET", url, params=params)
    entries, _ = mailbox.page(answer.content, monitoring_product(access.plan))
    ready = [one for one in entries if not one.is_open]
    if not ready:
        return _document(access, url, answer.content, {"kind": "entry", "reference": reference})
    document = _report(access, ready[-1], cursor=None)
    if document.attributes["status"] != "200":
        raise ResultLostError(NAME, f"the report of order {reference} is gone: order it anew")
    return document


def answer(document: Document, plan: BureauPlan) -> Answer:
    """What a report says; an order or mailbox page without it is PENDING, 404 is not clean.

    Raises:
        SourceChangedError: an unknown shape.
    """
    kind = document.attributes.get("kind")
    if document.attributes.get("status") == "404":
        return Answer(outcome=Outcome.NOT_IDENTIFIED, text="the bureau does not know this CrefoID")
    content = read_object(NAME, document.content, "answer")
    if kind == "entry":
        mailbox.check(document.content)
        return Answer(outcome=Outcome.PENDING, pending_reference=document.attributes.get("reference"))
    if not report.is_report(content):
        if (order := report.order_id(content)) is None:
            raise content.changed("neither a report nor an order")
        return Answer(outcome=Outcome.PENDING, pending_reference=order, text="ordered; the report is not ready")
    return _answer(content, document, plan)


def _answer(content: Members, document: Document, plan: BureauPlan) -> Answer:
    found = report.read(content, plan)
    outstanding = ", ".join(content.inner("orderData").inner("updateInfo").codes("updateOutstanding"))
    reservations = []
    if found.is_person and not found.birth_date:
        reservations.append(Reservation.NO_BIRTH_DATE)
    elif found.birth_date and document.attributes.get("birth_date") not in {None, found.birth_date}:
        reservations.append(Reservation.OTHER_PERSON_DATA)
    unknown = (found.state or "").casefold() == "unknown" and found.index is None
    certain = not reservations
    return Answer(
        outcome=Outcome.NO_STATEMENT if unknown else Outcome.ANSWERED,
        subject_id=found.crefo_id,
        subject_name=found.name,
        index=found.index,
        features=tuple(one.model_copy(update={"certain": certain}) for one in found.features),
        reservations=tuple(reservations),
        text=f"the bureau still updates: {outstanding}" if outstanding else None,
    )


def prepare(access: Access) -> tuple[str, ...]:  # noqa: ARG001 - every bureau's file has this shape
    """Nothing is to be made ready: monitoring orders stand for themselves."""
    return ()


def changes(access: Access, cursor: str | None) -> Iterator[Document]:
    """Each page of the mailbox, then each report in it that a monitoring order delivered; first run: all it keeps.

    Raises:
        SourceChangedError: a cut page; it was delivered before, with the position in front of it.
        SourceError: as `Web.send`.
    """
    position = mailbox.Position.parse(cursor or FIRST_ID)
    last: int | None = position.start
    while last is not None:
        url = f"{API}/mailboxentries"
        response = access.web.send("GET", url, params={"PageSize": PAGE, "LastId": str(last)})
        yield _document(access, url, response.content, {"kind": "mailbox"}, str(position))
        entries, following = mailbox.page(response.content, monitoring_product(access.plan))
        for entry in entries:
            if not position.wants(entry.id):
                continue
            position = position.behind(entry.id, is_open=entry.is_open and entry.from_monitoring)
            if entry.from_monitoring and not entry.is_open:
                yield _report(access, entry, str(position))
        last = following if following is not None and following > last and entries else None


def _report(access: Access, entry: mailbox.Entry, cursor: str | None) -> Document:
    url = f"{API}/mailboxentries/{entry.id}/report"
    response = access.web.send("GET", url, allow=(404, 410))
    return _document(access, url, response.content, {**entry.attributes, "status": str(response.status_code)}, cursor)


def _document(
    access: Access, url: str, content: bytes, attributes: Mapping[str, str], cursor: str | None = None
) -> Document:
    return Document(
        source=NAME,
        url=url,
        media_type="application/json",
        content=content,
        fetched_at=access.web.fetched_at,
        attributes=attributes,
        cursor=cursor,
    )


def parse(document: Document, plan: BureauPlan) -> Iterator[Change]:
    """Events of a delivered report; a page of the mailbox is checked, and its reports tell the rest.

    Raises:
        SourceChangedError: an unknown member, state or shape, or a cut page.
    """
    if document.attributes.get("kind") == "mailbox":
        mailbox.check(document.content)
    else:
        yield from mailbox.changes_in(document, plan)
