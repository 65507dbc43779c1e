"""Reminders: on the days ahead of the safe date, each once, none for what is done, one notice when it is late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.case import CaseState
from chalicelib.model.deadline import DeadlineKind, DeadlineState, Severity
from chalicelib.model.task import TaskKind, TaskState
from chalicelib.reminding.dues import Due, of_case
from chalicelib.reminding.reminders import DAYS_AHEAD, Occasion, Reminder, next_day, reminders_due
from tests.builders import NOW
from tests.unit.reminding.builders import BERLIN, FILING, a_case, a_deadline, a_due, a_task


def run(due: Due, first: date, days: int, **options: object) -> list[tuple[int, Occasion]]:
    """Every reminder of so many daily runs, as days left and occasion."""
    made: dict[str, Reminder] = {}
    for ahead in range(days):
        today = first + timedelta(days=ahead)
        found = reminders_due([due], made, today, NOW, **options)  # type: ignore[arg-type] # options by name
        made |= {one.id: one for one in found}
    return [(one.days_left, one.occasion) for one in made.values()]


def test_reminders_come_on_their_days_before_the_safe_date_and_once_after_it() -> None:
    assert run(a_due(), FILING - timedelta(days=60), 90) == [
        (21, Occasion.AHEAD),
        (14, Occasion.AHEAD),
        (7, Occasion.AHEAD),
        (3, Occasion.AHEAD),
        (1, Occasion.AHEAD),
        (-1, Occasion.OVERDUE),
    ]


def test_the_days_can_be_set() -> None:
    assert [days for days, _ in run(a_due(), FILING - timedelta(days=60), 61, days_ahead=(30, 2))] == [30, 2]


@pytest.mark.parametrize(("left", "expected"), [(10, [10, 7, 3, 1]), (2, [2, 1]), (0, [0]), (21, [21, 14, 7, 3, 1])])
def test_a_late_start_catches_up_with_the_nearest_only(left: int, expected: list[int]) -> None:
    days = [days for days, occasion in run(a_due(), FILING - timedelta(days=left), left + 1)]
    assert days == expected


def test_a_run_that_was_missed_is_made_up_for_once() -> None:
    first = reminders_due([a_due()], (), FILING - timedelta(days=21), NOW)
    (late,) = reminders_due([a_due()], {one.id for one in first}, FILING - timedelta(days=5), NOW)
    assert late.days_left == 5
    assert not reminders_due([a_due()], {late.id, first[0].id}, FILING - timedelta(days=4), NOW)


def test_the_safe_date_and_the_last_day_are_told_apart() -> None:
    due = a_due(date(2026, 4, 30), final_date=date(2026, 5, 4))
    assert run(due, date(2026, 4, 30), 10)[1:] == [(-1, Occasion.SAFE_DATE_MISSED), (-5, Occasion.OVERDUE)]


def test_who_starts_after_the_last_day_is_told_once_that_it_is_over() -> None:
    assert run(a_due(), FILING + timedelta(days=40), 10) == [(-40, Occasion.OVERDUE)]


def test_a_moved_date_is_reminded_of_anew() -> None:
    today = FILING - timedelta(days=14)
    (first,) = reminders_due([a_due()], (), today, NOW)
    moved = a_due(FILING + timedelta(days=1))
    (again,) = reminders_due([moved], {first.id}, today + timedelta(days=1), NOW)
    assert again.id != first.id


def test_a_distant_limitation_warns_early() -> None:
    due = a_due(date(2026, 12, 31), warn_from=date(2026, 10, 2))
    assert run(due, date(2026, 9, 1), 60) == [(90, Occasion.EARLY)]


def test_information_goes_into_the_digest_and_a_hearing_is_never_overdue() -> None:
    hearing = a_due(severity=Severity.INFORMATION, is_event=True)
    (told,) = reminders_due([hearing], (), FILING - timedelta(days=7), NOW)
    assert told.in_digest
    assert reminders_due([hearing], (), FILING, NOW)
    assert not reminders_due([hearing], (), FILING + timedelta(days=1), NOW)
    (serious,) = reminders_due([a_due(severity=Severity.FINAL)], (), FILING - timedelta(days=7), NOW)
    assert not serious.in_digest


@given(st.integers(-400, 60), st.integers(1, 200), st.sets(st.integers(1, 60), min_size=1))
def test_no_reminder_comes_twice_and_never_more_than_the_days_say(start: int, days: int, ahead: set[int]) -> None:
    found = run(a_due(), FILING + timedelta(days=start), days, days_ahead=tuple(ahead))
    assert len(found) <= len(ahead) + 1
    assert [one for one, _ in found] == sorted({one for one, _ in found}, reverse=True)


def test_no_more_days_follow_a_hearing() -> None:
    assert next_day(a_due(is_event=True), FILING) is None
    assert next_day(a_due(), FILING) == FILING + timedelta(days=1)
    later = a_due(final_date=FILING + timedelta(days=5))
    assert next_day(later, FILING + timedelta(days=1)) == FILING + timedelta(days=6)
    assert next_day(later, FILING + timedelta(days=6)) is None


@given(st.integers(-90, 10))
def test_the_next_day_is_the_next_run_that_finds_something(start: int) -> None:
    today = FILING + timedelta(days=start)
    made = {one.id for one in reminders_due([a_due()], (), today, NOW)}
    expected = next_day(a_due(), today)
    found = next(
        (day for ahead in range(1, 120) if reminders_due([a_due()], made, (day := today + timedelta(days=ahead)), NOW)),
        None,
    )
    assert found == expected


@pytest.mark.parametrize("state", [DeadlineState.DONE, DeadlineState.MOOT, DeadlineState.REPLACED])
def test_what_is_done_or_has_no_object_is_not_due(state: DeadlineState) -> None:
    assert not of_case(a_case(), (a_deadline(state=state),), (), BERLIN)


def test_a_lapsed_deadline_is_due_until_somebody_says_otherwise() -> None:
    (due,) = of_case(a_case(), (a_deadline(state=DeadlineState.LAPSED),), (), BERLIN)
    assert run(due, FILING + timedelta(days=1), 1) == [(-1, Occasion.OVERDUE)]


@pytest.mark.parametrize("state", [CaseState.DISMISSED, CaseState.CLOSED])
def test_a_case_that_is_over_reminds_of_nothing(state: CaseState) -> None:
    assert not of_case(a_case(state=state), (a_deadline(),), (a_task(),), BERLIN)


def test_a_case_in_review_reminds_of_its_dates() -> None:
    assert of_case(a_case(state=CaseState.REVIEW), (a_deadline(),), (), BERLIN)


def test_the_task_and_the_deadline_of_the_same_act_remind_once_and_name_the_owner() -> None:
    lodge = a_task(TaskKind.LODGE_CLAIM, owner="eva.kern@example.com", deputy="otto.lind@example.com")
    (due,) = of_case(a_case(), (a_deadline(),), (lodge,), BERLIN)
    assert (due.id, due.owner, due.deputy) == (a_deadline().id, "eva.kern@example.com", "otto.lind@example.com")


def test_a_deadline_goes_by_its_own_state_and_silences_its_task() -> None:
    """What is open in the file is never silent, even beside a task of the same act that was done."""
    lodge = a_task(TaskKind.LODGE_CLAIM)
    done = lodge.model_copy(update={"state": TaskState.DONE})
    assert [one.id for one in of_case(a_case(), (a_deadline(),), (done,), BERLIN)] == [a_deadline().id]
    assert not of_case(a_case(), (a_deadline(state=DeadlineState.DONE),), (done,), BERLIN)
    assert not of_case(a_case(), (a_deadline(state=DeadlineState.DONE),), (lodge,), BERLIN)


def test_another_task_of_the_kind_and_an_undated_deadline_do_not_hide_it() -> None:
    late = a_task(TaskKind.LODGE_CLAIM, id="of a late examination", state=TaskState.DONE)
    assert len(of_case(a_case(), (a_deadline(),), (late,), BERLIN)) == 1
    undated = a_deadline(safe_date=None, final_date=None)
    (due,) = of_case(a_case(), (undated,), (a_task(TaskKind.LODGE_CLAIM),), BERLIN)
    assert due.id == a_task(TaskKind.LODGE_CLAIM).id


def test_a_tasks_day_is_the_one_on_the_wall_there() -> None:
    late = a_task(due_at=NOW.replace(day=10, hour=23, minute=30))
    (due,) = of_case(a_case(), (), (late,), BERLIN)
    assert due.safe_date == date(2026, 3, 11)


def test_what_is_due_first_stands_first() -> None:
    hearing = a_deadline(DeadlineKind.EXAMINATION, safe_date=date(2026, 3, 20), severity=Severity.INFORMATION)
    found = of_case(a_case(), (a_deadline(), hearing), (a_task(),), BERLIN)
    assert [one.safe_date for one in found] == [date(2026, 3, 20), date(2026, 4, 10), FILING]
    assert [one.is_event for one in found] == [True, False, False]
    assert DAYS_AHEAD == (21, 14, 7, 3, 1)
