"""Whose calendar shows what: the cases that a person or department is responsible for, and tasks given to them."""

from collections.abc import Iterable

from chalicelib.model.case import Case
from chalicelib.model.deadline import Deadline
from chalicelib.model.people import Department, Organisation, Person
from chalicelib.model.record import Record
from chalicelib.model.task import Task


class CaseWork(Record):
    """A case with its dates and tasks; `responsible` are the addresses of the people and mailboxes told of it."""

    case: Case
    deadlines: tuple[Deadline, ...] = ()
    tasks: tuple[Task, ...] = ()
    responsible: tuple[str, ...] = ()


def concerning(reader: Person | Department, works: Iterable[CaseWork], firm: Organisation) -> tuple[CaseWork, ...]:
    """The work that stands in the reader's calendar.

    A responsible person sees the case's dates, the tasks of nobody and their own; a department all of its people's.
    Owner and deputy of a task see it also in a case of somebody else, without that case's other dates.
    """
    addresses = addresses_of(reader, firm)
    shown = (_shown(work, addresses, all_tasks=isinstance(reader, Department)) for work in works)
    return tuple(one for one in shown if one)


def addresses_of(reader: Person | Department, firm: Organisation) -> frozenset[str]:
    """The addresses whose work stands in the reader's calendar, folded."""
    if isinstance(reader, Person):
        return frozenset({reader.email.casefold()})
    return frozenset({reader.mailbox.casefold(), *(one.email.casefold() for one in firm.members(reader.name))})


def _shown(work: CaseWork, addresses: frozenset[str], *, all_tasks: bool) -> CaseWork | None:
    mine = addresses & {one.casefold() for one in work.responsible}
    tasks = tuple(one for one in work.tasks if _is_theirs(one, addresses) or (mine and (all_tasks or not one.owner)))
    if mine:
        return work.model_copy(update={"tasks": tasks})
    without_dates = work.case.model_copy(update={"hearing_dates": ()})
    return CaseWork(case=without_dates, tasks=tasks, responsible=work.responsible) if tasks else None


def _is_theirs(task: Task, addresses: frozenset[str]) -> bool:
    return bool(addresses & {one.casefold() for one in (task.owner, task.deputy) if one})
