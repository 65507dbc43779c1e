"""Counting: hand-checked vectors, and what must hold for every date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.deadlines.avoidance import avoidance_windows
from chalicelib.deadlines.counting import (
    Period,
    end_after_event,
    end_after_publication,
    end_from_start,
    publication_takes_effect,
    start_before,
)
from chalicelib.deadlines.german.claims import allowed_claim_deadlines
from chalicelib.deadlines.german.court_land import LANDS
from chalicelib.deadlines.german.distribution import exclusion_end
from chalicelib.deadlines.german.hearings import examination_bounds, report_hearing_bounds, table_open_by
from chalicelib.deadlines.german.limitation import limitation_end
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.payment_default import payment_default
from chalicelib.deadlines.retention import register_deletes_by
from chalicelib.model.event import EventKind

GERMANY = holiday_set("DE")
DAYS = st.dates(date(1999, 1, 1), date(2120, 12, 31))
PERIODS = st.builds(
    Period, years=st.integers(0, 30), months=st.integers(0, 24), weeks=st.integers(0, 8), days=st.integers(0, 90)
).filter(any)
SETS = st.sampled_from([GERMANY, *(holiday_set("DE", land) for land in sorted(LANDS))])


# ---- vectors, one test each, in the order of the sheet ----------------------------------------------------------


def test_a_publication_takes_effect_after_two_further_days() -> None:
    assert publication_takes_effect(date(2026, 3, 17)) == date(2026, 3, 20)


def test_two_weeks_after_a_publication() -> None:
    raw = exclusion_end(date(2026, 3, 17))
    assert raw == GERMANY.moved(raw) == date(2026, 4, 2)


def test_the_first_of_may_moves_the_end() -> None:
    raw = exclusion_end(date(2026, 4, 15))
    assert (raw, GERMANY.moved(raw)) == (date(2026, 5, 1), date(2026, 5, 4))


@pytest.mark.parametrize("land", sorted(LANDS))
def test_epiphany_moves_the_end_in_three_laender(land: str) -> None:
    raw = exclusion_end(date(2026, 12, 21))
    assert raw == date(2027, 1, 6)
    moved = date(2027, 1, 7) if land in {"BW", "BY", "ST"} else raw
    assert holiday_set("DE", land).moved(raw) == moved


def test_a_month_without_the_day_ends_on_its_last_one() -> None:
    raw = end_after_event(date(2026, 1, 31), Period(months=1))
    assert (raw, GERMANY.moved(raw)) == (date(2026, 2, 28), date(2026, 3, 2))


@pytest.mark.parametrize(
    ("due", "thirtieth", "last", "default"),
    [
        (date(2026, 1, 30), date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)),
        (date(2026, 3, 4), date(2026, 4, 3), date(2026, 4, 7), date(2026, 4, 8)),
    ],
)
def test_default_of_payment(due: date, thirtieth: date, last: date, default: date) -> None:
    assert payment_default(due) == (thirtieth, last, default)


def test_avoidance_windows_reach_back_from_the_petition() -> None:
    first_days = [window.first_day for window in avoidance_windows(date(2026, 5, 31))]
    assert first_days == [date(2026, 5, 1), date(2026, 3, 1), date(2022, 5, 31), date(2016, 5, 31)]


def test_allowed_claim_deadline() -> None:
    assert allowed_claim_deadlines(date(2026, 3, 16)) == (date(2026, 3, 30), date(2026, 6, 16))


def test_report_hearing_should_and_must() -> None:
    assert report_hearing_bounds(date(2026, 3, 16)) == (date(2026, 4, 27), date(2026, 6, 16))


def test_examination_after_the_claim_deadline() -> None:
    assert examination_bounds(date(2026, 4, 28)) == (date(2026, 5, 5), date(2026, 6, 28))


def test_table_is_open_in_the_first_third() -> None:
    assert table_open_by(date(2026, 4, 28), date(2026, 5, 26)) == date(2026, 5, 7)


def test_limitation_at_the_end_of_the_third_year() -> None:
    assert limitation_end(2023) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("kind", "event", "deleted"),
    [
        (EventKind.CLOSED_LIFTED, date(2026, 3, 31), date(2026, 9, 30)),
        (EventKind.MEASURES_LIFTED, date(2026, 3, 31), date(2026, 9, 30)),
        (EventKind.DISCHARGE_GRANTED, date(2026, 8, 31), date(2027, 2, 28)),
        (EventKind.REFUSED_NO_ASSETS, date(2026, 3, 31), date(2026, 4, 30)),
        (EventKind.OPENED, date(2026, 3, 31), None),
    ],
)
def test_what_the_register_deletes(kind: EventKind, event: date, deleted: date | None) -> None:
    assert register_deletes_by(kind, event) == deleted


# ---- edges by hand ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "period", "last"),
    [
        (date(2026, 1, 1), Period(years=1), date(2026, 12, 31)),
        (date(2024, 2, 29), Period(years=1), date(2025, 2, 28)),
        (date(2026, 1, 30), Period(months=1), date(2026, 2, 28)),
        (date(2026, 1, 29), Period(months=1), date(2026, 2, 28)),
        (date(2026, 1, 28), Period(months=1), date(2026, 2, 27)),
        (date(2026, 3, 1), Period(months=1), date(2026, 3, 31)),
        (date(2026, 3, 2), Period(weeks=1), date(2026, 3, 8)),
        (date(2026, 3, 2), Period(days=1), date(2026, 3, 2)),
    ],
)
def test_a_first_day_that_counts(first: date, period: Period, last: date) -> None:
    assert end_from_start(first, period) == last


def test_leap_day() -> None:
    assert end_after_event(date(2024, 2, 29), Period(years=1)) == date(2025, 2, 28)
    assert start_before(date(2024, 2, 29), Period(years=1)) == date(2023, 3, 1)


def test_a_day_off_in_some_municipalities_neither_moves_the_end_nor_reminds() -> None:
    bavaria = holiday_set("DE", "BY")
    assumption = date(2025, 8, 15)
    assert bavaria.moved(assumption) == assumption
    assert bavaria.safe(assumption) == date(2025, 8, 14)


def test_an_unknown_part_counts_as_the_whole_country() -> None:
    assert holiday_set("DE", "XX").name == "DE"
    assert holiday_set("DE", "BY").name == "DE-BY"


def test_working_days_after_skip_easter() -> None:
    assert holiday_set("DE", "HH").working_days_after(date(2026, 4, 2), 3) == date(2026, 4, 9)


# ---- what holds for every date ----------------------------------------------------------------------------------


@given(event=DAYS, period=PERIODS)
def test_an_end_is_never_before_its_event(event: date, period: Period) -> None:
    assert end_after_event(event, period) > event
    assert end_from_start(event, period) >= event


@given(one=DAYS, gap=st.integers(0, 400), period=PERIODS)
def test_a_later_event_never_ends_earlier(one: date, gap: int, period: Period) -> None:
    other = one + timedelta(days=gap)
    assert end_after_event(one, period) <= end_after_event(other, period)
    assert end_from_start(one, period) <= end_from_start(other, period)


@given(event=DAYS, period=PERIODS)
def test_a_first_day_that_counts_ends_no_later(event: date, period: Period) -> None:
    assert end_from_start(event, period) <= end_after_event(event, period)
    assert end_from_start(event + timedelta(days=1), period) >= end_after_event(event, period) - timedelta(days=1)


@given(published=DAYS, period=PERIODS, holidays=SETS)
def test_a_period_from_a_publication_ends_on_a_working_day_after_it(
    published: date, period: Period, holidays: HolidaySet
) -> None:
    raw = end_after_publication(published, period)
    final = holidays.moved(raw)
    assert published < publication_takes_effect(published) <= raw <= final <= raw + timedelta(days=6)
    assert holidays.is_working(final)


@given(day=DAYS, gap=st.integers(0, 30), holidays=SETS)
def test_safe_and_moved_days(day: date, gap: int, holidays: HolidaySet) -> None:
    assert holidays.safe(day) <= day <= holidays.moved(day)
    assert holidays.is_surely_working(holidays.safe(day))
    assert holidays.is_working(holidays.safe(day))
    assert holidays.moved(day) <= holidays.moved(day + timedelta(days=gap))
    assert holidays.safe(day) <= holidays.safe(day + timedelta(days=gap))


@given(day=DAYS, land=st.sampled_from(sorted(LANDS)))
def test_not_knowing_the_land_is_never_later(day: date, land: str) -> None:
    assert GERMANY.moved(day) <= holiday_set("DE", land).moved(day)
    assert GERMANY.safe(day) <= holiday_set("DE", land).safe(day)


@given(event=DAYS, months=st.integers(1, 120))
def test_a_window_back_is_before_its_event_and_never_longer_than_counted_forward(event: date, months: int) -> None:
    start = start_before(event, Period(months=months))
    assert start < event
    assert end_after_event(start, Period(months=months)) >= event - timedelta(days=3)
