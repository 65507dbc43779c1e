"""Czechia, Slovakia, the Netherlands, Norway, Latvia, the United States: dates by hand, and what always holds."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.deadlines import countries, deadlines_of
from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import holiday_set, nationwide
from chalicelib.model.case_facts import CaseFacts, ClaimFacts
from chalicelib.model.deadline import DeadlineKind, DeadlineState, QuestionKind, Severity
from chalicelib.model.event import EventKind
from chalicelib.model.notice import HearingKind
from tests.unit.deadlines.facts import NOW, a_hearing, abroad, an_event, asked, kinds, the

JULY = datetime(2026, 7, 22, 8, 0, tzinfo=UTC)
FILING = DeadlineKind.CLAIM_FILING
COUNTED = {"CZ": Period(months=2), "SK": Period(days=45), "LV": Period(months=1), "US": Period(days=70)}


def opened_on(country: str, day: str, **fields: object) -> CaseFacts:
    """Opened and published on the same day."""
    event = an_event(EventKind.OPENED, day)
    return abroad(country, opening_date=date.fromisoformat(day), events=(event,), **fields)


@pytest.mark.parametrize(
    ("country", "opened", "raw", "final", "safe"),
    [
        ("CZ", "2026-03-16", "2026-05-16", "2026-05-18", "2026-05-15"),  # a Saturday
        ("CZ", "2026-12-31", "2027-02-28", "2027-03-01", "2027-02-26"),  # no 31 February, and a Sunday
        ("CZ", "2026-03-08", "2026-05-08", "2026-05-11", "2026-05-07"),  # Victory Day, a Friday
        ("CZ", "2026-03-20", "2026-05-20", "2026-05-20", "2026-05-20"),
        ("SK", "2026-03-16", "2026-04-30", "2026-04-30", "2026-04-30"),
        ("SK", "2026-03-17", "2026-05-01", "2026-05-04", "2026-04-30"),  # Labour Day, a Friday
        ("LV", "2026-01-31", "2026-02-28", "2026-03-02", "2026-02-27"),  # no 31 February, and a Saturday
        ("LV", "2026-04-04", "2026-05-04", "2026-05-05", "2026-04-30"),  # Independence, a Monday after Labour Day
        ("LV", "2026-05-23", "2026-06-23", "2026-06-25", "2026-06-19"),  # midsummer, with a Monday moved before it
        ("US", "2026-04-25", "2026-07-04", "2026-07-06", "2026-07-02"),  # Independence Day, kept on the Friday
        ("US", "2026-03-16", "2026-05-25", "2026-05-26", "2026-05-22"),  # Memorial Day
        ("US", "2023-12-22", "2024-03-01", "2024-03-01", "2024-03-01"),  # across 29 February
    ],
)
def test_counted_by_hand(country: str, opened: str, raw: str, final: str, safe: str) -> None:
    found = the(FILING, opened_on(country, opened))
    assert found.raw_date
    assert found.final_date
    assert found.safe_date
    assert [found.raw_date.isoformat(), found.final_date.isoformat(), found.safe_date.isoformat()] == [raw, final, safe]


@pytest.mark.parametrize(
    ("country", "opened", "safe"),
    [
        ("NO", "2026-03-16", "2026-04-01"),  # three weeks end on Easter Monday, before it Maundy Thursday and Friday
        ("NO", "2026-04-27", "2026-05-18"),
        ("NL", "2026-03-16", None),
    ],
)
def test_without_a_date_there_is_a_duty_and_the_day_it_cannot_end_before(
    country: str, opened: str, safe: str | None
) -> None:
    found = the(FILING, opened_on(country, opened))
    assert (found.final_date, found.safe_date and found.safe_date.isoformat()) == (None, safe)
    assert found.state is DeadlineState.OPEN


@pytest.mark.parametrize("country", ["CZ", "SK", "LV", "US", "NO", "NL"])
def test_a_printed_date_stands_and_no_weekend_prolongs_it(country: str) -> None:
    found = the(FILING, abroad(country, claim_deadline=date(2026, 4, 26)))  # a Sunday; Monday is King's Day
    assert (found.raw_date, found.final_date, found.safe_date) == (date(2026, 4, 26),) * 2 + (date(2026, 4, 24),)
    assert found.inputs["claim_deadline"] == "2026-04-26"


@pytest.mark.parametrize("country", COUNTED)
def test_the_earlier_of_opening_and_publication_begins_the_period(country: str) -> None:
    week = timedelta(days=7)
    for first, published in ((date(2026, 3, 9), date(2026, 3, 16)), (date(2026, 3, 16), date(2026, 3, 9))):
        facts = abroad(country, opening_date=first, events=(an_event(EventKind.OPENED, published.isoformat()),))
        assert the(FILING, facts).raw_date == end_after_event(min(first, published), COUNTED[country])
    late = abroad(country, opening_date=None, events=(an_event(EventKind.OPENED, "2026-03-16"),))
    assert the(FILING, late).raw_date == end_after_event(date(2026, 3, 9) + week, COUNTED[country])


DAYS = st.dates(date(2010, 1, 1), date(2060, 12, 31))


@settings(deadline=None)  # a year's holidays are made when first asked for
@given(country=st.sampled_from(sorted(COUNTED)), opened=DAYS, published=DAYS)
def test_never_later_than_the_law_counts_from_either_day(country: str, opened: date, published: date) -> None:
    facts = abroad(country, opening_date=opened, events=(an_event(EventKind.OPENED, published.isoformat()),))
    now = datetime.combine(min(opened, published), time(8), UTC)
    found, off = the(FILING, facts, now), nationwide("US") if country == "US" else holiday_set(country)
    assert found.raw_date
    assert found.final_date
    assert found.safe_date
    assert found.raw_date == min(end_after_event(day, COUNTED[country]) for day in (opened, published))
    assert found.safe_date <= found.raw_date <= found.final_date <= found.raw_date + timedelta(days=10)
    assert off.is_working(found.final_date)
    assert off.is_surely_working(found.safe_date)


@settings(deadline=None)
@given(country=st.sampled_from(["NO", "NL", *sorted(COUNTED)]), opened=DAYS, later=st.integers(0, 900))
def test_as_days_go_by_dates_stay_and_only_states_change(country: str, opened: date, later: int) -> None:
    facts = opened_on(country, opened.isoformat())
    before = {one.id: one for one in deadlines_of(facts, datetime.combine(opened, time(8), UTC)).deadlines}
    after = datetime.combine(opened + timedelta(days=later), time(8), UTC)
    for one in deadlines_of(facts, after).deadlines:
        if one.id in before:
            assert (one.raw_date, one.final_date, one.safe_date) == (
                before[one.id].raw_date,
                before[one.id].final_date,
                before[one.id].safe_date,
            )
        assert one.believed
        assert not (one.state is DeadlineState.LAPSED and one.final_date and one.final_date >= after.date())


# ---- what each country has beside the time limit ------------------------------------------------------------------


def test_czechia_has_no_late_filing_and_a_suit_after_the_review_hearing() -> None:
    facts = opened_on("CZ", "2026-03-16", hearings=(a_hearing(HearingKind.EXAMINATION, "2026-06-12"),))
    found = the(FILING, facts, JULY)
    assert (found.state, found.severity) == (DeadlineState.LAPSED, Severity.FINAL)
    assert DeadlineKind.LATE_FILING not in kinds(deadlines_of(facts, JULY))
    suit = the(DeadlineKind.DISPUTED_CLAIM_SUIT, facts)
    assert (suit.raw_date, suit.final_date) == (date(2026, 7, 12), date(2026, 7, 13))  # a Sunday
    sure = facts.model_copy(update={"claim": ClaimFacts(disputed=False)})
    assert DeadlineKind.DISPUTED_CLAIM_SUIT not in kinds(deadlines_of(sure, NOW))


def test_slovakia_late_claims_have_no_vote_and_late_security_lapses() -> None:
    facts = opened_on("SK", "2026-03-16")
    assert the(DeadlineKind.SECURITY_RIGHTS, facts, JULY).state is DeadlineState.LAPSED
    assert the(DeadlineKind.SECURITY_RIGHTS, facts).severity is Severity.FINAL
    assert the(DeadlineKind.LATE_FILING, facts, JULY).final_date is None
    none = opened_on("SK", "2026-03-16", claim=ClaimFacts(secured=False, retention_of_title=False))
    assert DeadlineKind.SECURITY_RIGHTS not in kinds(deadlines_of(none, NOW))


def test_slovakia_counts_no_end_for_persons_and_restructurings_on_a_guess() -> None:
    person = the(FILING, opened_on("SK", "2026-03-16", natural_person=True), JULY)
    assert (person.final_date, person.safe_date, person.state) == (None, date(2026, 4, 30), DeadlineState.OPEN)
    rights = the(DeadlineKind.SECURITY_RIGHTS, opened_on("SK", "2026-03-16", natural_person=True), JULY)
    assert (rights.final_date, rights.safe_date) == (None, date(2026, 4, 30))
    begun = abroad("SK", opening_date=None, events=(an_event(EventKind.RESTRUCTURING, "2026-03-16"),))
    found = the(FILING, begun, JULY)
    assert (found.final_date, found.safe_date) == (None, date(2026, 4, 15))
    assert QuestionKind.MISSING in asked(begun)
    permitted = begun.model_copy(update={"opening_date": date(2026, 3, 10)})
    assert the(FILING, permitted).safe_date == date(2026, 4, 9)


@pytest.mark.parametrize(
    ("meeting", "raw", "safe"),
    [("2026-05-12", "2026-04-28", "2026-04-28"), ("2026-05-11", "2026-04-27", "2026-04-24")],  # King's Day
)
def test_the_netherlands_count_back_from_the_verification_meeting(meeting: str, raw: str, safe: str) -> None:
    facts = opened_on("NL", "2026-03-16", hearings=(a_hearing(HearingKind.EXAMINATION, meeting),))
    found = the(FILING, facts)
    assert (found.raw_date, found.final_date, found.safe_date) == (
        date.fromisoformat(raw),
        date.fromisoformat(raw),
        date.fromisoformat(safe),
    )
    assert the(DeadlineKind.EXAMINATION, facts).final_date == date.fromisoformat(meeting)


def test_the_netherlands_give_ten_days_for_each_distribution_list() -> None:
    lists = (an_event(EventKind.DISTRIBUTION, "2026-05-01"), an_event(EventKind.DISTRIBUTION, "2026-05-15", 2))
    facts = abroad("NL", events=(an_event(EventKind.OPENED, "2026-03-16"), *lists))
    found = [one for one in deadlines_of(facts, NOW).deadlines if one.kind is DeadlineKind.DISTRIBUTION_OBJECTION]
    # the tenth day is a Monday; the other is Whit Monday
    assert [one.final_date for one in found] == [date(2026, 5, 11), date(2026, 5, 26)]


def test_norway_asks_for_the_printed_date_and_knows_when_it_must_be_over() -> None:
    facts = opened_on("NO", "2026-03-16")
    assert asked(facts) == {QuestionKind.MISSING}
    assert DeadlineKind.LATE_FILING not in kinds(deadlines_of(facts, datetime(2026, 4, 27, 8, tzinfo=UTC)))
    assert DeadlineKind.LATE_FILING in kinds(deadlines_of(facts, datetime(2026, 4, 28, 8, tzinfo=UTC)))
    printed = opened_on("NO", "2026-03-16", claim_deadline=date(2026, 4, 13))
    assert not asked(printed)
    assert DeadlineKind.LATE_FILING in kinds(deadlines_of(printed, datetime(2026, 4, 14, 8, tzinfo=UTC)))


def test_latvia_takes_late_claims_for_six_months_at_most() -> None:
    facts = opened_on("LV", "2026-03-16", claim_deadline_rule="1 months")
    assert the(FILING, facts).inputs["claim_deadline_rule"] == "1 months"
    assert DeadlineKind.LATE_FILING not in kinds(deadlines_of(facts, NOW))
    late = the(DeadlineKind.LATE_FILING, facts, JULY)
    assert (late.final_date, late.safe_date, late.severity) == (date(2026, 9, 16), date(2026, 9, 16), Severity.FINAL)
    assert the(DeadlineKind.LATE_FILING, facts, datetime(2026, 10, 1, tzinfo=UTC)).state is DeadlineState.LAPSED


def test_chapter_11_waits_for_the_courts_bar_date() -> None:
    own = an_event(EventKind.OPENED_SELF_ADMIN, "2026-03-17")
    facts = abroad("US", events=(own,))
    found = the(FILING, facts, JULY)
    assert (found.final_date, found.safe_date, found.state) == (None, None, DeadlineState.OPEN)
    assert "3003(c)" in found.rule
    assert asked(facts) == {QuestionKind.MISSING}
    known = abroad("US", events=(own,), claim_deadline=date(2026, 6, 30))
    assert the(FILING, known).final_date == date(2026, 6, 30)
    assert not asked(known)


def test_a_converted_case_is_asked_about_and_reminds_at_the_earliest_reading() -> None:
    turned = an_event(EventKind.CONVERTED, "2026-05-04", 2)
    from_11 = abroad("US", events=(an_event(EventKind.OPENED_SELF_ADMIN, "2026-03-17"), turned))
    assert (the(FILING, from_11).final_date, the(FILING, from_11).safe_date) == (None, date(2026, 7, 13))
    from_7 = abroad("US", opening_date=None, events=(an_event(EventKind.OPENED, "2026-03-17"), turned))
    assert (the(FILING, from_7).final_date, the(FILING, from_7).safe_date) == (None, date(2026, 5, 26))
    assert asked(from_7) == {QuestionKind.MISSING, QuestionKind.CONTRADICTORY}


def test_an_american_petition_stays_the_creditor_and_starts_the_demand_for_goods() -> None:
    facts = abroad("US", opening_date=None, events=(an_event(EventKind.PETITION_FILED, "2026-06-13"),))
    assert kinds(deadlines_of(facts, NOW)) == {
        DeadlineKind.RECLAMATION,
        DeadlineKind.PRIORITY_REQUEST,
        DeadlineKind.STAY,
    }
    demand = the(DeadlineKind.RECLAMATION, facts)
    # twenty days end on the Friday on which Independence Day is kept
    assert (demand.raw_date, demand.final_date) == (date(2026, 7, 3), date(2026, 7, 6))
    closed = abroad(
        "US", events=(an_event(EventKind.OPENED, "2026-03-17"), an_event(EventKind.CLOSED_LIFTED, "2026-05-01"))
    )
    assert not deadlines_of(closed, NOW).deadlines


@pytest.mark.parametrize("country", countries())
@pytest.mark.parametrize("began", [None, date(2026, 3, 16)])
def test_solvent_windings_up_ask_for_nothing(country: str, began: date | None) -> None:
    """Registers tell the day on which it began as the opening's."""
    solvent = an_event(EventKind.SOLVENT_LIQUIDATION, "2026-03-17")
    facts = abroad(country, opening_date=began, events=(solvent,))
    assert not {one for one in kinds(deadlines_of(facts, NOW)) if one is not DeadlineKind.LIMITATION}
    insolvent = abroad(country, opening_date=began, events=(solvent, an_event(EventKind.OPENED, "2026-03-18")))
    assert FILING in kinds(deadlines_of(insolvent, NOW))


@pytest.mark.parametrize("country", ["CZ", "LV", "NO", "NL"])
def test_a_restructuring_is_no_opening(country: str) -> None:
    facts = abroad(country, events=(an_event(EventKind.RESTRUCTURING, "2026-03-17"),))
    assert FILING not in kinds(deadlines_of(facts, NOW))


def test_a_dutch_moratorium_asks_for_no_filing() -> None:
    facts = abroad("NL", events=(an_event(EventKind.PRELIM_MEASURES, "2026-03-17"),))
    assert FILING not in kinds(deadlines_of(facts, NOW))


def test_an_american_petition_of_unknown_chapter_promises_no_end() -> None:
    facts = abroad("US", events=(an_event(EventKind.PETITION_FILED, "2026-03-17"),))
    found = the(FILING, facts, JULY)
    assert (found.final_date, found.safe_date) == (None, date(2026, 5, 22))  # before Memorial Day
    assert asked(facts) == {QuestionKind.MISSING}
    assert the(FILING, facts.model_copy(update={"claim_deadline": date(2026, 7, 1)})).final_date == date(2026, 7, 1)
