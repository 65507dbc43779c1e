"""A country's rules at work: every rule is asked once about the plausible facts."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from chalicelib.deadlines.date_order import RULES as DATE_ORDER
from chalicelib.deadlines.eu import RULES as UNION_RULES
from chalicelib.deadlines.holiday_sets import HolidaySet
from chalicelib.deadlines.plausibility import plausible, questions_about
from chalicelib.deadlines.reckoning import Reckoning, Rule
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DateQuestion, Deadline, Dues


class CountryRules(Protocol):
    """What a country's file offers."""

    ZONE: str
    RULES: tuple[Rule, ...]

    def holidays_of(self, facts: CaseFacts, /) -> HolidaySet:
        """Days off where the acts are due."""

    def place_of(self, facts: CaseFacts, /) -> dict[str, str]:
        """What decided about the days off, as inputs of every counted date."""


def dues(facts: CaseFacts, country: CountryRules, now: datetime) -> Dues:
    """Deadlines in the order of their safe dates, and questions; each once."""
    kept, odd = plausible(facts)
    reckoning = Reckoning(
        facts=kept,
        now=now,
        today=now.astimezone(ZoneInfo(country.ZONE)).date(),
        holidays=country.holidays_of(kept),
        place=tuple(country.place_of(kept).items()),
    )
    found = [one for rule in (*country.RULES, *UNION_RULES, *DATE_ORDER) for one in rule(reckoning)]
    deadlines = {one.id: one for one in found if isinstance(one, Deadline)}
    questions = [*questions_about(reckoning, odd), *(one for one in found if isinstance(one, DateQuestion))]
    return Dues(
        deadlines=tuple(
            sorted(deadlines.values(), key=lambda one: (one.safe_date is None, str(one.safe_date), one.kind))
        ),
        questions=tuple({one.id: one for one in questions}.values()),
    )
