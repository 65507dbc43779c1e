"""What a notice asks of a person."""

from chalicelib.deciding import tasks
from chalicelib.deciding.occasion import Occasion
from chalicelib.deciding.reactions import NO_CASE, REACTIONS
from chalicelib.model.block import Block
from chalicelib.model.case import Case, CaseState
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import Authority, EventKind, InsolvencyNotice
from chalicelib.model.task import Task, TaskKind


def questions(
    case: Case, notice: InsolvencyNotice, before: Block | None, block: Block | None, occasion: Occasion
) -> tuple[Task, ...]:
    """What the notice asks of a person in the case as it now is."""
    kind = notice.effective_kind
    asked = REACTIONS[kind].asks if kind not in NO_CASE else None
    if asked and notice.authority is Authority.BUREAU and not case.by_bureau_alone:
        asked = TaskKind.CHECK_CORRECTION  # the register does not say so
    kinds = [asked] if asked else []
    if case.state is CaseState.REVIEW:
        kinds.append(TaskKind.REVIEW_MATCH)
    elif case.natural_person and _restricts_more(before, block):
        kinds.append(TaskKind.REVIEW_PERSON_BLOCK)
    return tuple(tasks.task(one, case, notice.id, occasion.now) for one in kinds)


def later_questions(
    case: Case,
    notice: InsolvencyNotice,
    asked: tuple[Task, ...],
    occasion: Occasion,
    match: Match,
    withdrawn: str | None,
) -> tuple[Task, ...]:
    """What a later notice asks; one that differs from the file, or corrects nothing we know, is to be compared."""
    if case.state is CaseState.DISMISSED:
        return ()
    check = tasks.task(TaskKind.CHECK_CORRECTION, case, notice.id, occasion.now)
    if match.result is MatchResult.NEGATIVE and not withdrawn:
        return (check,)
    unplaced = withdrawn is None and notice.event_kind is EventKind.CORRECTION
    return (*asked, check) if unplaced and check not in asked else asked


def _restricts_more(before: Block | None, after: Block | None) -> bool:
    if after is None or not after.active:
        return False
    if before is None or not before.active:
        return True
    return (after.stage.rank, after.no_payouts) > (before.stage.rank, before.no_payouts)
