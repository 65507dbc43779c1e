"""When a register or bureau is asked, for which days, and how it is asked: by a message on its queue."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib import admin_settings, bureaus, registers
from chalicelib.errors import ConflictError, NotFoundError
from chalicelib.model.bureau import Bureau
from chalicelib.model.register import Register
from chalicelib.model.source import PollState, SourceKind, SourceStatus
from chalicelib.settings import settings
from chalicelib.store import queues, sources

# Also without credentials: an admin who sets them need not wait for the source's whole interval.
_SOON_AGAIN = frozenset({PollState.UNREACHABLE, PollState.REFUSED, PollState.CHANGED, PollState.NO_CREDENTIALS})
_FIRST_LOOK_BACK = timedelta(days=2)
_PATIENCE = timedelta(minutes=20)  # a poll may run for 15 minutes; it is not asked for twice meanwhile
_BY_HAND_AGAIN = timedelta(minutes=2)


def is_due(source: Register | Bureau, status: SourceStatus, now: datetime) -> bool:
    """Whether the source's own interval has passed since the last attempt; a failed one is due sooner."""
    if status.last_attempt is None:
        return True
    failed = status.last_state in _SOON_AGAIN
    interval = min(source.poll_every, _PATIENCE) if failed else source.poll_every
    return now - status.last_attempt >= interval


def window(register: Register, status: SourceStatus, now: datetime) -> tuple[date, date]:
    """Publication days to ask for, in the register's own time zone: from the proved coverage, with its overlap."""
    zone = ZoneInfo(register.time_zone)
    since = (status.checked_through or now - _FIRST_LOOK_BACK) - register.overlap
    return since.astimezone(zone).date(), now.astimezone(zone).date()


def ask_register(register: Register, status: SourceStatus, now: datetime) -> None:
    """Puts one poll of the register on its queue.

    Raises:
        StoreUnreachableError: the queue did not take it.
    """
    start, end = window(register, status, now)
    message = {"source": register.name, "from": start.isoformat(), "to": end.isoformat()}
    queues.send(settings().polls_queue_url, message)


def ask_bureau(name: str) -> None:
    """Puts one visit of the bureau on its queue; raises as `ask_register`."""
    queues.send(settings().bureaus_queue_url, {"bureau": name})


def ask_by_hand(name: str, now: datetime) -> None:
    """Puts a poll on its queue because a person wants one now; it is noted, so that nobody asks twice.

    Raises:
        NotFoundError: there is no such source.
        ConflictError: it is switched off, or is being asked; somebody else may have done so at this moment.
    """
    if name not in {*registers.names(), *bureaus.names()}:
        raise NotFoundError(f"no source {name!r}")
    if name in admin_settings.disabled_sources():
        raise ConflictError(
            f"{name} is switched off by the admin", german=f"{name} ist von der Verwaltung abgeschaltet"
        )
    status = sources.get(name)
    if is_asked(status, now):
        raise ConflictError(
            f"{name} is being asked already; its answer is here in a few minutes",
            german=f"{name} wird schon abgefragt; die Antwort ist in wenigen Minuten da",
        )
    kind: SourceKind = "bureau" if name in bureaus.names() else "register"
    sources.claim(status, now, kind)
    if kind == "bureau":
        ask_bureau(name)
    else:
        ask_register(registers.load(name).REGISTER, status, now)


def is_asked(status: SourceStatus, now: datetime) -> bool:
    """Whether a poll is on its way or has hardly ended: two at a time would overwrite each other's position."""
    begun = status.last_attempt
    if begun is None or now - begun >= _PATIENCE:
        return False
    done = (status.last_success and status.last_success >= begun) or status.last_state in _SOON_AGAIN
    return now - begun < _BY_HAND_AGAIN or not done
