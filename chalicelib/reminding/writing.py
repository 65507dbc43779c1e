"""The alerts that carry reminders, escalations, digests and reports, with ids that a second run finds again."""

from datetime import datetime

from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.case import Case, Entry, EntryKind
from chalicelib.model.deadline import Severity
from chalicelib.model.escalation import Escalation
from chalicelib.model.news import (
    CaseLine,
    DateLine,
    DigestMessage,
    EscalationMessage,
    NewsLine,
    ReminderMessage,
    ReportMessage,
)
from chalicelib.model.record import content_id
from chalicelib.reminding import digest as digests
from chalicelib.reminding.dues import Due
from chalicelib.reminding.escalation import Pressure
from chalicelib.reminding.reminders import Occasion, Reminder

BY = "insolvency-watch"
_LINES = 50
"""More in one section nobody reads; the mail says how many there are."""
_ANSWER_WANTED_DAYS = 3


def case_line(case: Case) -> CaseLine:
    """The case as a message names it."""
    return CaseLine(case_id=case.id, customer_number=case.customer_number, customer_name=case.customer_name)


def reminder_id(reminder: Reminder, address: str) -> str:
    """Id of the entry that says that this reader was reminded."""
    return content_id(reminder.id, address.casefold())


def reminder_alert(reminder: Reminder, case: Case, recipient: Recipient, channel: str) -> Alert:
    """The reminder as a mail. What is near or late wants an answer, else it is handed on."""
    due = reminder.due
    late = reminder.occasion in {Occasion.OVERDUE, Occasion.SAFE_DATE_MISSED}
    near = late or reminder.days_left <= _ANSWER_WANTED_DAYS
    return Alert(
        id=content_id(reminder.id, channel, recipient.address.casefold()),
        kind=AlertKind.REMINDER,
        channel=channel,
        recipient=recipient,
        message=ReminderMessage(
            line=_dated(case_line(case), due, reminder.days_left),
            occasion=reminder.occasion,
            court=case.court,
            case_number=case.case_number,
        ),
        created_at=reminder.created_at,
        wants_acknowledgement=near and due.severity is not Severity.INFORMATION,
        severity=due.severity,
    )


def reminded(reminder: Reminder, address: str) -> Entry:
    """The entry of the case's log, which is also the mark that this reader was told."""
    due = reminder.due
    text = f"{due.title_de} / {due.title_en}: {due.safe_date}, {reminder.occasion}; {address}"
    return Entry(
        id=reminder_id(reminder, address),
        case_id=due.case_id,
        kind=EntryKind.REMINDED,
        at=reminder.created_at,
        by=BY,
        text=text,
    )


def news_line(alert: Alert, case: Case | None) -> NewsLine:
    """The alert as another message names it."""
    text = "" if case else alert.message.subject
    return NewsLine(case=case_line(case) if case else None, kind=alert.kind, text=text, occurred_at=alert.created_at)


def escalation_alert(
    made: Escalation, of: Alert, case: Case | None, pressure: Pressure, recipient: Recipient, channel: str
) -> Alert:
    """The mail that hands an unanswered alert on."""
    return Alert(
        id=content_id(made.id, channel),
        kind=AlertKind.ESCALATION,
        channel=channel,
        recipient=recipient,
        message=EscalationMessage(
            alert_id=of.id,
            step=made.step,
            told=of.recipient.address,
            news=news_line(of, case),
            waited_since=made.waited_since,
            needed_by=pressure.needed_by,
        ),
        created_at=made.due_at,
        severity=of.severity,
    )


def escalated(made: Escalation, of: Alert) -> Entry | None:
    """The entry of the case's log; None for news of no case."""
    if made.case_id is None:
        return None
    text = f"{of.kind} {of.id}: {of.recipient.address} -> {made.address} ({made.step})"
    return Entry(id=made.id, case_id=made.case_id, kind=EntryKind.ESCALATED, at=made.due_at, by=BY, text=text)


def digest_alert(
    day: digests.Digest, cases: dict[str, Case], recipient: Recipient, channel: str, at: datetime
) -> Alert:
    """The day's mail."""
    told = [news_line(one, cases.get(one.message.case_id or "")) for one in day.news]
    waiting = [news_line(one, cases.get(one.message.case_id or "")) for one in day.unanswered]
    sections: dict[str, list[CaseLine] | list[DateLine] | list[NewsLine]] = {
        "late": [_dated(_short(one.case), one.due, one.days_left) for one in day.late],
        "ahead": [_dated(_short(one.case), one.due, one.days_left) for one in day.ahead],
        "reminded": [_dated(case_line(cases[one.due.case_id]), one.due, one.days_left) for one in day.reminded],
        "undated": [_undated(one) for one in day.undated],
        "new_cases": [_short(one) for one in day.new_cases],
        "to_review": [_short(one) for one in day.to_review],
        "news": told,
        "unanswered": waiting,
    }
    more = sum(max(len(lines) - _LINES, 0) for lines in sections.values())
    shown = {name: tuple(lines[:_LINES]) for name, lines in sections.items()}
    return Alert(
        id=content_id(day.id, channel),
        kind=AlertKind.DIGEST,
        channel=channel,
        recipient=recipient,
        message=DigestMessage.model_validate({"day": day.day, "name": day.name, "more": more, **shown}),
        created_at=at,
        severity=Severity.INFORMATION,
    )


def report_alert(report_id: str, message: ReportMessage, recipient: Recipient, channel: str, at: datetime) -> Alert:
    """A department's figures."""
    return Alert(
        id=content_id(report_id, channel, recipient.address.casefold()),
        kind=AlertKind.REPORT,
        channel=channel,
        recipient=recipient,
        message=message,
        created_at=at,
        severity=Severity.INFORMATION,
    )


def _dated(case: CaseLine, due: Due, days_left: int) -> DateLine:
    return DateLine(
        case=case,
        due_id=due.id,
        title_de=due.title_de,
        title_en=due.title_en,
        rule=due.rule,
        severity=due.severity,
        safe_date=due.safe_date,
        final_date=due.final_date,
        days_left=days_left,
    )


def _undated(line: digests.UndatedLine) -> DateLine:
    return DateLine(
        case=_short(line.case),
        due_id=content_id(line.case.case_id, line.title_en),
        title_de=line.title_de,
        title_en=line.title_en,
        rule=line.rule,
        severity=Severity.RECOVERABLE,
    )


def _short(line: digests.CaseLine) -> CaseLine:
    return CaseLine(case_id=line.case_id, customer_number=line.customer_number, customer_name=line.customer_name)
