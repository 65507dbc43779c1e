"""A case's deadlines and tasks: what is to be done by when, by which rule and from what; done, assigned, as a calendar.

What a deadline and a task both say stands there once.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import decide
from chalicelib.acting import acted, found, one_of_ours
from chalicelib.calendars.work import CaseWork
from chalicelib.cockpit import rendering
from chalicelib.cockpit.case_page import folder, opened, path_of
from chalicelib.cockpit.page import Moved, Sent, Shown, page
from chalicelib.cockpit.printing import Printer
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConcurrentChangeError, ConflictError
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import EmailAddress
from chalicelib.model.deadline import NOT_KNOWN, Deadline, DeadlineState, Severity
from chalicelib.model.decision import Decision
from chalicelib.model.people import Organisation, Role
from chalicelib.model.record import Record
from chalicelib.model.task import Task, TaskKind, TaskState, same_acts

blueprint = Blueprint(__name__)
_ORDER = [Severity.FINAL, Severity.RECOVERABLE, Severity.INFORMATION]
_TO_DO = {DeadlineState.OPEN, DeadlineState.LAPSED}


class Work(NamedTuple):
    """One thing to do: a deadline, a task, or both when they are the same act; by the day it should be done."""

    on: date | None
    severity: Severity
    deadline: Deadline | None
    task: Task | None


class Change(NamedTuple):
    """How a deadline changed: until when it stood otherwise, its dates then, and which inputs became what."""

    at: datetime
    before: date | None
    after: date | None
    inputs: tuple[tuple[str, str, str], ...]
    reason: str


class Done(Record):
    """That it is done; `seen` is the state of what the person looked at."""

    seen: int
    remark: str = Field(default="", max_length=2000)


class Assignment(Record):
    """Whose the task is from now on; nobody's without an owner."""

    seen: int
    owner: EmailAddress | None = None
    deputy: EmailAddress | None = None
    reason: str = Field(default="", max_length=2000)


@page(blueprint, "GET /cockpit/cases/{case_id}/deadlines")
def deadlines(visit: Visit, case_id: str) -> Shown:
    """What is to be done in the case, and what was."""
    file = opened(visit, case_id)
    to_do, finished = split(file, visit.zone)
    values = {
        "questions": [one for one in to_do if one.task and one.task.kind is TaskKind.CHECK_DATES],
        "to_do": [one for one in to_do if not one.task or one.task.kind is not TaskKind.CHECK_DATES],
        "finished": finished,
        "changes": {one.id: changes_of(one) for one in file.deadlines if one.history},
        "hands": hands_of(visit.firm),
        **_prints_inputs(visit),
    }
    return folder(visit, file, "deadlines", values)


@page(blueprint, "POST /cockpit/cases/{case_id}/tasks/{task_id}/done", role=Role.CLERK, form=Done)
def finish_task(visit: Visit, case_id: str, task_id: str, form: Done) -> Moved:
    """A task is done."""
    word = decide.Word(person=visit.signature, reason=form.remark or "done")

    def done(file: CaseFile, occasion: decide.Occasion) -> Decision:
        _unchanged(next((one.version for one in file.tasks if one.id == task_id), form.seen), form.seen)
        return decide.on_task_done(file, occasion, word, task_id=task_id)

    acted(case_id, done, now=visit.now)
    return Moved(path_of(case_id, "deadlines"), done="task_done")


@page(blueprint, "POST /cockpit/cases/{case_id}/deadlines/{deadline_id}/done", role=Role.CLERK, form=Done)
def meet_deadline(visit: Visit, case_id: str, deadline_id: str, form: Done) -> Moved:
    """A deadline is met."""
    word = decide.Word(person=visit.signature, reason=form.remark or "done")

    def done(file: CaseFile, occasion: decide.Occasion) -> Decision:
        _unchanged(next((len(one.history) for one in file.deadlines if one.id == deadline_id), form.seen), form.seen)
        return decide.on_deadline_done(file, occasion, word, deadline_id=deadline_id)

    acted(case_id, done, now=visit.now)
    return Moved(path_of(case_id, "deadlines"), done="deadline_done")


@page(blueprint, "POST /cockpit/cases/{case_id}/tasks/{task_id}/assignment", role=Role.CLERK, form=Assignment)
def assign_task(visit: Visit, case_id: str, task_id: str, form: Assignment) -> Moved:
    """A task goes into somebody's hands, who is told."""
    word = decide.Word(person=visit.signature, reason=form.reason or "assigned")
    task = next((one for one in found(case_id).tasks if one.id == task_id), None)
    standing = frozenset({task.owner, task.deputy}) if task else frozenset()
    owner = one_of_ours(visit.firm, form.owner, "owner", standing) if form.owner else None
    deputy = one_of_ours(visit.firm, form.deputy, "deputy", standing).address if form.deputy else None

    def assigned(file: CaseFile, occasion: decide.Occasion) -> Decision:
        _unchanged(next((one.version for one in file.tasks if one.id == task_id), form.seen), form.seen)
        return decide.on_assigned(file, occasion, word, owner=owner, deputy=deputy, task_id=task_id)

    acted(case_id, assigned, now=visit.now)
    return Moved(path_of(case_id, "deadlines"), done="task_assigned")


@page(blueprint, "GET /cockpit/cases/{case_id}/deadlines.ics")
def calendar(visit: Visit, case_id: str) -> Sent:
    """The case's dates as whole days (hearings with their hour) for a calendar program.

    Raises:
        ConflictError: the case has no date yet.
    """
    from chalicelib.calendars.entries import Style, entries_of  # noqa: PLC0415 - no other page pays for the library
    from chalicelib.calendars.feed import MEDIA_TYPE, feed  # noqa: PLC0415 - as above

    file = opened(visit, case_id)
    style = Style(language=visit.language, time_zone=str(visit.zone), cases_url=f"{visit.address}/cockpit/cases")
    work = CaseWork(case=file.case, deadlines=file.deadlines, tasks=file.tasks)
    entries = entries_of(work, style)
    if not entries:
        raise ConflictError("the case has no date yet", german="Die Akte hat noch kein Datum")
    who = file.case.customer_number
    return Sent(feed(who, entries, visit.now, style).decode(), MEDIA_TYPE, f"deadlines-{case_id}.ics")


def split(file: CaseFile, zone: tzinfo) -> tuple[list[Work], list[Work]]:
    """What is to be done, by its day there and what a missed one costs; and what is finished, last first."""
    twins = {deadline.id: task for deadline, task in same_acts(file.case.id, file.deadlines, file.tasks)}
    of_deadlines = [Work(_day(one), one.severity, one, twins.get(one.id)) for one in file.deadlines]
    said = {task.id for task in twins.values()}
    own = [one for one in file.tasks if one.id not in said]
    of_tasks = [Work(one.due_at.astimezone(zone).date(), one.severity, None, one) for one in own]
    every = [*of_deadlines, *of_tasks]
    to_do = [one for one in every if is_to_do(one)]
    finished = [one for one in every if not is_to_do(one)]
    to_do.sort(key=lambda one: (one.on or date.max, _ORDER.index(one.severity)))
    finished.sort(key=lambda one: (_done_on(one), one.on or date.min), reverse=True)
    return to_do, finished


def is_to_do(work: Work) -> bool:
    """Whether a person still has something to do: one that went by is to be looked at, too."""
    deadline, task = work.deadline, work.task
    if deadline:
        return deadline.state in _TO_DO
    return task is not None and task.state is TaskState.OPEN


def changes_of(deadline: Deadline) -> list[Change]:
    """What changed in the deadline, newest first."""
    after: list[tuple[date | None, Mapping[str, str]]] = [(one.safe_date, one.inputs) for one in deadline.history[1:]]
    after.append((deadline.safe_date, deadline.inputs))
    found = [
        Change(old.replaced_at, old.safe_date, day, _differing(old.inputs, inputs), old.reason)
        for old, (day, inputs) in zip(deadline.history, after, strict=True)
    ]
    return found[::-1]


def hands_of(firm: Organisation) -> list[tuple[str, str]]:
    """Everybody who can be given a task: address and name."""
    people = sorted((one.email, one.name) for one in firm.people)
    return [*people, *sorted((one.mailbox, one.name) for one in firm.departments)]


def _prints_inputs(visit: Visit) -> Mapping[str, Callable[[str], str]]:
    """How names and values of what went into a date are printed; a name nobody translated stands as it is."""
    printer = Printer(visit)

    def name_of(name: str) -> str:
        key = f"input.{name}"
        known = rendering.words()
        return known[key][visit.language] if key in known else name.replace("_", " ")

    def value_of(text: str) -> str:
        try:
            return printer.day(date.fromisoformat(text))
        except ValueError:
            return text

    return {"input_name": name_of, "printed_input": value_of}


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    names = dict.fromkeys((*old, *new))
    pairs = ((name, old.get(name, NOT_KNOWN), new.get(name, NOT_KNOWN)) for name in names)
    return tuple((name, before, now) for name, before, now in pairs if before != now)


def _day(deadline: Deadline) -> date | None:
    return deadline.safe_date or deadline.final_date


def _done_on(work: Work) -> str:
    moments = [one.done_at for one in (work.deadline, work.task) if one and one.done_at]
    return max(moments).isoformat() if moments else ""


def _unchanged(now: int, seen: int) -> None:
    """Passes when what the person acts on is as they saw it.

    Raises:
        ConcurrentChangeError: it changed since.
    """
    if now != seen:
        raise ConcurrentChangeError("it changed since you looked", german="Es hat sich seit Ihrem Blick geändert")
