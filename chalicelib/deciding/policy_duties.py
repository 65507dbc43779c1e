"""What each credit insurance policy wants: a notice of its own, and compensation claimed in time or not at all."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from chalicelib.deciding import tasks
from chalicelib.deciding.tasks import Words
from chalicelib.model.case import Case, CaseState
from chalicelib.model.deadline import Severity
from chalicelib.model.event import EventKind
from chalicelib.model.insurance import Policy
from chalicelib.model.ledger import Ledger
from chalicelib.model.match import MatchResult
from chalicelib.model.task import BOOKS, CAUSE_BEFORE, CAUSE_CASE, Task, TaskKind, TaskState, insurer_cause, task_id


def policies_of(case: Case, ledger: Ledger | None) -> tuple[Policy, ...]:
    """The policies that cover the customer in the case, on the day of the insured event or else of the case's begin."""
    if ledger is None:
        return ()
    day = _insured_event(case) or case.opened_at.date()
    return tuple(policy for policy, _ in ledger.policies_on(day))


def notice_under(policy: Policy, words: Words) -> Words:
    """What a notice to the insurer says when it is one under this policy."""
    text_de, text_en, rule = words
    by = f"{policy.number}, {policy.insurer}"
    return f"Police {by}: {text_de}", f"Policy {by}: {text_en}", rule


def answered(case_id: str, cause: str, policies: tuple[Policy, ...], known: Mapping[str, Task]) -> bool:
    """Whether somebody told the only insurer before we knew the policy; of several nobody knows which was told."""
    unnamed = known.get(task_id(case_id, TaskKind.NOTIFY_INSURER, cause))
    return len(policies) == 1 and unnamed is not None and unnamed.done_by not in {None, BOOKS}


def replaced(case_id: str, policies: tuple[Policy, ...], known: Mapping[str, Task], now: datetime) -> tuple[Task, ...]:
    """The open notices that name no policy, as done by the books: those under each policy took their place."""
    unnamed = []
    for cause in (CAUSE_CASE, CAUSE_BEFORE):
        named = {task_id(case_id, TaskKind.NOTIFY_INSURER, insurer_cause(cause, one.number)) for one in policies}
        own = known.get(task_id(case_id, TaskKind.NOTIFY_INSURER, cause))
        unnamed += [own] if own and named & known.keys() else []
    return tasks.done(tuple(unnamed), {TaskKind.NOTIFY_INSURER}, BOOKS, now)


def policy_tasks(case: Case, ledger: Ledger | None, known: tuple[Task, ...], now: datetime) -> tuple[Task, ...]:
    """The task to claim compensation under each policy, or the open one on its new day; the policy counts the days.

    The insured event is the opening, or the refusal for lack of assets; a file that only bureaus speak in has none.
    """
    event_on = _insured_event(case)
    if event_on is None or ledger is None or case.state is not CaseState.OPEN or case.by_bureau_alone:
        return ()
    if not any(one.insured_share > 0 for one in ledger.invoices):
        return ()
    before = {one.id: one for one in known}
    asked = (_task(case, policy, event_on, now) for policy, _ in ledger.policies_on(event_on))
    return tuple(one for new in asked if (one := _written(new, before.get(new.id))))


def _task(case: Case, policy: Policy, event_on: date, now: datetime) -> Task:
    due_on = event_on + timedelta(days=policy.claim_filing_days)
    words = (
        f"Entschädigung bei {policy.insurer} beantragen (Police {policy.number}), spätestens am {due_on:%d.%m.%Y}.",
        f"Claim compensation from {policy.insurer} (policy {policy.number}), on {due_on} at the latest.",
        f"{policy.number}: {policy.claim_filing_days} days after the insured event of {event_on}",
    )
    asked = tasks.task(TaskKind.CLAIM_COMPENSATION, case, policy.number, now, words=words, due_on=due_on)
    return asked.model_copy(update={"severity": Severity.FINAL})


def _written(asked: Task, known: Task | None) -> Task | None:
    if known is None:
        return asked
    if known.state is not TaskState.OPEN or known.rule == asked.rule:
        return None
    moved = {"due_at": asked.due_at, "text_de": asked.text_de, "text_en": asked.text_en, "rule": asked.rule}
    return known.model_copy(update={**moved, "version": known.version + 1})


def _insured_event(case: Case) -> date | None:
    refused = (
        one.publication_date
        for one in case.notices
        if one.event_kind is EventKind.REFUSED_NO_ASSETS
        and not one.withdrawn_by
        and one.result is not MatchResult.NEGATIVE
    )
    return case.opening_date or min(refused, default=None)
