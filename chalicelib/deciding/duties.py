"""What our people have to do after an event, and by when: the duties of a creditor as tasks.

Source: domain knowledge of the InsO, BGB 321 and UStG 17; each task names its statute. Abroad only duties that our
own law or the policy gives, and lodging the claim, become tasks; a statute is named where it is known.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.deciding import duty_days, tasks
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
from chalicelib.deciding.policy_duties import answered, notice_under
from chalicelib.deciding.standing_notices import DECISIVE, PRELIMINARY, standing
from chalicelib.deciding.tasks import Words
from chalicelib.model.case import Case, CaseState
from chalicelib.model.insurance import Policy
from chalicelib.model.notice import EventKind
from chalicelib.model.task import CAUSE_CASE, Task, TaskKind, TaskState, insurer_cause


def tasks_for_event(
    case: Case,
    kind: EventKind,
    now: datetime,
    *,
    has_security: bool,
    insured: bool,
    policies: tuple[Policy, ...] = (),
    country: str | None = None,
    known: tuple[Task, ...] = (),
) -> tuple[Task, ...]:
    """The duties that an event creates, without those that were `known`.

    A duty that a person did is not asked again, one that the register ended is, once its reason is back.
    A known open one whose day has moved comes back with the new day. While a person still has to say whether the
    debtor is ours there are no duties but that; what only bureaus say stops goods and tells the insurer, no more.
    The insurer is told under each of the `policies`, and once where none is known.
    Without a country the case's own counts, and one that is not known is taken for Germany.
    """
    if case.state is not CaseState.OPEN:
        return ()
    country = country or case.country or "DE"
    own = {one.id: one for one in known}
    asked = [
        (duty, _task(duty, case, now, country))
        for duty in _under_each_policy(_DUTIES.get(kind, ()), case, policies, own)
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
    kinds = [one.event_kind for one in standing(case)]
    if _ends(case, case.event_kind):
        return (case.event_kind,)
    decisive = any(kind in DECISIVE for kind in kinds)
    return tuple(dict.fromkeys(kind for kind in kinds if not (decisive and kind in PRELIMINARY)))


def tasks_without_object(kind: EventKind, known: tuple[Task, ...], now: datetime) -> tuple[Task, ...]:
    """Those open duties that an event ends, as done by the register."""
    return tasks.done(known, set(_ENDS.get(kind, ())), tasks.REGISTER, now)


def duties_without_object(case: Case, known: tuple[Task, ...], now: datetime) -> tuple[Task, ...]:
    """Those open duties that the case's event ends, as done by the register."""
    return tasks_without_object(case.event_kind, known, now) if _ends(case, case.event_kind) else ()


def _ends(case: Case, kind: EventKind) -> tuple[TaskKind, ...]:
    """What an event ends in a case; measures that are lifted beside an opening or a refusal end none of its duties."""
    decided = any(one.event_kind in DECISIVE for one in standing(case))
    return () if kind is EventKind.MEASURES_LIFTED and decided else _ENDS.get(kind, ())


def _ended(case: Case) -> set[TaskKind]:
    """The duties that an event has ended and no later measure or opening has set going again."""
    ended: set[TaskKind] = set()
    for one in standing(case):
        if one.event_kind in DECISIVE | PRELIMINARY:
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
    policy: Policy | None = None


def _under_each_policy(
    duties: tuple[_Duty, ...], case: Case, policies: tuple[Policy, ...], known: Mapping[str, Task]
) -> Iterator[_Duty]:
    """The duties, with that to tell the insurer once for each policy; none where the only one was told before."""
    for duty in duties:
        if duty.kind is not TaskKind.NOTIFY_INSURER or not policies:
            yield duty
        elif not answered(case.id, duty.cause, policies, known):
            yield from (duty._replace(cause=insurer_cause(duty.cause, one.number), policy=one) for one in policies)


def _task(duty: _Duty, case: Case, now: datetime, country: str) -> Task:
    words = duty.words if country == "DE" else abroad(duty.kind, country)
    if duty.kind is TaskKind.LODGE_CLAIM and case.natural_person and country == "DE" and not words:
        words = PERSON_CLAIM
    if duty.policy:
        words = notice_under(duty.policy, words or tasks.words_of(duty.kind))
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


_FOLLOWS = {duty_days.until_claim_deadline, duty_days.after_examination}

_SECURITY = _Duty(TaskKind.TELL_SECURITY_RIGHTS, duty_days.third_working_day)
_LODGE = _Duty(TaskKind.LODGE_CLAIM, duty_days.until_claim_deadline)
_CHOICE = _Duty(TaskKind.ASK_CHOICE_103, duty_days.third_working_day)
_DUNNING = _Duty(TaskKind.STOP_DUNNING, duty_days.next_working_day)
_TRANSIT = _Duty(TaskKind.STOP_GOODS_IN_TRANSIT, duty_days.at_once)
_PAY = _Duty(TaskKind.PAY_ESTATE_NOT_DEBTOR, duty_days.at_once)
_VAT = _Duty(TaskKind.ADJUST_VAT, duty_days.vat_return)
_INSURER = _Duty(TaskKind.NOTIFY_INSURER, duty_days.next_working_day)
_TABLE = _Duty(TaskKind.CHECK_TABLE, duty_days.after_examination)
_LIMITATION = _Duty(TaskKind.WATCH_LIMITATION, duty_days.autumn)

_OPENED = (_TRANSIT, _PAY, _SECURITY, _LODGE, _CHOICE, _DUNNING, _VAT, _INSURER, _TABLE, _LIMITATION)
_EARLY = _INSURER._replace(cause="before proceedings")
_ASK_DUNNING = _Duty(TaskKind.STOP_DUNNING, duty_days.next_working_day, BEFORE_OPENING, "before proceedings")

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
        _Duty(TaskKind.LODGE_CLAIM, duty_days.next_working_day, LATE_EXAMINATION, "late examination"),
        _TABLE._replace(cause="late examination"),
    ),
    EventKind.ASSETS_INSUFFICIENT: (_TRANSIT._replace(words=ESTATE_IS_POOR, cause="assets insufficient"),),
    EventKind.DISTRIBUTION: (
        _Duty(TaskKind.CHECK_TABLE, duty_days.third_working_day, DISTRIBUTION_LIST, "distribution"),
    ),
    EventKind.DISCHARGE_GRANTED: (
        _Duty(TaskKind.STOP_DUNNING, duty_days.next_working_day, AFTER_DISCHARGE, "discharge"),
    ),
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
