"""How long we may keep what registers and bureaus say of persons, by the registers' own periods."""

from datetime import date, datetime, timedelta

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.model.case import Case, CaseState, NoticeInCase
from chalicelib.model.event import EARLY_WARNINGS, EventKind
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.retention import Retention

# InsBekV 3(1): six months after lifting, discontinuation or the finality of the discharge.
_SIX_MONTHS = frozenset(
    {
        EventKind.MEASURES_LIFTED,
        EventKind.CLOSED_DISCONTINUED,
        EventKind.CLOSED_LIFTED,
        EventKind.DISCHARGE_GRANTED,
        EventKind.DISCHARGE_REFUSED,
        EventKind.RESTRUCTURING,
    }
)
# InsBekV 3(2): other notices one month after first showing; a bare refusal is one of them.
_ONE_MONTH = frozenset({EventKind.REFUSED_NO_ASSETS, EventKind.UNCLASSIFIED})
# Their period begins with the first publication: another one of the same event does not lengthen it.
_FIRST_SHOWING = _ONE_MONTH | {EventKind.DISCHARGE_GRANTED}
# Proceedings stay published while they run; three years is the assignment period (InsO 287(2)), then six months.
_WHILE_RUNNING = timedelta(days=3 * 365 + 184)
_WARNINGS = timedelta(days=365)  # our choice: a warning says little after a year
_SWISS_PERIOD = timedelta(days=5 * 365)  # SHAB shows a publication for five years


def of_notice(notice: InsolvencyNotice, now: datetime) -> Retention:
    """Until when a notice that opened no case is kept."""
    until = expires_at(notice, now)
    return Retention(
        source=notice.source,
        published_on=notice.publication_date,
        delete_on=until.date(),
        reason=f"no case; {_rule(notice.country, notice.effective_kind)}",
    )


def of_case(case: Case) -> Retention | None:
    """Until when the facts of a natural person's case are kept; None for others, and while the proceedings run.

    The newest event counts: whoever is in proceedings again is published again. But nothing that is published after a
    discharge lengthens the discharge's own period, and a closed file ends though no end was published.
    """
    counted = [one for one in case.notices if not one.withdrawn_by]
    if not case.natural_person or not case.notices:
        return None
    by_register = _by_register(case, case.event_kind, counted) or _by_closing(case, counted)
    by_discharge = _by_register(case, EventKind.DISCHARGE_GRANTED, counted)
    found = [one for one in (by_register, by_discharge, _by_word(case, counted)) if one]
    return min(found, key=lambda one: one.delete_on, default=None)


def _by_register(case: Case, kind: EventKind, counted: list[NoticeInCase]) -> Retention | None:
    days = [one.publication_date for one in counted if one.event_kind is kind]
    if not days or kind is EventKind.UNCLASSIFIED:  # somebody still has to read what nobody understood
        return None
    event = min(days) if kind in _FIRST_SHOWING else max(days)
    last: date | None = register_deletes_by(kind, event)
    if kind in EARLY_WARNINGS:
        last = event + _WARNINGS
    elif last and case.country == "CH":
        last = event + _SWISS_PERIOD
    return _retention(case, event, last, _rule(case.country or "DE", kind)) if last else None


def _by_closing(case: Case, counted: list[NoticeInCase]) -> Retention | None:
    """Of closed files whose end no register told: as long as a register shows running proceedings at most."""
    if case.state is not CaseState.CLOSED or not counted:
        return None
    event = max(one.publication_date for one in counted)
    last = event + (_SWISS_PERIOD if case.country == "CH" else _WHILE_RUNNING)
    return _retention(case, event, last, _rule(case.country or "DE", EventKind.OPENED))


def _by_word(case: Case, counted: list[NoticeInCase]) -> Retention | None:
    """A debtor who is not our customer, or a publication that was taken back, is no business of ours."""
    changed = case.updated_at.date()
    if case.state is CaseState.DISMISSED:
        last = end_after_event(changed, Period(months=6))
        return _retention(case, changed, last, "not our customer: six months for questions (our choice)")
    if counted:
        return None
    last = end_after_event(changed, Period(months=1))
    return _retention(case, changed, last, "every publication was taken back: one month (our choice)")


def _retention(case: Case, published: date, last: date, reason: str) -> Retention:
    return Retention(source=case.source, published_on=published, delete_on=last + timedelta(days=1), reason=reason)


def _rule(country: str, kind: EventKind) -> str:
    if kind in EARLY_WARNINGS:
        return "a warning is kept for a year (our choice)"
    if country == "CH":
        return "SHAB shows a publication for five years"
    believed = "" if country == "DE" else f" (believed for {country})"
    if kind in _ONE_MONTH:
        return f"InsBekV 3(2): one month after the first showing{believed}"
    if kind in _SIX_MONTHS:
        return f"InsBekV 3(1): six months after the end of the proceedings{believed}"
    return f"InsBekV 3(1): while the proceedings run, three and a half years at most{believed}"


def expires_at(notice: InsolvencyNotice, now: datetime) -> datetime:
    """When the stored notice disappears by itself, aware UTC; the purge may be earlier.

    Source: InsBekV 3 for Germany; SHAB's expirationDate; elsewhere the German periods are taken (believed).
    """
    if notice.country == "CH":
        return now + _SWISS_PERIOD
    if notice.effective_kind in EARLY_WARNINGS:
        return now + _WARNINGS
    if notice.effective_kind in _ONE_MONTH:
        return now + timedelta(days=31)
    if notice.effective_kind in _SIX_MONTHS:
        return now + timedelta(days=184)
    return now + _WHILE_RUNNING


def register_deletes_by(kind: EventKind, event: date) -> date | None:
    """The last day on which the German register shows a notice, or None while the proceedings run.

    `event` is the day of lifting or discontinuation, of a discharge's finality, or of first showing.

    Source: InsBekV 3. Private stores must not keep a discharge longer (CJEU C-26/22, C-64/22).

    >>> register_deletes_by(EventKind.CLOSED_LIFTED, date(2026, 3, 31))
    datetime.date(2026, 9, 30)
    >>> register_deletes_by(EventKind.DISCHARGE_GRANTED, date(2026, 8, 31))
    datetime.date(2027, 2, 28)
    >>> register_deletes_by(EventKind.REFUSED_NO_ASSETS, date(2026, 3, 31))
    datetime.date(2026, 4, 30)
    """
    if kind in _ONE_MONTH:
        return end_after_event(event, Period(months=1))
    return end_after_event(event, Period(months=6)) if kind in _SIX_MONTHS else None
