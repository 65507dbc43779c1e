"""What is to be done: tasks and deadlines of all cases, and who did what in one of them."""

from datetime import date, timedelta

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock, decide
from chalicelib.acting import acted, one_of_ours
from chalicelib.api.acting import Doing, Signed, word
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import NotFoundError
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import EmailAddress
from chalicelib.model.deadline import Deadline, Severity
from chalicelib.model.people import Organisation
from chalicelib.model.record import Record
from chalicelib.model.task import Task
from chalicelib.store import people, work

blueprint = Blueprint(__name__)
_READERS = (Scope.CASES_READ, Scope.CASES_WRITE)
_WRITERS = (Scope.CASES_WRITE,)
_ORDER = [Severity.FINAL, Severity.RECOVERABLE, Severity.INFORMATION]
_AHEAD = timedelta(days=31)


class TaskListing(Record):
    """Which open tasks to list, page by page; both people and departments are named as the firm keeps them."""

    owner: EmailAddress | None = Field(default=None, description="tasks that this person does or stands in for")
    department: str | None = Field(default=None, description="tasks of the people and the mailbox of a department")
    unassigned: bool = Field(default=False, description="tasks of nobody alone")
    due_by: date | None = Field(default=None, description="due on this day at the latest")
    limit: int = Field(default=50, ge=1, le=100)
    after: str | None = Field(default=None, description="`next` of the page before")


class DeadlineListing(Record):
    """Which open deadlines to list: those whose reminders begin by a day, a month from now unless given."""

    severity: Severity | None = None
    due_by: date | None = None
    limit: int = Field(default=100, ge=1, le=200)
    after: str | None = Field(default=None, description="`next` of the page before")


class TaskLine(Record):
    """A task with the customer whose case it belongs to."""

    customer_number: str
    task: Task


class TaskPage(Record):
    """One page of open tasks by due date; ask again with `after` set to `next` until it is null."""

    tasks: tuple[TaskLine, ...]
    next: str | None


class DeadlineLine(Record):
    """A deadline with the customer whose case it belongs to."""

    customer_number: str
    deadline: Deadline


class DeadlinePage(Record):
    """One page of open deadlines: what is lost for good first, then by date."""

    deadlines: tuple[DeadlineLine, ...]
    next: str | None


class Assignment(Signed):
    """Who shall do it, and who does in their absence; without an owner it is nobody's."""

    owner: EmailAddress | None = None
    deputy: EmailAddress | None = None


@endpoint(blueprint, "GET /v1/tasks", scopes=_READERS, answer=TaskPage, query=TaskListing, problems=(404, 422, 503))
def list_tasks(query: TaskListing) -> TaskPage:
    """Open tasks of running cases by due date."""
    hands = _hands(query)

    def wanted(task: Task) -> bool:
        theirs = {one.casefold() for one in (task.owner, task.deputy) if one}
        return not (query.unassigned and task.owner) and (hands is None or bool(hands & theirs))

    page = work.open_tasks(wanted, until=query.due_by, after=query.after, limit=query.limit)
    lines = tuple(TaskLine(customer_number=page.customers[one.case_id], task=one) for one in page.records)
    return TaskPage(tasks=lines, next=page.next)


@endpoint(
    blueprint, "GET /v1/deadlines", scopes=_READERS, answer=DeadlinePage, query=DeadlineListing, problems=(422, 503)
)
def list_deadlines(query: DeadlineListing) -> DeadlinePage:
    """Deadlines ahead in running cases; one that nobody can compute stands in its case alone."""
    until = query.due_by or clock.now().date() + _AHEAD

    def wanted(deadline: Deadline) -> bool:
        return query.severity in {None, deadline.severity}

    page = work.open_deadlines(wanted, until=until, after=query.after, limit=query.limit)
    ordered = sorted(page.records, key=lambda one: (_ORDER.index(one.severity), one.safe_date or date.max, one.id))
    lines = tuple(DeadlineLine(customer_number=page.customers[one.case_id], deadline=one) for one in ordered)
    return DeadlinePage(deadlines=lines, next=page.next)


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/tasks/{task_id}/done",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Doing,
    problems=(404, 409, 422, 503),
)
def finish_task(case_id: str, task_id: str, body: Doing) -> CaseFile:
    """Say that a task is done. A second time is a 409 that names who did it; the deadline of the same act is met."""
    signed = word(body, blueprint)
    return acted(
        case_id, lambda file, occasion: decide.on_task_done(file, occasion, signed, task_id=task_id), now=clock.now()
    )


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/deadlines/{deadline_id}/done",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Doing,
    problems=(404, 409, 422, 503),
)
def meet_deadline(case_id: str, deadline_id: str, body: Doing) -> CaseFile:
    """Say that a deadline is met; the task of the same act is done with it."""
    signed = word(body, blueprint)
    return acted(
        case_id,
        lambda file, occasion: decide.on_deadline_done(file, occasion, signed, deadline_id=deadline_id),
        now=clock.now(),
    )


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/assignment",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Assignment,
    problems=(404, 409, 422, 503),
)
def assign_case(case_id: str, body: Assignment) -> CaseFile:
    """Put the case into somebody's hands; the new owner is told."""
    return _assigned(case_id, None, body)


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/tasks/{task_id}/assignment",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Assignment,
    problems=(404, 409, 422, 503),
)
def assign_task(case_id: str, task_id: str, body: Assignment) -> CaseFile:
    """Put one task into somebody's hands; the new owner is told."""
    return _assigned(case_id, task_id, body)


def _assigned(case_id: str, task_id: str | None, body: Assignment) -> CaseFile:
    firm = people.organisation()
    owner = one_of_ours(firm, body.owner, "owner") if body.owner else None
    deputy = one_of_ours(firm, body.deputy, "deputy").address if body.deputy else None
    signed = word(body, blueprint)
    return acted(
        case_id,
        lambda file, occasion: decide.on_assigned(file, occasion, signed, owner=owner, deputy=deputy, task_id=task_id),
        now=clock.now(),
    )


def _hands(query: TaskListing) -> frozenset[str] | None:
    """Addresses whose tasks are asked for, folded; None for everybody's."""
    if query.department is None:
        return frozenset({query.owner.casefold()}) if query.owner else None
    firm: Organisation = people.organisation()
    department = firm.department(query.department)
    if department is None:
        raise NotFoundError(f"no department {query.department!r}")
    addresses = {department.mailbox, *(one.email for one in firm.members(department.name))}
    mine = frozenset(one.casefold() for one in addresses)
    return mine & {query.owner.casefold()} if query.owner else mine
