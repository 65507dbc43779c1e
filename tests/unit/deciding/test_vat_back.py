"""Tax that was adjusted because of measures is put back when they are lifted, and adjusted again at an opening."""

from datetime import date, timedelta

from chalicelib import decide
from chalicelib.deciding.occasion import Occasion
from chalicelib.model.alert import Recipient
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.notice import EventKind
from chalicelib.model.task import Task, TaskKind, TaskState
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed

E = EventKind
ADJUST, BACK = TaskKind.ADJUST_VAT, TaskKind.READJUST_VAT
JAN = Recipient(address="jan.roth@example.com")


def on(day: int) -> Occasion:
    """That many days after the case began."""
    return an_occasion(now=NOW + timedelta(days=day))


def measures() -> CaseFile:
    return filed(decide.on_match(a_match(), a_notice(E.PRELIM_MEASURES), on(0)))


def then(file: CaseFile, kind: EventKind, day: int, **fields: object) -> CaseFile:
    published = {"publication_date": on(day).now.date()}
    return filed(decide.on_later_notice(file, a_match(), a_notice(kind, day, **published | fields), on(day)), file)


def ticked(file: CaseFile, kind: TaskKind, day: int) -> CaseFile:
    (task,) = tasks_of(file, kind)
    return filed(decide.on_task_done(file, on(day), WORD, task_id=task.id), file)


def tasks_of(file: CaseFile, kind: TaskKind) -> list[Task]:
    return [one for one in file.tasks if one.kind is kind]


def state(file: CaseFile, kind: TaskKind) -> tuple[TaskState, str | None]:
    (task,) = tasks_of(file, kind)
    return task.state, task.done_by


OPEN, DONE, VOID = (TaskState.OPEN, None), (TaskState.DONE, WORD.person), (TaskState.DONE, "register")


def test_whoever_adjusted_the_tax_before_the_measures_were_lifted_puts_it_back() -> None:
    file = measures()
    (task,) = tasks_of(file, ADJUST)
    file = filed(decide.on_assigned(file, on(1), WORD, owner=JAN, task_id=task.id), file)
    file = then(ticked(file, ADJUST, 2), E.MEASURES_LIFTED, 20)
    (back,) = tasks_of(file, BACK)
    assert (back.state, back.owner, back.due_at.date()) == (TaskState.OPEN, JAN.address, date(2026, 4, 10))
    assert back.rule is not None
    assert back.rule.startswith("UStG 17(2) no. 1 s. 2")
    assert "believed" in back.rule
    file = ticked(file, BACK, 22)
    assert state(filed(decide.on_note(file, on(23), WORD), file), BACK) == DONE


def test_nothing_is_put_back_where_nobody_had_adjusted() -> None:
    assert tasks_of(then(measures(), E.MEASURES_LIFTED, 20), BACK) == []


def test_measures_lifted_beside_an_opening_put_no_tax_back() -> None:
    file = then(ticked(measures(), ADJUST, 2), E.OPENED, 10)
    assert tasks_of(then(file, E.MEASURES_LIFTED, 20), BACK) == []


def test_an_opening_voids_what_was_not_put_back_yet_and_the_adjustment_stays_done() -> None:
    file = then(then(ticked(measures(), ADJUST, 2), E.MEASURES_LIFTED, 15), E.OPENED, 20)
    assert (state(file, BACK), state(file, ADJUST)) == (VOID, DONE)


def test_tax_that_was_put_back_is_adjusted_again_after_an_opening() -> None:
    file = ticked(then(ticked(measures(), ADJUST, 2), E.MEASURES_LIFTED, 10), BACK, 12)
    file = then(file, E.OPENED, 20)
    assert (state(file, BACK), state(file, ADJUST)) == (DONE, OPEN)
    (again,) = tasks_of(file, ADJUST)
    assert again.due_at.date() == date(2026, 4, 10)
    assert state(ticked(file, ADJUST, 22), ADJUST) == DONE


def test_measures_lifted_a_second_time_ask_a_second_time() -> None:
    file = ticked(then(ticked(measures(), ADJUST, 2), E.MEASURES_LIFTED, 5), BACK, 6)
    file = ticked(then(file, E.PRELIM_MEASURES, 10), ADJUST, 11)
    assert state(file, BACK) == DONE
    assert state(then(file, E.MEASURES_LIFTED, 20), BACK) == OPEN


def test_a_lifting_that_is_cancelled_takes_its_task_back() -> None:
    file = then(ticked(measures(), ADJUST, 2), E.MEASURES_LIFTED, 15)
    file = then(file, E.CANCELLATION, 18, cancels="p15")
    assert (state(file, BACK), state(file, ADJUST)) == (VOID, DONE)


def test_a_release_leaves_the_case_open_while_tax_is_to_be_put_back() -> None:
    file = then(ticked(measures(), ADJUST, 2), E.MEASURES_LIFTED, 15)
    assert decide.on_release(file, on(16), WORD).case.state is CaseState.OPEN
    assert decide.on_release(ticked(file, BACK, 16), on(17), WORD).case.state is CaseState.CLOSED
