"""Sessions with the played CrediCONNECT, and our own recordings as documents."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chalicelib.bureaus import Access, crediconnect
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import (
    Answer,
    CheckRequest,
    InquiryReason,
)
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from tests.contract.bureau_sessions import NOW, session
from tests.contract.servers.crediconnect import CrediConnect
from tests.contract.servers.loopback import served

OWN = Path(__file__).parent / "crediconnect"
SHARED = Path(__file__).parents[3] / "shared" / "bureau-samples" / "creditreform-crediconnect"
CREDENTIALS = {"client_id": "invented-client", "client_secret": "invented-secret"}
LONG = "Gesellschaft für Tapeten, Vorhänge und Raumgestaltung Müßiggang, Söhne & Töchter GmbH"


def recorded(name: str) -> dict[str, Any]:
    found = json.loads((OWN / name).read_text())
    assert isinstance(found, dict)
    return found


def customer(**more: Any) -> Customer:
    place = PostalAddress(street="Rosenbergstrasse 12a", postcode="9001", city="Sankt Notburg", country="CH")
    given = {"number": "K-10017", "kind": CustomerKind.ORGANISATION, "name": "Müßiggang & Söhne", "address": place}
    return Customer(**{**given, "updated_at": NOW, **more})


def asked_for(subject_id: str | None, reason: InquiryReason = InquiryReason.ORDER, **more: Any) -> CheckRequest:
    return CheckRequest(customer=customer(**more), subject_id=subject_id, reason=reason, reference="I-1")


@contextmanager
def opened(service: CrediConnect, plan: BureauPlan | None = None, **credentials: str) -> Iterator[Access]:
    with (
        served(service.app) as origin,
        session("crediconnect", origin, {**CREDENTIALS, **credentials}, plan=plan) as access,
    ):
        yield access


def run(service: CrediConnect, cursor: str | None = None, plan: BureauPlan | None = None) -> list[Document]:
    with opened(service, plan) as access:
        return list(crediconnect.changes(access, cursor))


def told(documents: list[Document], plan: BureauPlan | None = None) -> list[Any]:
    return [change for one in documents for change in crediconnect.parse(one, plan or BureauPlan())]


def document(name: str, **attributes: str) -> Document:
    return Document(
        source="crediconnect",
        url="https://api.crediconnect.ch/v3/",
        media_type="application/json",
        content=(OWN / name).read_bytes(),
        fetched_at=NOW,
        attributes=attributes,
    )


def delivered(**attributes: str) -> dict[str, str]:
    return {"kind": "report", "entry": "7", "status": "200", "crefo_id": "430000002", **attributes}


def read(name: str, plan: BureauPlan | None = None, **attributes: str) -> Answer:
    return crediconnect.answer(document(name, kind="order", status="200", **attributes), plan or BureauPlan())


def changed(name: str, **parts: Any) -> Document:
    content = recorded(name)
    for path, value in parts.items():
        section, _, member = path.partition("__")
        content[section] = {**content.get(section, {}), member: value} if member else value
    return document(name, kind="order", status="200").model_copy(update={"content": json.dumps(content).encode()})


def mailbox() -> CrediConnect:
    service = CrediConnect()
    service.deliver(800_000_001, 800_000_001, "430000001", recorded("report.active.json"), product="1201CPLUS")
    service.deliver(800_000_002, 800_100_001, "430000002", recorded("report.inLiquidation.json"), codes="A7; Z9")
    service.deliver(800_000_003, 800_100_002, "430000003", recorded("report.bankruptcy.json"), flags=["STATUS"])
    return service
