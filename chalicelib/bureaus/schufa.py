"""Germany: SCHUFA Credit Report, one inquiry at a time about a natural person (sole traders and freelancers too).

Credentials: `client_id`; `client_certificate` and `private_key` as PEM text, without which SCHUFA admits nobody;
`environment`, "production" unless it is "sandbox": certificates serve one of the two; `client_secret` where the
contract has one (none is sent in the public client).

Options of the plan:
- `legal_reason` (required): the endpoint that declares the legitimate interest, such as `commerce` (order of a
  consumer on account), `small-businesses`, `freelancers`, `small-businesses/checks`. `legal_reason.plan`,
  `legal_reason.order` ... win for inquiries of that reason.
- `risk_rates`: upper borders in percent of bands A to D, "2.78 6.46 14.11 70" unless set.
- `environment`: when set, it must be that of the credentials; nothing is asked otherwise.

Nobody can be searched or watched here: what SCHUFA tells by itself afterwards has no public specification.

Source: OpenAPI description of SCHUFA Credit Report 1.0.0 and a public client's notes on certificates (2026-08).
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError
from pydantic_core import from_json

from chalicelib.bureaus import Access
from chalicelib.bureaus.credit_report.certificate import serves_until
from chalicelib.bureaus.credit_report.inquiry import inquiry_about
from chalicelib.bureaus.credit_report.report import LONGEST_TEXT, CreditReport, answer_of
from chalicelib.errors import InvalidInputError, Problem, ResultLostError, SourceChangedError, SourceRefusedError
from chalicelib.model.bureau import Ability, Bureau, BureauPlan, IndexClass, Scale
from chalicelib.model.credit import Answer, Band, CheckRequest, InquiryReason, Outcome, Reservation
from chalicelib.model.document import Document
from chalicelib.web import Web

_NAME = "schufa"
_HOSTS = {
    "production": ("https://auth.api.schufa.de", "https://api.schufa.de"),
    "sandbox": ("https://auth.api.sandbox.schufa.de", "https://api.sandbox.schufa.de"),
}
LEGAL_REASONS = frozenset(
    {
        "checks", "collection", "commerce", "conditions/loans", "conditions/real-estate-loans", "energy",
        "freelancers", "freelancers/secured-investment-credits", "leasing", "mail-orders", "payment-methods",
        "potential-tenants", "secured-loans", "services", "services/financial", "small-businesses",
        "small-businesses/checks", "small-businesses/secured-investment-credits", "unsecured-loans",
    }
)  # fmt: skip
_BY_HAND = "/manual-processing/"
_RISK_RATES = "2.78 6.46 14.11 70"  # SCHUFA's five classes of the base score: 97.22, 93.54, 85.89 and 30 % are met
_BOUND_OVERNIGHT = (
    "SCHUFA knows its clients by the certificate's serial number, and a renewed certificate is bound overnight: "
    "wait until tomorrow, or set the old one again while it serves"
)


def _scale(upper_borders: str) -> Scale:
    """Bands by SCHUFA's own risk rate; score values of different branches cannot be compared."""
    borders = [*(Decimal(border) for border in upper_borders.split()), Decimal(100)]
    if len(borders) != len(Band) or borders != sorted(borders):
        raise ValueError(upper_borders)
    classes = (
        IndexClass(upto=border, name=f"risk rate up to {border} %", band=band)
        for border, band in zip(borders, Band, strict=True)
    )
    return Scale(name="SCHUFA score, band by risk rate", classes=tuple(classes))


BUREAU = Bureau(
    name=_NAME,
    title="SCHUFA Credit Report",
    countries=("DE",),
    origins=tuple(host for pair in _HOSTS.values() for host in pair),
    abilities=frozenset({Ability.CHECK, Ability.PENDING}),
    cursor_kind="none: nothing is told by itself",
    time_zone="Europe/Berlin",
    retry_safe=frozenset(),
    organisations=False,
    natural_persons=True,
    nothing_found="404 with a problem: not uniquely identified; courtData [] of a 200: nothing known",
    credentials=("client_id",),
    poll_every=timedelta(hours=1),  # of results that are worked on by hand: hours to days
    scale=_scale(_RISK_RATES),
    terms_of_use="By contract; each inquiry declares a legitimate interest by its endpoint (GDPR 6(1)(f), BDSG 31).",
    verified_by="specification (OpenAPI 1.0.0, 2026-08); nothing was tried against the live service",
    seen_facts=(
        "hosts, endpoints, bodies, court codes, statuses: OpenAPI 1.0.0 in github.com/epilot-dev/epilot-app-schufa",
        "token by client_id and certificate alone, 403 until a renewed certificate is bound: README and client there",
        "borders of the five classes of the base score: schufa.de, questions about the score simulator",
        "a result of manual processing is read once, then 404: OpenAPI, 404_ReportNotFound",
    ),
    believed_facts=(
        "the classes of the base score fit the contract's own score as well; what its range letter means",
        "which legal reasons the contract has, and what an inquiry costs; whether a 404 is billed",
        "INSOLVENCY_REFUSED is a refusal for lack of assets (InsO 26), INSOLVENCY_CANCELLED the end of proceedings",
        "an empty list may be left out of a report, courtData excepted",
    ),
)


def sign_in(web: Web, credentials: Mapping[str, str]) -> Mapping[str, str]:
    """The bearer token of the environment that the certificate belongs to.

    Raises:
        SourceRefusedError: the certificate has expired or is not bound yet, or the client is not known.
        SourceChangedError: the answer holds no token.
    """
    end = serves_until(credentials.get("client_certificate", ""))
    if end is not None and end <= web.fetched_at:
        raise SourceRefusedError(
            _NAME, f"the client certificate expired on {end:%Y-%m-%d}: renew it; {_BOUND_OVERNIGHT}"
        )
    form = {"grant_type": "client_credentials", "client_id": credentials["client_id"], "scope": "default"}
    if secret := credentials.get("client_secret"):
        form["client_secret"] = secret
    response = web.post(f"{_hosts(credentials)[0]}/token", form=form, allow=(400, 401, 403))
    if response.status_code == 403:
        raise SourceRefusedError(_NAME, f"the token was refused with 403; {_BOUND_OVERNIGHT}")
    if response.status_code >= 400:
        reason = f"the token was refused with {response.status_code}: check client_id and client certificate"
        raise SourceRefusedError(_NAME, reason)
    token = _object(response.content, "the token").get("access_token")
    if not isinstance(token, str) or not token:
        raise SourceChangedError(_NAME, "the answer to the sign-in holds no access_token")
    return {"Authorization": f"Bearer {token}"}


def check(access: Access, request: CheckRequest) -> Document:
    """SCHUFA's answer, sent once: the report (200), the notice that a person works on it (202), or 404 and 422.

    Raises:
        InvalidInputError: an organisation, no whole address, a name that cannot be split, or SCHUFA refuses the data.
        SourceRefusedError: the plan declares no legal reason, or the contract does not have it.
    """
    _same_environment(access)
    _planned_scale(access.plan)  # a wrong plan must be told before an inquiry is paid, not when its answer is read
    legal_reason = _legal_reason(access.plan, request.reason)
    inquiry = inquiry_about(request)
    url = f"{_hosts(access.credentials)[1]}/credit-report/{legal_reason}"
    response = access.web.send("POST", url, body=inquiry.body, allow=(400, 403, 404, 422), again=False)
    if response.status_code == 400:
        raise InvalidInputError(_violations(_object(response.content, "the refusal")))
    if response.status_code == 403:
        reason = f"{url} answered 403: the contract does not have this legal reason, or: {_BOUND_OVERNIGHT}"
        raise SourceRefusedError(_NAME, reason)
    attributes = {
        "status": str(response.status_code),
        "customer_number": request.customer.number,
        "path": f"/{legal_reason}",
        "reservations": " ".join(inquiry.reservations),
    }
    return _document(access, url, response.content, attributes)


def pending(access: Access, reference: str) -> Document:
    """The result of manual processing (200, given once), that it goes on (202), or that there is none (422).

    Asked once: where the answer is lost on its way, SCHUFA gives it to nobody again.

    Raises:
        ResultLostError: it was read already, or the reference is not known.
    """
    _same_environment(access)
    report_id, *reservations = reference.split(" ")
    path = f"{_BY_HAND}{quote(report_id, safe='')}"
    url = f"{_hosts(access.credentials)[1]}/credit-report{path}"
    response = access.web.send("GET", url, allow=(404, 422), again=False)
    if response.status_code == 404:
        _check_problem(response.content, 404, path)
        raise ResultLostError(_NAME, f"the result {report_id} was read already or is not known; ask anew")
    attributes = {
        "status": str(response.status_code),
        "report_id": report_id,
        "path": path,
        "reservations": " ".join(reservations),
    }
    return _document(access, url, response.content, attributes)


def answer(document: Document, plan: BureauPlan) -> Answer:
    """What an answer says; its HTTP status stands in the document's attributes.

    Not identified is an outcome of its own and never clean; a report that only the telephone gives is no statement.

    Raises:
        SourceChangedError: an unknown status or shape, or a cut answer.
    """
    status, asked = document.attributes.get("status"), document.attributes.get("reservations", "").split()
    ours = tuple(Reservation(one) for one in asked)
    if status == "200":
        try:
            report = CreditReport.model_validate_json(document.content)
        except ValidationError as error:
            where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in error.errors()[:5])
            raise SourceChangedError(_NAME, f"the report has another shape: {where}") from None
        found = answer_of(report, plan.codes, _planned_scale(plan))
        return found.model_copy(update={"reservations": tuple(dict.fromkeys((*found.reservations, *ours)))})
    if status == "202":
        notice = _object(document.content, "the notice of manual processing")
        report_id = notice.get("reportId")
        if not isinstance(report_id, str) or not report_id or " " in report_id:
            raise SourceChangedError(_NAME, "the notice of manual processing holds no reportId")
        reference = " ".join((report_id, *asked))
        return Answer(outcome=Outcome.PENDING, pending_reference=reference, reservations=ours)
    if status in {"404", "422"}:
        problem = _check_problem(document.content, int(status), document.attributes.get("path"))
        by_hand = str(problem.get("instance")).startswith(_BY_HAND)
        outcome = Outcome.NO_STATEMENT if status == "422" else Outcome.LOST if by_hand else Outcome.NOT_IDENTIFIED
        said = str(problem.get("detail") or problem.get("title"))[:LONGEST_TEXT]
        return Answer(outcome=outcome, text=said, reservations=ours)
    raise SourceChangedError(_NAME, f"an answer with the unknown status {status}")


def _hosts(credentials: Mapping[str, str]) -> tuple[str, str]:
    environment = credentials.get("environment", "production")
    if environment not in _HOSTS:
        raise SourceRefusedError(_NAME, f"environment in the credentials must be one of {', '.join(_HOSTS)}")
    return _HOSTS[environment]


def _same_environment(access: Access) -> None:
    signed_in = access.credentials.get("environment", "production")
    if (planned := access.plan.options.get("environment", signed_in)) != signed_in:
        reason = f"the plan says environment {planned}, the credentials are for {signed_in}; nothing was asked"
        raise SourceRefusedError(_NAME, reason)


def _legal_reason(plan: BureauPlan, reason: InquiryReason) -> str:
    declared = plan.options.get(f"legal_reason.{reason}") or plan.options.get("legal_reason")
    if declared is None or declared.strip("/") not in LEGAL_REASONS:
        known = ", ".join(sorted(LEGAL_REASONS))
        said = "declares no legal reason" if declared is None else f"declares the unknown legal reason {declared!r}"
        raise SourceRefusedError(_NAME, f"its plan {said}; set the option legal_reason to one of {known}")
    return declared.strip("/")


def _planned_scale(plan: BureauPlan) -> Scale:
    borders = plan.options.get("risk_rates", _RISK_RATES)
    try:
        return _scale(borders)
    except (ValueError, InvalidOperation) as error:
        reason = f"its plan is wrong: risk_rates must be four rising percentages, not {borders!r}"
        raise SourceRefusedError(_NAME, reason) from error


def _document(access: Access, url: str, content: bytes, attributes: Mapping[str, str]) -> Document:
    return Document(
        source=_NAME,
        url=url,
        media_type="application/json" if attributes["status"] < "300" else "application/problem+json",
        content=content,
        fetched_at=access.web.fetched_at,
        attributes=attributes,
    )


def _object(content: bytes, what: str) -> dict[str, Any]:
    try:
        found = from_json(content)
    except ValueError:
        raise SourceChangedError(_NAME, f"{what} is cut or no JSON") from None
    if not isinstance(found, dict):
        raise SourceChangedError(_NAME, f"{what} is no JSON object")
    return found


def _check_problem(content: bytes, status: int, path: str | None) -> dict[str, Any]:
    """The problem that SCHUFA itself reports; a gateway's 404 about a wrong address must not read as 'nobody'."""
    problem = _object(content, f"the answer {status}")
    instance = problem.get("instance")
    if problem.get("status") != status or (path and instance not in (None, path)):
        raise SourceChangedError(_NAME, f"an answer {status} that is not SCHUFA's own problem report")
    return problem


def _violations(problem: dict[str, Any]) -> list[Problem]:
    found = problem.get("violations")
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise SourceChangedError(_NAME, "an answer 400 that names no violation")
    return [Problem(str(one.get("field")), "", f"SCHUFA: {one.get('message')}") for one in found]
