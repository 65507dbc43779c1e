"""Each register and bureau as the page of sources shows it: how it does, what that means, what is to be done."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib import admin_settings, bureaus, polling, registers
from chalicelib.bureau_states import bureau_states
from chalicelib.cockpit.source_watch import trouble
from chalicelib.model.bureau_state import BureauState, MonthBudget
from chalicelib.model.record import Record
from chalicelib.model.register import Register
from chalicelib.model.source import Health, PollState, PortfolioState, SourceKind, SourceStatus
from chalicelib.source_expectation import expected_on, last_expected_day, was_watched_before
from chalicelib.source_health import VISITED_FOR, examine
from chalicelib.store import sources

_WORST_FIRST = [Health.FAILING, Health.LATE, Health.SUSPICIOUS, Health.OK, Health.DISABLED]
_DAYS_SHOWN = 10


class SourceCard(Record):
    """One source. `trouble` is the key of the words that explain what is wrong; None while all is well."""

    name: str
    title: str
    kind: SourceKind
    countries: tuple[str, ...]
    health: Health
    trouble: str | None
    detail: str | None = None
    since: datetime | None = None
    checked_through: datetime | None = None
    last_success: datetime | None = None
    last_attempt: datetime | None = None
    newest: date | None = None
    total: int = 0
    unclassified: int = 0
    day: date | None = None
    on_day: int | None = None
    expected: tuple[int, int] | None = None
    drawn_from: int = 0
    state: PollState = PollState.NEVER
    unread: int = 0
    days: tuple[tuple[date, int], ...] = ()
    budget: MonthBudget | None = None
    portfolio: PortfolioState | None = None
    every_minutes: int = 0
    asked: bool = False
    may_be_asked: bool = True
    verified_by: str = ""

    @property
    def below(self) -> bool:
        """Whether the last business day brought fewer notices than are to be expected."""
        return self.on_day is not None and self.expected is not None and self.on_day < self.expected[0]


def cards(now: datetime) -> tuple[SourceCard, ...]:
    """All sources, registers first, the worst before the well and those switched off last.

    Raises:
        StoreUnreachableError: table or parameters do not answer.
    """
    known = {one.name: one for one in sources.statuses()}
    found = [_register(registers.load(name).REGISTER, known, now) for name in registers.names()]
    found += [_bureau(state, known.get(state.bureau), now) for state in bureau_states(now)]
    return tuple(sorted(found, key=lambda one: (one.kind == "bureau", _WORST_FIRST.index(one.health), one.title)))


def _register(facts: Register, known: Mapping[str, SourceStatus], now: datetime) -> SourceCard:
    status = known.get(facts.name) or SourceStatus(name=facts.name)
    off = facts.name in admin_settings.disabled_sources()
    finding = examine(facts, status, now, disabled=off)
    read_until = min(now, status.checked_through or now).astimezone(ZoneInfo(facts.time_zone)).date()
    day = last_expected_day(facts, status, read_until)
    wanted = expected_on(facts, status, day)
    counted = {date.fromisoformat(one): count for one, count in status.notices_by_day.items()}
    return SourceCard(
        **_common(status, now),
        title=facts.title,
        kind="register",
        countries=(facts.country,),
        health=finding.health,
        since=status.failing_since if finding.health is Health.FAILING else None,
        trouble=_why_not(finding.health, status, off=off),
        detail={Health.FAILING: status.failure, Health.SUSPICIOUS: finding.reason}.get(finding.health),
        day=day,
        on_day=counted.get(day, 0) if was_watched_before(status, day) else None,
        expected=(wanted.least, wanted.most) if wanted else None,
        drawn_from=wanted.days if wanted else 0,
        days=tuple(sorted(counted.items(), reverse=True)[:_DAYS_SHOWN]),
        every_minutes=int(facts.poll_every.total_seconds() // 60),
        may_be_asked=not off,
        verified_by=facts.verified_by,
    )


def _bureau(state: BureauState, status: SourceStatus | None, now: datetime) -> SourceCard:
    facts = bureaus.load(state.bureau).BUREAU
    status = status or SourceStatus(name=state.bureau, kind="bureau")
    off = state.bureau in admin_settings.disabled_sources()
    health = state.health if state.on or state.health is Health.FAILING else Health.DISABLED
    why = "not_usable" if state.on and state.why else _why_not(health, status, off=off)
    return SourceCard(
        **_common(status, now),
        title=state.title,
        kind="bureau",
        countries=state.countries,
        health=Health.FAILING if why == "not_usable" else health,
        since=status.failing_since if health is Health.FAILING else None,
        trouble=why,
        detail=state.why if state.on else status.failure if health is Health.FAILING else None,
        budget=state.budget,
        portfolio=state.portfolio,
        every_minutes=int(facts.poll_every.total_seconds() // 60) if facts.abilities & VISITED_FOR else 0,
        may_be_asked=state.on and bool(facts.abilities & VISITED_FOR),
        verified_by=state.verified_by,
    )


def _common(status: SourceStatus, now: datetime) -> dict[str, object]:
    return {
        "name": status.name,
        "checked_through": status.checked_through,
        "last_success": status.last_success,
        "last_attempt": status.last_attempt,
        "newest": status.newest_publication,
        "total": status.notices_total,
        "unclassified": status.unclassified_total,
        "unread": status.unread_last_poll,
        "state": status.last_state,
        "asked": polling.is_asked(status, now),
    }


def _why_not(health: Health, status: SourceStatus, *, off: bool) -> str | None:
    if health is Health.OK:
        return None
    if off:
        return "off"
    if health is Health.DISABLED:
        return "no_credentials" if status.kind == "bureau" or status.last_state is PollState.NO_CREDENTIALS else "off"
    return trouble(status, health)
