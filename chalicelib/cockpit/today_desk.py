"""What lies on a person's desk today: messages, reviews, dates and new blocks of running cases."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from chalicelib.cockpit.overview import RUNNING, CaseRow, addresses, is_mine, rows, totals
from chalicelib.cockpit.visit import Visit
from chalicelib.model.alert import AlertState
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Money
from chalicelib.model.deadline import Severity
from chalicelib.model.lines import AlertLine, CaseLine, WorkLine
from chalicelib.store import lines

AHEAD = timedelta(days=14)
SOON = timedelta(days=7)
SHOWN = 6
_SEVERITIES = [Severity.FINAL, Severity.RECOVERABLE, Severity.INFORMATION]


class News(NamedTuple):
    """The messages of a case that nobody has answered, the most severe first; of no case when about a source."""

    alerts: tuple[AlertLine, ...]
    row: CaseRow | None

    @property
    def first(self) -> AlertLine:
        """The most severe one."""
        return self.alerts[0]

    @property
    def said(self) -> tuple[AlertLine, ...]:
        """Each of the news once, whoever else got it, too."""
        return tuple({one.news: one for one in reversed(self.alerts)}.values())[::-1]

    @property
    def since(self) -> datetime:
        """Since when the oldest of them waits."""
        return min(one.created_at for one in self.alerts)

    @property
    def failed(self) -> bool:
        """Whether any of the news has reached nobody."""
        reached = {one.news for one in self.alerts if one.state is not AlertState.FAILED}
        return any(one.news not in reached for one in self.alerts)


class Due(NamedTuple):
    """The most pressing date of a case, and how many more there are in it."""

    work: WorkLine
    row: CaseRow
    more: int = 0


@dataclass(frozen=True)
class Desk:
    """Everything, the most pressing first; each list whole, the template shows its beginning."""

    news: tuple[News, ...]
    reviews: tuple[CaseRow, ...]
    dues: tuple[Due, ...]
    due: int
    placed: tuple[CaseRow, ...]
    blocked: tuple[CaseRow, ...]
    soon: int
    late: int
    running: int
    shown: int = SHOWN

    @property
    def empty(self) -> bool:
        """Whether nothing asks for anything; new blocks are news, no work."""
        return not (self.news or self.reviews or self.dues)

    @property
    def blocked_amount(self) -> tuple[Money, ...]:
        """What the customers owe who are blocked."""
        return totals(self.blocked)

    @property
    def unanswered_amount(self) -> tuple[Money, ...]:
        """What is at stake in the cases whose news nobody has answered."""
        return totals(one.row for one in self.news if one.row)

    @property
    def review_amount(self) -> tuple[Money, ...]:
        """What is at stake where somebody has to say whether it is our customer."""
        return totals(self.reviews)


def desk(visit: Visit, *, mine: bool, shown: int = SHOWN) -> Desk:
    """What the visitor, or anybody, has to do; dates have titles as far as they are shown.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    today = visit.now.astimezone(visit.zone).date()
    with ThreadPoolExecutor(max_workers=4) as pool:
        told = pool.submit(lines.unanswered)
        dated = pool.submit(lines.work, today + AHEAD, visit.zone)
        states = pool.map(lines.cases, RUNNING)
        cases: list[CaseLine] = [one for some in states for one in some]
        found = rows(cases)
        alerts, work = told.result(), dated.result()
    made = arranged(visit, found, alerts, work, mine=mine)
    first = made.dues[:shown]
    titles = lines.titled([one.work for one in first])
    dues = (*(one._replace(work=work) for one, work in zip(first, titles, strict=True)), *made.dues[shown:])
    return replace(made, dues=dues, shown=shown)


def arranged(
    visit: Visit, found: Iterable[CaseRow], alerts: Iterable[AlertLine], work: Iterable[WorkLine], *, mine: bool
) -> Desk:
    """The desk from the running cases, the unanswered messages and the dates ahead."""
    by_id = {one.case.id: one for one in found}
    own = {key: one for key, one in by_id.items() if not mine or is_mine(one, visit)}
    today = visit.now.astimezone(visit.zone).date()
    dues = [Due(one, by_id[one.case_id]) for one in work if one.case_id in own or _is_given(one, by_id, visit, mine)]
    dues = [one for one in dues if not (one.work.is_event and one.work.safe_date < today)]
    active = [one for one in own.values() if one.block and one.block.active]
    return Desk(
        news=_news(alerts, by_id, own, visit, mine=mine),
        reviews=tuple(sorted((one for one in own.values() if one.case.state is CaseState.REVIEW), key=_by_amount)),
        dues=_one_a_case(sorted(dues, key=_by_severity)),
        due=len(dues),
        placed=tuple(sorted((one for one in active if _is_new(one, today, visit)), key=_by_amount)),
        blocked=tuple(one for one in active if one.block and one.block.stage is not Stage.WARN),
        soon=sum(today <= one.work.safe_date <= today + SOON for one in dues),
        late=sum(one.work.safe_date < today for one in dues),
        running=len(own),
    )


def _news(
    alerts: Iterable[AlertLine], by_id: dict[str, CaseRow], own: dict[str, CaseRow], visit: Visit, *, mine: bool
) -> tuple[News, ...]:
    """Messages by case or source; those of cases that are over ask for nothing any more."""
    theirs, told = addresses(visit), dict[str, list[AlertLine]]()
    for one in sorted(alerts, key=_by_weight):
        told.setdefault(one.case_id or one.subject, []).append(one)
    found = []
    for some in told.values():
        case_id, to_me = some[0].case_id, any(one.address.casefold() in theirs for one in some)
        if case_id in own or (case_id in by_id and to_me) or (case_id is None and (to_me or not mine)):
            found.append(News(tuple(some), by_id.get(case_id or "")))
    return tuple(sorted(found, key=_by_stake))


def _one_a_case(dues: Iterable[Due]) -> tuple[Due, ...]:
    """The first of each case, so that one with many does not push all others out of sight."""
    by_case: dict[str, list[Due]] = {}
    for one in dues:
        by_case.setdefault(one.work.case_id, []).append(one)
    return tuple(some[0]._replace(more=len(some) - 1) for some in by_case.values())


def _is_given(work: WorkLine, by_id: dict[str, CaseRow], visit: Visit, mine: bool) -> bool:
    """Whether it was given to the visitor in a case of somebody else."""
    hands = {one.casefold() for one in (work.owner, work.deputy) if one}
    return mine and work.case_id in by_id and visit.session.email.casefold() in hands


def _is_new(row: CaseRow, today: date, visit: Visit) -> bool:
    """Whether the block was placed since yesterday began."""
    since = datetime.combine(today - timedelta(days=1), time(0), visit.zone)
    return bool(row.block and row.block.since >= since)


def _by_stake(one: News) -> tuple[object, ...]:
    amount = one.row.largest if one.row else 0
    return _SEVERITIES.index(one.first.severity), -amount, one.since, one.first.id


def _by_weight(one: AlertLine) -> tuple[object, ...]:
    return _SEVERITIES.index(one.severity), one.created_at, one.id


def _by_amount(one: CaseRow) -> tuple[object, ...]:
    return -one.largest, one.case.opened_at, one.case.id


def _by_severity(one: Due) -> tuple[object, ...]:
    return _SEVERITIES.index(one.work.severity), one.work.safe_date, one.work.is_task, -one.row.largest, one.work.id
