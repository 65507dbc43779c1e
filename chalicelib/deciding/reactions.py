"""What each event means for deliveries and payments, and what a person has to decide.

Source: InsO and the suggested reactions of the firm's rule sheet; `stage` is what applies when the event places
a block or is the first we learn of the proceedings.
"""

from chalicelib.model.block import Stage
from chalicelib.model.event import EventKind
from chalicelib.model.record import Record
from chalicelib.model.task import TaskKind


class Reaction(Record):
    """What an event does.

    `places`: it may raise or renew a block by itself; otherwise it only sets the stage of a case that starts with
    it. `no_payouts`: payments to the debtor no longer discharge. `asks`: the question it puts to a person.
    `ends`: nothing goes on after it, unless a new event comes.
    """

    stage: Stage
    places: bool = False
    no_payouts: bool = False
    asks: TaskKind | None = None
    ends: bool = False
    certain: bool = True


_RUNNING = Reaction(stage=Stage.NO_DELIVERIES, no_payouts=True)
_STOP = Reaction(stage=Stage.NO_DELIVERIES, places=True, no_payouts=True)
_ENDED = Reaction(stage=Stage.PREPAYMENT_ONLY, asks=TaskKind.DECIDE_RELEASE, ends=True)

REACTIONS: dict[EventKind, Reaction] = {
    EventKind.PETITION_FILED: Reaction(stage=Stage.PREPAYMENT_ONLY, places=True),
    EventKind.PRELIM_MEASURES: _STOP,
    EventKind.PRELIM_SELF_ADMIN: Reaction(stage=Stage.NO_DELIVERIES, places=True),
    EventKind.REFUSED_NO_ASSETS: Reaction(stage=Stage.NO_DELIVERIES, places=True),
    EventKind.OPENED: _STOP,
    EventKind.OPENED_SELF_ADMIN: _STOP,
    EventKind.CONVERTED: _STOP,
    EventKind.ASSETS_INSUFFICIENT: _STOP,
    EventKind.PRACTITIONER_APPOINTED: _RUNNING,
    EventKind.HEARING_OR_DEADLINE_SET: _RUNNING,
    EventKind.LATE_EXAM: _RUNNING,
    EventKind.CLAIMS_LIST_DEPOSITED: _RUNNING,
    EventKind.DISTRIBUTION: _RUNNING,
    EventKind.FINAL_HEARING: _RUNNING,
    EventKind.DISCHARGE_ANNOUNCED: Reaction(stage=Stage.PREPAYMENT_ONLY),
    EventKind.FREED_BUSINESS: Reaction(stage=Stage.PREPAYMENT_ONLY, asks=TaskKind.DECIDE_RELEASE),
    EventKind.MEASURES_LIFTED: Reaction(stage=Stage.WARN, asks=TaskKind.DECIDE_RELEASE, ends=True),
    EventKind.CLOSED_DISCONTINUED: _ENDED,
    EventKind.CLOSED_LIFTED: _ENDED,
    EventKind.DISCHARGE_GRANTED: Reaction(stage=Stage.WARN, asks=TaskKind.DECIDE_RELEASE, ends=True),
    EventKind.DISCHARGE_REFUSED: _ENDED,
    EventKind.RESTRUCTURING: Reaction(stage=Stage.WARN),
    EventKind.CORRECTION: Reaction(stage=Stage.WARN, asks=TaskKind.CHECK_CORRECTION, certain=False),
    EventKind.CANCELLATION: Reaction(stage=Stage.WARN, asks=TaskKind.CHECK_CORRECTION, certain=False),
    EventKind.SCORE_DROPPED: Reaction(stage=Stage.PREPAYMENT_ONLY, places=True),
    EventKind.LIMIT_WITHDRAWN: Reaction(stage=Stage.PREPAYMENT_ONLY, places=True),
    EventKind.PAYMENT_DEFAULT: Reaction(stage=Stage.PREPAYMENT_ONLY, places=True),
    EventKind.ADVERSE_INFORMATION: Reaction(stage=Stage.PREPAYMENT_ONLY, places=True),
    EventKind.CREDIT_RECOVERED: Reaction(stage=Stage.WARN, asks=TaskKind.DECIDE_RELEASE, ends=True),
    EventKind.UNCLASSIFIED: Reaction(stage=Stage.WARN, asks=TaskKind.CLASSIFY_NOTICE, certain=False),
}

# A solvent company that winds up pays its debts; a ban on managing hits a person, not the company's account.
NO_CASE = frozenset({EventKind.SOLVENT_LIQUIDATION, EventKind.PERSON_SANCTION})


def places(kind: EventKind) -> bool:
    """Whether the event may raise or renew a block by itself."""
    return kind not in NO_CASE and REACTIONS[kind].places


def runs(kind: EventKind) -> bool:
    """Whether proceedings or measures are in force after this event."""
    return kind not in NO_CASE and (REACTIONS[kind].places or REACTIONS[kind].no_payouts)


def ends(kind: EventKind) -> bool:
    """Whether nothing goes on after this event, unless a new one comes."""
    return kind not in NO_CASE and REACTIONS[kind].ends
