"""What a source is expected to bring on a day, and what is said of it when it does not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import registers
from chalicelib.model.source import Expected, Health, PollState, SourceStatus
from chalicelib.source_expectation import expected_by_weekday, expected_on, last_expected_day
from chalicelib.source_health import Finding, examine

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday
SHAB = registers.load("ch_shab").REGISTER
BEGAN = date(2026, 1, 5)  # a Monday
QUIET_TUESDAYS = {
    (BEGAN + timedelta(days=number)).isoformat(): (0 if number % 7 == 1 else 80 if number % 7 < 5 else 12)
    for number in range(58)
}
"""Eight weeks up to March 3rd in which nothing came on Tuesdays, and a little on Saturdays and Sundays."""


def watched(**fields: object) -> SourceStatus:
    """Read half an hour ago, for eight weeks."""
    by_day = {**QUIET_TUESDAYS, **(fields.pop("counts", {}) or {})}  # type: ignore[dict-item] # counts is a dict
    read = NOW - timedelta(minutes=30)
    known = {
        "checked_through": read,
        "last_success": read,
        "last_state": PollState.NOTHING_NEW,
        "notices_by_day": dict(sorted(by_day.items())[-21:]),
        "expected": expected_by_weekday("CH", by_day, BEGAN, date(2026, 3, 3)),
    }
    return SourceStatus.model_validate({"name": "ch_shab", **known, **fields})


def found(status: SourceStatus, now: datetime = NOW) -> Finding:
    return examine(SHAB, status, now, disabled=False)


def test_a_weekday_is_expected_by_its_own_past() -> None:
    expected = watched().expected
    assert expected["monday"] == Expected(least=40, most=120, days=8, in_all=560)
    assert expected["tuesday"] == Expected(least=0, most=0, days=8)
    assert expected["saturday"].least == 1


def test_a_day_that_is_always_empty_is_no_alarm_though_the_file_expects_something() -> None:
    assert found(watched()).health is Health.OK


def test_less_than_the_weekdays_own_past_is_suspicious_and_says_by_what() -> None:
    monday = NOW - timedelta(days=1)
    thin = watched(checked_through=monday, counts={"2026-03-02": 39})
    said = found(thin, monday)
    assert said.health is Health.SUSPICIOUS
    assert said.reason == "39 notices of 2026-03-02, at least 40 expected by the last 8 mondays"
    assert found(watched(checked_through=monday, counts={"2026-03-02": 40}), monday).health is Health.OK


def test_nothing_at_all_where_something_always_comes_is_said_so_even_of_a_saturday() -> None:
    sunday = datetime(2026, 3, 1, 9, tzinfo=UTC)
    silent = watched(checked_through=sunday, counts={"2026-02-28": 0})
    assert found(silent, sunday).reason == "no notice of 2026-02-28, at least 1 expected by the last 7 saturdays"


def test_a_day_is_judged_when_it_was_read_to_its_end() -> None:
    thin = watched(checked_through=datetime(2026, 3, 2, 22, tzinfo=UTC), counts={"2026-03-02": 3})
    just_past_midnight = datetime(2026, 3, 3, 1, tzinfo=UTC)
    assert found(thin, just_past_midnight).health is Health.OK
    read = thin.model_copy(update={"checked_through": just_past_midnight})
    assert found(read, just_past_midnight).health is Health.SUSPICIOUS


@pytest.mark.parametrize(("weeks", "known"), [(3, False), (4, True)])
def test_the_first_weeks_are_the_baseline(weeks: int, known: bool) -> None:
    until = BEGAN + timedelta(weeks=weeks)
    assert ("monday" in expected_by_weekday("CH", QUIET_TUESDAYS, BEGAN, until)) is known


def test_in_the_first_weeks_only_the_registers_own_file_counts() -> None:
    young = SourceStatus(name="ch_shab", notices_by_day={"2026-03-02": 80})
    assert expected_on(SHAB, young, date(2026, 3, 3)) == Expected(least=20, most=250, days=0)
    assert expected_on(SHAB, young, date(2026, 3, 1)) is None, "its file speaks of business days"


def test_a_holiday_is_neither_expected_nor_drawn_from() -> None:
    german = registers.load("de_insolvenzbekanntmachungen").REGISTER
    fridays = {f"2026-{day}": 4000 for day in ("04-10", "04-17", "04-24", "05-08")}
    expected = expected_by_weekday("DE", fridays, date(2026, 4, 10), date(2026, 5, 9))
    assert expected["friday"] == Expected(least=2000, most=6000, days=4, in_all=12000), (
        "1 May is a Friday without notices"
    )
    status = SourceStatus(name=german.name, expected=expected)
    assert expected_on(german, status, date(2026, 5, 1)) is None
    assert last_expected_day(german, status, date(2026, 5, 4)) == date(2026, 4, 30)


def test_an_answer_without_a_row_for_days_that_are_never_empty_is_suspicious_though_all_is_stored() -> None:
    days = {"asked_from": date(2026, 2, 26), "asked_to": date(2026, 3, 4)}
    said = found(watched(last_state=PollState.EMPTY, **days))
    assert said.health is Health.SUSPICIOUS
    assert said.reason.startswith("answered no row at all for 2026-02-26 to 2026-03-04, and 2026-02-26 is never empty")
    quiet = {"asked_from": date(2026, 3, 3), "asked_to": date(2026, 3, 4)}
    assert found(watched(last_state=PollState.EMPTY, **quiet)).health is Health.OK


def test_a_source_that_always_brings_less_than_its_file_says_shows_it() -> None:
    meagre = {day: 3 if count else 0 for day, count in QUIET_TUESDAYS.items()}
    expected = expected_by_weekday("CH", meagre, BEGAN, date(2026, 3, 3))
    monday = NOW - timedelta(days=1)
    status = watched(checked_through=monday, expected=expected, notices_by_day=dict(list(meagre.items())[-9:]))
    assert found(status, monday) == (Health.OK, "as on other days of its own, but its file expects 20 to 250")
