"""Once a day: on Mondays each department's figures of the week, on the first day of a month those of the month."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import clock
from chalicelib.model.alert import Recipient
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.ledger import Ledger
from chalicelib.model.people import Department
from chalicelib.model.record import Record
from chalicelib.reminding.figures import case_figures, report_message
from chalicelib.reminding.reports import Period, month_before, report, week_before
from chalicelib.reminding.writing import report_alert
from chalicelib.store import alerts, cases, ledgers
from functions.entry import count, scheduled_step
from functions.office import Office, all_cases, alone, opened

HOME = ZoneInfo("Europe/Berlin")
_MONDAY = 0


class _Unit(Record):
    """Whose figures: a department of ours, or the whole firm while it has none."""

    name: str
    recipients: tuple[Recipient, ...]
    department: Department | None = None


def send(day: date | None = None) -> dict[str, Any]:
    """How many reports were written; the same day again writes none twice."""
    now = clock.now()
    office, today = opened(now), day or now.astimezone(HOME).date()
    written = 0
    periods = list(periods_ending(today))
    if periods:
        found = _files(min(one.first for one in periods))
        books = {number: ledgers.get(number) for number in {file.case.customer_number for file in found}}
        for period in periods:
            for unit in _units(office):
                with alone("report", unit.name):
                    written += _report(unit, period, found, books, office)
    count("Reports", written)
    return {"reports": written}


def periods_ending(today: date) -> Iterable[Period]:
    """The periods that are told today.

    >>> [one.kind for one in periods_ending(date(2026, 6, 1))]
    ['week', 'month']
    """
    if today.weekday() == _MONDAY:
        yield week_before(today)
    if today.day == 1:
        yield month_before(today)


def _files(since: date) -> list[CaseFile]:
    """Every case that stood at some time since that day."""
    standing = list(all_cases(CaseState.OPEN, CaseState.REVIEW))
    over = (case for case in all_cases(CaseState.CLOSED, CaseState.DISMISSED) if case.updated_at.date() >= since)
    return [file for case in (*standing, *over) if (file := cases.get(case.id))]


def _units(office: Office) -> list[_Unit]:
    ours = [
        _Unit(
            name=one.name,
            recipients=(Recipient(address=one.mailbox, name=one.name, language=one.language),),
            department=one,
        )
        for one in office.firm.departments
    ]
    return ours or [_Unit(name="alle / all", recipients=office.audience.defaults)]


def _report(unit: _Unit, period: Period, found: list[CaseFile], books: dict[str, Ledger | None], office: Office) -> int:
    own = [file for file in found if _answers_for(unit, file, office)]
    figures = [case_figures(file, unit.name, books.get(file.case.customer_number)) for file in own]
    dues = [one for file in own for one in office.dues(file)]
    made = report(unit.name, period, figures, dues, HOME, days_ahead=office.plan.report_days)
    written = 0
    for recipient in unit.recipients:
        message = report_message(made, recipient.language, HOME)
        for channel in office.audience.people_channels:
            written += alerts.add(report_alert(made.id, message, recipient, channel, office.now))
    return written


def _answers_for(unit: _Unit, file: CaseFile, office: Office) -> bool:
    """Whether the department, or one of its people, is told of the case."""
    if unit.department is None:
        return True
    told = {one.recipient.address.casefold() for one in office.readers(file.case)}
    members = {one.email.casefold() for one in office.firm.members(unit.name)}
    return bool(told & {unit.department.mailbox.casefold(), *members})


def run() -> dict[str, Any]:
    """The schedule's way in."""
    return send()


handler = scheduled_step(run)
