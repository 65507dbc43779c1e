"""Creditsafe Connect: who a customer is, its report, and the changes of the companies in our portfolio.

Options in the plan: `portfolio`: its number, or the name by which it is found and made ("Insolvency Watch"; a number
saves a call each time). `countries`: those whose rules are switched on in a new portfolio ("DE,AT,CH,FR,GB").
`rules`: which of them, as codes ("101,102"), or "all"; without it the score, the limit and what sounds of insolvency.
`de_reason_code`: wins over the reason made from ours. `language` of reports ("en"), `template`.
`match_threshold` (898). `since`: where the first run of the changes begins (ISO).
Codes in the plan: a rule's code, a local event's code, or a feature's code, to the event it stands for.
A third, optional member of the credentials is `environment`: "sandbox" asks the sandbox, where new accounts begin.

Position in the changes: when they were last asked for, in UTC; they are filtered by the day the bureau made them,
because an event may be dated long before it is known. Never called: /sync and /import, which replace the portfolio.

Source: github.com/creditsafe/connect-docs, OpenAPI 1.10.4 (July 2024).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from chalicelib.bureaus import Access
from chalicelib.bureaus.creditsafe_connect import JSON, portfolios
from chalicelib.bureaus.creditsafe_connect.companies import read_candidates, total
from chalicelib.bureaus.creditsafe_connect.events import NOTHING, read_events, read_page
from chalicelib.bureaus.creditsafe_connect.report import SCALE, read_report
from chalicelib.errors import CredentialsMissingError, InvalidInputError, Problem, SourceChangedError
from chalicelib.model.bureau import Ability, Bureau, BureauPlan, IndexClass, Scale
from chalicelib.model.credit import Answer, Band, Candidate, CheckRequest, CreditEvent, InquiryReason, Outcome, Watched
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.web import Web

_NAME = "creditsafe"
ORIGIN = "https://connect.creditsafe.com"
SANDBOX = "https://connect.sandbox.creditsafe.com"
_CANDIDATES_A_PAGE, _MOST_PAGES = 50, 4  # a name found two hundred times tells nothing
_EVENTS_A_PAGE = 1000
# "2 - Future business connection", "3 - Existing business connection", both "with credit risk": /reportcustomdata/DE.
_GERMAN_REASONS = {InquiryReason.CREATION: "2"}
_GERMAN_REASON = "3"

BUREAU = Bureau(
    name=_NAME,
    title="Creditsafe Connect",
    countries=("DE", "AT", "CH", "FR", "GB", "LU", "NL", "BE", "IE", "SE", "NO", "DK", "IT", "ES", "PL"),
    origins=(ORIGIN, SANDBOX),
    abilities=frozenset({Ability.SEARCH, Ability.CHECK, Ability.WATCH, Ability.CHANGES}),
    page_base=0,  # in monitoring; the search of companies begins at 1
    cursor_kind="when events were last asked for, UTC",
    time_zone="UTC",
    retry_safe=frozenset({Ability.SEARCH, Ability.WATCH, Ability.CHANGES}),
    nothing_found="message NoResults, with an object in place of the list of companies; 404 to events",
    credentials=("username", "password"),
    poll_every=timedelta(hours=6),
    overlap=timedelta(days=1),
    seconds_between_requests=0.5,
    scale=Scale(name=SCALE, classes=tuple(IndexClass(upto=band.rank + 1, name=band.value, band=band) for band in Band)),
    terms_of_use="By contract; reports are paid one by one, a German one needs a legal reason. Five equal wrong logins "
    "in two minutes are answered with 429, over 10,000 logins in five minutes lock the account.",
    verified_by="specification",
    seen_facts=(
        "Paths, members, page bases (1 in /companies, 0 in monitoring), 409 for what is in the portfolio: OpenAPI.",
        "A token lives an hour; a new portfolio has all rules off; the rule list is put as a whole: OpenAPI.",
        "International score A to E; German reason codes 1 to 8; filterByCreatedDate, 1000 events a page: OpenAPI.",
        "Rule codes 101 (score band), 102 (limit), 105 (address): OpenAPI; 107 (directors): a third party's code.",
    ),
    believed_facts=(
        "Which rules tell of an insolvency in Germany and elsewhere: read them with the contract, set codes and rules.",
        "Times are UTC, and the filter by creation takes UTC; the overlap of a day covers another zone.",
        "Score E may stand for 'not rated'; in a report its description tells, in an event nothing does.",
        "A company search and a match cost nothing; adding to a portfolio is covered by its contract.",
        "A German register number comes without its court, so that it identifies nobody.",
        "companyStatus in a portfolio (1, 2, 3) means different things by country: it is not read.",
    ),
)


def sign_in(web: Web, credentials: Mapping[str, str]) -> Mapping[str, str]:
    """A token of one hour; `environment` "sandbox" asks the sandbox. Asked once, because wrong logins lock.

    Raises:
        CredentialsMissingError: user or password is not set.
        SourceRefusedError: they are wrong.
        SourceChangedError: an answer without a token.
    """
    if not credentials.get("username") or not credentials.get("password"):
        raise CredentialsMissingError(_NAME, "no username and password are set")
    body = {name: credentials[name] for name in ("username", "password")}
    response = web.send("POST", f"{_base(credentials)}/authenticate", body=body, again=False)
    token = JSON.needed(JSON.members(JSON.read(response.content), None, "authentication"), "token", "authentication")
    return {"Authorization": f"Bearer {token}"}


def search(access: Access, customer: Customer) -> Iterator[Document]:
    """Companies that match, then those with the customer's numbers; by name and place only where nobody was found."""
    country, address = _country(customer), customer.address
    place = {"postCode": address and address.postcode, "city": address and address.city}
    known = {"name": customer.name, **{name: value for name, value in place.items() if value}}
    street = {"street": address.street} if address and address.street else {}
    threshold = access.plan.options.get("match_threshold", "898")
    matched = _ask(access, "/companies/match", {"country": country, "matchThreshold": threshold, **known, **street}, {})
    yield matched
    found = any(candidates(matched))
    for number in _numbers(customer, country):
        for page in _pages(access, {"countries": country, **number}):
            yield page
            found = found or any(candidates(page))
    if not found:
        yield from _pages(access, {"countries": country, **known})


def candidates(document: Document) -> Iterator[Candidate]:
    """Everybody in the answer, with the bureau's own confidence and word per field where it matched.

    Raises:
        SourceRefusedError: the answer says that we may not see it.
        SourceChangedError: an unknown shape.
    """
    yield from read_candidates(document.content)


def check(access: Access, request: CheckRequest) -> Document:
    """The paid report of a linked company, asked for once.

    Raises:
        InvalidInputError: the customer is not linked to a company of the bureau; nothing was asked.
    """
    options = access.plan.options
    if not request.subject_id:
        problem = "a report is about a company of the bureau, and the customer is linked to none"
        raise InvalidInputError([Problem("subject_id", "", problem)])
    params = {"language": options.get("language", "en"), "callRef": request.reference}
    if template := options.get("template"):
        params["template"] = template
    if request.subject_id.startswith("DE"):
        code = options.get("de_reason_code") or _GERMAN_REASONS.get(request.reason, _GERMAN_REASON)
        params["customData"] = f"de_reason_code::{code}"
    path = f"/companies/{quote(request.subject_id, safe='')}"
    return _ask(access, path, params, {"kind": "report", "subject_id": request.subject_id}, again=False)


def answer(document: Document, plan: BureauPlan) -> Answer:
    """Score, limit, state and negative entries; not identified where the bureau does not know the company any more.

    Raises:
        SourceChangedError: an unknown shape.
    """
    if document.attributes.get("status") == "404":
        return Answer(outcome=Outcome.NOT_IDENTIFIED, text="the bureau does not know the company any more")
    said = read_report(document.content, plan)
    return said.model_copy(update={"subject_id": document.attributes.get("subject_id", said.subject_id)})


def prepare(access: Access) -> tuple[str, ...]:
    """Makes the portfolio and switches its rules on, where it has none on; raises as `portfolios.make_ready`."""
    return portfolios.make_ready(access, _base(access.credentials))


def watched(access: Access) -> Iterator[Watched]:
    """Everybody in the portfolio; nobody where there is none yet.

    Raises:
        SourceChangedError: the pages end before everybody was listed.
    """
    yield from portfolios.listed(access, _base(access.credentials))


def add(access: Access, subject_id: str, reference: str) -> None:
    """Puts a company into the portfolio under our customer number; being there already is success."""
    portfolios.add(access, _base(access.credentials), subject_id, reference)


def remove(access: Access, subject_id: str) -> None:
    """Takes a company out of the portfolio; not being there is success."""
    portfolios.remove(access, _base(access.credentials), subject_id)


def changes(access: Access, cursor: str | None) -> Iterator[Document]:
    """Pages of events made since the position, less the overlap; the position moves with the last page only.

    Raises:
        SourceChangedError: a cut page, or pages that end early (both were yielded, with the position before them).
    """
    before = cursor or access.plan.options.get("since") or (access.now - BUREAU.overlap).isoformat()
    start = _moment(before) - (BUREAU.overlap if cursor else timedelta(0))
    asked = {"startDate": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "filterByCreatedDate": "true", "sortBy": "eventDate"}
    seen, number = 0, 0
    while True:
        params = {**asked, "sortDir": "asc", "page": str(number), "pageSize": str(_EVENTS_A_PAGE)}
        page = _ask(access, "/monitoring/notificationEvents", params, {"page": str(number)}, cursor=before)
        try:
            events, count = read_page(page.content)
            if not events and count is not None and seen < count:
                raise SourceChangedError(_NAME, f"the pages end after {seen} of {count} events")
        except SourceChangedError:
            yield page  # kept as evidence
            raise
        seen, number = seen + len(events), number + 1
        if not events or (count is not None and seen >= count):
            yield page.model_copy(update={"cursor": access.now.astimezone(UTC).isoformat()})
            return
        yield page


def parse(document: Document, plan: BureauPlan) -> Iterator[CreditEvent]:
    """What happened, one event of the same company and id however many portfolios it came through.

    Raises:
        SourceChangedError: an unknown shape, or a cut page.
    """
    yield from read_events(document, plan)


def _ask(
    access: Access,
    path: str,
    params: Mapping[str, str],
    attributes: Mapping[str, str],
    *,
    again: bool = True,
    cursor: str | None = None,
) -> Document:
    url = f"{_base(access.credentials)}{path}"
    response = access.web.send("GET", url, params=params, allow=(404,), again=again)
    if response.status_code == 404 and attributes.get("kind") != "report" and NOTHING not in response.text:
        raise SourceChangedError(_NAME, f"{path} answered 404")
    return Document(
        source=_NAME,
        url=url,
        media_type="application/json",
        content=response.content,
        fetched_at=access.web.fetched_at,
        attributes={**attributes, "status": str(response.status_code)},
        cursor=cursor,
    )


def _pages(access: Access, params: Mapping[str, str]) -> Iterator[Document]:
    """Pages of /companies, which are counted from 1; no more than tell anything."""
    for number in range(1, _MOST_PAGES + 1):
        paging = {"page": str(number), "pageSize": str(_CANDIDATES_A_PAGE)}
        page = _ask(access, "/companies", {**params, **paging}, {"kind": "companies", "page": str(number)})
        yield page
        if number * _CANDIDATES_A_PAGE >= total(page.content) or not any(candidates(page)):
            return


def _numbers(customer: Customer, country: str) -> list[dict[str, str]]:
    """Numbers that the bureau finds a company by; a German register number is one only together with the name."""
    own = {"FR": Scheme.SIREN, "GB": Scheme.GB_COMPANY, "CH": Scheme.CH_UID}.get(country)
    asked = [{"regNo": one.value} for one in customer.identifiers if one.scheme is own]
    asked += [{"vatNo": one.value} for one in customer.identifiers if one.scheme is Scheme.VAT]
    german = [one.value for one in customer.identifiers if one.scheme is Scheme.DE_REGISTER and country == "DE"]
    return asked + [{"regNo": f"{value[:3]} {value[3:]}", "name": customer.name} for value in german]


def _country(customer: Customer) -> str:
    return (customer.address.country if customer.address else None) or "DE"


def _base(credentials: Mapping[str, str]) -> str:
    return f"{SANDBOX if credentials.get('environment') == 'sandbox' else ORIGIN}/v1"


def _moment(printed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(printed)
    except ValueError as error:
        raise SourceChangedError(_NAME, f"{printed[:40]!r} is no position: a time is wanted") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
