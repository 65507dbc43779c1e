"""How a case goes on: later notices, corrections, cancellations, and what people decide."""

import pytest

from chalicelib import decide
from chalicelib.errors import ConflictError
from chalicelib.model.alert import AlertKind
from chalicelib.model.block import BlockState, Stage
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.model.task import TaskKind, TaskState
from tests.builders import WORD, a_match, a_notice, an_occasion, filed, questions

E = EventKind
SOURCE = "de_insolvenzbekanntmachungen"


def opened(kind: EventKind = E.OPENED, result: MatchResult = MatchResult.POSITIVE) -> CaseFile:
    """The file after a first notice (number 1)."""
    return filed(decide.on_match(a_match(result), a_notice(kind), an_occasion()))


def later(file: CaseFile, notice: InsolvencyNotice, result: MatchResult = MatchResult.POSITIVE) -> CaseFile:
    """The file after another notice."""
    return filed(decide.on_later_notice(file, a_match(result), notice, an_occasion()), file)


def stage_of(file: CaseFile) -> Stage | None:
    """Stage of the active block."""
    return file.block.stage if file.block and file.block.active else None


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind not in {E.CORRECTION, E.CANCELLATION}])
def test_no_later_notice_lowers_or_lifts_a_block(kind: EventKind) -> None:
    file = later(opened(), a_notice(kind, 2))
    assert stage_of(file) is Stage.NO_DELIVERIES
    assert file.block is not None
    assert file.block.no_payouts


def test_an_end_asks_whether_to_release() -> None:
    file = later(opened(), a_notice(E.CLOSED_LIFTED, 2))
    assert [task.kind for task in questions(file)] == [TaskKind.DECIDE_RELEASE]


def test_the_opening_raises_a_petition_and_says_so() -> None:
    file = opened(E.PETITION_FILED)
    decision = decide.on_later_notice(file, a_match(), a_notice(E.OPENED, 2), an_occasion())
    assert {alert.kind for alert in decision.alerts} == {AlertKind.BLOCK_CHANGED} if decision else False
    assert stage_of(filed(decision, file)) is Stage.NO_DELIVERIES


def test_the_ground_follows_the_proceedings() -> None:
    """After the opening it is the administrator who decides, not the preliminary one who consents."""
    before = opened(E.PRELIM_MEASURES)
    after = later(before, a_notice(E.OPENED, 2))
    assert before.block is not None
    assert after.block is not None
    assert "InsO 21" in before.block.ground.statute
    assert "InsO 103" in after.block.ground.statute
    assert (after.block.notice_id, after.block.since) == (f"{SOURCE}:p2", before.block.since)


def test_a_notice_counted_before_decides_nothing() -> None:
    assert decide.on_later_notice(opened(), a_match(), a_notice(), an_occasion()) is None


def test_a_stage_lowered_by_a_person_survives_routine_and_falls_to_a_new_event() -> None:
    lowered = decide.on_stage_change(
        opened(E.PRELIM_MEASURES), an_occasion(), WORD, stage=Stage.PREPAYMENT_ONLY, no_payouts=False
    )
    file = later(filed(lowered), a_notice(E.HEARING_OR_DEADLINE_SET, 2))
    assert stage_of(file) is Stage.PREPAYMENT_ONLY
    assert file.block is not None
    assert not file.block.no_payouts
    assert stage_of(later(file, a_notice(E.OPENED, 3))) is Stage.NO_DELIVERIES


def test_a_released_block_comes_back_only_for_a_new_event() -> None:
    released = filed(decide.on_release(opened(E.PRELIM_MEASURES), an_occasion(), WORD))
    assert stage_of(later(released, a_notice(E.PRELIM_MEASURES, 2))) is None
    assert stage_of(later(released, a_notice(E.FINAL_HEARING, 3))) is None
    assert stage_of(later(released, a_notice(E.OPENED, 4), MatchResult.NEGATIVE)) is None
    assert stage_of(later(released, a_notice(E.OPENED, 5))) is Stage.NO_DELIVERIES


def test_a_renewed_block_of_a_natural_person_is_reviewed_again() -> None:
    first = a_notice(E.PRELIM_MEASURES, debtor_kind=DebtorKind.PERSON)
    file = filed(decide.on_match(a_match(), first, an_occasion()))
    released = filed(decide.on_release(file, an_occasion(), WORD), file)
    renewed = later(released, a_notice(E.OPENED, 2, debtor_kind=DebtorKind.PERSON))
    assert [task.state for task in questions(renewed)] == [TaskState.DONE, TaskState.OPEN]


def test_a_statement_that_contradicts_the_file_is_compared_and_counts_for_nothing() -> None:
    file = later(opened(E.PETITION_FILED), a_notice(E.OPENED, 2), MatchResult.NEGATIVE)
    assert stage_of(file) is Stage.PREPAYMENT_ONLY
    assert [task.kind for task in questions(file)] == [TaskKind.CHECK_CORRECTION]


def correction(number: int, kind: EventKind, corrects: str | None = "p1") -> InsolvencyNotice:
    """A correction that says `kind`."""
    return a_notice(E.CORRECTION, number, underlying_kind=kind, corrects=corrects)


@pytest.mark.parametrize(
    ("first", "corrected", "stage"),
    [
        (E.OPENED, E.OPENED, Stage.NO_DELIVERIES),
        (E.OPENED, E.PETITION_FILED, Stage.PREPAYMENT_ONLY),
        (E.PETITION_FILED, E.OPENED, Stage.NO_DELIVERIES),
        (E.CLOSED_LIFTED, E.OPENED, Stage.NO_DELIVERIES),
    ],
)
def test_a_correction_replaces_and_the_stage_follows(first: EventKind, corrected: EventKind, stage: Stage) -> None:
    file = later(opened(first), correction(2, corrected))
    assert stage_of(file) is stage
    assert [one.withdrawn_by for one in file.case.notices] == [f"{SOURCE}:p2", None]
    assert [entry.kind for entry in file.entries] == [EntryKind.NOTICE, EntryKind.NOTICE_WITHDRAWN, EntryKind.NOTICE]


def test_a_correction_without_reference_replaces_the_only_notice_of_its_kind_else_asks() -> None:
    assert later(opened(), correction(2, E.OPENED, None)).case.notices[0].withdrawn_by == f"{SOURCE}:p2"
    two = later(opened(), a_notice(E.OPENED, 2))
    file = later(two, correction(3, E.OPENED, None))
    assert [one.withdrawn_by for one in file.case.notices] == [None, None, None]
    assert [task.kind for task in questions(file)] == [TaskKind.CHECK_CORRECTION]


def test_a_cancellation_releases_in_the_name_of_the_register() -> None:
    file = opened()
    decision = decide.on_later_notice(file, a_match(), a_notice(E.CANCELLATION, 2, cancels="p1"), an_occasion())
    after = filed(decision, file)
    assert after.block is not None
    assert after.block.release is not None
    assert (after.block.release.person, after.block.release.reason) == ("register", f"taken back by {SOURCE}:p2")
    assert after.case.state is CaseState.CLOSED
    assert {alert.kind for alert in decision.alerts} == {AlertKind.BLOCK_RELEASED} if decision else False


def test_a_cancellation_of_one_of_two_lowers_to_what_the_other_asks_for() -> None:
    two = later(opened(E.PETITION_FILED), a_notice(E.OPENED, 2))
    file = later(two, a_notice(E.CANCELLATION, 3, cancels="p2"))
    assert (stage_of(file), file.case.state) == (Stage.PREPAYMENT_ONLY, CaseState.OPEN)


def test_a_cancellation_of_something_unknown_asks_and_changes_nothing() -> None:
    before = opened()
    file = later(before, a_notice(E.CANCELLATION, 2, cancels="elsewhere"))
    assert file.block == before.block
    assert [task.kind for task in questions(file)] == [TaskKind.CHECK_CORRECTION]


def test_a_cancellation_without_reference_takes_back_the_only_notice_of_the_kind_it_names() -> None:
    two = later(opened(E.PRELIM_MEASURES), a_notice(E.ASSETS_INSUFFICIENT, 2))
    file = later(two, a_notice(E.CANCELLATION, 3, underlying_kind=E.ASSETS_INSUFFICIENT))
    assert [one.withdrawn_by for one in file.case.notices] == [None, f"{SOURCE}:p3"]
    assert stage_of(file) is Stage.NO_DELIVERIES


@pytest.mark.parametrize("kind", [E.PERSON_SANCTION, E.SOLVENT_LIQUIDATION])
def test_a_ban_on_a_manager_in_a_case_is_recorded_and_changes_nothing(kind: EventKind) -> None:
    before = opened()
    file = later(before, a_notice(kind, 2))
    assert (file.block, len(file.entries), file.case.state) == (before.block, 2, CaseState.OPEN)


def test_proceedings_that_go_on_after_a_cancellation_are_blocked_again_and_their_end_alone_is_not() -> None:
    closed = later(opened(), a_notice(E.CANCELLATION, 2, cancels="p1"))
    running = later(closed, a_notice(E.PRACTITIONER_APPOINTED, 3))
    assert (stage_of(running), running.case.state) == (Stage.NO_DELIVERIES, CaseState.OPEN)
    ended = later(closed, a_notice(E.CLOSED_LIFTED, 3))
    assert (stage_of(ended), ended.case.state) == (None, CaseState.CLOSED)


def test_taking_back_the_same_notice_twice_changes_nothing_more() -> None:
    closed = later(opened(), a_notice(E.CANCELLATION, 2, cancels="p1"))
    again = later(closed, a_notice(E.CANCELLATION, 3, cancels="p1"))
    assert (again.block, again.case.state) == (closed.block, CaseState.CLOSED)


def test_a_later_certain_match_opens_a_case_in_review() -> None:
    file = later(opened(result=MatchResult.UNSURE), a_notice(E.HEARING_OR_DEADLINE_SET, 2))
    assert (stage_of(file), file.case.state) == (Stage.NO_DELIVERIES, CaseState.OPEN)


def test_the_same_notice_with_a_completed_customer_opens_a_case_in_review() -> None:
    doubtful = opened(result=MatchResult.UNSURE)
    file = later(doubtful, a_notice())
    assert (stage_of(file), file.case.state) == (Stage.NO_DELIVERIES, CaseState.OPEN)
    assert [task.state for task in questions(file)] == [TaskState.DONE]
    assert decide.on_later_notice(file, a_match(), a_notice(), an_occasion()) is None


def test_yes_brings_the_full_stage_and_no_dismisses_for_good() -> None:
    file = opened(result=MatchResult.UNSURE)
    yes = filed(decide.on_judgement(file, a_notice(), an_occasion(), WORD, ours=True), file)
    assert (stage_of(yes), yes.case.state, yes.case.judged_by) == (Stage.NO_DELIVERIES, CaseState.OPEN, "Eva Kern")
    no = filed(decide.on_judgement(file, a_notice(), an_occasion(), WORD, ours=False), file)
    assert (stage_of(no), no.case.state) == (None, CaseState.DISMISSED)
    silent = decide.on_later_notice(no, a_match(), a_notice(E.CONVERTED, 2), an_occasion())
    assert silent is not None
    assert (silent.alerts, questions(silent), silent.case.state) == ((), (), CaseState.DISMISSED)
    assert silent.block is not None
    assert silent.block.state is BlockState.RELEASED
    assert {task.done_by for task in (*questions(yes), *questions(no))} == {"Eva Kern"}


def test_confirming_an_open_case_leaves_the_stage_a_person_chose() -> None:
    lowered = filed(decide.on_stage_change(opened(), an_occasion(), WORD, stage=Stage.PREPAYMENT_ONLY))
    file = filed(decide.on_judgement(lowered, a_notice(), an_occasion(), WORD, ours=True))
    assert stage_of(file) is Stage.PREPAYMENT_ONLY


def test_a_person_cannot_release_twice_nor_judge_what_is_closed() -> None:
    released = filed(decide.on_release(opened(), an_occasion(), WORD))
    with pytest.raises(ConflictError):
        decide.on_release(released, an_occasion(), WORD)
    with pytest.raises(ConflictError):
        decide.on_stage_change(released, an_occasion(), WORD, stage=Stage.WARN)
    closed = later(opened(), a_notice(E.CANCELLATION, 2, cancels="p1"))
    with pytest.raises(ConflictError):
        decide.on_judgement(closed, a_notice(), an_occasion(), WORD, ours=True)


@pytest.mark.parametrize("end", [E.MEASURES_LIFTED, E.CLOSED_LIFTED, E.CLOSED_DISCONTINUED, E.DISCHARGE_GRANTED])
def test_a_release_after_the_end_closes_the_case_and_a_new_event_opens_it_again(end: EventKind) -> None:
    ended = later(opened(E.PRELIM_MEASURES), a_notice(end, 2))
    closed = filed(decide.on_release(ended, an_occasion(), WORD), ended)
    assert closed.case.state is CaseState.CLOSED
    again = later(closed, a_notice(E.OPENED, 3))
    assert again.case.state is CaseState.OPEN
    assert stage_of(again) is Stage.NO_DELIVERIES


def test_a_release_in_running_proceedings_leaves_the_case_open() -> None:
    running = opened(E.OPENED)
    assert filed(decide.on_release(running, an_occasion(), WORD), running).case.state is CaseState.OPEN


@pytest.mark.parametrize("underlying", [None, E.UNCLASSIFIED])
def test_a_correction_nobody_understood_unblocks_nobody(underlying: EventKind | None) -> None:
    file = opened(E.OPENED)
    odd = a_notice(E.CORRECTION, 2, underlying_kind=underlying, corrects="p1")
    assert odd.takes_back is None
    after = later(file, odd)
    assert stage_of(after) is Stage.NO_DELIVERIES
    assert {TaskKind.CHECK_CORRECTION, TaskKind.CLASSIFY_NOTICE} & {task.kind for task in questions(after)}
