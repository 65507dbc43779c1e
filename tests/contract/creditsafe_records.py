"""Recordings, customers and questions for the tests of Creditsafe."""

import json
from typing import Any

import pytest

from chalicelib.bureaus import Access, creditsafe
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, Candidate, CheckRequest, CreditEvent, InquiryReason
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from tests.contract.bureau_sessions import NOW
from tests.contract.recordings import HERE
from tests.contract.servers.creditsafe import INVENTED, Creditsafe

OWN = HERE / "creditsafe"
SAMPLES = HERE.parents[2] / "shared" / "bureau-samples" / "creditsafe"
given = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
ACCOUNT = {"username": INVENTED[0], "password": INVENTED[1]}
PLAN = BureauPlan()
GERMAN = "DE-0-HRB99001"
EVENTS = "/v1/monitoring/notificationEvents"
LOGIN = "/v1/authenticate"
RECORDED: list[dict[str, Any]] = json.loads((OWN / "events.json").read_text())


def recorded_bureau() -> Creditsafe:
    """A bureau that knows the recorded companies, reports and events."""
    server = Creditsafe()
    server.companies = json.loads((OWN / "companies.json").read_text())
    server.reports = json.loads((OWN / "reports.json").read_text())
    server.events = json.loads(json.dumps(RECORDED))
    return server


def with_plan(access: Access, **options: str) -> Access:
    return Access(access.web, access.now, access.credentials, BureauPlan(options=options))


def page(*events: dict[str, Any]) -> Document:
    content = json.dumps({"totalCount": len(events), "data": events, "paging": {}}).encode()
    return Document(source="creditsafe", url="x", media_type="application/json", content=content, fetched_at=NOW)


def told(documents: list[Document], plan: BureauPlan = PLAN) -> list[CreditEvent]:
    return [event for document in documents for event in creditsafe.parse(document, plan)]


def changed(number: int, plan: BureauPlan = PLAN, **members: Any) -> list[CreditEvent]:
    return list(creditsafe.parse(page(RECORDED[number] | members), plan))


def customer(**members: Any) -> Customer:
    known = {
        "number": "K1",
        "kind": CustomerKind.ORGANISATION,
        "name": "Deichgräfin Feinkost GmbH",
        "address": PostalAddress(street="Hafenstraße 7", postcode="25813", city="Husum", country="DE"),
        "updated_at": NOW,
    }
    return Customer.model_validate(known | members)


def request(subject_id: str | None = GERMAN, reason: InquiryReason = InquiryReason.ORDER) -> CheckRequest:
    return CheckRequest(customer=customer(), subject_id=subject_id, reason=reason, reference="R1")


def report_of(content: dict[str, Any], plan: BureauPlan = PLAN) -> Answer:
    document = Document(
        source="creditsafe", url="x", media_type="", content=json.dumps(content).encode(), fetched_at=NOW
    )
    return creditsafe.answer(document, plan)


def found(access: Access, who: Customer) -> list[Candidate]:
    return [one for document in creditsafe.search(access, who) for one in creditsafe.candidates(document)]
