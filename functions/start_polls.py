"""Step 0, on a schedule: tells which registers and bureaus are due, what they still owe us, and whom to check."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib import admin_settings, bureaus, clock, registers
from chalicelib.model.credit import InquiryReason
from chalicelib.model.source import SourceStatus
from chalicelib.polling import ask_bureau, ask_register, is_due
from chalicelib.settings import settings
from chalicelib.store import credit, ledgers, look_ups, queues, sources
from functions.entry import scheduled_step

_CHECKS_AT_ONCE = 200
_BOOKS_AT_ONCE = 500
_CHECK_PATIENCE = timedelta(days=1)


def start() -> dict[str, Any]:
    """Puts one poll on its queue for each register and bureau that is due, and each customer whose check is due."""
    now = clock.now()
    states = {status.name: status for status in sources.statuses()}
    due, disabled = [], admin_settings.disabled_sources()
    for name in registers.names():
        register = registers.load(name).REGISTER
        status = states.get(name, SourceStatus(name=name))
        if name not in disabled and is_due(register, status, now):
            ask_register(register, status, now)
            due.append(name)
    for name in bureaus.names():
        status = states.get(name, SourceStatus(name=name, kind="bureau"))
        if name not in disabled and is_due(bureaus.load(name).BUREAU, status, now):
            ask_bureau(name)
            due.append(name)
    return {"due": due, "checks": _start_checks(now) + _look_up_again(now), "books": _start_looks(now)}


def _look_up_again(now: datetime) -> int:
    """How many customers are looked up that no register had room for yesterday; each is listed anew at once."""
    waiting = look_ups.due(now, _CHECKS_AT_ONCE)
    for one in waiting:
        look_ups.put(one, due=now + _CHECK_PATIENCE)
        message = {"type": "customer", "pk": f"CUSTOMER#{one.customer_number}", "reason": "look_up"}
        queues.send(settings().customer_checks_queue_url, message)
    return len(waiting)


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


handler = scheduled_step(start)
