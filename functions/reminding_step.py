"""What is due in a case: reminders, dates that went by, and alerts that nobody answered."""

from collections import defaultdict
from datetime import datetime, timedelta

import stamina

from chalicelib.deadlines import lapsed
from chalicelib.deciding.books import on_date_passed
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.alert import Alert, Recipient
from chalicelib.model.case import EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, Severity
from chalicelib.model.escalation import Escalation
from chalicelib.occasions import occasion_of
from chalicelib.reminding.digest import reminder_waits_for_digest
from chalicelib.reminding.escalation import escalations_due, pressure_on, unanswered
from chalicelib.reminding.quiet import Urgency, moment_for
from chalicelib.reminding.readers import Reader, reader
from chalicelib.reminding.reminders import Reminder, is_news, reminders_due
from chalicelib.reminding.writing import escalated, escalation_alert, reminded, reminder_alert, reminder_id
from chalicelib.settings import settings
from chalicelib.store import alerts, cases, customers, decisions, keys, queues, reminders
from functions.entry import logger
from functions.office import Enough, Office, alone, in_turn, never

_NO_CASE = "no case"


def remind(office: Office, enough: Enough = never) -> dict[str, int]:
    """How many were reminded, and how many deadlines went by, over the cases with something near, in turn."""
    counted = {"reminded": 0, "lapsed": 0}
    until = office.now.date() + timedelta(days=max(office.plan.days_ahead) + 1)
    for case_id in in_turn("reminding", reminders.cases_with_dates(until), enough):
        with alone("reminding", case_id):
            file = cases.get(case_id)
            if file and file.case.state.over:
                reminders.put_away(file)
            elif file:
                told, held = _remind_of(file, office)
                counted["reminded"] += told
                counted["lapsed"] += 0 if held else _mark_lapsed(case_id, office)
    return counted


def _remind_of(file: CaseFile, office: Office) -> tuple[int, bool]:
    """How many readers were reminded now, and whether one has to be told later, when the quiet ends."""
    case, told, held = file.case, 0, False
    made = {one.id for one in file.entries if one.kind is EntryKind.REMINDED}
    today, days = office.today(case), office.plan.days_ahead
    since = case.opened_at.astimezone(office.zone(case)).date()
    for one in reminders_due(office.dues(file), (), today, office.now, days_ahead=days):
        if not is_news(one, since, days_ahead=days):
            continue
        for who in office.readers(case, one.due):
            if reminder_id(one, who.recipient.address) in made or reminder_waits_for_digest(who.person, one):
                continue
            if _quiet(who, one, office):
                held = True
                continue
            channels = office.audience.people_channels
            mails = [reminder_alert(one, case, who.recipient, channel) for channel in channels]
            told += reminders.record([reminded(one, who.recipient.address)], mails)
    return told, held


def _quiet(who: Reader, reminder: Reminder, office: Office) -> bool:
    due = reminder.due
    final_by = due.needed_by(who.person.zone) if who.person and due.severity is Severity.FINAL else None
    if final_by and final_by < office.now:
        final_by = None  # what is lost already can wait for morning
    return moment_for(who.person, office.now, Urgency(final_by=final_by)) > office.now


@stamina.retry(on=ConcurrentChangeError, attempts=3, wait_initial=0.05, wait_max=1.0)
def _mark_lapsed(case_id: str, office: Office) -> int:
    """How many deadlines went by; what begins then, such as lodging late, is written together with the mark.

    A date is seen to go by once: a mark without what follows would leave that undone for ever.
    """
    file = cases.get(case_id)
    gone = _gone(file, office) if file else {}
    if not file or not gone:
        return 0
    after = file.model_copy(update={"deadlines": tuple(gone.get(one.id, one) for one in file.deadlines)})
    customer = customers.get(file.case.customer_number)
    decision = on_date_passed(after, occasion_of(customer, office.now)) if customer else None
    if decision:
        dated = gone | {one.id: one for one in decision.deadlines}
        decisions.record(decision.model_copy(update={"deadlines": tuple(dated.values())}))
    marked = list(gone.values()) if decision else [one for one in gone.values() if reminders.put_lapsed(file.case, one)]
    for one in marked:
        logger.info("lapsed", case=case_id, deadline=one.id, kind=one.kind)
    return len(marked)


def _gone(file: CaseFile, office: Office) -> dict[str, Deadline]:
    """The open deadlines whose day has passed, as they are marked, by id."""
    today = office.today(file.case)
    return {one.id: one for each in file.deadlines if (one := lapsed(each, today, office.now))}


def release(now: datetime) -> int:
    """How many alerts go on their way now because their readers' quiet hours are over; until one is sent, each time."""
    due = alerts.held(now)
    for one in due:
        queues.send(settings().alerts_queue_url, {"type": "alert", **keys.alert(one.id)._asdict()})
    return len(due)


def waiting_news() -> dict[str | None, tuple[Alert, ...]]:
    """Alerts of each case that want an answer and have none from any of their recipients; None: of no case."""
    by_case: defaultdict[str | None, list[Alert]] = defaultdict(list)
    for one in alerts.unanswered():
        by_case[one.message.case_id].append(one)
    found: dict[str | None, tuple[Alert, ...]] = {}
    for case_id, some in by_case.items():
        # One recipient's answer answers for all, so the answered ones are read as well.
        found[case_id] = unanswered({one.id: one for one in (*some, *_of_case(case_id))}.values())
    return {case_id: some for case_id, some in found.items() if some}


def _of_case(case_id: str | None) -> tuple[Alert, ...]:
    return alerts.of_case(case_id) if case_id else ()


def escalate(office: Office, waiting: dict[str | None, tuple[Alert, ...]], enough: Enough = never) -> int:
    """How many alerts were handed on to the next one, over the cases in turn."""
    made, by_id = 0, {case_id or _NO_CASE: news for case_id, news in waiting.items()}
    for case_id in in_turn("escalation", by_id, enough):
        with alone("escalation", case_id):
            file = None if case_id == _NO_CASE else cases.get(case_id)
            if file is None or not file.case.state.over:
                made += _hand_on(by_id[case_id], file, office)
    return made


def _hand_on(news: tuple[Alert, ...], file: CaseFile | None, office: Office) -> int:
    case = file.case if file else None
    zone, dues = office.zone(case), office.dues(file) if file else ()
    before = reminders.escalations_of(news)
    due = escalations_due(news, office.firm, before, dues, office.now, zone=zone, waits=office.waits, case=case)
    by_id = {one.id: one for one in news}
    made = 0
    for one in due:
        of = by_id[one.alert_id]
        told = reader(Recipient(address=one.address, name=one.name), office.firm).recipient
        pressure = pressure_on(of, dues, zone)
        mails = [
            escalation_alert(one, of, case, pressure, told, channel) for channel in office.audience.people_channels
        ]
        made += _recorded(one, of, mails)
    return made


def _recorded(one: Escalation, of: Alert, mails: list[Alert]) -> bool:
    new = reminders.record_escalation(one, escalated(one, of), mails)
    if new:
        logger.info("handed on", alert=of.id, case=one.case_id, step=one.step)
    return new
