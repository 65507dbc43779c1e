"""Checks at the played mediaFinanz, and our own recordings as documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chalicelib.bureaus import Access
from chalicelib.bureaus import crif_mediafinanz as crif
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, CheckRequest, InquiryReason
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from tests.contract.bureau_sessions import NOW, session
from tests.contract.servers.crif_mediafinanz import MediaFinanz
from tests.contract.servers.loopback import served

OWN = Path(__file__).parent / "crif_mediafinanz"
SHARED = Path(__file__).parents[3] / "shared" / "bureau-samples" / "mediafinanz"
CREDENTIALS = {"uuid": "invented-uuid", "user": "invented-user", "password": "invented"}
KNOWN = {
    "ScoreValue": "1.8",
    "Identification": {"Code": "A1", "Text": "Firma und Anschrift bekannt"},
    "Risk": {"Code": "B10", "Text": "Statistisches Ausfallrisiko: Gering"},
}
PERSON: dict[str, Any] = {
    "kind": CustomerKind.PERSON,
    "name": "Żaneta O'Großmann",
    "first_name": "Żaneta",
    "surname": "O'Großmann",
}


def request(street: str | None = "Große Straße 5-7", **more: Any) -> CheckRequest:
    place = PostalAddress(street=street, postcode="20457", city="Hamburg", country="DE")
    given = {"number": "K-1", "kind": CustomerKind.ORGANISATION, "name": "Müßiggang & Söhne GmbH", "address": place}
    one = Customer(**{**given, "updated_at": NOW, **more})
    return CheckRequest(customer=one, reason=InquiryReason.ORDER, reference="I-1")


@contextmanager
def opened(service: MediaFinanz, plan: BureauPlan | None = None, **credentials: str) -> Iterator[Access]:
    with (
        served(service.app) as origin,
        session(crif.BUREAU.name, origin, {**CREDENTIALS, **credentials}, plan=plan) as access,
    ):
        yield access


def checked(service: MediaFinanz, asked: CheckRequest, **options: str) -> Answer:
    plan = BureauPlan(options=options)
    with opened(service, plan) as access:
        return crif.answer(crif.check(access, asked), plan)


def document(content: bytes, **attributes: str) -> Document:
    return Document(
        source=crif.BUREAU.name,
        url="https://api.mediafinanz.de/",
        media_type="application/json",
        content=content,
        fetched_at=NOW,
        attributes={"product": "riskcheckbusiness", **attributes},
    )


def read(name: str, plan: BureauPlan | None = None, **attributes: str) -> Answer:
    return crif.answer(document((OWN / name).read_bytes(), **attributes), plan or BureauPlan())
