"""What people do in a case: tick off, assign, note, enter what no register prints, acknowledge, close and reopen.

Each of them is a decision with an entry, so that the file says who did what and when. Nobody is sent a message about
what they did themselves; who is given a case or a task is told.
"""

from datetime import datetime

from chalicelib.deciding import casework, facts, telling
from chalicelib.deciding.alarms import on_alarm_without_case, on_manual_alarm
from chalicelib.deciding.concluding import recorded
from chalicelib.deciding.occasion import Change, Occasion, Word
from chalicelib.deciding.stages import after_notice, wanted
from chalicelib.errors import ConflictError, InvalidInputError, NotFoundError, Problem
from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.case import Case, CaseState, Entry, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, DeadlineState
from chalicelib.model.decision import Decision
from chalicelib.model.entered import ClaimFacts, EnteredDates
from chalicelib.model.task import Task, TaskKind, TaskState, same_acts

__all__ = [
    "acknowledged",
    "on_acknowledged",
    "on_alarm_without_case",
    "on_assigned",
    "on_closed",
    "on_deadline_done",
    "on_facts_entered",
    "on_manual_alarm",
    "on_note",
    "on_reopened",
    "on_task_done",
]

_HOME = "DE"
_RUNNING = {DeadlineState.OPEN, DeadlineState.LAPSED}
_TO_DO = {CaseState.OPEN, CaseState.REVIEW}


def on_task_done(file: CaseFile, occasion: Occasion, word: Word, *, task_id: str) -> Decision:
    """The task marked as done, and with it the deadline that is the same act.

    Raises:
        NotFoundError: the case has no such task.
        ConflictError: somebody has done it before, or only a judgement answers it.
    """
    task = next((one for one in file.tasks if one.id == task_id), None)
    if task is None:
        raise NotFoundError(f"case {file.case.id} has no task {task_id!r}")
    if task.state is TaskState.DONE:
        raise ConflictError(f"task {task_id} is done already: {_who_and_when(task)}")
    if task.kind is TaskKind.REVIEW_MATCH and file.case.state is CaseState.REVIEW:
        raise ConflictError(f"task {task_id} asks whether the debtor is our customer: answer it by a judgement")
    twins = tuple(deadline for deadline, twin in same_acts(file.case.id, file.deadlines, file.tasks) if twin is task)
    entry = _entry(file.case, EntryKind.TASK_DONE, word, f"{task.kind} {task.id}: {word.reason}", occasion)
    met = tuple(_met(one, word, occasion) for one in twins if one.state in _RUNNING)
    return _recorded(file, entry, occasion, tasks=(_ticked(task, word, occasion),), deadlines=met)


def on_deadline_done(file: CaseFile, occasion: Occasion, word: Word, *, deadline_id: str) -> Decision:
    """The deadline marked as met, and with it the task that is the same act.

    Raises:
        NotFoundError: the case has no such deadline.
        ConflictError: it was met before, or it applies no more.
    """
    deadline = next((one for one in file.deadlines if one.id == deadline_id), None)
    if deadline is None:
        raise NotFoundError(f"case {file.case.id} has no deadline {deadline_id!r}")
    if deadline.state is DeadlineState.DONE:
        raise ConflictError(f"deadline {deadline_id} is met already: {_who_and_when(deadline)}")
    if deadline.state not in _RUNNING:
        raise ConflictError(f"deadline {deadline_id} applies no more: it is {deadline.state}")
    twins = tuple(task for twin, task in same_acts(file.case.id, file.deadlines, file.tasks) if twin is deadline)
    text = f"{deadline.kind} {deadline.id}: {word.reason}"
    entry = _entry(file.case, EntryKind.DEADLINE_DONE, word, text, occasion)
    done = tuple(_ticked(one, word, occasion) for one in twins if one.state is TaskState.OPEN)
    return _recorded(file, entry, occasion, tasks=done, deadlines=(_met(deadline, word, occasion),))


def on_assigned(
    file: CaseFile,
    occasion: Occasion,
    word: Word,
    *,
    owner: Recipient | None,
    deputy: str | None = None,
    task_id: str | None = None,
) -> Decision:
    """The case, or one of its tasks, in somebody's hands; who has it now and did not have it before is told.

    Raises:
        NotFoundError: the case has no such task.
        ConflictError: it is theirs already, or the task is done.
        InvalidInputError: somebody shall stand in for themself.
    """
    address = owner.address if owner else None
    if address and deputy and address.casefold() == deputy.casefold():
        raise InvalidInputError([Problem("deputy", deputy, "the owner cannot be their own deputy")])
    task = _open_task(file, task_id) if task_id else None
    subject = task or file.case
    if (subject.owner, subject.deputy) == (address, deputy):
        known = f"this is in the hands of {address or 'nobody'} already"
        raise ConflictError(known, german="Das ist schon so zugewiesen.")
    case = file.case
    changed: tuple[Task, ...] = ()
    if task:
        hands = {"owner": address, "deputy": deputy, "version": task.version + 1}
        changed = (task.model_copy(update=hands),)
    else:
        case = case.model_copy(update={"owner": address, "deputy": deputy})
    what = f"{task.kind} {task.id}" if task else "case"
    text = f"{what}: {subject.owner or 'nobody'} -> {address or 'nobody'}; deputy {deputy or 'nobody'}: {word.reason}"
    entry = _entry(file.case, EntryKind.ASSIGNED, word, text, occasion)
    decision = _recorded(file, entry, occasion, case=case, tasks=changed)
    if owner is None or owner.address == subject.owner:
        return decision
    news = telling.message(decision.case, file.block, file.block, None, word)
    told = telling.to_people(AlertKind.CASE_UPDATED, news, occasion, (owner,), cause=entry.id)
    return decision.model_copy(update={"alerts": told})


def on_note(file: CaseFile, occasion: Occasion, word: Word) -> Decision:
    """A note in the file."""
    return _recorded(file, _entry(file.case, EntryKind.NOTE, word, word.reason, occasion), occasion)


def on_facts_entered(
    file: CaseFile,
    occasion: Occasion,
    word: Word,
    *,
    claim: ClaimFacts | None = None,
    entered: EnteredDates | None = None,
    information_system: str | None = None,
) -> Decision:
    """What a person knows and no register prints; dates follow from it at once, and keep their history.

    Only the fields that were given change; None takes one back. A filing date also does the task of lodging, and
    taken back it opens the task again.

    Raises:
        ConflictError: nothing would change.
        InvalidInputError: something that has happened shall lie in the future.
    """
    facts.check(claim, entered, occasion.now.date())
    case = facts.entered_in(file.case, claim, entered, information_system)
    changes = facts.differences(file.case, case)
    if not changes:
        raise ConflictError(
            f"case {file.case.id} knows all of this already", german="In der Akte steht das alles schon so."
        )
    entry = _entry(file.case, EntryKind.FACTS_ENTERED, word, f"{'; '.join(changes)}: {word.reason}", occasion)
    return _recorded(file, entry, occasion, case=case, tasks=facts.lodging(file, case, word.person, occasion.now))


def on_acknowledged(file: CaseFile, occasion: Occasion, person: str, alert: Alert) -> Decision:
    """The alert answered, on record in its case.

    Raises:
        ConflictError: somebody has answered it before, or it asks for no answer.
    """
    answered = acknowledged(alert, person, occasion.now)
    word = Word(person=person, reason=f"{alert.kind} {alert.id}")
    entry = _entry(file.case, EntryKind.ACKNOWLEDGED, word, word.reason, occasion)
    return _recorded(file, entry, occasion).model_copy(update={"acknowledged": answered})


def acknowledged(alert: Alert, person: str, now: datetime) -> Alert:
    """The alert with who answered it and when.

    Raises:
        ConflictError: somebody has answered it before, or it asks for no answer.
    """
    if alert.acknowledged_at:
        when = f"{alert.acknowledged_at:%Y-%m-%d %H:%M} UTC"
        raise ConflictError(f"alert {alert.id} was acknowledged by {alert.acknowledged_by} on {when}")
    if not alert.wants_acknowledgement:
        raise ConflictError(f"alert {alert.id} asks for no acknowledgement")
    return alert.model_copy(update={"acknowledged_by": person, "acknowledged_at": now})


def on_closed(file: CaseFile, occasion: Occasion, word: Word) -> Decision:
    """The case closed by a person; what was still to be done stays visible in it and reminds nobody any more.

    Raises:
        ConflictError: a block of the case is active, or the case is no running one.
    """
    if file.block and file.block.active:
        german = "Die Akte sperrt noch: Heben Sie die Sperre zuerst auf."
        raise ConflictError(f"a block of case {file.case.id} is active: release it first", german=german)
    if file.case.state not in _TO_DO:
        raise ConflictError(f"case {file.case.id} is {file.case.state} already")
    left = sum(one.state is TaskState.OPEN for one in file.tasks)
    text = f"{word.reason} ({left} open tasks left)" if left else word.reason
    entry = _entry(file.case, EntryKind.CLOSED, word, text, occasion)
    return _recorded(file, entry, occasion, case=file.case.model_copy(update={"state": CaseState.CLOSED}))


def on_reopened(file: CaseFile, occasion: Occasion, word: Word, *, with_block: bool) -> Decision:
    """The closed case open again, with the block that its notices ask for when a person wants it.

    Raises:
        ConflictError: the case is not closed; a dismissed one is opened by a judgement.
    """
    if file.case.state is not CaseState.CLOSED:
        raise ConflictError(f"case {file.case.id} is {file.case.state}, not closed")
    case = file.case.model_copy(update={"state": CaseState.OPEN, "updated_at": occasion.now})
    block, asked = file.block, wanted(case)
    if with_block and asked:
        block = after_notice(case, block, asked, case.country or _HOME, renews=True)
    entry = _entry(file.case, EntryKind.REOPENED, word, word.reason, occasion)
    decision = recorded(file, Change(case, block, (entry,)), occasion)
    kind = telling.kind_of(file.block, block, case.state)
    news = telling.message(decision.case, file.block, block, None, word)
    told = telling.alerts(kind, news, occasion, cause=entry.id, owner=case.owner)
    return decision.model_copy(update={"alerts": told})


def _open_task(file: CaseFile, task_id: str) -> Task:
    task = next((one for one in file.tasks if one.id == task_id), None)
    if task is None:
        raise NotFoundError(f"case {file.case.id} has no task {task_id!r}")
    if task.state is TaskState.DONE:
        raise ConflictError(f"task {task_id} is done already: {_who_and_when(task)}")
    return task


def _who_and_when(done: Task | Deadline) -> str:
    if done.done_by is None or done.done_at is None:
        return "by the date that was entered for it"
    return f"by {done.done_by} on {done.done_at:%Y-%m-%d %H:%M} UTC"


def _ticked(task: Task, word: Word, occasion: Occasion) -> Task:
    mark = {"state": TaskState.DONE, "done_by": word.person, "done_at": occasion.now}
    return task.model_copy(update=mark | {"version": task.version + 1})


def _met(deadline: Deadline, word: Word, occasion: Occasion) -> Deadline:
    mark = {"state": DeadlineState.DONE, "done_by": word.person, "done_at": occasion.now}
    return deadline.model_copy(update=mark)


def _entry(case: Case, kind: EntryKind, word: Word, text: str, occasion: Occasion) -> Entry:
    return casework.entry_for_person(case, kind, word.person, text, occasion.now)


def _recorded(
    file: CaseFile,
    entry: Entry,
    occasion: Occasion,
    *,
    case: Case | None = None,
    tasks: tuple[Task, ...] = (),
    deadlines: tuple[Deadline, ...] = (),
) -> Decision:
    changed = (case or file.case).model_copy(update={"updated_at": occasion.now})
    return recorded(file, Change(changed, file.block, (entry,), tasks, deadlines), occasion)
