"""What a person may do in a case now, and what it would do: for the buttons above every folder."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.acting import in_view
from chalicelib.cockpit.visit import Visit
from chalicelib.deciding.stages import Wanted, wanted
from chalicelib.model.alert import Alert
from chalicelib.model.block import Block, Stage
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.lines import AlertHead
from chalicelib.model.people import Organisation, Role
from chalicelib.model.task import TaskState

View = Callable[[CaseFile], object]
"""What of a file an action is about."""


@dataclass(frozen=True)
class StageOffer:
    """A stage to choose: whether it stands, is suggested, and may be chosen by this person."""

    stage: Stage
    stands: bool
    suggested: bool
    allowed: bool


@dataclass(frozen=True)
class Possible:
    """Everything the buttons need; what is empty, None or False has no button."""

    waiting: Sequence[Alert | AlertHead]
    suggested: Wanted | None
    differs: bool
    stages: tuple[StageOffer, ...]
    release: bool
    release_role: Role | None
    running: bool
    works: bool
    gone: bool
    close: bool
    close_waits_for_release: bool
    reopen: bool
    open_tasks: int
    hands: tuple[tuple[str, str], ...]
    seen_block: str
    seen_hands: str
    seen_facts: str


def possible(visit: Visit, file: CaseFile, waiting: Sequence[Alert | AlertHead], *, gone: bool = False) -> Possible:
    """What the visitor may do in the case; when its customer is `gone`, it can only be brought to its end."""
    case, block = file.case, file.block
    active = block if block and block.active else None
    suggested = wanted(case)
    running, clerk, manager = not case.state.over, visit.may(Role.CLERK), visit.may(Role.MANAGER)
    stands = (active.stage, active.no_payouts) if active else None
    needed = Role(active.may_release) if active else None
    return Possible(
        waiting=waiting if clerk else (),
        suggested=suggested,
        differs=bool(active and suggested and stands != (suggested.stage, suggested.no_payouts)),
        stages=offers(active, suggested, manager=manager) if active and clerk and not gone else (),
        release=bool(needed and visit.may(needed)),
        release_role=needed,
        running=running,
        works=clerk,
        gone=gone,
        close=running and manager and active is None,
        close_waits_for_release=running and manager and active is not None,
        reopen=case.state is CaseState.CLOSED and manager and not gone,
        open_tasks=sum(one.state is TaskState.OPEN for one in file.tasks),
        hands=hands_of(visit.firm, case),
        seen_block=digest(in_view(file)),
        seen_hands=digest(hands(file)),
        seen_facts=digest(facts(file)),
    )


def offers(stands: Block, suggested: Wanted | None, *, manager: bool) -> tuple[StageOffer, ...]:
    """All stages, strictest first; one that is weaker than suggested, or than what stands, is a manager's to choose."""
    least = (suggested or stands).stage
    return tuple(
        StageOffer(
            stage=stage,
            stands=stage is stands.stage,
            suggested=suggested is not None and stage is suggested.stage,
            allowed=manager or stage.rank >= least.rank,
        )
        for stage in reversed(Stage)
    )


def weaker(stage: Stage, suggested: Wanted | None, stands: Block | None, *, no_payouts: bool) -> bool:
    """Whether this allows more than the case's publications ask for; without any, more than what stands."""
    least = suggested or stands
    if least is None:
        return False
    return stage.rank < least.stage.rank or (least.no_payouts and not no_payouts)


def hands_of(firm: Organisation, case: Case) -> tuple[tuple[str, str], ...]:
    """Addresses with names to choose from: our people, the departments' mailboxes, and who has the case now."""
    known = {one.email: one.name for one in firm.people}
    known |= {one.mailbox: one.name for one in firm.departments}
    known |= {one: one for one in (case.owner, case.deputy) if one and one not in known}
    return tuple(known.items())


def hands(file: CaseFile) -> object:
    """In whose hands the case is."""
    return file.case.owner, file.case.deputy


def facts(file: CaseFile) -> object:
    """What people have entered about the case."""
    return file.case.claim, file.case.entered, file.case.information_system


def digest(seen: object) -> str:
    """A mark of what a person saw; another mark means that it has changed."""
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:20]
