"""What other thresholds would have done to the past: reckoned from stored matches and near misses."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from chalicelib.deciding.reactions import NO_CASE, REACTIONS
from chalicelib.deciding.stages import SOFT_RULES
from chalicelib.matching.thresholds import judged_again, near_miss_asked
from chalicelib.model.case import Case, CaseState
from chalicelib.model.customer import Customer
from chalicelib.model.match import MatchResult
from chalicelib.model.thresholds import Thresholds
from chalicelib.model.watched import NearMiss, WatchedDay
from chalicelib.store import cases, customers, sources, watch_list

Outcome = Literal["blocked", "reviewed", "dropped"]
OUTCOMES: tuple[Outcome, ...] = ("blocked", "reviewed", "dropped")
LOOKED_BACK = timedelta(days=365)
SHOWN = 100
_READERS = 8


class Moved(NamedTuple):
    """A case that other thresholds would have decided otherwise."""

    case: Case
    before: Outcome
    after: Outcome


class Asked(NamedTuple):
    """A near miss that would have gone to a person, with its customer's name as far as the customer is still there."""

    miss: NearMiss
    name: str | None


class Effect(NamedTuple):
    """Both counts over the same cases, the cases that differ, and what the near misses say."""

    now: Mapping[Outcome, int]
    then: Mapping[Outcome, int]
    moved: tuple[Moved, ...]
    untouched: int
    """Cases that began with a bureau's word or by hand: no threshold decides about them."""
    asked: tuple[Asked, ...]
    kept: int
    """Near misses that are kept one by one."""
    pairs: int
    """Near misses that were counted."""
    since: datetime


def effect(now: Thresholds, then: Thresholds, moment: datetime) -> Effect:
    """What the new thresholds would have done to the notices of the last twelve months."""
    since = moment - LOOKED_BACK
    with ThreadPoolExecutor(max_workers=_READERS) as pool:
        lists = pool.map(lambda state: list(_cases(state, since)), CaseState)
        watched = pool.map(lambda name: list(_watched(name, moment)), _registers())
        found = [one for some in lists for one in some if one.opened_at >= since]
        days = [one for some in watched for one in some]
    asked = [one for day in days for one in day.examples if _newly_asked(one, now, then)]
    known = customers.get_many({one.customer_number for one in asked[:SHOWN]})
    return reckoned(found, days, [Asked(one, _name(known.get(one.customer_number))) for one in asked], now, then, since)


def reckoned(
    found: Iterable[Case],
    days: Iterable[WatchedDay],
    asked: Iterable[Asked],
    now: Thresholds,
    then: Thresholds,
    since: datetime,
) -> Effect:
    """The effect on these cases and near misses."""
    found, days = tuple(found), tuple(days)
    judged = [one for one in found if by_rules(one)]
    pairs = [Moved(one, outcome(one, now), outcome(one, then)) for one in judged]
    before, after = Counter(one.before for one in pairs), Counter(one.after for one in pairs)
    moved = sorted((one for one in pairs if one.before != one.after), key=lambda one: one.case.opened_at, reverse=True)
    return Effect(
        {name: before[name] for name in OUTCOMES},
        {name: after[name] for name in OUTCOMES},
        tuple(moved),
        len(found) - len(judged),
        tuple(asked),
        sum(len(one.examples) for one in days),
        sum(one.pairs for one in days),
        since,
    )


def by_rules(case: Case) -> bool:
    """Whether our own rules compared the two; they write their version and that of the weights."""
    return "/" in case.match.version and bool(case.notices)


def outcome(case: Case, thresholds: Thresholds) -> Outcome:
    """What the case's notice would have led to."""
    result = judged_again(case.match, thresholds)
    if result is MatchResult.NEGATIVE:
        return "dropped"
    kind = case.notices[0].event_kind
    certain = kind not in NO_CASE and REACTIONS[kind].certain and case.match.rule not in SOFT_RULES
    return "blocked" if result is MatchResult.POSITIVE and certain else "reviewed"


def _newly_asked(one: NearMiss, now: Thresholds, then: Thresholds) -> bool:
    return near_miss_asked(one.rule, one.score, then) and not near_miss_asked(one.rule, one.score, now)


def _cases(state: CaseState, since: datetime) -> Iterator[Case]:
    """Cases of a state; of those that are over what was changed since then, as nothing else can have begun since."""
    return cases.all_in(state, since if state.over else None)


def _registers() -> list[str]:
    return [one.name for one in sources.statuses() if one.kind == "register"]


def _watched(name: str, moment: datetime) -> Iterator[WatchedDay]:
    today = moment.date()
    yield from watch_list.days(name, today - LOOKED_BACK, today + timedelta(days=1))


def _name(customer: Customer | None) -> str | None:
    return customer.name if customer else None
