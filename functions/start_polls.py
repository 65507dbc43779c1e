"""Step 0, on a schedule: tells which registers are due and what they still owe us."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import clock, registers
from chalicelib.model.register import Register
from chalicelib.model.source import PollState, SourceStatus
from chalicelib.settings import settings
from chalicelib.store import queues, sources
from functions.entry import scheduled_step

_FIRST_LOOK_BACK = timedelta(days=2)
_PATIENCE = timedelta(minutes=20)  # a poll may run for 15 minutes; it is not asked for twice meanwhile


def start() -> dict[str, Any]:
    """Puts one poll on the queue for each register that is due."""
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
    return {"due": due}


def is_due(register: Register, status: SourceStatus, now: datetime) -> bool:
    """Whether the register's own interval has passed since the last attempt; a failed one is due sooner."""
    if status.last_attempt is None:
        return True
    failed = status.last_state in {PollState.UNREACHABLE, PollState.REFUSED, PollState.CHANGED}
    interval = min(register.poll_every, _PATIENCE) if failed else register.poll_every
    return now - status.last_attempt >= interval


def window(register: Register, status: SourceStatus, now: datetime) -> tuple[date, date]:
    """Publication days to ask for, in the register's own time zone: from the proved coverage, with its overlap."""
    zone = ZoneInfo(register.time_zone)
    since = (status.checked_through or now - _FIRST_LOOK_BACK) - register.overlap
    return since.astimezone(zone).date(), now.astimezone(zone).date()


handler = scheduled_step(start)
