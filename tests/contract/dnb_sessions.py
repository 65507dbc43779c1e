"""Sessions with the played Direct+, and our own recordings as documents."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.bureaus import Access, dnb
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from tests.contract.bureau_sessions import NOW, session
from tests.contract.servers.dnb import DirectPlus, element, notification
from tests.contract.servers.loopback import served

OWN = Path(__file__).parent / "dnb"
SHARED = Path(__file__).parents[3] / "shared" / "bureau-samples" / "dnb"
CREDENTIALS = {"key": "invented-key", "secret": "invented-secret"}
OUT = {"description": "Out of Business", "dnbCode": 403}
ACTIVE = {"description": "Active", "dnbCode": 9074}


def plan(**options: str) -> BureauPlan:
    return BureauPlan(options={"registration": "customers_de", **options})


@contextmanager
def opened(
    service: DirectPlus, given: BureauPlan | None = None, *, now: datetime = NOW, **credentials: str
) -> Iterator[Access]:
    with (
        served(service.app) as origin,
        session("dnb", origin, {**CREDENTIALS, **credentials}, plan=given or plan(), now=now) as access,
    ):
        yield access


def run(service: DirectPlus, cursor: str | None = None, *, now: datetime = NOW) -> list[Document]:
    with opened(service, now=now) as access:
        return list(dnb.changes(access, cursor))


def told(documents: list[Document], given: BureauPlan | None = None) -> list[Any]:
    return [change for one in documents for change in dnb.parse(one, given or BureauPlan())]


def document(content: bytes, **attributes: str) -> Document:
    return Document(
        source="dnb",
        url="https://plus.dnb.com/",
        media_type="application/json",
        content=content,
        fetched_at=NOW,
        attributes={"kind": "notifications", "status": "200", **attributes},
    )


def recorded(name: str) -> Document:
    return document((OWN / name).read_bytes())


def customer(**more: Any) -> Customer:
    place = PostalAddress(street="Große Straße 3", postcode="20457", city="Hamburg", country="DE")
    given = {"number": "K-1", "kind": CustomerKind.ORGANISATION, "name": "Łódka & Söhne GmbH", "address": place}
    return Customer(**{**given, "updated_at": NOW, **more})


def closing(duns: str = "310000001", at: str = "2026-03-16T21:11:00Z") -> dict[str, Any]:
    return notification("UPDATE", duns, element("dunsControlStatus.operatingStatus", ACTIVE, OUT, at))


def changes_of(*elements: dict[str, Any], given: BureauPlan | None = None) -> list[Any]:
    one = {**notification("UPDATE", "310000001", *elements), "deliveryTimeStamp": "2026-03-17T06:00:01.000Z"}
    return told([document(json.dumps({"notifications": [one]}).encode())], given)
