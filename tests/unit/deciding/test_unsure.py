"""A person who cannot say whether the debtor is ours: on record, handed on, asked again, and nothing else moves."""

from datetime import timedelta

import pytest

from chalicelib import decide
from chalicelib.decide import Word
from chalicelib.errors import ConflictError
from chalicelib.model.alert import AlertKind, Recipient
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind
from chalicelib.model.task import TaskKind, TaskState
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed

LATER = an_occasion(now=NOW + timedelta(hours=2))
COLLEAGUE = Recipient(address="jan.witt@example.com", name="Jan Witt")


def in_review() -> CaseFile:
    return filed(decide.on_match(a_match(MatchResult.UNSURE), a_notice(), an_occasion()))


def test_the_question_stays_open_with_what_was_found_and_nothing_else_changes() -> None:
    before = in_review()
    decision = decide.on_unsure(before, LATER, WORD)
    after = filed(decision, before)
    assert after.case.state is CaseState.REVIEW
    assert after.case.unsure_since == LATER.now
    assert after.block == before.block
    assert after.tasks == before.tasks
    assert after.deadlines == before.deadlines
    assert decision.alerts == ()
    entry = after.entries[-1]
    assert (entry.kind, entry.by, entry.text) == (EntryKind.JUDGEMENT, WORD.person, f"unsure: {WORD.reason}")


def test_who_is_named_gets_the_question_and_is_told_alone() -> None:
    before = in_review()
    decision = decide.on_unsure(before, LATER, WORD, owner=COLLEAGUE)
    (task,) = [one for one in filed(decision, before).tasks if one.kind is TaskKind.REVIEW_MATCH]
    assert (task.owner, task.state, task.version) == (COLLEAGUE.address, TaskState.OPEN, 2)
    (alert,) = decision.alerts
    assert (alert.kind, alert.recipient, alert.message.reason) == (AlertKind.CASE_UPDATED, COLLEAGUE, WORD.reason)  # type: ignore[union-attr] # a case's message
    again = decide.on_unsure(filed(decision, before), LATER, WORD, owner=COLLEAGUE)
    assert again.alerts == (), "it is theirs already"


def test_a_question_that_was_ticked_off_is_asked_again() -> None:
    before = in_review()
    done = tuple(one.model_copy(update={"state": TaskState.DONE}) for one in before.tasks)
    decision = decide.on_unsure(before.model_copy(update={"tasks": done}), LATER, WORD)
    (task,) = [one for one in decision.tasks if one.kind is TaskKind.REVIEW_MATCH]
    assert task.state is TaskState.OPEN


def test_a_judgement_or_a_later_notice_ends_the_doubt() -> None:
    doubted = filed(decide.on_unsure(in_review(), LATER, WORD))
    judged = decide.on_judgement(doubted, a_notice(), LATER, WORD, ours=True)
    assert judged.case.unsure_since is None
    later = a_notice(EventKind.PRACTITIONER_APPOINTED, 2)
    told = decide.on_later_notice(doubted, a_match(MatchResult.UNSURE, 2), later, LATER)
    assert told
    assert (told.case.state, told.case.unsure_since) == (CaseState.REVIEW, None)


@pytest.mark.parametrize("ours", [True, False])
def test_what_is_decided_is_not_put_in_doubt_by_this(ours: bool) -> None:
    decided = decide.on_judgement(in_review(), a_notice(), LATER, Word(person="Eva Kern", reason="seen"), ours=ours)
    with pytest.raises(ConflictError):
        decide.on_unsure(filed(decided), LATER, WORD)
