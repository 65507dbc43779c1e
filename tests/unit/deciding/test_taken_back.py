"""What was taken back leaves nothing: a filing date, a cancelled closing or opening, measures that were lifted."""

from datetime import date, timedelta
from typing import Any

from chalicelib import decide
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, DeadlineKind, DeadlineState
from chalicelib.model.entered import ClaimFacts
from chalicelib.model.notice import EventKind
from chalicelib.model.task import Task, TaskKind, TaskState
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed, questions

E = EventKind
LATER = an_occasion(now=NOW + timedelta(days=20))


def opened(kind: EventKind = E.OPENED, **fields: Any) -> CaseFile:
    facts = {"opening_date": date(2026, 3, 1), "claim_deadline": date(2026, 4, 10)} if kind is E.OPENED else {}
    return filed(decide.on_match(a_match(), a_notice(kind, **facts | fields), an_occasion()))


def later(file: CaseFile, kind: EventKind, number: int, **fields: Any) -> CaseFile:
    return filed(decide.on_later_notice(file, a_match(), a_notice(kind, number, **fields), LATER), file)


def the_task(file: CaseFile, kind: TaskKind) -> Task:
    (found,) = [one for one in file.tasks if one.kind is kind]
    return found


def the_deadline(file: CaseFile, kind: DeadlineKind) -> Deadline:
    (found,) = [one for one in file.deadlines if one.kind is kind]
    return found


def entered(file: CaseFile, filed_on: date | None) -> CaseFile:
    return filed(decide.on_facts_entered(file, LATER, WORD, claim=ClaimFacts(filed_on=filed_on)), file)


def test_to_look_at_limitation_is_not_to_stop_it() -> None:
    file = opened()
    file = filed(decide.on_facts_entered(file, LATER, WORD, claim=ClaimFacts(earliest_due_year=2023)), file)
    looked = the_task(file, TaskKind.WATCH_LIMITATION)
    file = filed(decide.on_task_done(file, LATER, WORD, task_id=looked.id), file)
    assert the_task(file, TaskKind.WATCH_LIMITATION).state is TaskState.DONE
    assert the_deadline(file, DeadlineKind.LIMITATION).state is DeadlineState.OPEN


def test_a_filing_date_taken_back_opens_deadline_and_task() -> None:
    file = entered(opened(), date(2026, 3, 10))
    assert the_task(file, TaskKind.LODGE_CLAIM).state is TaskState.DONE
    back = entered(file, None)
    lodge = the_task(back, TaskKind.LODGE_CLAIM)
    assert (lodge.state, lodge.done_by, lodge.done_at, lodge.version) == (TaskState.OPEN, None, None, 3)
    assert the_deadline(back, DeadlineKind.CLAIM_FILING).state is DeadlineState.OPEN


def test_a_filing_date_taken_back_leaves_what_somebody_ticked_off() -> None:
    file = opened()
    file = filed(decide.on_task_done(file, LATER, WORD, task_id=the_task(file, TaskKind.LODGE_CLAIM).id), file)
    back = entered(entered(file, date(2026, 3, 10)), None)
    assert the_task(back, TaskKind.LODGE_CLAIM).state is TaskState.DONE
    assert the_deadline(back, DeadlineKind.CLAIM_FILING).state is DeadlineState.DONE


LODGE, TRANSIT, PAY = TaskKind.LODGE_CLAIM, TaskKind.STOP_GOODS_IN_TRANSIT, TaskKind.PAY_ESTATE_NOT_DEBTOR


def states(file: CaseFile) -> set[TaskState]:
    return {the_task(file, kind).state for kind in (LODGE, TRANSIT, PAY)}


def test_a_closing_that_is_cancelled_sets_its_duties_going_again() -> None:
    closed = later(opened(), E.CLOSED_LIFTED, 2)
    assert (closed.case.event_kind, states(closed)) == (E.CLOSED_LIFTED, {TaskState.DONE})
    back = later(closed, E.CANCELLATION, 3, cancels="p2")
    assert (back.case.event_kind, states(back)) == (E.OPENED, {TaskState.OPEN})
    assert the_deadline(back, DeadlineKind.CLAIM_FILING).state is DeadlineState.OPEN


def test_what_a_person_did_before_the_closing_stays_done() -> None:
    file = opened()
    file = filed(decide.on_task_done(file, LATER, WORD, task_id=the_task(file, PAY).id), file)
    back = later(later(file, E.CLOSED_LIFTED, 2), E.CANCELLATION, 3, cancels="p2")
    assert (the_task(back, PAY).state, the_task(back, PAY).done_by) == (TaskState.DONE, WORD.person)


def test_news_after_a_closing_opens_none_of_its_duties() -> None:
    file = later(later(opened(), E.CLOSED_LIFTED, 2), E.DISCHARGE_REFUSED, 3)
    assert states(file) == {TaskState.DONE}


def test_measures_lifted_then_opened_stop_goods_and_payments_again() -> None:
    lifted = later(opened(E.PRELIM_MEASURES), E.MEASURES_LIFTED, 2)
    assert (the_task(lifted, TRANSIT).state, the_task(lifted, PAY).state) == (TaskState.DONE, TaskState.DONE)
    file = later(lifted, E.OPENED, 3)
    for kind in (TRANSIT, PAY):
        task = the_task(file, kind)
        assert (task.state, task.done_by, task.due_at.date()) == (TaskState.OPEN, None, LATER.now.date())


def test_a_cancelled_notice_leaves_none_of_its_dates() -> None:
    moved = {"claim_deadline": date(2026, 5, 20), "practitioner_name": "Rechtsanwältin Ina Sommerfeldt"}
    file = later(opened(), E.HEARING_OR_DEADLINE_SET, 2, **moved)
    assert file.case.claim_deadline == date(2026, 5, 20)
    back = later(file, E.CANCELLATION, 3, cancels="p2")
    assert (back.case.claim_deadline, back.case.opening_date) == (date(2026, 4, 10), date(2026, 3, 1))
    assert (back.case.practitioner_name, back.case.court) == (None, "Amtsgericht Hamburg")
    assert the_deadline(back, DeadlineKind.CLAIM_FILING).final_date == date(2026, 4, 10)


def test_a_cancelled_opening_leaves_no_day_of_opening_behind() -> None:
    file = later(
        opened(E.PRELIM_MEASURES), E.OPENED, 2, opening_date=date(2026, 3, 2), claim_deadline=date(2026, 4, 10)
    )
    back = later(file, E.CANCELLATION, 3, cancels="p2")
    assert (back.case.opening_date, back.case.claim_deadline, back.case.event_kind) == (None, None, E.PRELIM_MEASURES)


def test_what_a_correction_leaves_out_stays_until_it_is_cancelled_itself() -> None:
    corrected = {"corrects": "p1", "underlying_kind": E.OPENED, "claim_deadline": date(2026, 4, 17)}
    file = later(opened(), E.CORRECTION, 2, **corrected)
    assert (file.case.opening_date, file.case.claim_deadline) == (date(2026, 3, 1), date(2026, 4, 17))
    other = later(file, E.HEARING_OR_DEADLINE_SET, 3, opening_date=date(2026, 3, 5))
    back = later(other, E.CANCELLATION, 4, cancels="p3")
    assert (back.case.opening_date, back.case.claim_deadline) == (date(2026, 3, 1), date(2026, 4, 17))


def test_a_notice_counted_before_its_facts_were_kept_makes_nothing_unknown() -> None:
    file = opened()
    unsaid = tuple(one.model_copy(update={"stated": None}) for one in file.case.notices)
    file = file.model_copy(update={"case": file.case.model_copy(update={"notices": unsaid})})
    file = later(file, E.HEARING_OR_DEADLINE_SET, 2, claim_deadline=date(2026, 5, 20))
    kept = later(file, E.CANCELLATION, 3, cancels="p2")
    assert (kept.case.claim_deadline, questions(kept)) == (date(2026, 5, 20), ())
    asked = later(file, E.CANCELLATION, 4, cancels="p1")
    assert [one.kind for one in questions(asked)] == [TaskKind.CHECK_CORRECTION]


def test_measures_that_are_lifted_end_the_vat_task_unless_proceedings_were_opened() -> None:
    lifted = later(opened(E.PRELIM_MEASURES), E.MEASURES_LIFTED, 2)
    assert the_task(lifted, TaskKind.ADJUST_VAT).state is TaskState.DONE
    assert the_task(later(lifted, E.OPENED, 3), TaskKind.ADJUST_VAT).state is TaskState.OPEN
    both = later(later(opened(E.PRELIM_MEASURES), E.OPENED, 2), E.MEASURES_LIFTED, 3)
    assert the_task(both, TaskKind.ADJUST_VAT).state is TaskState.OPEN
    assert states(both) == {TaskState.OPEN}
