"""Deadlines and tasks of a case in one shape: what is due, by when, and what it costs to miss it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from chalicelib.model.case import Case
from chalicelib.model.deadline import Deadline, DeadlineState, Severity
from chalicelib.model.record import Record
from chalicelib.model.task import Task, TaskState, same_acts

END_OF_WORK = time(17)

_RUNNING = {DeadlineState.OPEN, DeadlineState.LAPSED}


class Due(Record):
    """One thing that has to happen by `safe_date`; `final_date` is the last day on which it still counts."""

    id: str
    case_id: str
    title_de: str
    title_en: str
    rule: str | None = None
    safe_date: date
    final_date: date
    severity: Severity
    warn_from: date | None = None
    owner: str | None = None
    deputy: str | None = None
    is_event: bool = False
    """Something that takes place by itself, such as a hearing: nobody can be late with it."""

    def needed_by(self, zone: ZoneInfo) -> datetime:
        """The end of work on the safe date, aware UTC."""
        return datetime.combine(self.safe_date, END_OF_WORK, zone).astimezone(UTC)


def of_case(case: Case, deadlines: tuple[Deadline, ...], tasks: tuple[Task, ...], zone: ZoneInfo) -> tuple[Due, ...]:
    """What is still to be done in a case, earliest first; nothing once the case is dismissed or closed.

    Done, replaced and moot ones are left out, and so are those without a date.
    """
    if case.state.over:
        return ()
    twins = same_acts(case.id, deadlines, tasks)
    said = {task.id for deadline, task in twins if deadline.safe_date or deadline.state not in _RUNNING}
    of = {deadline.id: task for deadline, task in twins}
    running = (one for one in deadlines if one.state in _RUNNING)
    found = [_from_deadline(one, one.safe_date, of.get(one.id)) for one in running if one.safe_date]
    found += [_from_task(one, zone) for one in tasks if one.state is TaskState.OPEN and one.id not in said]
    return tuple(sorted(found, key=lambda due: (due.safe_date, due.id)))


def _from_deadline(deadline: Deadline, safe_date: date, task: Task | None) -> Due:
    return Due(
        id=deadline.id,
        case_id=deadline.case_id,
        title_de=deadline.title_de,
        title_en=deadline.title_en,
        rule=deadline.rule,
        safe_date=safe_date,
        final_date=deadline.final_date or safe_date,
        severity=deadline.severity,
        warn_from=deadline.warn_from,
        owner=task.owner if task else None,
        deputy=task.deputy if task else None,
        is_event=deadline.severity is Severity.INFORMATION,
    )


def _from_task(task: Task, zone: ZoneInfo) -> Due:
    day = task.due_at.astimezone(zone).date()
    return Due(
        id=task.id,
        case_id=task.case_id,
        title_de=task.text_de,
        title_en=task.text_en,
        rule=task.rule,
        safe_date=day,
        final_date=day,
        severity=task.severity,
        owner=task.owner,
        deputy=task.deputy,
    )
