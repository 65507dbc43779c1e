"""Output tax that was adjusted because of preliminary measures: what is to be done with it once they are lifted.

Source: UStG 17(2) no. 1 s. 2: when the price is collected after all, the tax is adjusted again. That lifting the
measures alone makes the claims collectable, before anybody pays, is believed; so the task leaves it to accounting.
"""

from datetime import date, datetime

from chalicelib.deciding import duty_days, tasks
from chalicelib.deciding.standing_notices import DECISIVE, standing
from chalicelib.model.case import Case, CaseState, NoticeInCase
from chalicelib.model.event import EventKind
from chalicelib.model.task import CAUSE_CASE, Task, TaskKind, task_id


def vat_back(case: Case, known: tuple[Task, ...], now: datetime) -> tuple[Task, ...]:
    """The task to adjust back, where a person ticked off the adjustment before the measures were lifted.

    Measures or proceedings that follow make it void; where the tax was put back by then, it is adjusted once more.
    """
    own = {one.id: one for one in known}
    adjusted = own.get(task_id(case.id, TaskKind.ADJUST_VAT, CAUSE_CASE))
    back = own.get(task_id(case.id, TaskKind.READJUST_VAT, CAUSE_CASE))
    if case.state is not CaseState.OPEN or adjusted is None or not _by_a_person(adjusted):
        return ()
    put_back = back is not None and _by_a_person(back) and _when(back) > _when(adjusted)
    lifting = _lifting(case)
    if lifting is None:
        void = tasks.done((back,), {TaskKind.READJUST_VAT}, tasks.REGISTER, now) if back else ()
        return (_open_again(adjusted, duty_days.vat_return(case, now.date()), case, now),) if put_back else void
    if put_back or (back and back.done_by is None):
        return ()
    due_on = duty_days.return_for(lifting.publication_date, now.date())
    if back:
        return (_open_again(back, due_on, case, now),)
    asked = tasks.task(TaskKind.READJUST_VAT, case, CAUSE_CASE, now, due_on=due_on)
    return (asked.model_copy(update={"owner": adjusted.owner, "deputy": adjusted.deputy}),)


def _lifting(case: Case) -> NoticeInCase | None:
    """The notice that lifted the measures, while no later ones and no decision on the petition stand."""
    lifting = None
    for one in standing(case):
        if one.event_kind in DECISIVE:
            return None
        if one.event_kind is EventKind.MEASURES_LIFTED:
            lifting = one
        elif one.event_kind is EventKind.PRELIM_MEASURES:
            lifting = None
    return lifting


def _by_a_person(task: Task) -> bool:
    return task.done_by not in {None, tasks.REGISTER}


def _when(done: Task) -> datetime:
    return done.done_at or done.created_at


def _open_again(task: Task, due_on: date, case: Case, now: datetime) -> Task:
    due_at = tasks.task(task.kind, case, CAUSE_CASE, now, due_on=due_on).due_at
    return tasks.open_again(task).model_copy(update={"due_at": due_at})
