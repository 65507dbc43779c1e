"""A change of a case as a decision: the next version, the dates and duties that follow, and who is told."""

from chalicelib.deadlines import retention
from chalicelib.deciding import dates, telling
from chalicelib.deciding.occasion import Change, Occasion, Word
from chalicelib.model.alert import AlertKind
from chalicelib.model.case import Case, CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, DeadlineState
from chalicelib.model.decision import Decision
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import Authority, InsolvencyNotice
from chalicelib.model.task import Task, TaskState


def decided(
    file: CaseFile | None,
    change: Change,
    occasion: Occasion,
    *,
    notice: InsolvencyNotice | None = None,
    word: Word | None = None,
) -> Decision:
    """The decision that tells people and systems what the change means to them."""
    before = file.block if file else None
    decision = recorded(file, change, occasion).model_copy(update={"follows": _follows(notice, change)})
    kind = telling.kind_of(before, change.block, decision.case.state)
    news = telling.message(decision.case, before, change.block, notice, word)
    silent = kind is AlertKind.CASE_UPDATED and (decision.case.state is CaseState.DISMISSED or _repeats(file, notice))
    if silent:
        return decision
    told = telling.alerts(kind, news, occasion, cause=change.entries[-1].id, owner=decision.case.owner)
    return decision.model_copy(update={"alerts": told})


def _follows(notice: InsolvencyNotice | None, change: Change) -> str | None:
    """The proceedings of a register's notice that counts in the case."""
    if notice is None or notice.authority is not Authority.REGISTER:
        return None
    counts = {one.notice_id for one in change.case.notices if one.result is not MatchResult.NEGATIVE}
    return notice.proceedings_id if notice.id in counts else None


def recorded(file: CaseFile | None, change: Change, occasion: Occasion) -> Decision:
    """The decision that goes on record without a message: what people do in a file they have before them."""
    previous_version = file.case.version if file else 0
    case = change.case.model_copy(update={"version": previous_version + 1, **_faced_again(change, occasion)})
    case = case.model_copy(update={"retention": None if case.purged_on else retention.of_case(case)})
    known = {one.id: one for one in (*(file.tasks if file else ()), *change.tasks)}
    deadlines = {one.id: one for one in (*(file.deadlines if file else ()), *change.deadlines)}
    due = dates.schedule(case, tuple(deadlines.values()), tuple(known.values()), occasion)
    tasks = {one.id: one for one in (*change.tasks, *due.tasks)}
    dated = {one.id: one for one in (*change.deadlines, *due.deadlines)}
    return Decision(
        case=case,
        previous_version=previous_version,
        entries=change.entries,
        block=change.block,
        tasks=tuple(tasks.values()),
        deadlines=tuple(dated.values()),
        relisted=_relisted(file, case, {*tasks, *dated}),
    )


def _relisted(file: CaseFile | None, case: Case, written: set[str]) -> tuple[Task | Deadline, ...]:
    """What is open and stays as it was in a case that ends now, or runs again: it changes its place in the lists."""
    if file is None or file.case.state.over == case.state.over:
        return ()
    tasks = (one for one in file.tasks if one.state is TaskState.OPEN and one.id not in written)
    deadlines = (one for one in file.deadlines if one.state is DeadlineState.OPEN and one.id not in written)
    return (*tasks, *deadlines)


def _faced_again(change: Change, occasion: Occasion) -> dict[str, object]:
    """A publication that comes after the purge begins the file anew: names are needed again, and go again."""
    published = any(one.kind is EntryKind.NOTICE for one in change.entries)
    if not change.case.purged_on or not published:
        return {}
    return {"purged_on": None, "customer_name": occasion.customer.name}


def _repeats(file: CaseFile | None, notice: InsolvencyNotice | None) -> bool:
    """Whether a bureau only says again what the case knows."""
    if file is None or notice is None or notice.authority is not Authority.BUREAU:
        return False
    return notice.effective_kind in {one.event_kind for one in file.case.notices if not one.withdrawn_by}
