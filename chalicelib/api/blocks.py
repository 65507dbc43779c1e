"""May this customer be delivered? The question an order system asks before goods leave."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import NotFoundError
from chalicelib.model.block import Block, Ground, Stage
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.record import Record
from chalicelib.model.source import SourceKind, SourceStatus
from chalicelib.store import blocks, sources

blueprint = Blueprint(__name__)
STATES_KEPT = timedelta(seconds=10)
"""For so long an answer goes by the sources' states that were read for another."""


class Coverage(Record):
    """How far the registers have been read, so that 'not blocked' can be weighed."""

    checked_through: datetime | None = Field(
        description="every enabled register is read up to here; null when one was never read"
    )
    sources_late: tuple[str, ...] = Field(description="registers that are late, failing or suspicious")
    bureaus_late: tuple[str, ...] = Field(description="credit bureaus that are late, failing or suspicious")


class BlockReason(Record):
    """One active block; a customer may have several, from several proceedings."""

    case_id: str
    stage: Stage
    no_payouts: bool
    ground: Ground
    since: datetime
    notice_id: str
    may_release: str = Field(description="role that may release it: clerk or manager")


class BlockAnswer(Coverage):
    """What is allowed for one customer at this moment."""

    customer_number: str
    blocked: bool = Field(description="true from stage prepayment_only on; a warning alone does not block")
    stage: Stage | None = Field(description="the severest of the active blocks; null when there is none")
    no_payouts: bool = Field(description="credit notes and refunds must not be paid out to the customer")
    reasons: tuple[BlockReason, ...]
    answered_at: datetime


class BlockQuery(Record):
    """Up to 100 customer numbers; doubles are answered once."""

    customer_numbers: tuple[CustomerNumber, ...] = Field(
        min_length=1, max_length=100, examples=[["104711", "104712", "999999"]]
    )


class BlockAnswers(Coverage):
    """An answer for each known number. A number in `unknown` is not 'not blocked'."""

    answers: tuple[BlockAnswer, ...]
    unknown: tuple[str, ...]
    answered_at: datetime


@endpoint(
    blueprint,
    "GET /v1/customers/{number}/block",
    scopes=(Scope.BLOCKS_READ,),
    answer=BlockAnswer,
    problems=(404, 503),
)
def get_block(number: str) -> BlockAnswer:
    """May this customer be delivered?

    An unknown customer is answered 404, an unreachable table 503. Neither means 'not blocked': hold the order.
    """
    standing = blocks.standing(number)
    if standing is None:
        raise NotFoundError(f"no customer {number!r}; this does not mean 'not blocked'")
    now = clock.now()
    return answer_for(number, standing.blocks, covered(now), now)


@endpoint(
    blueprint,
    "POST /v1/blocks/query",
    scopes=(Scope.BLOCKS_READ,),
    answer=BlockAnswers,
    body=BlockQuery,
    problems=(422, 503),
)
def query_blocks(body: BlockQuery) -> BlockAnswers:
    """May these customers be delivered? Up to 100 in one question.

    Numbers that are not known stand under `unknown` and are not to be read as 'not blocked'.
    """
    numbers, now = tuple(dict.fromkeys(body.customer_numbers)), clock.now()
    return answers_for(numbers, blocks.standings(numbers), covered(now), now)


def answers_for(
    numbers: Sequence[str], standings: dict[str, blocks.Standing | None], covered: Coverage, now: datetime
) -> BlockAnswers:
    """Answers in the order of the question, and the numbers that nobody knows."""
    known = {number: standing for number in numbers if (standing := standings.get(number)) is not None}
    return BlockAnswers(
        answers=tuple(answer_for(number, standing.blocks, covered, now) for number, standing in known.items()),
        unknown=tuple(number for number in numbers if number not in known),
        checked_through=covered.checked_through,
        sources_late=covered.sources_late,
        bureaus_late=covered.bureaus_late,
        answered_at=now,
    )


def answer_for(number: str, placed: Iterable[Block], covered: Coverage, now: datetime) -> BlockAnswer:
    """The answer that follows from the customer's blocks; released ones do not count."""
    active = sorted((block for block in placed if block.active), key=lambda block: (-block.stage.rank, block.since))
    stage = active[0].stage if active else None
    return BlockAnswer(
        customer_number=number,
        blocked=stage is not None and stage.rank >= Stage.PREPAYMENT_ONLY.rank,
        stage=stage,
        no_payouts=any(block.no_payouts for block in active),
        reasons=tuple(_reason(block) for block in active),
        checked_through=covered.checked_through,
        sources_late=covered.sources_late,
        bureaus_late=covered.bureaus_late,
        answered_at=now,
    )


class _Kept:
    """The sources' states as this process read them last."""

    statuses: tuple[SourceStatus, ...] = ()
    until: datetime | None = None


def covered(now: datetime) -> Coverage:
    """Coverage by states at most ten seconds old: sources are read by the minute, blocks are asked for by the second.

    Raises:
        StoreUnreachableError: the states must be read, and the table does not answer.
    """
    if _Kept.until is None or not now < _Kept.until <= now + STATES_KEPT:
        _Kept.statuses, _Kept.until = sources.statuses(), now + STATES_KEPT
    return coverage(_Kept.statuses, now)


def forget() -> None:
    """Lets the next answer read the sources' states anew."""
    _Kept.until = None


def coverage(statuses: Iterable[SourceStatus], now: datetime) -> Coverage:
    """Coverage over the enabled registers: as old as the oldest of them, unknown when one was never read.

    Who was not read in time is late, whether or not the regular check still runs and says so.
    What bureaus deliver comes besides: one that is not well is named, and makes nobody's register older or unknown.
    """
    enabled = [status for status in statuses if not status.off]
    read_up_to = [status.checked_through for status in enabled if status.kind == "register"]
    known = [moment for moment in read_up_to if moment is not None]
    return Coverage(
        checked_through=min(known) if known and len(known) == len(read_up_to) else None,
        sources_late=_not_well(enabled, "register", now),
        bureaus_late=_not_well(enabled, "bureau", now),
    )


def _not_well(statuses: Iterable[SourceStatus], kind: SourceKind, now: datetime) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in statuses if one.kind == kind and not one.is_well(now)))


def _reason(block: Block) -> BlockReason:
    return BlockReason(
        case_id=block.case_id,
        stage=block.stage,
        no_payouts=block.no_payouts,
        ground=block.ground,
        since=block.since,
        notice_id=block.notice_id,
        may_release=block.may_release,
    )
