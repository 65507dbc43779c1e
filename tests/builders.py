"""Notices, customers and matches with sensible defaults; a test names only what it is about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.decide import Occasion, Word
from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer, CustomerKind, Language, Responsible
from chalicelib.model.decision import Decision
from chalicelib.model.match import Evidence, EvidenceLevel, Match, MatchResult
from chalicelib.model.message import CaseMessage
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.model.task import Task, TaskKind

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
WORD = Word(person="Eva Kern", reason="checked by telephone")


def a_customer(**fields: Any) -> Customer:
    """An organisation with one responsible person who reads German and a department that reads English."""
    defaults: dict[str, Any] = {
        "number": "104711",
        "kind": CustomerKind.ORGANISATION,
        "name": "Hafenlogistik Sonnenried GmbH",
        "responsible": (Responsible(name="Eva Kern", email="eva.kern@example.com"),),
        "departments": (Responsible(name="Credit", email="credit@example.com", language="en"),),
        "updated_at": NOW,
    }
    return Customer(**defaults | fields)


def a_notice(kind: EventKind = EventKind.OPENED, number: int = 1, **fields: Any) -> InsolvencyNotice:
    """A German publication about the customer; `number` makes it another one, published that many days into March."""
    defaults: dict[str, Any] = {
        "source": "de_insolvenzbekanntmachungen",
        "publication_id": f"p{number}",
        "country": "DE",
        "publication_date": date(2026, 3, min(number, 28)),
        "event_kind": kind,
        "original_kind": "Eröffnungen",
        "court": "Amtsgericht Hamburg",
        "case_number": "67a IN 17/26",
        "debtor_kind": DebtorKind.ORGANISATION,
        "debtor_name": "Hafenlogistik Sonnenried GmbH",
    }
    return InsolvencyNotice(**defaults | fields)


def a_match(result: MatchResult = MatchResult.POSITIVE, number: int = 1, **fields: Any) -> Match:
    """A comparison of the customer with notice `number`."""
    evidence = Evidence(
        field="name",
        customer_value="Hafenlogistik Sonnenried GmbH",
        notice_value="Hafenlogistik Sonnenried GmbH",
        level=EvidenceLevel.EQUAL,
        bits=Decimal("12.5"),
        sentence_de="Die Namen sind gleich.",
        sentence_en="The names are the same.",
    )
    defaults: dict[str, Any] = {
        "customer_number": "104711",
        "notice_id": f"de_insolvenzbekanntmachungen:p{number}",
        "result": result,
        "score": {MatchResult.POSITIVE: 90, MatchResult.UNSURE: 50, MatchResult.NEGATIVE: 5}[result],
        "rule": "identifier_and_name",
        "bits": Decimal("12.5"),
        "evidence": (evidence,),
        "version": "1",
        "matched_at": NOW,
    }
    return Match(**defaults | fields)


def an_occasion(customer: Customer | None = None, now: datetime = NOW) -> Occasion:
    """A decision now about the customer, with mail for people and a topic for systems."""
    audience = Audience(
        defaults=(Recipient(address="all@example.com"),), people_channels=("email",), system_channels=("order_systems",)
    )
    return Occasion(customer=customer or a_customer(), audience=audience, now=now)


QUESTIONS = frozenset(
    {
        TaskKind.REVIEW_MATCH,
        TaskKind.REVIEW_PERSON_BLOCK,
        TaskKind.DECIDE_RELEASE,
        TaskKind.CLASSIFY_NOTICE,
        TaskKind.CHECK_CORRECTION,
    }
)


def questions(of: Decision | CaseFile) -> tuple[Task, ...]:
    """The tasks that ask a person something about match, event or block; duties of the creditor are left out."""
    return tuple(task for task in of.tasks if task.kind in QUESTIONS)


def filed(decision: Decision | None, before: CaseFile | None = None) -> CaseFile:
    """The case file as it stands after the decision was written."""
    assert decision is not None
    tasks = {task.id: task for task in before.tasks} if before else {}
    tasks |= {task.id: task for task in decision.tasks}
    entries = (*(before.entries if before else ()), *decision.entries)
    deadlines = {one.id: one for one in before.deadlines} if before else {}
    deadlines |= {one.id: one for one in decision.deadlines}
    return CaseFile(
        case=decision.case,
        block=decision.block,
        entries=entries,
        tasks=tuple(tasks.values()),
        deadlines=tuple(deadlines.values()),
    )


def an_alert(kind: AlertKind = AlertKind.BLOCK_PLACED, *, language: Language = "de", **message: Any) -> Alert:
    """An alert about a case to Eva Kern."""
    defaults: dict[str, Any] = {
        "case_id": "8f0c5e2ab17d4c3e9a60b1f2",
        "customer_number": "104711",
        "customer_name": "Hafenlogistik Sonnenried GmbH",
        "event_kind": EventKind.OPENED,
        "result": MatchResult.POSITIVE,
        "debtor_name": "Hafenlogistik Sonnenried GmbH",
        "source": "de_insolvenzbekanntmachungen",
        "evidence": a_match().evidence,
        "occurred_at": NOW,
    }
    return Alert(
        id="a1b2c3d4e5f60718293a4b5c",
        kind=kind,
        channel="email",
        recipient=Recipient(address="eva.kern@example.com", name="Eva Kern", language=language),
        message=CaseMessage(**defaults | message),
        created_at=NOW,
    )
