"""What all payloads tell, each thing once: read in full where a customer may be meant, folded away otherwise."""

from collections import defaultdict
from collections.abc import Iterator

from chalicelib.backtesting.people import People
from chalicelib.backtesting.told import Place, ToldAnswer, ToldEvent, ToldNotice, folded, unfolded
from chalicelib.model.backtest import Covered, UnreadPayload
from chalicelib.model.notice import InsolvencyNotice, publication_of
from chalicelib.model.thresholds import Thresholds

_NOBODY = frozenset[str]()


class Gathered:
    """What was told. A notice that several payloads hold is taken from the one that was fetched first."""

    def __init__(self, people: People, limits: Thresholds) -> None:
        self.people, self.limits = people, limits
        self.unread: list[UnreadPayload] = []
        self.sources: list[Covered] = []
        self._answers: dict[str, ToldAnswer] = {}
        self._events: dict[str, ToldEvent] = {}
        self._close: dict[str, ToldNotice] = {}
        self._far: dict[str, tuple[Place, bytes]] = {}
        self._far_by: defaultdict[str, list[str]] = defaultdict(list)

    @property
    def notices(self) -> int:
        """How many different publications, events and answers were read."""
        return self.publications + len(self._events) + len(self._answers)

    @property
    def publications(self) -> int:
        """How many different publications were read."""
        return len(self._close) + len(self._far)

    def add_notice(self, notice: InsolvencyNotice, place: Place) -> None:
        """Takes a notice in; a repetition is dropped, because days are read in their order."""
        if notice.id in self._close or notice.id in self._far:
            return
        worth = self.people.worth_comparing(notice, self.limits)
        if worth:
            self._close[notice.id] = ToldNotice(notice, place, worth)
            return
        self._far[notice.id] = (place, folded(notice))
        for name in _belongs_to(notice):
            self._far_by[name].append(notice.id)

    def add_event(self, told: ToldEvent) -> None:
        """Takes a bureau's word in, once however many portfolios it came through."""
        self._events.setdefault(told.event.id, told)

    def add_answer(self, told: ToldAnswer) -> None:
        """Takes the answer to a check in; one that came later, and was pending before, replaces what said so."""
        self._answers[told.inquiry.id] = told

    @property
    def answers(self) -> tuple[ToldAnswer, ...]:
        """What bureaus answered to checks."""
        return tuple(self._answers.values())

    @property
    def events(self) -> tuple[ToldEvent, ...]:
        """Bureaus' words about somebody."""
        return tuple(self._events.values())

    def of_interest(self) -> tuple[ToldNotice, ...]:
        """The notices that some customer may be meant by, and all others of the same proceedings."""
        found = dict(self._close)
        waiting = list(found.values())
        while waiting:
            waiting = list(self._continuing(waiting.pop().notice, found)) + waiting
        return tuple(found.values())

    def _continuing(self, notice: InsolvencyNotice, found: dict[str, ToldNotice]) -> Iterator[ToldNotice]:
        for name in (notice.proceedings_id, notice.id, publication_of(notice.id)):
            for number in self._far_by.get(name, ()):
                if number not in found:
                    place, content = self._far[number]
                    found[number] = ToldNotice(unfolded(content), place, _NOBODY)
                    yield found[number]


def _belongs_to(notice: InsolvencyNotice) -> set[str]:
    """The proceedings, and the notices that it takes back or replaces."""
    earlier = filter(None, (notice.cancels, notice.corrects))
    return {notice.proceedings_id, *(f"{notice.source}:{one}" for one in earlier)}
