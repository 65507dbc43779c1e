"""The replayed cases as answers: when each was caught, at what stage it stands, and how it really went."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib.backtesting.people import People
from chalicelib.backtesting.replaying import Replay, Step
from chalicelib.model.backtest import Caught, RealCase, SeenNotice
from chalicelib.model.block import Block, Stage
from chalicelib.model.case import Case, CaseState, NoticeInCase
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer
from chalicelib.model.match import MatchResult
from chalicelib.store import cases, customers

_TAKEN_BACK = "taken back"


def caught(in_order: Replay, arrived: Replay, seen: Mapping[str, datetime], people: People) -> tuple[Caught, ...]:
    """One answer per customer and proceedings, strictest stage first.

    A case has its id from the notice that opened it, which another order may change; its notices tell which is which.
    """
    found = []
    for file in in_order.files.values():
        twin = _twin(file.case, arrived)
        customer = people.get_many([file.case.customer_number])[file.case.customer_number]
        found.append(_one(file, twin, arrived.steps[twin.case.id] if twin else [], seen, customer, people))
    return tuple(sorted(found, key=lambda one: (-_rank(one.stage), one.state, one.customer_number, one.first.seen_at)))


def by_stage(found: Iterable[Caught]) -> dict[str, int]:
    """How many cases that need no person's word stand at which stage; those without a block were taken back."""
    counted = Counter(one.stage or _TAKEN_BACK for one in found if one.state is not CaseState.REVIEW)
    return {str(stage): counted[stage] for stage in [*reversed(Stage), _TAKEN_BACK] if counted[stage]}


def in_review(found: Iterable[Caught]) -> int:
    """How many cases a person would have had to look at."""
    return sum(one.state is CaseState.REVIEW for one in found)


def _one(
    file: CaseFile,
    twin: CaseFile | None,
    steps: list[Step],
    seen: Mapping[str, datetime],
    who: Customer,
    people: People,
) -> Caught:
    case, match = file.case, file.case.match
    first = next((one for one in steps if _stage(one.decision.block)), None)
    blocked_at = first.at if first else None
    real = _real(case)
    told = {_told(alert.channel, alert.recipient.address) for one in steps for alert in one.decision.alerts}
    return Caught(
        customer_number=case.customer_number,
        customer_name=case.customer_name,
        remark=_remark(who, case, seen, people),
        state=case.state,
        stage=_stage(file.block),
        first_stage=_stage(first.decision.block) if first else None,
        blocked_at=blocked_at,
        debtor_name=case.debtor_name,
        country=case.country,
        court=case.court,
        case_number=case.case_number,
        event_kind=case.event_kind,
        score=match.score,
        rule=match.rule,
        evidence=tuple(one.sentence_en for one in match.evidence),
        notices=tuple(_seen(one, seen) for one in _counted(case)),
        told=tuple(sorted(told)),
        alerts=sum(len(one.decision.alerts) for one in steps),
        real=real,
        days_earlier=_days(blocked_at, real),
        depends_on_order=_standing(twin) != _standing(file),
    )


def _standing(file: CaseFile | None) -> tuple[CaseState, Stage | None]:
    """How a case stands; one whose cancellation was seen first was never opened, and stands like one that is closed."""
    return (file.case.state, _stage(file.block)) if file else (CaseState.CLOSED, None)


def _twin(case: Case, other: Replay) -> CaseFile | None:
    wanted = {one.notice_id for one in case.notices}
    same = (file for file in other.files.values() if file.case.customer_number == case.customer_number)
    shared = [(len(wanted & {one.notice_id for one in file.case.notices}), file) for file in same]
    best = max(shared, key=lambda one: one[0], default=(0, None))
    return best[1] if best[0] else None


def _counted(case: Case) -> list[NoticeInCase]:
    """Notices about the customer, those that stand first, each by its day."""
    ours = (one for one in case.notices if one.result is not MatchResult.NEGATIVE)
    return sorted(ours, key=lambda one: (one.withdrawn_by is not None, one.publication_date, one.notice_id))


def _seen(notice: NoticeInCase, seen: Mapping[str, datetime]) -> SeenNotice:
    return SeenNotice(
        notice_id=notice.notice_id,
        source=notice.notice_id.partition(":")[0],
        kind=notice.event_kind,
        publication_date=notice.publication_date,
        seen_at=seen[notice.notice_id],
    )


def _remark(who: Customer, case: Case, seen: Mapping[str, datetime], people: People) -> str | None:
    if not people.kept_here:
        return None if customers.get(who.number) else "not a customer here"
    first = min((seen[one.notice_id] for one in case.notices), default=None)
    if first and who.updated_at > first:
        return f"the customer's record was written on {who.updated_at:%Y-%m-%d}, after the notice was seen"
    return None


def _real(case: Case) -> RealCase | None:
    """The case that was really opened; that of a namesake's number would share no notice and no proceedings."""
    wanted = {one.notice_id for one in case.notices}
    for one in cases.of_customer(case.customer_number):
        if one.proceedings_id == case.proceedings_id or wanted & {notice.notice_id for notice in one.notices}:
            file = cases.get(one.id)
            block = file.block if file else None
            return RealCase(
                case_id=one.id,
                state=one.state,
                stage=_stage(block),
                opened_at=one.opened_at,
                blocked_at=block.since if block else None,
            )
    return None


def _days(blocked_at: datetime | None, real: RealCase | None) -> int | None:
    if blocked_at is None or real is None or real.blocked_at is None:
        return None
    return (real.blocked_at.date() - blocked_at.date()).days


def _stage(block: Block | None) -> Stage | None:
    return block.stage if block and block.active else None


def _rank(stage: Stage | None) -> int:
    return stage.rank if stage else -1


def _told(channel: str, address: str) -> str:
    return address if channel == address else f"{channel}: {address}"
