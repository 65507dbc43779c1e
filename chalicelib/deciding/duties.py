"""What our people have to do after an event, and by when: the duties of a creditor as tasks.

Source: domain knowledge of the InsO, BGB 321 and UStG 17; each task names its statute. Abroad only duties that our
own law or the policy gives, and lodging the claim, become tasks; a statute is named where it is known.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chalicelib.deadlines.holiday_sets import holiday_set
from chalicelib.deciding import tasks
from chalicelib.deciding.duty_words import (
    AFTER_DISCHARGE,
    BEFORE_OPENING,
    CUSTODIAN_PAYMENTS,
    DISTRIBUTION_LIST,
    ESTATE_IS_POOR,
    LATE_EXAMINATION,
    NO_ASSETS_INSURER,
    NO_ASSETS_VAT,
    PERSON_CLAIM,
    abroad,
)
from chalicelib.deciding.tasks import Words
from chalicelib.model.case import Case, CaseState, NoticeInCase
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind, HearingKind
from chalicelib.model.task import CAUSE_CASE, Task, TaskKind, TaskState

_EXAMINATIONS = {HearingKind.EXAMINATION, HearingKind.REPORT_AND_EXAMINATION}
_TWO_MONTHS = timedelta(days=62)  # InsO 29(1) no. 2: at most between the end of lodging and the examination
_THREE_MONTHS = timedelta(days=92)  # InsO 28(1): the longest period for lodging


def tasks_for_event(
    case: Case,
    kind: EventKind,
    now: datetime,
    *,
    has_security: bool,
    insured: bool,
    country: str | None = None,
    known: tuple[Task, ...] = (),
) -> tuple[Task, ...]:
    """The duties that an event creates, without those that were `known`.

    A duty that a person did is not asked again, one that the register ended is, once its reason is back.
    A known open one whose day has moved comes back with the new day. While a person still has to say whether the
    debtor is ours there are no duties but that; what only bureaus say stops goods and tells the insurer, no more.
    Without a country the case's own counts, and one that is not known is taken for Germany.
    """
    if case.state is not CaseState.OPEN:
        return ()
    country = country or case.country or "DE"
    own = {one.id: one for one in known}
    asked = [
        (duty, _task(duty, case, now, country))
        for duty in _DUTIES.get(kind, ())
        if _concerns(duty, case, country, has_security=has_security, insured=insured)
    ]
    ended = _ended(case)
    merged = (
        _merged(one, own.get(one.id), now, follows=duty.due in _FOLLOWS, ended=one.kind in ended) for duty, one in asked
    )
    return tuple(one for one in merged if one)


def standing_events(case: Case) -> tuple[EventKind, ...]:
    """The events whose duties still hold, oldest first: what preceded an opening or a refusal is overtaken by it.

    For a case that a person has just confirmed, whose events came while nobody knew whether the debtor is ours.
    """
    kinds = [one.event_kind for one in _standing(case)]
    if _ends(case, case.event_kind):
        return (case.event_kind,)
    decisive = any(kind in _DECISIVE for kind in kinds)
    return tuple(dict.fromkeys(kind for kind in kinds if not (decisive and kind in _PRELIMINARY)))


def tasks_without_object(kind: EventKind, known: tuple[Task, ...], now: datetime) -> tuple[Task, ...]:
    """Those open duties that an event ends, as done by the register."""
    return tasks.done(known, set(_ENDS.get(kind, ())), tasks.REGISTER, now)


def duties_without_object(case: Case, known: tuple[Task, ...], now: datetime) -> tuple[Task, ...]:
    """Those open duties that the case's event ends, as done by the register."""
    return tasks_without_object(case.event_kind, known, now) if _ends(case, case.event_kind) else ()


def _ends(case: Case, kind: EventKind) -> tuple[TaskKind, ...]:
    """What an event ends in a case; measures that are lifted beside an opening or a refusal end none of its duties."""
    decided = any(one.event_kind in _DECISIVE for one in _standing(case))
    return () if kind is EventKind.MEASURES_LIFTED and decided else _ENDS.get(kind, ())


def _standing(case: Case) -> list[NoticeInCase]:
    standing = [one for one in case.notices if not one.withdrawn_by and one.result is not MatchResult.NEGATIVE]
    return sorted(standing, key=lambda one: one.publication_date)


def _ended(case: Case) -> set[TaskKind]:
    """The duties that an event has ended and no later measure or opening has set going again."""
    ended: set[TaskKind] = set()
    for one in _standing(case):
        if one.event_kind in _DECISIVE | _PRELIMINARY:
            ended.clear()
        ended.update(_ends(case, one.event_kind))
    return ended


def _begun_anew(known: Task, asked: Task) -> Task:
    now_asked = {"text_de": asked.text_de, "text_en": asked.text_en, "rule": asked.rule, "due_at": asked.due_at}
    return tasks.open_again(known).model_copy(update=now_asked)


class _Duty(NamedTuple):
    kind: TaskKind
    due: Callable[[Case, date], date]
    words: Words | None = None
    cause: str = CAUSE_CASE


def _task(duty: _Duty, case: Case, now: datetime, country: str) -> Task:
    words = duty.words if country == "DE" else abroad(duty.kind, country)
    if duty.kind is TaskKind.LODGE_CLAIM and case.natural_person and country == "DE" and not words:
        words = PERSON_CLAIM
    return tasks.task(duty.kind, case, duty.cause, now, words=words, due_on=duty.due(case, now.date()))


def _merged(asked: Task, known: Task | None, now: datetime, *, follows: bool, ended: bool) -> Task | None:
    """The task to write: a new one, or the known open one on its new day; a day that has gone by moves nothing.

    One that the register had ended begins anew, unless it still is `ended`.

    Only a day that `follows` the dates of the notice moves; one counted from today would move at every decision.
    """
    if known is None:
        return asked
    if known.state is TaskState.DONE and known.done_by == tasks.REGISTER and not ended:
        return _begun_anew(known, asked)
    moved = known.due_at.date() != asked.due_at.date() and asked.due_at.date() > now.date()
    if known.state is not TaskState.OPEN or not follows or not moved:
        return None
    return known.model_copy(update={"due_at": asked.due_at, "version": known.version + 1})


def _concerns(duty: _Duty, case: Case, country: str, *, has_security: bool, insured: bool) -> bool:
    if case.by_bureau_alone and duty.kind not in _ON_A_BUREAUS_WORD:
        return False
    if duty.kind is TaskKind.TELL_SECURITY_RIGHTS and not has_security:
        return False
    if duty.kind is TaskKind.NOTIFY_INSURER and not insured:
        return False
    return country == "DE" or duty.kind not in _GERMAN_ONLY


def _opened(case: Case) -> date:
    return case.opening_date or case.opened_at.date()


def _at_once(_case: Case, today: date) -> date:
    return today


def _next_working_day(_case: Case, today: date) -> date:
    return holiday_set("DE").working_days_after(today, 1)


def _third_working_day(_case: Case, today: date) -> date:
    return holiday_set("DE").working_days_after(today, 3)


def _until_claim_deadline(case: Case, today: date) -> date:
    """The safe day of lodging; without a printed date the shortest the law allows, InsO 28(1): two weeks."""
    deadline = case.claim_deadline or _opened(case) + timedelta(weeks=2)
    return max(today, holiday_set("DE").safe(deadline))


def _after_examination(case: Case, today: date) -> date:
    """The working day after the examination; when none was printed, after the latest that the law allows."""
    printed = [one.date for one in case.hearing_dates if one.kind in _EXAMINATIONS]
    latest = (case.claim_deadline or _opened(case) + _THREE_MONTHS) + _TWO_MONTHS
    return max(today, holiday_set("DE").working_days_after(min(printed, default=latest), 1))


def _vat_return(case: Case, today: date) -> date:
    """The tenth of the month after the period (UStG 18(1), believed), on a safe day."""
    period = _uncollectable_since(case)
    following = (period.replace(day=1) + timedelta(days=32)).replace(day=10)
    return max(today, holiday_set("DE").safe(following))


def _uncollectable_since(case: Case) -> date:
    """The earliest day that makes the claims uncollectable: preliminary administrator, opening, or refusal.

    Measures that were lifted before an opening count no more. When our case began says nothing of the period.
    """
    since: list[date] = [case.opening_date] if case.opening_date else []
    preliminary: date | None = None
    for one in _standing(case):
        if one.event_kind is EventKind.PRELIM_MEASURES:
            preliminary = preliminary or one.publication_date
        elif one.event_kind is EventKind.MEASURES_LIFTED and not any(day <= one.publication_date for day in since):
            preliminary = None
        elif one.event_kind in _DECISIVE and (one.event_kind is EventKind.REFUSED_NO_ASSETS or not case.opening_date):
            since.append(one.publication_date)
    return min([*since, *([preliminary] if preliminary else [])], default=case.opened_at.date())


def _autumn(_case: Case, today: date) -> date:
    """Ninety days before the end of the year in which the oldest claims may become time-barred."""
    day = date(today.year, 12, 31) - timedelta(days=90)
    return max(today, holiday_set("DE").safe(day))


_FOLLOWS = {_until_claim_deadline, _after_examination}

_SECURITY = _Duty(TaskKind.TELL_SECURITY_RIGHTS, _third_working_day)
_LODGE = _Duty(TaskKind.LODGE_CLAIM, _until_claim_deadline)
_CHOICE = _Duty(TaskKind.ASK_CHOICE_103, _third_working_day)
_DUNNING = _Duty(TaskKind.STOP_DUNNING, _next_working_day)
_TRANSIT = _Duty(TaskKind.STOP_GOODS_IN_TRANSIT, _at_once)
_PAY = _Duty(TaskKind.PAY_ESTATE_NOT_DEBTOR, _at_once)
_VAT = _Duty(TaskKind.ADJUST_VAT, _vat_return)
_INSURER = _Duty(TaskKind.NOTIFY_INSURER, _next_working_day)
_TABLE = _Duty(TaskKind.CHECK_TABLE, _after_examination)
_LIMITATION = _Duty(TaskKind.WATCH_LIMITATION, _autumn)

_OPENED = (_TRANSIT, _PAY, _SECURITY, _LODGE, _CHOICE, _DUNNING, _VAT, _INSURER, _TABLE, _LIMITATION)
_EARLY = _INSURER._replace(cause="before proceedings")
_ASK_DUNNING = _Duty(TaskKind.STOP_DUNNING, _next_working_day, BEFORE_OPENING, "before proceedings")

_DUTIES: dict[EventKind, tuple[_Duty, ...]] = {
    EventKind.PAYMENT_DEFAULT: (_EARLY,),
    EventKind.ADVERSE_INFORMATION: (_EARLY,),
    EventKind.PETITION_FILED: (_TRANSIT, _EARLY),
    EventKind.PRELIM_MEASURES: (_TRANSIT, _PAY, _ASK_DUNNING, _VAT, _EARLY),
    EventKind.PRELIM_SELF_ADMIN: (_TRANSIT, _ASK_DUNNING, _EARLY),
    # Nobody to lodge with, no table, nothing to choose: what remains is the insurer and the tax.
    EventKind.REFUSED_NO_ASSETS: (
        _TRANSIT,
        _INSURER._replace(words=NO_ASSETS_INSURER),
        _VAT._replace(words=NO_ASSETS_VAT),
        _LIMITATION,
    ),
    EventKind.OPENED: _OPENED,
    EventKind.CONVERTED: _OPENED,
    EventKind.OPENED_SELF_ADMIN: tuple(
        one._replace(words=CUSTODIAN_PAYMENTS) if one is _PAY else one for one in _OPENED
    ),
    # The dates of a case already open may move with these; what is known stays one task.
    EventKind.HEARING_OR_DEADLINE_SET: (_LODGE, _TABLE),
    EventKind.LATE_EXAM: (
        _Duty(TaskKind.LODGE_CLAIM, _next_working_day, LATE_EXAMINATION, "late examination"),
        _TABLE._replace(cause="late examination"),
    ),
    EventKind.ASSETS_INSUFFICIENT: (_TRANSIT._replace(words=ESTATE_IS_POOR, cause="assets insufficient"),),
    EventKind.DISTRIBUTION: (_Duty(TaskKind.CHECK_TABLE, _third_working_day, DISTRIBUTION_LIST, "distribution"),),
    EventKind.DISCHARGE_GRANTED: (_Duty(TaskKind.STOP_DUNNING, _next_working_day, AFTER_DISCHARGE, "discharge"),),
}
_GERMAN_ONLY = {TaskKind.ASK_CHOICE_103, TaskKind.PAY_ESTATE_NOT_DEBTOR, TaskKind.CHECK_TABLE}

_ON_A_BUREAUS_WORD = {TaskKind.STOP_GOODS_IN_TRANSIT, TaskKind.NOTIFY_INSURER}

_IN_PROCEEDINGS = (
    TaskKind.TELL_SECURITY_RIGHTS,
    TaskKind.LODGE_CLAIM,
    TaskKind.ASK_CHOICE_103,
    TaskKind.STOP_GOODS_IN_TRANSIT,
    TaskKind.PAY_ESTATE_NOT_DEBTOR,
)
_DECISIVE = {EventKind.OPENED, EventKind.OPENED_SELF_ADMIN, EventKind.CONVERTED, EventKind.REFUSED_NO_ASSETS}
_PRELIMINARY = {
    EventKind.PAYMENT_DEFAULT,
    EventKind.ADVERSE_INFORMATION,
    EventKind.PETITION_FILED,
    EventKind.PRELIM_MEASURES,
    EventKind.PRELIM_SELF_ADMIN,
}
_ENDS: dict[EventKind, tuple[TaskKind, ...]] = {
    EventKind.MEASURES_LIFTED: (
        TaskKind.STOP_GOODS_IN_TRANSIT,
        TaskKind.PAY_ESTATE_NOT_DEBTOR,
        TaskKind.STOP_DUNNING,
        TaskKind.ADJUST_VAT,
    ),
    EventKind.CLOSED_DISCONTINUED: _IN_PROCEEDINGS,
    EventKind.CLOSED_LIFTED: _IN_PROCEEDINGS,
    EventKind.DISCHARGE_GRANTED: (*_IN_PROCEEDINGS, TaskKind.CHECK_TABLE, TaskKind.WATCH_LIMITATION),
}
