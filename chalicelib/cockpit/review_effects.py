"""What an answer will do, read off the decision that it would be: nothing is written for it."""

from dataclasses import dataclass

from chalicelib.deciding.occasion import Occasion
from chalicelib.model.alert import Alert
from chalicelib.model.block import Block
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, DeadlineState
from chalicelib.model.decision import Decision
from chalicelib.model.task import Task, TaskState


@dataclass(frozen=True)
class Effects:
    """The block before and after, who is told, and which dates and tasks begin, go on or end."""

    before: Block | None
    after: Block | None
    told: tuple[str, ...]
    tells_systems: bool
    begins: tuple[Task, ...]
    runs: tuple[Deadline, ...]
    undated: int
    ends: int
    over: bool

    @property
    def changes_block(self) -> bool:
        """Whether more or less is allowed afterwards."""
        return _allowed(self.before) != _allowed(self.after)

    @property
    def releases(self) -> bool:
        """Whether a block is taken back."""
        return bool(self.before and self.before.active and not (self.after and self.after.active))


def effects_of(decision: Decision, file: CaseFile, occasion: Occasion) -> Effects:
    """What changes between the file as it is and as the decision leaves it."""
    dates = {one.id: one for one in (*file.deadlines, *decision.deadlines)}
    runs = [one for one in dates.values() if one.state is DeadlineState.OPEN]
    open_before = {one.id for one in file.deadlines if one.state is DeadlineState.OPEN}
    open_before |= {one.id for one in file.tasks if one.state is TaskState.OPEN}
    over = decision.case.state in {CaseState.DISMISSED, CaseState.CLOSED}
    begins = (one for one in decision.tasks if one.state is TaskState.OPEN and one.id not in open_before)
    systems = set(occasion.audience.system_channels)
    told = {one.recipient.address: one.recipient.name or one.recipient.address for one in _to_people(decision, systems)}
    return Effects(
        before=file.block,
        after=decision.block,
        told=tuple(told.values()),
        tells_systems=any(one.channel in systems for one in decision.alerts),
        begins=tuple(sorted(begins, key=lambda task: task.due_at)),
        runs=() if over else tuple(sorted((one for one in runs if one.safe_date), key=_day)),
        undated=0 if over else sum(one.safe_date is None for one in runs),
        ends=len(open_before) if over else 0,
        over=over,
    )


def _to_people(decision: Decision, systems: set[str]) -> list[Alert]:
    return [one for one in decision.alerts if one.channel not in systems]


def _day(deadline: Deadline) -> str:
    return f"{deadline.safe_date}"


def _allowed(block: Block | None) -> tuple[str, bool] | None:
    return (block.stage, block.no_payouts) if block and block.active else None
