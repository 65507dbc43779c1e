"""What people do in a case: who did what is on record, nothing is done twice, and dates follow what is entered."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.deciding.occasion import Word
from chalicelib.errors import ConflictError, InvalidInputError, NotFoundError
from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, DeadlineKind, DeadlineState, Severity
from chalicelib.model.decision import Decision
from chalicelib.model.entered import ClaimFacts, EnteredDates
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind, Hearing, HearingKind
from chalicelib.model.task import Task, TaskKind, TaskState
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed

JAN = Word(person="Jan Roth", reason="sent by registered mail")
LATER = an_occasion(now=NOW + timedelta(days=2))
TO_JAN = Recipient(address="jan.roth@example.com", name="Jan Roth", language="en")


def opened(**fields: Any) -> CaseFile:
    """A case in opened German proceedings with a time limit for claims."""
    facts = {"opening_date": date(2026, 3, 1), "claim_deadline": date(2026, 4, 20)}
    return filed(decide.on_match(a_match(), a_notice(**facts | fields), an_occasion()))


def the_task(file: CaseFile | Decision, kind: TaskKind) -> Task:
    return next(one for one in file.tasks if one.kind is kind)


def the_deadline(file: CaseFile | Decision, kind: DeadlineKind) -> Deadline:
    return next(one for one in file.deadlines if one.kind is kind)


def later(file: CaseFile, decision: Decision) -> CaseFile:
    return filed(decision, file)


def test_a_task_done_does_the_deadline_of_the_same_act_and_tells_nobody() -> None:
    file = opened()
    task = the_task(file, TaskKind.LODGE_CLAIM)
    decision = decide.on_task_done(file, LATER, JAN, task_id=task.id)
    done = the_task(decision, TaskKind.LODGE_CLAIM)
    assert (done.state, done.done_by, done.done_at) == (TaskState.DONE, "Jan Roth", LATER.now)
    met = the_deadline(decision, DeadlineKind.CLAIM_FILING)
    assert (met.state, met.done_by) == (DeadlineState.DONE, "Jan Roth")
    assert decision.alerts == ()
    assert (decision.entries[-1].kind, decision.entries[-1].by) == (EntryKind.TASK_DONE, "Jan Roth")
    assert decision.case.version == file.case.version + 1


def test_what_was_done_stays_done_at_the_next_decision() -> None:
    file = opened()
    file = later(file, decide.on_task_done(file, LATER, JAN, task_id=the_task(file, TaskKind.LODGE_CLAIM).id))
    file = later(file, decide.on_note(file, LATER, WORD))
    assert the_task(file, TaskKind.LODGE_CLAIM).state is TaskState.DONE
    assert the_deadline(file, DeadlineKind.CLAIM_FILING).state is DeadlineState.DONE


def test_a_deadline_met_does_the_task_of_the_same_act() -> None:
    file = opened()
    deadline = the_deadline(file, DeadlineKind.CLAIM_FILING)
    decision = decide.on_deadline_done(file, LATER, JAN, deadline_id=deadline.id)
    assert the_task(decision, TaskKind.LODGE_CLAIM).done_by == "Jan Roth"
    with pytest.raises(ConflictError, match=r"Jan Roth on 2026-03-04"):
        decide.on_deadline_done(later(file, decision), LATER, WORD, deadline_id=deadline.id)


def test_a_task_done_twice_names_who_did_it_and_when() -> None:
    file = opened()
    task = the_task(file, TaskKind.STOP_DUNNING)
    file = later(file, decide.on_task_done(file, LATER, JAN, task_id=task.id))
    with pytest.raises(ConflictError, match=r"by Jan Roth on 2026-03-04 07:15 UTC"):
        decide.on_task_done(file, LATER, WORD, task_id=task.id)
    with pytest.raises(NotFoundError):
        decide.on_task_done(file, LATER, WORD, task_id="none")
    with pytest.raises(NotFoundError):
        decide.on_deadline_done(file, LATER, WORD, deadline_id="none")


def test_a_question_about_the_match_is_answered_by_a_judgement_alone() -> None:
    file = filed(decide.on_match(a_match(MatchResult.UNSURE), a_notice(), an_occasion()))
    with pytest.raises(ConflictError, match="judgement"):
        decide.on_task_done(file, LATER, WORD, task_id=the_task(file, TaskKind.REVIEW_MATCH).id)


def test_a_case_and_a_task_are_put_into_hands_and_the_new_owner_is_told() -> None:
    file = opened()
    decision = decide.on_assigned(file, LATER, WORD, owner=TO_JAN, deputy="eva.kern@example.com")
    assert (decision.case.owner, decision.case.deputy) == ("jan.roth@example.com", "eva.kern@example.com")
    assert [(one.recipient.address, one.wants_acknowledgement) for one in decision.alerts] == [
        ("jan.roth@example.com", False)
    ]
    file = later(file, decision)
    with pytest.raises(ConflictError, match="already"):
        decide.on_assigned(file, LATER, WORD, owner=TO_JAN, deputy="eva.kern@example.com")
    task = the_task(file, TaskKind.ADJUST_VAT)
    decision = decide.on_assigned(file, LATER, WORD, owner=TO_JAN, task_id=task.id)
    assert the_task(decision, TaskKind.ADJUST_VAT).owner == "jan.roth@example.com"
    assert the_task(decision, TaskKind.ADJUST_VAT).version == task.version + 1
    with pytest.raises(InvalidInputError):
        decide.on_assigned(file, LATER, WORD, owner=TO_JAN, deputy="JAN.ROTH@example.com", task_id=task.id)


def test_facts_move_dates_with_their_history_and_only_what_is_given_changes() -> None:
    file = opened()
    file = later(file, decide.on_facts_entered(file, LATER, WORD, claim=ClaimFacts(titled=False)))
    filed_on = ClaimFacts(filed_on=date(2026, 3, 3))
    decision = decide.on_facts_entered(file, LATER, JAN, claim=filed_on, information_system="https://gis.example.com")
    assert (decision.case.claim.titled, decision.case.claim.filed_on) == (False, date(2026, 3, 3))
    assert "claim.filed_on: - -> 2026-03-03" in decision.entries[-1].text
    assert the_task(decision, TaskKind.LODGE_CLAIM).done_by == "Jan Roth"
    filing = the_deadline(decision, DeadlineKind.CLAIM_FILING)
    assert filing.state is DeadlineState.DONE
    assert filing.history
    file = later(file, decision)
    with pytest.raises(ConflictError):
        decide.on_facts_entered(file, LATER, JAN, claim=filed_on)
    back = decide.on_facts_entered(file, LATER, JAN, claim=ClaimFacts(filed_on=None))
    assert back.case.claim.filed_on is None
    assert the_deadline(back, DeadlineKind.CLAIM_FILING).state is DeadlineState.OPEN


@pytest.mark.parametrize(
    ("claim", "entered", "path"),
    [
        (ClaimFacts(filed_on=date(2026, 3, 9)), None, "claim.filed_on"),
        (ClaimFacts(earliest_due_year=2040), None, "claim.earliest_due_year"),
        (None, EnteredDates(petition_date=date(1926, 3, 1)), "entered.petition_date"),
    ],
)
def test_what_cannot_have_happened_is_refused_by_its_path(
    claim: ClaimFacts | None, entered: EnteredDates | None, path: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        decide.on_facts_entered(opened(), LATER, WORD, claim=claim, entered=entered)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_alarm_in_a_case_tells_people_alone_and_gives_a_task() -> None:
    file = opened()
    word = Word(person="Eva Kern", reason="the driver saw a bailiff")
    decision = decide.on_manual_alarm(file, LATER, word, due_on=date(2026, 3, 6), owner=TO_JAN)
    assert the_task(decision, TaskKind.MANUAL).text_en == "the driver saw a bailiff"
    assert {one.recipient.address for one in decision.alerts} == {
        "eva.kern@example.com",
        "credit@example.com",
        "jan.roth@example.com",
    }
    assert all(one.wants_acknowledgement and one.channel == "email" for one in decision.alerts)
    assert decision.block == file.block
    with pytest.raises(InvalidInputError):
        decide.on_manual_alarm(file, LATER, word, due_on=date(2026, 3, 1))


def test_alarm_without_a_case_opens_one_that_warns_and_sets_no_dates() -> None:
    decision = decide.on_alarm_without_case(an_occasion(), WORD, due_on=date(2026, 3, 6))
    assert (decision.case.state, decision.case.event_kind, decision.case.source) == (
        CaseState.OPEN,
        EventKind.UNCLASSIFIED,
        "manual",
    )
    assert decision.block is not None
    assert decision.block.stage is Stage.WARN
    assert decision.deadlines == ()
    assert [one.kind for one in decision.tasks] == [TaskKind.MANUAL]
    told = {(one.channel, one.kind, one.wants_acknowledgement) for one in decision.alerts}
    assert told == {("email", AlertKind.MANUAL_ALARM, True), ("order_systems", AlertKind.BLOCK_PLACED, False)}
    raised = decide.on_stage_change(filed(decision), LATER, WORD, stage=Stage.NO_DELIVERIES)
    assert raised.block is not None
    assert raised.block.stage is Stage.NO_DELIVERIES


def an_alert_of(decision: Decision) -> Alert:
    return next(one for one in decision.alerts if one.wants_acknowledgement)


def test_an_alert_is_acknowledged_once_and_the_case_says_by_whom() -> None:
    first = decide.on_match(a_match(), a_notice(), an_occasion())
    assert first is not None
    decision = decide.on_acknowledged(filed(first), LATER, "Jan Roth", an_alert_of(first))
    assert decision.acknowledged is not None
    assert (decision.acknowledged.acknowledged_by, decision.acknowledged.acknowledged_at) == ("Jan Roth", LATER.now)
    assert decision.entries[-1].kind is EntryKind.ACKNOWLEDGED
    with pytest.raises(ConflictError, match="by Jan Roth on 2026-03-04"):
        decide.on_acknowledged(filed(first), LATER, "Eva Kern", decision.acknowledged)
    system = next(one for one in first.alerts if one.channel == "order_systems")
    with pytest.raises(ConflictError, match="no acknowledgement"):
        decide.on_acknowledged(filed(first), LATER, "Eva Kern", system)


def severities(decision: Decision | None) -> set[tuple[AlertKind, Severity, bool]]:
    assert decision is not None
    return {(one.kind, one.severity, one.wants_acknowledgement) for one in decision.alerts if one.channel == "email"}


def test_a_stricter_block_wants_an_answer_and_a_released_one_does_not() -> None:
    petition = decide.on_match(a_match(), a_notice(EventKind.PETITION_FILED), an_occasion())
    assert severities(petition) == {(AlertKind.BLOCK_PLACED, Severity.RECOVERABLE, True)}
    file = filed(petition)
    raised = decide.on_later_notice(file, a_match(number=2), a_notice(EventKind.OPENED, 2), LATER)
    assert severities(raised) == {(AlertKind.BLOCK_CHANGED, Severity.FINAL, True)}
    lowered = decide.on_stage_change(filed(raised, file), LATER, WORD, stage=Stage.WARN)
    assert severities(lowered) == {(AlertKind.BLOCK_CHANGED, Severity.RECOVERABLE, False)}
    assert severities(decide.on_release(filed(raised, file), LATER, WORD)) == {
        (AlertKind.BLOCK_RELEASED, Severity.INFORMATION, False)
    }


def test_a_case_is_closed_only_without_a_block_and_reopened_with_or_without_it() -> None:
    file = opened()
    with pytest.raises(ConflictError, match="release it first"):
        decide.on_closed(file, LATER, WORD)
    file = later(file, decide.on_release(file, LATER, WORD))
    closing = decide.on_closed(file, LATER, WORD)
    assert (closing.case.state, closing.entries[-1].kind, closing.alerts) == (CaseState.CLOSED, EntryKind.CLOSED, ())
    closed = later(file, closing)
    with pytest.raises(ConflictError, match="closed already"):
        decide.on_closed(closed, LATER, WORD)
    with pytest.raises(ConflictError, match="reopen it first"):
        decide.on_manual_alarm(closed, LATER, WORD, due_on=date(2026, 3, 9))
    again = decide.on_reopened(closed, LATER, JAN, with_block=True)
    assert again.case.state is CaseState.OPEN
    assert again.block is not None
    assert (again.block.active, again.block.stage) == (True, Stage.NO_DELIVERIES)
    without = decide.on_reopened(closed, LATER, JAN, with_block=False)
    assert without.block is not None
    assert not without.block.active
    with pytest.raises(ConflictError):
        decide.on_reopened(file, LATER, JAN, with_block=False)


def examination(day: int) -> Hearing:
    return Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 5, day))


def after(file: CaseFile, kind: EventKind, number: int, **fields: Any) -> CaseFile:
    """The file after another notice, which is about the customer as surely as the first."""
    match = a_match(file.case.match.result, number)
    decision = decide.on_later_notice(file, match, a_notice(kind, number, **fields), LATER)
    return filed(decision, file)


def test_an_examination_stays_when_another_notice_sets_something_else() -> None:
    file = opened(hearing_dates=(examination(12),))
    meeting = Hearing(kind=HearingKind.CREDITORS_MEETING, date=date(2026, 4, 2))
    file = after(file, EventKind.HEARING_OR_DEADLINE_SET, 2, hearing_dates=(meeting,))
    assert file.case.hearing_dates == (meeting, examination(12))
    assert the_deadline(file, DeadlineKind.EXAMINATION).state is DeadlineState.OPEN
    file = after(file, EventKind.PRACTITIONER_APPOINTED, 3)
    assert file.case.hearing_dates == (meeting, examination(12))


def test_a_moved_examination_replaces_the_first_and_comes_back_when_the_move_is_withdrawn() -> None:
    joint = Hearing(kind=HearingKind.REPORT_AND_EXAMINATION, date=date(2026, 5, 12))
    file = opened(hearing_dates=(joint,))
    file = after(file, EventKind.HEARING_OR_DEADLINE_SET, 2, hearing_dates=(examination(26),))
    report = joint.model_copy(update={"kind": HearingKind.REPORT})
    assert file.case.hearing_dates == (report, examination(26))
    file = after(file, EventKind.CANCELLATION, 3, underlying_kind=EventKind.HEARING_OR_DEADLINE_SET)
    assert file.case.hearing_dates == (joint,)


def test_a_special_examination_comes_beside_the_general_one() -> None:
    file = opened(hearing_dates=(examination(12),))
    file = after(file, EventKind.LATE_EXAM, 2, hearing_dates=(examination(28),))
    assert file.case.hearing_dates == (examination(12), examination(28))


def test_duties_of_every_standing_event_come_with_the_judgement() -> None:
    file = filed(decide.on_match(a_match(MatchResult.UNSURE), a_notice(), an_occasion()))
    file = after(file, EventKind.DISTRIBUTION, 2)
    assert {one.kind for one in file.tasks} & {TaskKind.LODGE_CLAIM, TaskKind.CHECK_TABLE} == set()
    decision = decide.on_judgement(file, a_notice(), LATER, WORD, ours=True)
    kinds = [one.kind for one in decision.tasks]
    assert TaskKind.LODGE_CLAIM in kinds
    assert kinds.count(TaskKind.CHECK_TABLE) == 2, "after the examination, and the distribution list"


def test_a_day_that_counts_from_today_does_not_move_with_every_decision() -> None:
    file = after(opened(), EventKind.LATE_EXAM, 2)
    due = {one.id: one.due_at for one in file.tasks}
    noted = decide.on_note(file, an_occasion(now=NOW + timedelta(days=9)), WORD)
    assert [one for one in noted.tasks if one.due_at != due.get(one.id)] == []
