"""What every run that tells people needs: our people, the plan, the time, and the cases as they are read."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib import channels
from chalicelib.deadlines import zone_of
from chalicelib.errors import InsolvencyWatchError, InvalidInputError
from chalicelib.model.alert import Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer
from chalicelib.model.people import Organisation
from chalicelib.model.reminder_plan import ReminderPlan
from chalicelib.reminding.dues import Due, of_case
from chalicelib.reminding.escalation import Waits, waits_of
from chalicelib.reminding.readers import Reader, readers, readers_of
from chalicelib.store import cases, customers, people, reminder_plans, rounds
from functions.entry import count, logger

Enough = Callable[[], bool]
"""Whether a part of a run has had its share of the time."""


def never() -> bool:
    """There is time for all."""
    return False


@dataclass(frozen=True)
class Office:
    """Who we are and when it is; customers are read once a run."""

    firm: Organisation
    audience: Audience
    plan: ReminderPlan
    now: datetime
    _customers: dict[str, Customer | None] = field(default_factory=dict)

    @property
    def waits(self) -> Waits:
        """How long an answer may take, as the admin has set it."""
        return waits_of(self.plan)

    def zone(self, case: Case | None) -> ZoneInfo:
        """The clock of the case's court."""
        return zone_of(case.country if case else None)

    def today(self, case: Case) -> date:
        """The day it is at the case's court."""
        return self.now.astimezone(self.zone(case)).date()

    def dues(self, file: CaseFile) -> tuple[Due, ...]:
        """What is still to be done in the case."""
        return of_case(file.case, file.deadlines, file.tasks, self.zone(file.case))

    def readers(self, case: Case, due: Due | None = None) -> tuple[Reader, ...]:
        """Who is told of the case; who has to do the thing hears of it, too."""
        found = readers_of(case, self._customer(case.customer_number), self.firm, self.audience)
        if due is None or due.owner is None:
            return found
        return readers([Recipient(address=due.owner), *(one.recipient for one in found)], self.firm)

    def _customer(self, number: str) -> Customer | None:
        if number not in self._customers:
            self._customers[number] = customers.get(number)
        return self._customers[number]


def opened(now: datetime) -> Office:
    """The office at this moment. A plan that cannot be used stops no reminder: the defaults apply, and it is told."""
    plan = ReminderPlan()
    try:
        plan = reminder_plans.get()
    except InvalidInputError as error:
        logger.error("the reminder plan cannot be used; defaults apply", reason=str(error))
        count("ReminderPlanInvalid")
    return Office(people.organisation(), channels.audience(), plan, now)


def all_cases(*states: CaseState) -> Iterator[Case]:
    """The cases in these states."""
    for state in states:
        page = cases.listing(state, limit=200)
        yield from page.cases
        while page.next:
            page = cases.listing(state, after=page.next, limit=200)
            yield from page.cases


def in_turn(name: str, ids: Iterable[str], enough: Enough) -> Iterator[str]:
    """The ids, beginning behind the one at which the last run found that it was enough; at least one."""
    begun, ordered = rounds.place(name), sorted(ids)
    turn = [*(one for one in ordered if one > begun), *(one for one in ordered if one <= begun)]
    last = ""
    for done, one in enumerate(turn):
        if done and enough():
            last = turn[done - 1]
            logger.warning("goes on in the next run", round=name, left=len(turn) - done)
            break
        yield one
    if last != begun:
        rounds.put_place(name, last)


@contextmanager
def alone(what: str, about: str) -> Iterator[None]:
    """Lets one case's trouble stop no other; what another attempt heals, such as a store that is down, stops all.

    Raises:
        InsolvencyWatchError: a retryable one: the run is tried again as a whole.
    """
    try:
        yield
    except InsolvencyWatchError as error:
        if error.retryable:
            raise
        logger.error(f"{what} failed", about=about, reason=type(error).__name__)
        count("RemindersFailed")
