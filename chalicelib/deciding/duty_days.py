"""By which day each duty of a creditor is done: what the law or the notice prints, else what prudence asks for."""

from datetime import date, timedelta

from chalicelib.deadlines.holiday_sets import holiday_set
from chalicelib.deciding.standing_notices import DECISIVE, standing
from chalicelib.model.case import Case
from chalicelib.model.event import EventKind
from chalicelib.model.notice import HearingKind

_EXAMINATIONS = {HearingKind.EXAMINATION, HearingKind.REPORT_AND_EXAMINATION}
_TWO_MONTHS = timedelta(days=62)  # InsO 29(1) no. 2: at most between the end of lodging and the examination
_THREE_MONTHS = timedelta(days=92)  # InsO 28(1): the longest period for lodging


def _opened(case: Case) -> date:
    return case.opening_date or case.opened_at.date()


def at_once(_case: Case, today: date) -> date:
    """The day itself."""
    return today


def next_working_day(_case: Case, today: date) -> date:
    """The next working day."""
    return holiday_set("DE").working_days_after(today, 1)


def third_working_day(_case: Case, today: date) -> date:
    """The third working day from now: at once, and still to be done with care."""
    return holiday_set("DE").working_days_after(today, 3)


def until_claim_deadline(case: Case, today: date) -> date:
    """The safe day of lodging; without a printed date the shortest the law allows, InsO 28(1): two weeks."""
    deadline = case.claim_deadline or _opened(case) + timedelta(weeks=2)
    return max(today, holiday_set("DE").safe(deadline))


def after_examination(case: Case, today: date) -> date:
    """The working day after the examination; when none was printed, after the latest that the law allows."""
    printed = [one.date for one in case.hearing_dates if one.kind in _EXAMINATIONS]
    latest = (case.claim_deadline or _opened(case) + _THREE_MONTHS) + _TWO_MONTHS
    return max(today, holiday_set("DE").working_days_after(min(printed, default=latest), 1))


def vat_return(case: Case, today: date) -> date:
    """The day of the return for the period in which the claims became uncollectable."""
    return return_for(_uncollectable_since(case), today)


def return_for(period: date, today: date) -> date:
    """The tenth of the month after the period (UStG 18(1), believed), on a safe day."""
    following = (period.replace(day=1) + timedelta(days=32)).replace(day=10)
    return max(today, holiday_set("DE").safe(following))


def _uncollectable_since(case: Case) -> date:
    """The earliest day that makes the claims uncollectable: preliminary administrator, opening, or refusal.

    Measures that were lifted before an opening count no more. When our case began says nothing of the period.
    """
    since: list[date] = [case.opening_date] if case.opening_date else []
    preliminary: date | None = None
    for one in standing(case):
        if one.event_kind is EventKind.PRELIM_MEASURES:
            preliminary = preliminary or one.publication_date
        elif one.event_kind is EventKind.MEASURES_LIFTED and not any(day <= one.publication_date for day in since):
            preliminary = None
        elif one.event_kind in DECISIVE and (one.event_kind is EventKind.REFUSED_NO_ASSETS or not case.opening_date):
            since.append(one.publication_date)
    return min([*since, *([preliminary] if preliminary else [])], default=case.opened_at.date())


def autumn(_case: Case, today: date) -> date:
    """Ninety days before the end of the year in which the oldest claims may become time-barred."""
    day = date(today.year, 12, 31) - timedelta(days=90)
    return max(today, holiday_set("DE").safe(day))
