"""Deadlines, tasks, people and alerts with sensible defaults."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.model.alert import Alert
from chalicelib.model.case import Case, CaseState
from chalicelib.model.deadline import Deadline, DeadlineKind, Severity, deadline_id
from chalicelib.model.notice import EventKind
from chalicelib.model.people import Department, Organisation, Person, QuietHours, Role
from chalicelib.model.task import Task, TaskKind, task_id
from chalicelib.reminding.dues import Due
from tests.builders import NOW, a_match, an_alert

BERLIN = ZoneInfo("Europe/Berlin")
FILING = date(2026, 4, 28)


def a_case(**fields: Any) -> Case:
    defaults: dict[str, Any] = {
        "id": "c1",
        "customer_number": "104711",
        "customer_name": "Hafenlogistik Sonnenried GmbH",
        "proceedings_id": "p1",
        "state": CaseState.OPEN,
        "natural_person": False,
        "source": "de_insolvenzbekanntmachungen",
        "court": "Amtsgericht Hamburg",
        "case_number": "67a IN 17/26",
        "debtor_name": "Hafenlogistik Sonnenried GmbH",
        "event_kind": EventKind.OPENED,
        "claim_deadline": FILING,
        "match": a_match(),
        "opened_at": NOW,
        "updated_at": NOW,
    }
    return Case(**defaults | fields)


def a_deadline(kind: DeadlineKind = DeadlineKind.CLAIM_FILING, **fields: Any) -> Deadline:
    """The claim's deadline on Tuesday, 28 April 2026."""
    cause = fields.get("cause", "case")
    case_id = fields.get("case_id", "c1")
    defaults: dict[str, Any] = {
        "id": deadline_id(case_id, kind, cause),
        "case_id": "c1",
        "kind": kind,
        "cause": "case",
        "country": "DE",
        "title_de": "Forderung anmelden",
        "title_en": "Lodge the claim",
        "rule": "InsO 28(1)",
        "inputs": {"claim_deadline": FILING.isoformat()},
        "final_date": FILING,
        "safe_date": FILING,
        "severity": Severity.RECOVERABLE,
        "computed_at": NOW,
    }
    return Deadline(**defaults | fields)


def a_task(kind: TaskKind = TaskKind.ADJUST_VAT, **fields: Any) -> Task:
    """A task due on Friday, 10 April 2026."""
    defaults: dict[str, Any] = {
        "id": task_id("c1", kind, "case"),
        "case_id": "c1",
        "kind": kind,
        "text_de": "Umsatzsteuer berichtigen",
        "text_en": "Adjust the VAT",
        "created_at": NOW,
        "due_at": datetime(2026, 4, 10, 16, tzinfo=NOW.tzinfo),
    }
    return Task(**defaults | fields)


def a_due(safe_date: date = FILING, **fields: Any) -> Due:
    defaults: dict[str, Any] = {
        "id": "d1",
        "case_id": "c1",
        "title_de": "Forderung anmelden",
        "title_en": "Lodge the claim",
        "safe_date": safe_date,
        "final_date": safe_date,
        "severity": Severity.RECOVERABLE,
    }
    return Due(**defaults | fields)


def a_person(name: str = "Eva Kern", **fields: Any) -> Person:
    """Somebody in Hamburg, quiet from seven to seven and at weekends."""
    email = name.lower().replace(" ", ".") + "@example.com"
    return Person(**{"email": email, "name": name, "quiet": QuietHours()} | fields)


def a_firm(**eva: Any) -> Organisation:
    """Eva Kern, her deputy Otto Lind and their head Hanna Brook in the credit department; Ada Root is admin."""
    people = (
        a_person(**{"department": "Credit", "deputy": "otto.lind@example.com"} | eva),
        a_person("Otto Lind", department="Credit", deputy="eva.kern@example.com"),
        a_person("Hanna Brook", department="Credit", role=Role.MANAGER),
        a_person("Ada Root", role=Role.ADMIN),
    )
    credit = Department(name="Credit", mailbox="credit@example.com", head="hanna.brook@example.com", language="en")
    return Organisation(people=people, departments=(credit,))


def a_waiting_alert(message: dict[str, Any] | None = None, **fields: Any) -> Alert:
    """An alert about case c1 to Eva Kern, sent on Monday at 8:15 in Berlin, that wants to be acknowledged."""
    base = an_alert(**{"case_id": "c1"} | (message or {}))
    return base.model_copy(update={"wants_acknowledgement": True, "sent_at": NOW} | fields)
