"""What is open over all cases, by day: tasks and deadlines of the cases that run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from chalicelib.model.case import Case, CaseState
from chalicelib.model.deadline import Deadline, DeadlineState
from chalicelib.model.task import Task, TaskState
from chalicelib.store import keys, table

_PAGE = 200
_RUNNING = {CaseState.OPEN, CaseState.REVIEW}


class _OfACase(Protocol):
    @property
    def case_id(self) -> str: ...


W = TypeVar("W", bound=_OfACase)


@dataclass(frozen=True)
class Page(Generic[W]):
    """Records by day with the customer number of each case; `next` goes on from here, None at the end."""

    records: tuple[W, ...]
    customers: Mapping[str, str]
    next: str | None


def open_tasks(wanted: Callable[[Task], bool], *, until: date | None, after: str | None, limit: int) -> Page[Task]:
    """A page of the open tasks of running cases that are wanted."""

    def is_open(item: table.Item) -> Task | None:
        task = table.read(item, Task)
        return task if task.state is TaskState.OPEN and wanted(task) else None

    return _page("TASKS#open", is_open, until, after, limit)


def open_deadlines(
    wanted: Callable[[Deadline], bool], *, until: date | None, after: str | None, limit: int
) -> Page[Deadline]:
    """A page of the open deadlines of running cases that are wanted, by the day on which reminding may begin."""

    def is_open(item: table.Item) -> Deadline | None:
        deadline = table.read(item, Deadline)
        return deadline if deadline.state is DeadlineState.OPEN and wanted(deadline) else None

    return _page("DEADLINES#open", is_open, until, after, limit)


def _page(
    listing: str, read: Callable[[table.Item], W | None], until: date | None, after: str | None, limit: int
) -> Page[W]:
    """Records up to the limit; those of cases that are dismissed or closed are left out, so a page may be shorter."""
    end = (until + timedelta(days=1)).isoformat() if until else None
    found: list[W] = []
    mark = after
    while len(found) < limit:
        items, more = table.query_listing(listing, after=mark, limit=_PAGE)
        for item in items:
            if end and str(item["listed_at"]) >= end:
                return _of_running_cases(found, None)
            mark = str(item["listed_at"])
            record = read(item)
            if record is not None:
                found.append(record)
            if len(found) == limit:
                return _of_running_cases(found, mark)
        if more is None:
            return _of_running_cases(found, None)
    return _of_running_cases(found, mark)


def _of_running_cases(found: list[W], mark: str | None) -> Page[W]:
    wanted = [keys.case(one) for one in sorted({record.case_id for record in found})]
    cases = (table.read(item, Case) for item in table.get_many(wanted))
    customers = {case.id: case.customer_number for case in cases if case.state in _RUNNING}
    return Page(tuple(one for one in found if one.case_id in customers), customers, mark)
