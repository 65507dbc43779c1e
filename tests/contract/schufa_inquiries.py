"""Inquiries to a server that plays SCHUFA, and our own recordings of its reports."""

import json
from datetime import date
from typing import Any

from chalicelib.bureaus import schufa
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import CheckRequest, InquiryReason
from chalicelib.model.customer import CustomerKind
from chalicelib.model.document import Document
from tests.builders import a_customer
from tests.contract.bureau_sessions import session
from tests.contract.recordings import HERE
from tests.contract.servers.loopback import served
from tests.contract.servers.schufa import Schufa

OWN = HERE / "schufa"
SAMPLES = HERE.parents[2] / "shared" / "bureau-samples" / "schufa"
CREDENTIALS = {"client_id": "invented-client"}
PLAN = BureauPlan(options={"legal_reason": "commerce"})
INSOLVENT: dict[str, Any] = json.loads((OWN / "report_insolvency.json").read_text())
CLEAN: dict[str, Any] = json.loads((OWN / "report_nothing_known.json").read_text())
LUCJA = "Łucja Żółć-O'Toole"
GASSE = PostalAddress(street="Große Gasse 7a", postcode="04109", city="Leipzig", country="DE")
CERTIFICATE = (OWN / "client_certificate.pem").read_text()


def a_request(reason: InquiryReason = InquiryReason.ORDER, **fields: Any) -> CheckRequest:
    defaults: dict[str, Any] = {"kind": CustomerKind.PERSON, "name": LUCJA, "birth_date": date(1981, 4, 9)}
    customer = a_customer(**defaults | {"address": GASSE} | fields)
    return CheckRequest(customer=customer, reason=reason, reference="4f1d2c3b4a5968778695a4b3")


def checked(bureau: Schufa, request: CheckRequest | None = None, plan: BureauPlan = PLAN) -> Document:
    with served(bureau.app) as server, session("schufa", server, CREDENTIALS, plan=plan) as access:
        return schufa.check(access, request or a_request())


def fetched(bureau: Schufa, reference: str) -> Document:
    with served(bureau.app) as server, session("schufa", server, CREDENTIALS, plan=PLAN) as access:
        return schufa.pending(access, reference)
