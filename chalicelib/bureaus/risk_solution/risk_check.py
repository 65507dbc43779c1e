"""RiskCheck of Risk Solution Services 2.1: the request as SOAP, faults, and what a response says.

Source: WSDL and XSD 2.1 as published (beside this file, MIT); texts of a shop platform's manual for the addresses.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree

from chalicelib.bureaus.countries import numeric
from chalicelib.bureaus.risk_solution.features import features_of, known_code, says_nothing_known
from chalicelib.bureaus.risk_solution.safe_xml import NAME, RMF, SOAP, TYPES, body_of, problems
from chalicelib.bureaus.risk_solution.scores import index_of
from chalicelib.bureaus.risk_solution.subject import Asked
from chalicelib.errors import (
    InvalidInputError,
    Problem,
    SourceChangedError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, CheckRequest, Outcome, Reservation
from chalicelib.model.customer import CustomerKind

SOAP_ACTION = '"urn:risk-solution-services:v2.1/RmfPortV21.RiskCheck"'
_OPEN_INVOICE = "OI"
_LONGEST_TEXT = 2000  # reasons have no length in the schema; the payload keeps the rest
_R = f"{{{RMF}}}"
_Members = Mapping[str, Any]  # element name -> text, or members again; None is left out


def envelope(request: CheckRequest, asked: Asked, credentials: Mapping[str, str], now: datetime) -> bytes:
    """The message, held against the schema before anybody pays for it.

    Raises:
        InvalidInputError: the schema does not take the customer's data.
        SourceRefusedError: it does not take the credentials.
    """
    identification = {
        "ClientID": credentials["client_id"],
        "SubClientID": credentials.get("sub_client_id"),
        "Authorisation": credentials["authorisation"],
        "ClientTransactionID": request.reference[:100],
    }
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP, "v21": TYPES, "r": RMF})
    head = _element(etree.SubElement(root, f"{{{SOAP}}}Header"), "Identification", identification)
    payload = _element(etree.SubElement(root, f"{{{SOAP}}}Body"), "RiskCheck", _risk_check(request, asked, now))
    if wrong := problems(head):
        members = ", ".join(sorted({name for name, _ in wrong}))
        raise SourceRefusedError(NAME, f"the credentials do not fit the schema: {members}")
    if wrong := problems(payload):
        raise InvalidInputError([Problem(name, "", f"infoscore does not take it: {kind}") for name, kind in wrong])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _risk_check(request: CheckRequest, asked: Asked, now: datetime) -> _Members:
    customer, order = request.customer, request.order_value
    company = customer.kind is not CustomerKind.PERSON
    billed = {
        "ClientCustomerID": customer.number,
        "LastName": asked.last_name,
        "FirstName": asked.first_name,
        "Salutation": "COMPANY" if company else None,
        "BirthDay": customer.birth_date.isoformat() if customer.birth_date else None,
        "Address": {
            "Street": asked.street,
            "StreetNumber": asked.house,
            "ZipCode": asked.postcode,
            "City": asked.city,
            "Country": numeric(asked.country),
        },
    }
    ordered = order and {
        "RegisteredOrder": "true",
        "PaymentType": _OPEN_INVOICE,
        "Currency": order.currency,
        "GrossTotalBill": f"{order.amount:.2f}",
        "TotalOrderValue": f"{order.amount:.2f}",
    }
    return {"BillingCustomer": billed, "Order": ordered, "RequestTimestamp": now.isoformat(timespec="milliseconds")}


def _element(parent: etree._Element, name: str, members: _Members) -> etree._Element:
    element = etree.SubElement(parent, f"{{{TYPES}}}{name}")
    _fill(element, members)
    return element


def _fill(parent: etree._Element, members: _Members) -> None:
    for name, value in members.items():
        if value is None:
            continue
        child = etree.SubElement(parent, f"{_R}{name}")
        if isinstance(value, Mapping):
            _fill(child, value)
            continue
        try:
            child.text = value
        except ValueError:
            raise InvalidInputError([Problem(name, "", "holds characters that XML cannot carry")]) from None


def fault_in(content: bytes) -> SourceError | None:
    """The error that a SOAP fault stands for; None when the message is none.

    A fault of the service itself (RmfException) made no decision, so that asking again later is right; believed: it
    is not billed. What the bureau cannot take is for whoever edits its file.

    Raises:
        SourceChangedError: no SOAP message.
    """
    body = body_of(content)
    if body.tag != f"{{{SOAP}}}Fault":
        return None
    detail = body.find("detail")
    named = detail[0] if detail is not None and len(detail) else None
    kind = etree.QName(named).localname if named is not None else "fault"
    code, said = (named.findtext(f"{_R}{part}") if named is not None else None for part in ("ErrorCode", "Description"))
    words = " ".join(part for part in (kind, code, said or body.findtext("faultstring")) if part)
    if kind in {"RmfAuthenticationException", "RmfAccessDeniedException"}:
        return SourceRefusedError(NAME, f"{words}: check client_id, authorisation and the contract")
    if kind == "RmfIllegalArgumentException":
        return SourceChangedError(NAME, f"{words}: our request is not what it takes")
    if kind == "RmfException":
        return SourceUnreachableError(NAME, words)
    return SourceChangedError(NAME, f"an unknown fault: {words}")


def answer_of(content: bytes, plan: BureauPlan) -> Answer:
    """What a RiskCheckResponse says; the decision's own words stand in the text and decide nothing here.

    Raises:
        SourceChangedError: not a RiskCheckResponse of the published schema, or a status that is not 000.
    """
    response = body_of(content)
    if response.tag != f"{{{TYPES}}}RiskCheckResponse":
        raise SourceChangedError(NAME, f"{etree.QName(response).localname} where a RiskCheckResponse was expected")
    if wrong := problems(response):
        raise SourceChangedError(
            NAME, f"the answer breaks the schema at {', '.join(f'{n} ({k})' for n, k in wrong[:5])}"
        )
    status = response.findtext(f"{_R}System/{_R}StatusCode", "")
    if int(status) != 0:
        said = response.findtext(f"{_R}System/{_R}StatusDescription")
        raise SourceChangedError(NAME, f"unknown status {status}: {said}")
    decision = _must(response, "Decision")
    values = [
        (one.findtext(f"{_R}Name", ""), one.findtext(f"{_R}Value", "")) for one in decision.iter(f"{_R}ScoreFeature")
    ]
    reasons = [(one.get("name", ""), (one.text or "").strip()) for one in decision.iter(f"{_R}Reason")]
    told = {value.strip() for _, value in values}
    more = [(name, code) for name, code in reasons if known_code(code) and code not in told]
    features = tuple(features_of([*values, *more], plan))
    index = index_of(decision.findtext(f"{_R}RiskAnalysis/{_R}ScoreValue"), None, plan)
    spoke = features or index or says_nothing_known([*values, *reasons])
    return Answer(
        outcome=Outcome.ANSWERED if spoke else Outcome.NO_STATEMENT,
        index=index,
        features=features,
        reservations=(Reservation.OTHER_ADDRESS,) if _other_address(response) else (),
        text=_words(decision, reasons),
    )


def _words(decision: etree._Element, reasons: list[tuple[str, str]]) -> str:
    result, action, code, text = (
        decision.findtext(f"{_R}{name}", "") for name in ("Result", "ActionCode", "ResultCode", "ResultText")
    )
    why = (f"{name}: {reason}" if name else reason for name, reason in reasons)
    return "; ".join([f"result {result}, action {action}, code {code}: {text}", *why])[:_LONGEST_TEXT]


def _other_address(response: etree._Element) -> bool:
    """Whether the bureau could not confirm the address, or found another one."""
    billed = _must(_must(response, "Details"), "BillingCustomerResult")
    checked = billed.find(f"{_R}ServiceResults/{_R}AddressValidationResponse")
    if checked is None:
        return False
    if checked.findtext(f"{_R}Validated") not in {"true", "1"}:
        return True
    sent = _must(_must(billed, "RequestData"), "Address")
    return any(_differ(checked, sent, part) for part in ("Street", "StreetNumber", "ZipCode", "City"))


def _differ(one: etree._Element, other: etree._Element, part: str) -> bool:
    """Whether both give this part and mean different things; "str." and "straße" are the same."""
    plain = [
        re.sub(r"\W", "", place.findtext(f"{_R}{part}", "").casefold()).replace("strasse", "str")
        for place in (one, other)
    ]
    return all(plain) and plain[0] != plain[1]


def _must(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(f"{_R}{name}")
    if found is None:
        raise SourceChangedError(NAME, f"the answer has no {name}")
    return found
