"""A person looked at a match and cannot say: on record, handed on, and behind the others in the queue."""

from chalicelib.deciding import casework, tasks, telling
from chalicelib.deciding.concluding import recorded
from chalicelib.deciding.occasion import Change, Occasion, Word
from chalicelib.errors import ConflictError
from chalicelib.model.alert import AlertKind, Recipient
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.task import Task, TaskKind, TaskState


def on_unsure(file: CaseFile, occasion: Occasion, word: Word, *, owner: Recipient | None = None) -> Decision:
    """The question stays open with what the person found; block and deadlines stay as they are.

    `owner` is given the question and told; without one it stays in the hands it is in.

    Raises:
        ConflictError: the case does not ask whether the debtor is ours.
    """
    if file.case.state is not CaseState.REVIEW:
        raise ConflictError(f"case {file.case.id} is {file.case.state}: nobody asks whether the debtor is ours")
    case = file.case.model_copy(update={"unsure_since": occasion.now, "updated_at": occasion.now})
    entry = casework.entry_for_person(case, EntryKind.JUDGEMENT, word.person, f"unsure: {word.reason}", occasion.now)
    asked = _asked(file, occasion)
    handed = tuple(_in_hands(one, owner) for one in asked) if owner else ()
    new = () if any(one in file.tasks for one in asked) else asked
    decision = recorded(file, Change(case, file.block, (entry,), handed or new), occasion)
    if owner is None or all(one.owner == owner.address for one in asked):
        return decision
    news = telling.message(decision.case, file.block, file.block, None, word)
    told = telling.to_people(AlertKind.CASE_UPDATED, news, occasion, (owner,), cause=entry.id)
    return decision.model_copy(update={"alerts": told})


def _asked(file: CaseFile, occasion: Occasion) -> tuple[Task, ...]:
    """The open question of the match; asked anew where somebody ticked it off."""
    kind = TaskKind.REVIEW_MATCH
    still = tuple(one for one in file.tasks if one.kind is kind and one.state is TaskState.OPEN)
    return still or (tasks.task(kind, file.case, f"unsure {occasion.now.isoformat()}", occasion.now),)


def _in_hands(task: Task, owner: Recipient) -> Task:
    return task.model_copy(update={"owner": owner.address, "version": task.version + 1})
