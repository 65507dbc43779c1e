"""Invented news of every kind, for looking at mails: no customer, court case or person of these exists."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.deciding.grounds import OPENED
from chalicelib.model.address import PostalAddress
from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.block import Stage
from chalicelib.model.customer import Language
from chalicelib.model.deadline import Severity
from chalicelib.model.match import Evidence, EvidenceLevel, MatchResult
from chalicelib.model.message import BY_HAND, CaseMessage, Message, SourceMessage
from chalicelib.model.news import (
    CaseLine,
    DateLine,
    DigestMessage,
    EscalationMessage,
    Figure,
    NewsLine,
    ReminderMessage,
    ReportMessage,
)
from chalicelib.model.notice import EventKind, Hearing, HearingKind

KINDS = (
    AlertKind.BLOCK_PLACED, AlertKind.BLOCK_CHANGED, AlertKind.BLOCK_RELEASED, AlertKind.REVIEW_NEEDED,
    AlertKind.CASE_UPDATED, AlertKind.MANUAL_ALARM, AlertKind.REMINDER, AlertKind.ESCALATION, AlertKind.DIGEST,
    AlertKind.REPORT, AlertKind.SOURCE_LATE, AlertKind.SOURCE_RECOVERED,
)  # fmt: skip
_CASE = CaseLine(case_id="beispiel", customer_number="100001", customer_name="Weidenhof Gerätebau GmbH")
_OTHER = CaseLine(case_id="beispiel-2", customer_number="100002", customer_name="Tannwald Möbel KG")
_ANSWERED = {AlertKind.BLOCK_PLACED, AlertKind.BLOCK_CHANGED, AlertKind.REVIEW_NEEDED, AlertKind.MANUAL_ALARM}
_ANSWERED |= {AlertKind.ESCALATION, AlertKind.REMINDER}


def sample(kind: str, language: Language, now: datetime) -> Alert:
    """The alert of this kind as it would reach Eva Beispiel today."""
    return Alert(
        id="beispiel",
        kind=AlertKind(kind),
        channel="email",
        recipient=Recipient(address="eva.beispiel@example.com", name="Eva Beispiel", language=language),
        message=_message(AlertKind(kind), language, now),
        created_at=now,
        wants_acknowledgement=kind in _ANSWERED,
        severity=Severity.FINAL,
    )


def _message(kind: AlertKind, language: Language, now: datetime) -> Message:
    if kind is AlertKind.REMINDER:
        return ReminderMessage(
            line=_line(now, 3), occasion="ahead", court="Amtsgericht Lüneburg", case_number="46 IN 21/26"
        )
    if kind is AlertKind.ESCALATION:
        news = NewsLine(case=_CASE, kind=AlertKind.BLOCK_PLACED, occurred_at=now - timedelta(hours=3))
        return EscalationMessage(
            alert_id="beispiel", step="deputy", told="jonas.beispiel@example.com", news=news,
            waited_since=now - timedelta(hours=3), needed_by=now + timedelta(days=2),
        )  # fmt: skip
    if kind is AlertKind.DIGEST:
        return _digest(now)
    if kind is AlertKind.REPORT:
        return _report(now.date(), language)
    if kind in {AlertKind.SOURCE_LATE, AlertKind.SOURCE_RECOVERED}:
        late = kind is AlertKind.SOURCE_LATE
        reason = "no answer since 06:00 UTC" if late else "answers again"
        through = now - timedelta(hours=27) if late else now
        return SourceMessage(
            source="ch_shab", health="late" if late else "ok", reason=reason, checked_through=through, occurred_at=now
        )
    return CaseMessage(**_case(now) | _of_kind(kind, now))


def _of_kind(kind: AlertKind, now: datetime) -> dict[str, Any]:
    blocked: dict[str, Any] = {"stage": Stage.NO_DELIVERIES, "no_payouts": True, "ground": OPENED}
    said: dict[str, Any] = {"by": "Eva Beispiel"}
    kinds: dict[AlertKind, dict[str, Any]] = {
        AlertKind.BLOCK_PLACED: {**blocked, "may_release": "manager"},
        AlertKind.BLOCK_CHANGED: {**blocked, "previous_stage": Stage.PREPAYMENT_ONLY, "may_release": "manager"},
        AlertKind.BLOCK_RELEASED: {"previous_stage": Stage.WARN, **said, "reason": "namesake: another register number"},
        AlertKind.REVIEW_NEEDED: {"stage": Stage.WARN, "result": MatchResult.UNSURE, "may_release": "clerk"},
        AlertKind.CASE_UPDATED: {"event_kind": EventKind.HEARING_OR_DEADLINE_SET},
        AlertKind.MANUAL_ALARM: {
            "stage": Stage.NO_NEW_ORDERS, **said, "reason": "customer says that the petition is being written",
            "source": BY_HAND, "event_kind": EventKind.UNCLASSIFIED, "due_on": now.date() + timedelta(days=1),
            "source_url": None,
        },
    }  # fmt: skip
    return kinds[kind]


def _case(now: datetime) -> dict[str, Any]:
    today = now.date()
    evidence = Evidence(
        field="identifier",
        customer_value="HRB 900123 Lüneburg",
        notice_value="Amtsgericht Lüneburg HRB 900123",
        level=EvidenceLevel.EQUAL,
        bits=Decimal("13.71"),
        sentence_de="Die Registernummer ist dieselbe.",
        sentence_en="The register number is the same.",
    )
    return {
        "case_id": _CASE.case_id,
        "customer_number": _CASE.customer_number,
        "customer_name": _CASE.customer_name,
        "event_kind": EventKind.OPENED,
        "result": MatchResult.POSITIVE,
        "debtor_name": "Weidenhof Gerätebau GmbH",
        "court": "Amtsgericht Lüneburg",
        "case_number": "46 IN 21/26",
        "publication_date": today,
        "opening_date": today - timedelta(days=1),
        "claim_deadline": today + timedelta(days=42),
        "hearing_dates": (Hearing(kind=HearingKind.REPORT, date=today + timedelta(days=60)),),
        "practitioner_name": "Dr. Ines Muster",
        "practitioner_role": "Insolvenzverwalterin",
        "practitioner_address": PostalAddress(street="Am Beispiel 3", postcode="21335", city="Lüneburg"),
        "practitioner_phone": "04131 5550199",
        "practitioner_email": "ines.muster@example.org",
        "source": "de_insolvenzbekanntmachungen",
        "source_url": "https://register.example/46-IN-21-26",
        "evidence": (evidence,),
        "occurred_at": now,
    }


def _line(now: datetime, left: int, case: CaseLine = _CASE) -> DateLine:
    day = now.date() + timedelta(days=left)
    return DateLine(
        case=case,
        due_id=f"beispiel-{left}",
        title_de="Forderung zur Tabelle anmelden",
        title_en="Lodge the claim",
        rule="InsO 174",
        severity=Severity.FINAL,
        safe_date=day,
        final_date=day + timedelta(days=1),
        days_left=left,
    )


def _digest(now: datetime) -> DigestMessage:
    news = NewsLine(case=_OTHER, kind=AlertKind.CASE_UPDATED, occurred_at=now - timedelta(hours=5))
    return DigestMessage(
        day=now.date(),
        name="Eva Beispiel",
        late=(_line(now, -2, _OTHER),),
        ahead=(_line(now, 1), _line(now, 3)),
        reminded=(_line(now, 14),),
        new_cases=(_CASE,),
        to_review=(_OTHER,),
        news=(news,),
        unanswered=(NewsLine(case=_CASE, kind=AlertKind.BLOCK_PLACED, occurred_at=now - timedelta(hours=3)),),
        more=2,
    )


def _report(today: date, language: Language) -> ReportMessage:
    german = language == "de"
    figures = (
        Figure(heading="offene Akten" if german else "open cases", value="12"),
        Figure(
            heading="offene Forderungen" if german else "open receivables", value="184.200 €" if german else "€184,200"
        ),
        Figure(heading="davon versichert" if german else "of it insured", value="61 %" if german else "61%"),
    )
    first = today - timedelta(days=today.weekday() + 7)
    return ReportMessage(
        department="Debitoren" if german else "Receivables",
        kind="week",
        first=first,
        last=first + timedelta(days=6),
        figures=figures,
        csv="",
        file_name="insolvency-watch-week.csv",
    )
