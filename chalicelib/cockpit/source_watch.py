"""Whether every source delivers, for each page: whoever trusts "not blocked" must know when a register is silent.

What the regular check found is believed for a day at most: a check that has stopped itself would find nothing ever.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from chalicelib import admin_settings, bureaus, registers
from chalicelib.model.record import Record
from chalicelib.model.source import Health, PollState, SourceStatus
from chalicelib.settings import settings
from chalicelib.source_health import late_from
from chalicelib.store import sources

_BELIEVED_FOR = timedelta(hours=26)  # few registers are asked so seldom that a day says nothing
_KEPT_FOR = timedelta(seconds=30)
_WELL = frozenset({Health.OK, Health.DISABLED})
_FAILURES = {
    PollState.UNREACHABLE: "unreachable",
    PollState.REFUSED: "refused",
    PollState.CHANGED: "changed",
    PollState.NO_CREDENTIALS: "credentials_lost",
}


class LateSource(Record):
    """A source that does not deliver as it should; `trouble` is what the words files explain."""

    name: str
    title: str
    health: Health
    trouble: str
    checked_through: datetime | None = None


class Watch(Record):
    """All sources at a glance."""

    late: tuple[LateSource, ...] = ()
    in_use: int = 0
    newest_publication: date | None = None


class _Kept:
    """What was read last in this process: pages follow each other within seconds."""

    watch: Watch | None = None
    until: datetime | None = None
    table: str = ""


def watch(now: datetime) -> Watch:
    """All sources at a glance, at most half a minute old."""
    table = settings().table_name
    if _Kept.watch is None or _Kept.until is None or not now < _Kept.until <= now + _KEPT_FOR or _Kept.table != table:
        _Kept.watch, _Kept.until, _Kept.table = seen(sources.statuses(), now), now + _KEPT_FOR, table
    return _Kept.watch


def forget() -> None:
    """Lets the next page read anew, because a source has just been asked."""
    _Kept.watch = None


def seen(statuses: Iterable[SourceStatus], now: datetime) -> Watch:
    """What these states say; a register without one was never asked."""
    known = {one.name: one for one in statuses}
    used = [known.get(name) or SourceStatus(name=name) for name in registers.names()]
    used += [known[name] for name in bureaus.names() if name in known]
    disabled = admin_settings.disabled_sources()
    used = [one for one in used if not one.off and one.name not in disabled]
    late = [one for one in used if one.health not in _WELL or _silent(one, now)]
    return Watch(
        late=tuple(_late(one) for one in late),
        in_use=len(used),
        newest_publication=max((one.newest_publication for one in used if one.newest_publication), default=None),
    )


def trouble(status: SourceStatus, health: Health) -> str:
    """Why a source does not deliver, as the key of the words that explain it."""
    if status.failing_since or health is Health.FAILING:
        return _FAILURES.get(status.last_state, "changed")
    if status.checked_through is None:
        return "never"
    if health is Health.SUSPICIOUS:
        if status.kind == "bureau":
            return "gaps"
        return "empty" if status.last_state is PollState.EMPTY else "thin"
    return "late"


def title_of(name: str) -> str:
    """The source's own title."""
    if name in registers.names():
        return registers.load(name).REGISTER.title
    return bureaus.load(name).BUREAU.title if name in bureaus.names() else name


def _silent(status: SourceStatus, now: datetime) -> bool:
    """Whether a source was not read in time, or a register for so long that nobody can call it well."""
    proved = status.checked_through
    if status.late_from and now > status.late_from:
        return True
    if status.kind != "register" or (proved and now - proved <= _BELIEVED_FOR):
        return False
    return proved is None or now > late_from(registers.load(status.name).REGISTER.poll_every, proved)


def _late(status: SourceStatus) -> LateSource:
    health = Health.LATE if status.health in _WELL else status.health
    return LateSource(
        name=status.name,
        title=title_of(status.name),
        health=health,
        trouble=trouble(status, health),
        checked_through=status.checked_through,
    )
