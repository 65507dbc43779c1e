"""Germany, Austria, Switzerland: arvato / infoscore Consumer Data, one paid inquiry about a firm or a person.

Credentials: `client_id` (a number) and `authorisation`; `sub_client_id` where the contract has one. For ES0015 they
are partner number and partner code, with `user_name` and `user_code` where given, and `trusted_authority` because
its hosts showed no public certificate.

Options of the plan:
- `service`: `risk_check` (Risk Solution Services 2.1, SOAP) unless it is `es0015` (the older consumer service).
- `environment`: `production` unless it is `integration`.
- `score_borders`: five numbers from best to worst for bands A to E, such as "600 500 400 300 0" where more is better;
  without them a score has no band, because no borders are public.
- `ignored_features`: names inside the risk analysis that say nothing, separated by blanks.
- `company_first_name`: what stands as a firm's first name, which the schema requires ("-", believed).
- `country`: of customers without one, "DE" unless set.
- `request_reason` ("ABK") and `encoding` ("utf-8"): of ES0015 only.
What names and values inside the risk analysis mean is agreed by contract: set them in the plan's `codes`.

infoscore never says whether it knows somebody: "KI" is that nothing negative is known, silence is no statement.

Source: WSDL and XSD 2.1 (MIT), a shop platform's manual for the hosts, a public client of 2013 for ES0015.
"""

from collections.abc import Mapping

from chalicelib.bureaus import Access
from chalicelib.bureaus.risk_solution import consumer_service, risk_check
from chalicelib.bureaus.risk_solution.scores import planned_scale
from chalicelib.bureaus.risk_solution.subject import subject_of
from chalicelib.errors import SourceChangedError, SourceRefusedError, SourceUnreachableError
from chalicelib.model.bureau import Ability, Bureau, BureauPlan
from chalicelib.model.credit import Answer, CheckRequest, Reservation
from chalicelib.model.document import Document
from chalicelib.web import Web

_NAME = "arvato_infoscore"
_RISK_CHECK, _ES0015 = "risk_check", "es0015"
_PATH = "/rss-services/risk-solution-services.v2.1"
_URLS = {
    (_RISK_CHECK, "production"): f"https://customer.risk-solution-services.de{_PATH}",
    (_RISK_CHECK, "integration"): f"https://integration.risk-solution-services.de{_PATH}",
    (_ES0015, "production"): "https://193.101.24.33:2443/",
    (_ES0015, "integration"): "https://193.101.24.30:2443/",
}
_FAULT = 500

BUREAU = Bureau(
    name=_NAME,
    title="arvato infoscore",
    countries=("DE", "AT", "CH"),
    origins=tuple(url.removesuffix(_PATH).rstrip("/") for url in _URLS.values()),
    abilities=frozenset({Ability.CHECK}),
    cursor_kind="none: nothing is told by itself",
    time_zone="Europe/Berlin",
    retry_safe=frozenset(),
    natural_persons=True,
    nothing_found='feature "KI": nothing negative known; an answer without score and features is no statement',
    credentials=("client_id", "authorisation"),
    scale=None,
    terms_of_use="By contract; a legitimate interest for each inquiry (GDPR 6(1)(f), BDSG 31).",
    verified_by="specification (WSDL and XSD 2.1, public clients); nothing was tried against the live service",
    seen_facts=(
        "messages, lengths, faults, FirstName also of firms, numeric countries: XSD 2.1 in spryker-eco/arvato-rss",
        "hosts and path: Spryker's manual of the Arvato module",
        "ES0015: names of fields, RC=0, five features with dates, eScoreValue G for green: arvato-infoscore-sdk, 2013",
        "feature codes and their German texts: the same client",
    ),
    believed_facts=(
        "names and values inside the risk analysis, and the borders of the score: both are agreed by contract",
        "values of Decision.Result, ActionCode and ResultCode; they are kept as text and decide nothing",
        "ES0015 is still served; its encoding, form of dates, reason ABK, and Y and R of its traffic light",
        "a firm may be asked about with any first name",
        "an RmfException is not billed; any StatusCode but 000 is a failure",
        "AT and CH are served under the same contract",
    ),
)


def sign_in(web: Web, credentials: Mapping[str, str]) -> Mapping[str, str]:  # noqa: ARG001 - each message carries them
    """Nothing: client and authorisation stand inside each message."""
    return {}


def check(access: Access, request: CheckRequest) -> Document:
    """The answer to one inquiry, sent once under the request's reference.

    Raises:
        InvalidInputError: no whole address, a name that cannot be split, or data that the schema does not take.
        SourceRefusedError: the credentials are wrong, or the plan is.
        SourceChangedError: the service does not take our request.
        SourceUnreachableError: it failed, or did not answer; it may have been billed then.
    """
    service, url = _service(access.plan)
    planned_scale(access.plan)  # a wrong plan must be told before an inquiry is paid, not when its answer is read
    asked = subject_of(request.customer, access.plan)
    if service == _RISK_CHECK:
        body = risk_check.envelope(request, asked, access.credentials, access.now)
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": risk_check.SOAP_ACTION}
    else:
        body = consumer_service.form(request, asked, access.credentials, access.plan)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = access.web.send("POST", url, body=body, headers=headers, allow=(_FAULT,), again=False)
    _raise_fault(service, response.status_code, response.content)
    return Document(
        source=_NAME,
        url=url,
        media_type="text/xml" if service == _RISK_CHECK else "application/x-www-form-urlencoded",
        content=response.content,
        fetched_at=access.web.fetched_at,
        attributes={
            "service": service,
            "customer_number": request.customer.number,
            "reservations": " ".join(asked.reservations),
        },
    )


def answer(document: Document, plan: BureauPlan) -> Answer:
    """What an answer says; the service it came from stands in the document's attributes.

    Raises:
        SourceChangedError: an unknown shape or status, or a cut answer.
    """
    service = document.attributes.get("service", _RISK_CHECK)
    read = consumer_service.answer_of if service == _ES0015 else risk_check.answer_of
    found = read(document.content, plan)
    asked = (Reservation(one) for one in document.attributes.get("reservations", "").split())
    return found.model_copy(update={"reservations": tuple(dict.fromkeys((*found.reservations, *asked)))})


def _service(plan: BureauPlan) -> tuple[str, str]:
    chosen = plan.options.get("service", _RISK_CHECK).lower(), plan.options.get("environment", "production").lower()
    if chosen not in _URLS:
        known = ", ".join(f"{service} in {environment}" for service, environment in _URLS)
        reason = f"its plan is wrong: service {chosen[0]!r} in environment {chosen[1]!r}; known: {known}"
        raise SourceRefusedError(_NAME, reason)
    return chosen[0], _URLS[chosen]


def _raise_fault(service: str, status: int, content: bytes) -> None:
    """A SOAP fault comes with 500, like a server that is broken; the fault says which of them it is."""
    if service == _ES0015:
        if status == _FAULT:
            raise SourceUnreachableError(_NAME, f"{service} answered {status}")
        return
    try:
        fault = risk_check.fault_in(content)
    except SourceChangedError as error:
        if status == _FAULT:
            raise SourceUnreachableError(_NAME, f"answered {status} without a SOAP fault") from error
        return  # read strictly when it is stored
    if fault is not None:
        raise fault
    if status == _FAULT:
        raise SourceUnreachableError(_NAME, f"answered {status} without a SOAP fault")
