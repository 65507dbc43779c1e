"""Quiet hours: by the person's own clock, through weekends and changes of clocks; what is urgent breaks them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.block import Stage
from chalicelib.model.people import QuietHours
from chalicelib.reminding.quiet import Urgency, after_open_time, is_quiet, moment_for, quiet_ends
from tests.unit.reminding.builders import BERLIN, a_person


def berlin(month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN, fold=fold).astimezone(UTC)


EVA = a_person()


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (berlin(3, 3, 10), berlin(3, 3, 10)),
        (berlin(3, 3, 19), berlin(3, 4, 7)),
        (berlin(3, 4, 6, 59), berlin(3, 4, 7)),
        (berlin(3, 6, 19), berlin(3, 9, 7)),  # Friday evening: Monday morning
        (berlin(3, 7, 12), berlin(3, 9, 7)),
    ],
)
def test_a_mail_waits_for_the_next_allowed_moment(moment: datetime, told: datetime) -> None:
    assert moment_for(EVA, moment) == told


def test_a_weekend_ends_at_midnight_where_the_night_is_not_quiet() -> None:
    nap = a_person(quiet=QuietHours(start=time(12), end=time(13)))
    assert moment_for(nap, berlin(3, 8, 20)) == berlin(3, 9, 0)
    assert after_open_time(nap, berlin(3, 6, 22), timedelta(hours=3)) == berlin(3, 9, 1)
    assert (is_quiet(nap, berlin(3, 9, 12)), is_quiet(nap, berlin(3, 9, 13))) == (True, False)


def test_without_quiet_weekends_saturday_is_a_day_like_any_other() -> None:
    person = a_person(quiet=QuietHours(weekends=False))
    assert moment_for(person, berlin(3, 7, 12)) == berlin(3, 7, 12)


def test_each_person_has_their_own_clock() -> None:
    evening = berlin(3, 3, 20)
    assert moment_for(a_person(time_zone="America/New_York"), evening) == evening
    tokyo = a_person(time_zone="Asia/Tokyo")
    assert moment_for(tokyo, evening) == datetime(2026, 3, 4, 7, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert not is_quiet(a_person(quiet=None), evening)
    assert moment_for(None, evening) == moment_for(a_person(quiet=None), evening) == evening


def test_morning_is_seven_by_the_wall_also_after_the_clocks_were_changed() -> None:
    """Clocks go forward on Sunday 29 March and back on Sunday 25 October 2026."""
    daily = a_person(quiet=QuietHours(weekends=False))
    spring = moment_for(daily, berlin(3, 28, 22))
    assert spring == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert spring - berlin(3, 28, 22) == timedelta(hours=8)
    autumn = moment_for(daily, berlin(10, 24, 22))
    assert autumn == datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert autumn - berlin(10, 24, 22) == timedelta(hours=10)


def test_an_end_that_the_clock_skips_or_repeats_still_ends_the_quiet() -> None:
    early = a_person(quiet=QuietHours(start=time(22), end=time(2, 30), weekends=False))
    assert moment_for(early, berlin(3, 28, 23)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # half past three
    assert moment_for(early, berlin(10, 24, 23)) == berlin(10, 25, 2, 30)
    second_pass = berlin(10, 25, 2, 10, fold=1)
    assert moment_for(early, second_pass) == berlin(10, 25, 2, 30, fold=1)


def test_a_new_block_at_the_strictest_stage_does_not_wait() -> None:
    night = berlin(3, 3, 23)
    assert moment_for(EVA, night, Urgency(new_block=Stage.NO_DELIVERIES)) == night
    assert moment_for(EVA, night, Urgency(new_block=Stage.NO_NEW_ORDERS)) == berlin(3, 4, 7)


def test_a_final_deadline_before_the_morning_does_not_wait() -> None:
    friday = berlin(3, 6, 20)
    assert moment_for(EVA, friday, Urgency(final_by=berlin(3, 8, 17))) == friday
    assert moment_for(EVA, friday, Urgency(final_by=berlin(3, 9, 7))) == berlin(3, 9, 7)
    assert moment_for(EVA, friday, Urgency(final_by=berlin(3, 9, 17))) == berlin(3, 9, 7)


QUIET = st.builds(
    lambda start, length, weekends: QuietHours(
        start=time(start // 60, start % 60),
        end=time((start + length) // 60 % 24, (start + length) % 60),
        weekends=weekends,
    ),
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 24 * 60 - 1),
    st.booleans(),
)
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001 - zone follows


@given(QUIET, ZONES, MOMENTS)
def test_quiet_always_ends_and_only_when_it_is_over(quiet: QuietHours, zone: str, moment: datetime) -> None:
    person = a_person(quiet=quiet, time_zone=zone)
    end = quiet_ends(person, moment)
    assert end >= moment
    assert not is_quiet(person, end)
    assert end - moment <= timedelta(days=4)
    if end > moment:
        assert is_quiet(person, moment)
        # An hour of a change of clocks aside, the last minute before was quiet.
        assert is_quiet(person, end - timedelta(minutes=1)) or is_quiet(person, end - timedelta(minutes=61))


@given(QUIET, ZONES, MOMENTS, st.timedeltas(timedelta(0), timedelta(hours=30)))
def test_waiting_takes_at_least_as_long_as_asked_and_ends_when_awake(
    quiet: QuietHours, zone: str, moment: datetime, wait: timedelta
) -> None:
    person = a_person(quiet=quiet, time_zone=zone)
    if (datetime.combine(moment.date(), quiet.end) - datetime.combine(moment.date(), quiet.start)).seconds > 22 * 3600:
        wait = min(wait, timedelta(hours=2))
    end = after_open_time(person, moment, wait)
    assert end >= moment + wait


def test_waiting_counts_working_time_only() -> None:
    assert after_open_time(EVA, berlin(3, 3, 18), timedelta(hours=8)) == berlin(3, 4, 14)
    assert after_open_time(EVA, berlin(3, 6, 18), timedelta(hours=2)) == berlin(3, 9, 8)
    assert after_open_time(EVA, berlin(3, 3, 23), timedelta(hours=1)) == berlin(3, 4, 8)
    assert after_open_time(None, berlin(3, 3, 23), timedelta(hours=1)) == berlin(3, 4, 0)


def test_a_wait_over_a_change_of_clocks_is_as_long_as_it_says() -> None:
    awake = a_person(quiet=None)
    start = datetime(2026, 3, 28, 23, tzinfo=BERLIN)
    assert after_open_time(awake, start, timedelta(hours=8)) - start.astimezone(UTC) == timedelta(hours=8)
