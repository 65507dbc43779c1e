"""Step 0, on a schedule: tells which registers and bureaus are due, what they still owe us, and whom to check."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import bureaus, clock, registers
from chalicelib.model.bureau import Bureau
from chalicelib.model.credit import InquiryReason
from chalicelib.model.register import Register
from chalicelib.model.source import PollState, SourceStatus
from chalicelib.settings import settings
from chalicelib.store import credit, ledgers, queues, sources
from functions.entry import scheduled_step

# Also without credentials: an admin who sets them need not wait for the source's whole interval.
_SOON_AGAIN = frozenset({PollState.UNREACHABLE, PollState.REFUSED, PollState.CHANGED, PollState.NO_CREDENTIALS})
_CHECKS_AT_ONCE = 200
_BOOKS_AT_ONCE = 500
_CHECK_PATIENCE = timedelta(days=1)
_FIRST_LOOK_BACK = timedelta(days=2)
_PATIENCE = timedelta(minutes=20)  # a poll may run for 15 minutes; it is not asked for twice meanwhile


def start() -> dict[str, Any]:
    """Puts one poll on its queue for each register and bureau that is due, and each customer whose check is due."""
    now = clock.now()
    states = {status.name: status for status in sources.statuses()}
    due = []
    for name in registers.names():
        register = registers.load(name).REGISTER
        status = states.get(name, SourceStatus(name=name))
        if name not in settings().disabled_sources and is_due(register, status, now):
            start_day, end_day = window(register, status, now)
            message = {"source": name, "from": start_day.isoformat(), "to": end_day.isoformat()}
            queues.send(settings().polls_queue_url, message)
            due.append(name)
    for name in bureaus.names():
        status = states.get(name, SourceStatus(name=name, kind="bureau"))
        if name not in settings().disabled_sources and is_due(bureaus.load(name).BUREAU, status, now):
            queues.send(settings().bureaus_queue_url, {"bureau": name})
            due.append(name)
    return {"due": due, "checks": _start_checks(now), "books": _start_looks(now)}


def _start_checks(now: datetime) -> int:
    """How many customers' regular checks were asked for; each gets its next day at once, so that it is asked once."""
    numbers = credit.due(now, _CHECKS_AT_ONCE)
    for number in numbers:
        credit.put_due(number, now + _CHECK_PATIENCE)
        message = {"type": "customer", "pk": f"CUSTOMER#{number}", "reason": InquiryReason.PLAN}
        queues.send(settings().customer_checks_queue_url, message)
    return len(numbers)


def _start_looks(now: datetime) -> int:
    """How many insured customers' accounts are to be looked at again: cover also ends by time going by."""
    seen = ledgers.due(now, _BOOKS_AT_ONCE)
    for one in seen:
        ledgers.put_look(one, now + _CHECK_PATIENCE)
        queues.send(settings().books_queue_url, {"type": "ledger", "pk": f"LEDGER#{one.customer_number}"})
    return len(seen)


def is_due(register: Register | Bureau, status: SourceStatus, now: datetime) -> bool:
    """Whether the source's own interval has passed since the last attempt; a failed one is due sooner."""
    if status.last_attempt is None:
        return True
    failed = status.last_state in _SOON_AGAIN
    interval = min(register.poll_every, _PATIENCE) if failed else register.poll_every
    return now - status.last_attempt >= interval


def window(register: Register, status: SourceStatus, now: datetime) -> tuple[date, date]:
    """Publication days to ask for, in the register's own time zone: from the proved coverage, with its overlap."""
    zone = ZoneInfo(register.time_zone)
    since = (status.checked_through or now - _FIRST_LOOK_BACK) - register.overlap
    return since.astimezone(zone).date(), now.astimezone(zone).date()


handler = scheduled_step(start)
