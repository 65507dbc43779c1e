"""Cases in memory: what the matching steps and the bureaus' step would have decided, notice by notice.

Mirrors functions/match_notices, functions/matching_step and functions/apply_credit_events without their tables.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from chalicelib import decide, settling
from chalicelib.backtesting.people import People
from chalicelib.backtesting.told import ToldEvent, ToldNotice
from chalicelib.deciding import credit, meeting
from chalicelib.deciding.casework import case_id
from chalicelib.deciding.occasion import Occasion
from chalicelib.matching.judge import judge, share
from chalicelib.matching.thresholds import applied
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import CreditEvent, CreditFile, Subject
from chalicelib.model.customer import Customer
from chalicelib.model.decision import Decision
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import EventKind, InsolvencyNotice, publication_of
from chalicelib.model.thresholds import Thresholds


class Step(NamedTuple):
    """One decision of the replay."""

    at: datetime
    decision: Decision


class About(NamedTuple):
    """A customer that a bureau's event is about, as it is known there."""

    customer: Customer
    known: CreditFile
    subject: Subject | None


class Replay:
    """Cases by id, and the decisions that led to them, in the order in which things were taken."""

    def __init__(
        self, people: People, limits: Thresholds, occasion_of: Callable[[Customer, datetime], Occasion]
    ) -> None:
        self._people, self._limits, self._occasion_of = people, limits, occasion_of
        self.files: dict[str, CaseFile] = {}
        self.steps: defaultdict[str, list[Step]] = defaultdict(list)
        self._following: defaultdict[str, set[str]] = defaultdict(set)
        self._moved_by: defaultdict[str, set[str]] = defaultdict(set)
        self._withdrawn: set[str] = set()

    def take_notice(self, told: ToldNotice) -> bool:
        """Whether anything followed for any customer."""
        notice = told.notice
        if notice.takes_back:
            self._withdrawn.add(f"{notice.source}:{notice.takes_back}")
        if {notice.id, publication_of(notice.id)} & self._withdrawn:
            return False
        files = self._continued(notice)
        of_cases = {file.case.customer_number for file in files}
        known = self._judged(notice, told.worth | of_cases, told.place.seen_at)
        decided = [
            self._settle(told, *known[file.case.customer_number], file=file)
            for file in files
            if file.case.customer_number in known
        ]
        for number in sorted(known.keys() - of_cases):
            if notice.event_kind is EventKind.CANCELLATION:
                decided += self._ask_about_cases(told, *known[number])
            else:
                decided.append(self._settle(told, *known[number]))
        return any(decided)

    def take_event(self, told: ToldEvent, about: Iterable[About]) -> bool:
        """Whether anything followed for any customer that the event is about."""
        decided = [self._settle_event(told, one) for one in about]
        return any(decided)

    def _judged(
        self, notice: InsolvencyNotice, numbers: frozenset[str] | set[str], now: datetime
    ) -> dict[str, tuple[Customer, Match]]:
        known = self._people.get_many(numbers)
        matches = share([judge(customer, notice, now) for _, customer in sorted(known.items())])
        return {match.customer_number: (known[match.customer_number], match) for match in matches}

    def _continued(self, notice: InsolvencyNotice) -> list[CaseFile]:
        ids = set(self._following[notice.proceedings_id])
        for earlier in filter(None, (notice.cancels, notice.corrects)):
            ids |= self._moved_by[f"{notice.source}:{earlier}"]
        return [self.files[one] for one in sorted(ids)]

    def _of_customer(self, number: str) -> list[Case]:
        """The customer's cases that have a block, active or released; others cannot be found."""
        files = (file for file in self.files.values() if file.block and file.case.customer_number == number)
        return sorted((file.case for file in files), key=lambda case: case.opened_at)

    def _ask_about_cases(self, told: ToldNotice, customer: Customer, found: Match) -> list[bool]:
        if found.result is MatchResult.NEGATIVE:
            return []
        running = {CaseState.OPEN, CaseState.REVIEW}
        cases = [
            case
            for case in self._of_customer(customer.number)
            if case.source == told.notice.source and case.state in running
        ]
        return [self._settle(told, customer, found, file=self.files[case.id]) for case in cases]

    def _settle(self, told: ToldNotice, customer: Customer, match: Match, *, file: CaseFile | None = None) -> bool:
        notice, now = told.notice, told.place.seen_at
        file = file or self.files.get(case_id(customer, notice))
        if file is None:
            if applied(match, self._limits).result is MatchResult.NEGATIVE:
                return False
            found = settling.met(notice, match, self._of_customer(customer.number))
            file = self.files[found.id] if found else None
        _, decision = settling.settled(file, match, notice, self._occasion_of(customer, now), self._limits)
        return self._record(decision, now)

    def _settle_event(self, told: ToldEvent, about: About) -> bool:
        """As functions/apply_credit_events: what the index became later was not known then."""
        customer, now = about.customer, told.place.seen_at
        history = tuple(one for one in about.known.history if one.on <= now.date())
        known = about.known.model_copy(update={"history": history})
        if credit.overcome(told.event, known):
            return False
        event: CreditEvent = credit.compared(told.event, known)
        kind = credit.kind_of(event)
        if kind is None:
            return False
        notice = credit.notice_of(event, kind, customer)
        cases = self._of_customer(customer.number)
        moved = self._moved_by[notice.id]
        going_on = next((one for one in cases if one.id in moved), None) or meeting.continued(notice, cases)
        if meeting.dismissed_before(notice, cases):
            event = event.model_copy(update={"certain": False})
        file = self.files[going_on.id] if going_on else None
        return self._record(decide.on_credit_event(file, event, about.subject, self._occasion_of(customer, now)), now)

    def _record(self, decision: Decision | None, now: datetime) -> bool:
        if decision is None:
            return False
        case = decision.case
        before = self.files.get(case.id)
        self.files[case.id] = _filed(decision, before)
        self.steps[case.id].append(Step(now, decision))
        followed = {decision.follows} if decision.follows else set()
        followed |= set() if before else {case.proceedings_id}
        for one in followed:
            self._following[one].add(case.id)
        for entry in decision.entries:
            if entry.notice_id:
                self._moved_by[entry.notice_id].add(case.id)
        return True


def _filed(decision: Decision, before: CaseFile | None) -> CaseFile:
    """The case file after the decision was written."""
    tasks = {one.id: one for one in (*(before.tasks if before else ()), *decision.tasks)}
    deadlines = {one.id: one for one in (*(before.deadlines if before else ()), *decision.deadlines)}
    return CaseFile(
        case=decision.case,
        block=decision.block or (before.block if before else None),
        entries=(*(before.entries if before else ()), *decision.entries),
        tasks=tuple(tasks.values()),
        deadlines=tuple(deadlines.values()),
    )
