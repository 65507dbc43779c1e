"""A backtest from end to end: everything told, taken twice, and held against the cases that were really opened.

Taken by day of publication it says how each case stands at the end; taken as it arrived it says when its block would
have been set and who would have been told. Both must end alike: the order of arrival does not matter.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from chalicelib.backtesting import hits
from chalicelib.backtesting.gathered import Gathered
from chalicelib.backtesting.people import People
from chalicelib.backtesting.replaying import About, Replay
from chalicelib.backtesting.told import Place, ToldEvent, ToldNotice
from chalicelib.deciding import credit as rules
from chalicelib.deciding.occasion import Occasion
from chalicelib.model.backtest import Backtest
from chalicelib.model.credit import CreditEvent, IndexValue
from chalicelib.model.customer import Customer
from chalicelib.store import credit, notices

Told = ToldNotice | ToldEvent
OccasionOf = Callable[[Customer, datetime], Occasion]


def backtest(gathered: Gathered, since: date, until: date, occasion_of: OccasionOf) -> Backtest:
    """What would have been caught."""
    events = (*gathered.events, *_of_answers(gathered))
    told: list[Told] = [*_first_seen(gathered.of_interest()), *events]
    about = {one.event.id: _about(one.event, gathered.people) for one in told if isinstance(one, ToldEvent)}
    in_order, _ = _replayed(gathered, sorted(told, key=_by_publication), about, occasion_of)
    arrived, moved = _replayed(gathered, sorted(told, key=_by_arrival), about, occasion_of)
    seen = {(one.notice.id if isinstance(one, ToldNotice) else one.event.id): one.place.seen_at for one in told}
    found = hits.caught(in_order, arrived, seen, gathered.people)
    return Backtest(
        since=since,
        until=until,
        customers=len(gathered.people.index.numbers),
        payloads=sum(one.payloads for one in gathered.sources),
        unread=tuple(gathered.unread),
        notices=gathered.publications + len(events),
        hits_by_stage=hits.by_stage(found),
        review=hits.in_review(found),
        nothing=gathered.publications + len(events) - moved,
        sources=tuple(gathered.sources),
        caught=found,
    )


def _first_seen(told: tuple[ToldNotice, ...]) -> list[ToldNotice]:
    """The notices, each at the moment when it was first fetched.

    The same bytes fetched again on the same day are one payload with the later hour; a notice that is still stored
    knows the earlier one.
    """
    known = notices.get_many(one.notice.id for one in told)
    fetched = {number: notice.fetched_at for number, notice in known.items()}
    return [_seen_at(one, fetched.get(one.notice.id)) for one in told]


def _seen_at(told: ToldNotice, fetched_at: datetime | None) -> ToldNotice:
    if fetched_at is None or fetched_at >= told.place.seen_at:
        return told
    return replace(told, place=told.place._replace(seen_at=fetched_at))


def _replayed(
    gathered: Gathered, told: Iterable[Told], about: dict[str, list[About]], occasion_of: OccasionOf
) -> tuple[Replay, int]:
    """The replay, and from how many of the things told anything followed."""
    replay = Replay(gathered.people, gathered.limits, occasion_of)
    moved = 0
    for one in told:
        if isinstance(one, ToldNotice):
            moved += replay.take_notice(one)
        else:
            moved += replay.take_event(one, about[one.event.id])
    return replay, moved


def _by_publication(told: Told) -> tuple[date, int, datetime, int]:
    day = told.notice.publication_date if isinstance(told, ToldNotice) else told.event.on
    return (day, *told.place)


def _by_arrival(told: Told) -> tuple[datetime, int, int]:
    place: Place = told.place
    return (place.seen_at, place.position, place.line)


def _about(event: CreditEvent, people: People) -> list[About]:
    """The customers an event is about; a file's customers are not known at a bureau."""
    if not people.kept_here:
        return []
    linked = credit.customers_of(event.bureau, event.subject_id) if event.subject_id else ()
    numbers = (event.customer_number,) if event.customer_number else linked
    found = []
    for number, customer in sorted(people.get_many(numbers).items()):
        known = credit.file_of(number)
        found.append(About(customer, known, known.subject(event.bureau) if event.subject_id else None))
    return found


def _of_answers(gathered: Gathered) -> list[ToldEvent]:
    """What the answers to checks tell, each customer's in the order in which they came."""
    last: dict[tuple[str, str], IndexValue] = {}
    events = []
    for told in sorted(gathered.answers, key=lambda one: one.place):
        inquiry = told.inquiry
        customer = gathered.people.get_many([inquiry.customer_number]).get(inquiry.customer_number)
        if customer is None:
            continue
        key = (inquiry.bureau, customer.number)
        found = rules.events_of(inquiry, customer, last.get(key))
        events += [ToldEvent(one, told.place._replace(line=line)) for line, one in enumerate(found)]
        if inquiry.answer.index:
            last[key] = inquiry.answer.index
    return events
