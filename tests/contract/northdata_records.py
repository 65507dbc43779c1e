"""Recordings, customers and questions for the tests of North Data."""

import json
from typing import Any

import pytest

from chalicelib.bureaus import northdata
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import CheckRequest, InquiryReason
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme, parse_identifier
from chalicelib.model.notice import InsolvencyNotice
from tests.contract.bureau_sessions import NOW
from tests.contract.recordings import HERE

OWN = HERE / "northdata"
SAMPLES = HERE.parents[2] / "shared" / "bureau-samples" / "northdata"
given = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
KEY = {"api_key": "XXXX-INVENTED"}
PLAN = BureauPlan()
SINCE = "2026-03-15T22:00:00+00:00"
RECORDED: list[dict[str, Any]] = json.loads((OWN / "publications.json").read_text())


def page(*publications: dict[str, Any]) -> Document:
    content = json.dumps({"publications": publications}).encode()
    return Document(source="northdata", url="x", media_type="application/json", content=content, fetched_at=NOW)


def notices(documents: list[Document], plan: BureauPlan = PLAN) -> list[InsolvencyNotice]:
    return [notice for document in documents for notice in northdata.parse(document, plan)]


def recorded(number: int, **changed: Any) -> InsolvencyNotice:
    (notice,) = northdata.parse(page(RECORDED[number - 1] | changed), PLAN)
    return notice


def customer(**changed: Any) -> Customer:
    register = parse_identifier(Scheme.DE_REGISTER, "HRB 99004 FL", "Flensburg")
    known = {
        "number": "K1",
        "kind": CustomerKind.ORGANISATION,
        "name": "Wattläufer Reisen GmbH",
        "address": PostalAddress(city="Tönning"),
        "identifiers": (register,),
        "updated_at": NOW,
    }
    return Customer.model_validate(known | changed)


def request(subject_id: str | None = None, **changed: Any) -> CheckRequest:
    return CheckRequest(
        customer=customer(**changed), subject_id=subject_id, reason=InquiryReason.CREATION, reference="R1"
    )


def many(count: int) -> list[dict[str, Any]]:
    """Publications of one window."""
    return [RECORDED[1] | {"id": str(number), "title": f"title {number}"} for number in range(count)]
