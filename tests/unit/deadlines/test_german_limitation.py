"""German limitation, and the end of proceedings."""

from datetime import UTC, date, datetime

from chalicelib.deadlines import deadlines_of
from chalicelib.model.case_facts import ClaimFacts
from chalicelib.model.deadline import DeadlineKind, DeadlineState, QuestionKind
from chalicelib.model.event import EventKind
from tests.unit.deadlines.facts import NOW, an_event, asked, kinds, opened, the


def test_limitation_warns_ninety_days_ahead_when_not_filed() -> None:
    found = the(DeadlineKind.LIMITATION, opened(claim=ClaimFacts(earliest_due_year=2023)))
    assert (found.final_date, found.warn_from) == (date(2026, 12, 31), date(2026, 10, 2))
    sunday = the(DeadlineKind.LIMITATION, opened(claim=ClaimFacts(earliest_due_year=2020)))
    assert (sunday.final_date, sunday.safe_date) == (date(2023, 12, 31), date(2023, 12, 29))
    assert sunday.state is DeadlineState.LAPSED


def test_limitation_without_a_year_is_visible() -> None:
    found = the(DeadlineKind.LIMITATION, opened())
    assert (found.final_date, found.inputs) == (None, {"earliest_due_year": "not known"})


def test_filing_suspends_limitation_until_half_a_year_after_the_end() -> None:
    filed = ClaimFacts(earliest_due_year=2023, filed_on=date(2026, 4, 1))
    assert the(DeadlineKind.LIMITATION, opened(claim=filed)).final_date is None
    events = (an_event(EventKind.OPENED, "2026-03-17"), an_event(EventKind.CLOSED_LIFTED, "2028-01-14"))
    closed = opened(claim=filed, events=events, closing_date=date(2028, 1, 10))
    found = the(DeadlineKind.LIMITATION, closed, datetime(2028, 2, 1, tzinfo=UTC))
    assert found.inputs["suspended_until"] == "2028-07-10"
    assert found.inputs["days_left"] == "274"  # 1 April to 31 December 2026
    assert found.final_date == date(2029, 4, 10)
    no_date = closed.model_copy(update={"closing_date": None})
    assert the(DeadlineKind.LIMITATION, no_date).final_date is None
    assert QuestionKind.MISSING in asked(no_date)


def test_filing_after_the_limitation_asks() -> None:
    facts = opened(claim=ClaimFacts(earliest_due_year=2020, filed_on=date(2026, 4, 1)))
    assert asked(facts) == {QuestionKind.CONTRADICTORY}
    assert the(DeadlineKind.LIMITATION, facts).state is DeadlineState.LAPSED


def test_titles_and_table_entries_last_thirty_years() -> None:
    titled = opened(claim=ClaimFacts(titled=True, titled_on=date(2024, 2, 29)))
    assert the(DeadlineKind.LIMITATION, titled).final_date == date(2054, 2, 28)
    assert the(DeadlineKind.LIMITATION, opened(claim=ClaimFacts(titled=True))).final_date is None
    entered = opened(claim=ClaimFacts(established_on=date(2026, 5, 26)))
    assert the(DeadlineKind.TABLE_ENTRY_LIMITATION, entered).final_date == date(2056, 5, 26)


def test_after_the_end_nothing_is_filed() -> None:
    events = (an_event(EventKind.OPENED, "2026-03-17"), an_event(EventKind.CLOSED_DISCONTINUED, "2026-03-19"))
    assert kinds(deadlines_of(opened(events=events), NOW)) == {DeadlineKind.LIMITATION}
