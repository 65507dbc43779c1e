"""What happens to a firm while it is measured: customers, notices, judgements, questions, days that go by."""

import csv
import io
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app import app
from bench.generate import COLUMNS, NOTICE_KNOWS, cells
from bench.noise import kept
from bench.office import Office
from bench.parties import Party, draw
from bench.pools import SAMPLES, Pools
from chalicelib import answering, bureaus, registers
from chalicelib.cockpit.signed_in import COOKIE, digest
from chalicelib.model.address import PostalAddress
from chalicelib.model.case import CaseState
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.model.people import Role
from chalicelib.model.session import Session
from chalicelib.model.source import PollState
from chalicelib.store import alerts, cases, sessions, sources
from tests.crash.sources import REGISTER

PERSONS = 0.3
CLERK = "eva.kern@example.com"
_SEED = 7
_TEXT = "In dem Insolvenzverfahren über das Vermögen der Schuldnerin wird heute die Eröffnung beschlossen. " * 12
"""As long as what German courts publish of an opening."""


class Town:
    """Parties by the thousand; the same each time."""

    def __init__(self) -> None:
        self._pools, self._dice = Pools.load("dev", SAMPLES), random.Random(_SEED)
        self.customers: list[Party] = []
        self._published = 0

    def file_of(self, count: int) -> bytes:
        """A customer file of so many new rows, each with a clerk."""
        written = io.StringIO()
        table = csv.writer(written)
        table.writerow(("customer number", "responsible e-mail", *COLUMNS))
        for number in range(len(self.customers), len(self.customers) + count):
            self.customers.append(draw(self._pools, self._dice, PERSONS))
            table.writerow((f"C{number}", CLERK, *cells(self.customers[-1], "")))
        return written.getvalue().encode()

    def strangers(self, firm: Office, count: int) -> Iterator[InsolvencyNotice]:
        """Notices about people and firms that are not our customers."""
        for _ in range(count):
            party = kept(draw(self._pools, self._dice, PERSONS), self._dice, **NOTICE_KNOWS)
            yield self.notice(firm, party)

    def about(self, firm: Office, number: int, kind: EventKind, **fields: Any) -> InsolvencyNotice:
        """A notice about customer C<number>."""
        return self.notice(firm, self.customers[number], kind, case_number=f"{number} IN 7/26", **fields)

    def firms(self, count: int, start: int = 0) -> list[int]:
        """Numbers of the first customers that are in a commercial register."""
        found = [number for number, one in enumerate(self.customers) if one.register and number >= start]
        return found[:count]

    def notice(self, firm: Office, party: Party, kind: EventKind = EventKind.OPENED, **fields: Any) -> InsolvencyNotice:
        """What a German court publishes about the party."""
        self._published += 1
        entry = (Scheme.DE_REGISTER, party.register, party.court)
        about: dict[str, Any] = {
            "source": REGISTER,
            "publication_id": f"bench-{self._published}",
            "country": "DE",
            "publication_date": firm.now.date(),
            "event_kind": kind,
            "original_kind": "Eröffnungen",
            "court": "Amtsgericht Hamburg",
            "case_number": f"{self._published} IN 1/26",
            "debtor_kind": DebtorKind.PERSON if party.is_person else DebtorKind.ORGANISATION,
            "debtor_name": party.name,
            "debtor_first_name": party.first_name or None,
            "debtor_surname": party.surname or None,
            "birth_date": party.born,
            "debtor_postal_address": PostalAddress(
                street=f"{party.street} {party.number}", postcode=party.postcode, city=party.city
            ),
            "debtor_identifiers": parse_all([entry] if party.register else []),
            "original_text": _TEXT,
        }
        return InsolvencyNotice(**about | fields)


def drop(firm: Office, folder: str, content: bytes) -> None:
    """A file put into the import bucket, as S3 tells it."""
    key = f"incoming/{folder}{firm.now:%H%M%S}-{len(content)}.csv"
    firm.stack.client("s3").put_object(Bucket="imports", Key=key, Body=content)
    firm.ask("imports", {"Records": [{"s3": {"object": {"key": key}}}]})


def open_items(customers: int) -> bytes:
    """One open invoice of each of the first customers."""
    head = "customer_number;number;kind;amount;currency;invoice_date;due_date\n"
    rows = (f"C{number};RE-{number};invoice;1200.00;EUR;2026-01-02;2026-01-16\n" for number in range(customers))
    return (head + "".join(rows)).encode()


def polled(firm: Office) -> None:
    """Every source was asked this moment and is well: nothing is due."""
    for name in (*registers.names(), *bureaus.names()):
        known = sources.get(name)
        kind = "bureau" if name in bureaus.names() else "register"
        done = {"last_attempt": firm.now, "last_success": firm.now, "checked_through": firm.now, "kind": kind}
        sources.put(known.model_copy(update=done | {"last_state": PollState.NOTHING_NEW, "failing_since": None}))


def ask(firm: Office, method: str, route: str, body: object = None, *, secret: str = "", **path: str) -> dict[str, Any]:
    """The API's answer to what the gateway hands on, counted as the step `api`.

    Raises:
        RuntimeError: it was no success, so what was counted means nothing.
    """
    event = {
        "requestContext": {
            "httpMethod": method,
            "resourcePath": route,
            "path": f"/api{route.format(**path)}",
            "domainName": "watch.example.com",
            "apiId": "a1",
            "authorizer": {"claims": {"client_id": "erp-7"}},
        },
        "headers": {"content-type": "application/json", "accept": "*/*", "cookie": f"{COOKIE}={secret}"},
        "multiValueQueryStringParameters": None,
        "pathParameters": path or None,
        "body": None if body is None else json.dumps(body),
        "stageVariables": None,
    }
    answer: dict[str, Any] = firm.counted("api", lambda: app(event, None))
    if answer["statusCode"] != 200:
        raise RuntimeError(f"{method} {route}: {answer['statusCode']} {answer['body']!r:.300}")
    return answer


def answer_all(firm: Office) -> None:
    """Whoever was told says that they know."""
    for one in alerts.unanswered():
        answering.acknowledged(one.id, "Eva Kern", firm.now)


def signed_in(firm: Office) -> str:
    """The secret of an admin's session that began now."""
    times = {"started_at": firm.now, "seen_at": firm.now, "expires_at": firm.now + timedelta(hours=10)}
    sessions.put(Session(id=digest("bench"), email=CLERK, name="Eva Kern", given_role=Role.ADMIN, **times))
    return "bench"


def in_review() -> str:
    """Id of a case that a person is to judge."""
    return cases.listing(CaseState.REVIEW).cases[0].id
