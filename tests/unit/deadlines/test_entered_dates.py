"""A date that was not read from the notice is entered by a person; what a notice states goes first."""

from datetime import date
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.deadlines import deadlines_of
from chalicelib.deciding import facts
from chalicelib.errors import InvalidInputError
from chalicelib.model.case_facts import facts_of_case
from chalicelib.model.deadline import DeadlineKind
from chalicelib.model.entered import EnteredDates
from tests.builders import NOW, a_match, a_notice, an_occasion, filed


def claim_filing(entered: EnteredDates, **printed: Any) -> date | None:
    """The last day for lodging."""
    case = filed(decide.on_match(a_match(), a_notice(**printed), an_occasion())).case
    found = deadlines_of(facts_of_case(case, "DE", entered=entered), NOW).deadlines
    return next(one.final_date for one in found if one.kind is DeadlineKind.CLAIM_FILING)


def test_what_a_person_entered_stands_where_the_notice_is_silent() -> None:
    said = EnteredDates(opening_date=date(2026, 3, 1), claim_deadline=date(2026, 4, 28))
    assert claim_filing(said) == date(2026, 4, 28)
    assert claim_filing(said, claim_deadline=date(2026, 4, 10)) == date(2026, 4, 10)


def test_a_time_limit_lies_ahead_and_nothing_else_does() -> None:
    facts.check(None, EnteredDates(claim_deadline=date(2026, 4, 28)), NOW.date())
    for wrong in (EnteredDates(opening_date=date(2026, 4, 28)), EnteredDates(claim_deadline=date(2036, 4, 28))):
        with pytest.raises(InvalidInputError):
            facts.check(None, wrong, NOW.date())
