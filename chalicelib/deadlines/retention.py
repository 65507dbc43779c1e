"""How long we may keep a notice that opened no case, by the register's own periods."""

from datetime import date, datetime, timedelta

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.model.event import EARLY_WARNINGS, EventKind
from chalicelib.model.notice import InsolvencyNotice

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
# Proceedings stay published while they run; three years is the assignment period (InsO 287(2)), then six months.
_WHILE_RUNNING = timedelta(days=3 * 365 + 184)
_WARNINGS = timedelta(days=365)  # our choice: a warning says little after a year
_SWISS_PERIOD = timedelta(days=5 * 365)  # SHAB shows a publication for five years


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
