"""What follows from a match, a withdrawal or a person's word. Pure: values in, one Decision out, or None.

A notice that was counted before, and a match that says "not this customer", decide nothing.
"""

from chalicelib.deciding import casework, credit, stages, tasks
from chalicelib.deciding.actions import (
    acknowledged,
    on_acknowledged,
    on_alarm_without_case,
    on_assigned,
    on_closed,
    on_deadline_done,
    on_facts_entered,
    on_manual_alarm,
    on_note,
    on_reopened,
    on_task_done,
)
from chalicelib.deciding.concluding import decided
from chalicelib.deciding.doubt import on_unsure
from chalicelib.deciding.occasion import Change, Occasion, Word
from chalicelib.deciding.questions import later_questions, questions
from chalicelib.deciding.reactions import NO_CASE, ends, places, runs
from chalicelib.errors import ConflictError
from chalicelib.model.block import Block, Release, Stage
from chalicelib.model.case import Case, CaseState, Entry, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import CreditEvent, Subject
from chalicelib.model.decision import Decision
from chalicelib.model.event import EARLY_WARNINGS
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import EventKind, InsolvencyNotice, publication_of
from chalicelib.model.task import TaskKind, TaskState

__all__ = [
    "Occasion",
    "Word",
    "acknowledged",
    "on_acknowledged",
    "on_alarm_without_case",
    "on_assigned",
    "on_closed",
    "on_credit_event",
    "on_deadline_done",
    "on_facts_entered",
    "on_judgement",
    "on_later_notice",
    "on_manual_alarm",
    "on_match",
    "on_note",
    "on_release",
    "on_reopened",
    "on_stage_change",
    "on_task_done",
    "on_unsure",
]

_ANSWERED_BY_A_WORD = {TaskKind.DECIDE_RELEASE, TaskKind.REVIEW_PERSON_BLOCK}


def on_match(match: Match, notice: InsolvencyNotice, occasion: Occasion) -> Decision | None:
    """The new case that a notice opens for a customer, or None when it opens none."""
    nothing_to_open = notice.effective_kind in NO_CASE or notice.event_kind is EventKind.CANCELLATION
    if match.result is MatchResult.NEGATIVE or nothing_to_open:
        return None
    case = casework.opened(match, notice, occasion.customer, occasion.now)
    asked = stages.wanted(case)
    block = stages.place(case, asked, notice.country) if asked else None
    entry = casework.entry_for_notice(case, match, notice, occasion.now)
    change = Change(case, block, (entry,), questions(case, notice, None, block, occasion))
    return decided(None, change, occasion, notice=notice)


def on_credit_event(
    file: CaseFile | None, event: CreditEvent, subject: Subject | None, occasion: Occasion
) -> Decision | None:
    """What a bureau's word does; it goes the way of a notice, and a register's word outranks it.

    `file` is the case it continues (`deciding.meeting`), `subject` who the customer is at the bureau.
    """
    kind = credit.kind_of(event)
    if kind is None or (file is None and kind is EventKind.CREDIT_RECOVERED):
        return None
    notice = credit.notice_of(event, kind, occasion.customer)
    match = credit.match_of(event, subject, occasion.customer, occasion.now)
    return on_later_notice(file, match, notice, occasion) if file else on_match(match, notice, occasion)


def on_later_notice(file: CaseFile, match: Match, notice: InsolvencyNotice, occasion: Occasion) -> Decision | None:
    """How a case goes on after another notice of its proceedings; corrections replace what they correct."""
    if any(notice.id in {one.notice_id, one.withdrawn_by} for one in file.case.notices):
        return _on_better_match(file, match, notice, occasion)
    withdrawn = _withdrawn_notice(file.case, notice)
    if notice.event_kind is EventKind.CANCELLATION:
        return decided(file, _cancelled(file, withdrawn, match, notice, occasion), occasion, notice=notice)
    case = file.case
    entries: tuple[Entry, ...] = ()
    if withdrawn:
        case = casework.without_notice(case, withdrawn, notice.id, occasion.now)
        entries = (casework.entry_for_withdrawal(case, withdrawn, notice, occasion.now),)
    case = casework.with_notice(case, match, notice, occasion.now)
    case = case.model_copy(update={"state": _state_after(case, match, notice)})
    block = _block_after(file, case, notice, withdrawn)
    entries = (*entries, casework.entry_for_notice(case, match, notice, occasion.now))
    asked = questions(case, notice, file.block, block, occasion)
    change = Change(case, block, entries, later_questions(case, notice, asked, occasion, match, withdrawn))
    return decided(file, change, occasion, notice=notice)


def _on_better_match(file: CaseFile, match: Match, notice: InsolvencyNotice, occasion: Occasion) -> Decision | None:
    """What follows when a customer's record was completed and now fits a counted notice beyond doubt."""
    counted = next((one for one in file.case.notices if one.notice_id == notice.id and not one.withdrawn_by), None)
    if counted is None or file.case.state is not CaseState.REVIEW or not casework.certain(match, notice):
        return None
    case = casework.rematched(file.case, match, notice, occasion.now)
    block = _block_after(file, case, notice, None)
    entry = casework.entry_for_notice(case, match, notice, occasion.now, occasion="matched again")
    answered = tasks.done(file.tasks, {TaskKind.REVIEW_MATCH}, "matching", occasion.now)
    change = Change(case, block, (entry,), (*answered, *questions(case, notice, file.block, block, occasion)))
    return decided(file, change, occasion, notice=notice)


def on_judgement(file: CaseFile, notice: InsolvencyNotice, occasion: Occasion, word: Word, *, ours: bool) -> Decision:
    """What a person's word on the match does: the full stage, or release and a case that stays dismissed.

    Raises:
        ConflictError: the case is closed.
    """
    if file.case.state is CaseState.CLOSED:
        raise ConflictError(f"case {file.case.id} is closed; nothing is left to judge")
    case = _changed_by(file.case, word, occasion).model_copy(update={"unsure_since": None})
    block = file.block
    if ours:
        case = casework.confirmed(case)
        asked = stages.wanted(case)
        renews = file.case.state is not CaseState.OPEN  # else the block is as a person or an event left it
        block = stages.after_notice(case, file.block, asked, notice.country, renews=renews) if asked else block
    else:
        case = case.model_copy(update={"state": CaseState.DISMISSED})
        block = _released(block, word, occasion) if block and block.active else block
    text = f"{'ours' if ours else 'not ours'}: {word.reason}"
    entry = casework.entry_for_person(case, EntryKind.JUDGEMENT, word.person, text, occasion.now)
    answered = {TaskKind.REVIEW_MATCH, TaskKind.REVIEW_PERSON_BLOCK}
    done = tasks.done(file.tasks, answered, word.person, occasion.now)
    return decided(file, Change(case, block, (entry,), done), occasion, notice=notice, word=word)


def on_release(file: CaseFile, occasion: Occasion, word: Word) -> Decision:
    """The block released, with who and why. Where the proceedings have ended, that closes the case, too.

    Unless tax is still to be put back: nobody is reminded of what is open in a closed case.

    Raises:
        ConflictError: no block of this case is active.
    """
    block = _released(_active(file), word, occasion)
    case = _changed_by(file.case, word, occasion)
    tax_left = any(one.kind is TaskKind.READJUST_VAT and one.state is TaskState.OPEN for one in file.tasks)
    if ends(case.event_kind) and not tax_left:
        case = case.model_copy(update={"state": CaseState.CLOSED})
    entry = casework.entry_for_person(case, EntryKind.RELEASE, word.person, word.reason, occasion.now)
    done = tasks.done(file.tasks, _ANSWERED_BY_A_WORD, word.person, occasion.now)
    return decided(file, Change(case, block, (entry,), done), occasion, word=word)


def on_stage_change(
    file: CaseFile, occasion: Occasion, word: Word, *, stage: Stage, no_payouts: bool | None = None
) -> Decision:
    """The block at another stage, as a person chose.

    Raises:
        ConflictError: no block of this case is active, or nothing would change.
    """
    old = _active(file)
    payouts = old.no_payouts if no_payouts is None else no_payouts
    if (old.stage, old.no_payouts) == (stage, payouts):
        german = "Die Sperre steht schon auf dieser Stufe."
        raise ConflictError(f"the block of case {file.case.id} already stands at {stage}", german=german)
    case = _changed_by(file.case, word, occasion)
    changed = {"stage": stage, "no_payouts": payouts, "may_release": stages.releaser(stage)}
    block = old.model_copy(update={**changed, "changed_at": occasion.now})
    text = f"{old.stage} -> {stage}: {word.reason}"
    entry = casework.entry_for_person(case, EntryKind.STAGE_CHANGE, word.person, text, occasion.now)
    done = tasks.done(file.tasks, _ANSWERED_BY_A_WORD, word.person, occasion.now)
    return decided(file, Change(case, block, (entry,), done), occasion, word=word)


def _cancelled(
    file: CaseFile, withdrawn: str | None, match: Match, notice: InsolvencyNotice, occasion: Occasion
) -> Change:
    """What a cancellation takes back; one that names nothing we know, or facts nobody kept, becomes a question."""
    if withdrawn is None:
        case = casework.with_notice(file.case, match, notice, occasion.now)
        question = tasks.task(TaskKind.CHECK_CORRECTION, case, notice.id, occasion.now)
        entry = casework.entry_for_notice(case, match, notice, occasion.now)
        return Change(case, file.block, (entry,), (question,))
    case = casework.as_if_never_published(file.case, withdrawn, notice.id, occasion.now)
    if not stages.counting(case.notices) and case.state is not CaseState.DISMISSED:
        case = case.model_copy(update={"state": CaseState.CLOSED})
    block = file.block
    if case.state is not CaseState.DISMISSED:
        asked = stages.wanted(case)
        block = stages.after_withdrawal(case, block, asked, notice.country, f"taken back by {notice.id}")
    entry = casework.entry_for_withdrawal(case, withdrawn, notice, occasion.now)
    unsaid = any(one.notice_id == withdrawn and one.stated is None for one in case.notices)
    compare = (tasks.task(TaskKind.CHECK_CORRECTION, case, notice.id, occasion.now),) if unsaid else ()
    return Change(case, block, (entry,), compare)


def _withdrawn_notice(case: Case, notice: InsolvencyNotice) -> str | None:
    """Id of the case's notice that this one takes back: as referenced, else the only one of the same kind.

    A cancellation takes back what it names and nothing else: another notice of the same kind may be the new, right one.
    """
    counted = [one for one in case.notices if not one.withdrawn_by]
    referenced = f"{notice.source}:{notice.takes_back}"
    named = [one.notice_id for one in counted if referenced in {one.notice_id, publication_of(one.notice_id)}]
    if named:
        return named[0]
    if notice.event_kind not in {EventKind.CORRECTION, EventKind.CANCELLATION} or not notice.underlying_kind:
        return None
    if notice.event_kind is EventKind.CANCELLATION and notice.takes_back:
        return None
    same = [one.notice_id for one in counted if one.event_kind is notice.underlying_kind]
    return same[0] if len(same) == 1 else None


def _state_after(case: Case, match: Match, notice: InsolvencyNotice) -> CaseState:
    certain = casework.certain(match, notice)
    if case.state is CaseState.REVIEW and certain:
        return CaseState.OPEN
    if case.state is CaseState.DISMISSED:
        return case.state
    if not stages.counting(case.notices):
        return CaseState.CLOSED
    if case.state is CaseState.CLOSED and runs(notice.effective_kind) and match.result is not MatchResult.NEGATIVE:
        return CaseState.OPEN if certain else CaseState.REVIEW
    return case.state


def _block_after(file: CaseFile, case: Case, notice: InsolvencyNotice, withdrawn: str | None) -> Block | None:
    """The block as the counting notices now ask for; only what is new overrides a person's word."""
    if case.state is CaseState.DISMISSED:
        return file.block
    before = stages.wanted(file.case)
    asked = stages.wanted(case)
    standing = file.block is not None and file.block.active
    if case.state is CaseState.CLOSED and not standing:
        return file.block
    stricter = asked is not None and before is not None and asked.stage.rank > before.stage.rank
    if asked is None and not withdrawn:
        return file.block
    if asked is None or (withdrawn and standing and not stricter):
        return stages.after_withdrawal(case, file.block, asked, notice.country, f"taken back by {notice.id}")
    now_certain = (file.case.state, case.state) == (CaseState.REVIEW, CaseState.OPEN)
    renews = stricter or now_certain or _new_event(file.case, case, notice)
    return stages.after_notice(case, file.block, asked, notice.country, renews=renews)


def _active(file: CaseFile) -> Block:
    if not file.block or not file.block.active:
        german = "Die Akte sperrt nicht (mehr)."
        raise ConflictError(f"case {file.case.id} has no active block", german=german)
    return file.block


def _new_event(before: Case, case: Case, notice: InsolvencyNotice) -> bool:
    """Whether the notice tells of an event that places a block, or reopens the case, and that it did not know."""
    if notice.effective_kind in EARLY_WARNINGS:
        return places(notice.effective_kind)  # each one is a fact of its own
    known = {one.event_kind for one in before.notices if not one.withdrawn_by}
    ours = any(one.notice_id == notice.id and one.result is not MatchResult.NEGATIVE for one in case.notices)
    news = runs(notice.effective_kind) if before.state is CaseState.CLOSED else places(notice.effective_kind)
    return ours and news and notice.effective_kind not in known


def _released(block: Block, word: Word, occasion: Occasion) -> Block:
    return stages.released(block, Release(person=word.person, reason=word.reason, at=occasion.now))


def _changed_by(case: Case, word: Word, occasion: Occasion) -> Case:
    return case.model_copy(update={"judged_by": word.person, "updated_at": occasion.now})
