"""Silence never teaches what is usual; only a person does."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import commands, registers
from chalicelib.model.register import Register
from chalicelib.model.source import AcceptedLevel, Health, PollState, SourceStatus
from chalicelib.poll_results import Tally, counted, succeeded
from chalicelib.source_expectation import expected_by_weekday, is_holiday
from chalicelib.source_health import Finding, examine
from chalicelib.store import source_counts, sources
from chalicelib.store.source_counts import Counted
from tests.unit.memory_table import MemoryTable

GERMAN = registers.load("de_insolvenzbekanntmachungen").REGISTER
SHAB = registers.load("ch_shab").REGISTER
BEGAN = date(2026, 1, 5)  # a Monday
WORKDAYS = 5


def weeks_of(numbers: tuple[int, ...], weeks: int, begin: date = BEGAN) -> dict[str, int]:
    """Counts by day of this week, repeated; days without any are left out, as they are where they are counted."""
    days = (begin + timedelta(days=number) for number in range(7 * weeks))
    return {day.isoformat(): numbers[day.weekday()] for day in days if numbers[day.weekday()]}


def read_each_day(register: Register, brought: Mapping[str, int], days: int) -> list[Finding]:
    """What is found on each morning, after a poll of the day before that found the source's answer in order."""
    status, found = SourceStatus(name=register.name), []
    for number in range(days):
        now = datetime.combine(BEGAN + timedelta(days=number + 1), time(9), UTC)
        until = {day: count for day, count in brought.items() if day < now.date().isoformat()}
        stored = Counted(sum(until.values()), 0, until)
        begun = counted(status, Tally(status), stored, now)
        start = now.date() - timedelta(days=3) if number else BEGAN
        status = succeeded(begun, Tally(status), register, stored, (start, now.date()), start)
        status = status.model_copy(update={"last_state": PollState.NOTHING_NEW})
        found.append(examine(register, status, now, disabled=False))
    return found


def test_good_weeks_and_then_nothing_stay_suspicious_for_ever() -> None:
    good = weeks_of((4000, 4200, 3900, 4100, 4000, 0, 0), 8)
    found = read_each_day(GERMAN, good, 7 * 18)
    silent = found[7 * 8 + 1 :]
    assert {one.health for one in found[: 7 * 8]} == {Health.OK}
    assert {one.health for one in silent} == {Health.SUSPICIOUS}
    assert "by the last 8 " in silent[-1].reason


def test_a_source_that_never_brought_anything_is_suspicious_from_its_second_day_on_and_stays_so() -> None:
    found = [one.health for one in read_each_day(GERMAN, {}, 7 * 8)]
    assert found[0] is Health.OK, "the first day is never judged"
    assert set(found[2:]) == {Health.SUSPICIOUS}


def test_one_that_dies_while_it_is_learned_is_not_learned_as_dead() -> None:
    found = read_each_day(GERMAN, weeks_of((4000,) * 5 + (0, 0), 2), 7 * 10)
    assert {one.health for one in found[7 * 2 + 1 :]} == {Health.SUSPICIOUS}


def test_three_a_day_and_then_none_for_two_weeks_is_suspicious_and_stays_so() -> None:
    few = weeks_of((3, 3, 3, 3, 3, 0, 0), 8)
    assert expected_by_weekday("CH", few, BEGAN, BEGAN + timedelta(weeks=8))["monday"].least == 0
    found = read_each_day(SHAB, few, 7 * 18)
    silent = [one.health for one in found[7 * 10 :]]
    assert set(silent) == {Health.SUSPICIOUS}
    assert found[-1].reason.startswith("no notice from 2026-05-")
    assert found[-1].reason.endswith("expected by the weeks before")


def test_two_a_week_are_missed_after_four_weeks() -> None:
    found = read_each_day(SHAB, weeks_of((0, 1, 0, 1, 0, 0, 0), 10), 7 * 16)
    assert found[7 * 10].health is Health.OK
    assert {one.health for one in found[7 * 14 :]} == {Health.SUSPICIOUS}


def test_a_source_that_comes_back_is_well_within_the_week() -> None:
    few = weeks_of((3, 3, 3, 3, 3, 0, 0), 8) | weeks_of((3, 3, 3, 3, 3, 0, 0), 2, BEGAN + timedelta(weeks=11))
    found = read_each_day(SHAB, few, 7 * 13)
    assert found[7 * 11 - 1].health is Health.SUSPICIOUS
    assert {one.health for one in found[7 * 12 :]} == {Health.OK}


@settings(max_examples=40, deadline=None)
@given(
    usual=st.lists(st.integers(1, 5000), min_size=WORKDAYS, max_size=WORKDAYS),
    good=st.integers(5, 10),
    silent=st.integers(2, 12),
)
def test_whatever_is_usual_silence_changes_little_of_it_and_is_never_well(
    usual: list[int], good: int, silent: int
) -> None:
    brought, end = weeks_of((*usual, 0, 0), good), BEGAN + timedelta(weeks=good)
    before = expected_by_weekday("CH", brought, BEGAN, end)
    after = expected_by_weekday("CH", brought, BEGAN, end + timedelta(weeks=silent))
    assert {name: one.least for name, one in after.items()} == {name: one.least for name, one in before.items()}
    last = end + timedelta(weeks=silent, days=-1)
    while last.weekday() >= WORKDAYS or is_holiday(last, "CH"):
        last -= timedelta(days=1)
    now = datetime.combine(last + timedelta(days=1), time(9), UTC)
    status = SourceStatus(
        name="ch_shab",
        checked_through=now,
        last_state=PollState.NOTHING_NEW,
        watched_since=BEGAN,
        expected=after,
        notices_by_day={day: count for day, count in brought.items() if day >= str(now.date() - timedelta(days=35))},
    )
    assert examine(SHAB, status, now, disabled=False).health is Health.SUSPICIOUS


class TestAPersonsWord:
    """A new level is accepted from a day on, with who and why; what was usual before is past."""

    @pytest.fixture(autouse=True)
    def _kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        MemoryTable(monkeypatch)
        self.now = datetime.combine(BEGAN + timedelta(weeks=13), time(9), UTC)
        monkeypatch.setattr("chalicelib.clock.now", lambda: self.now)
        self.brought = weeks_of((90,) * 5 + (0, 0), 8) | weeks_of((30,) * 5 + (0, 0), 5, BEGAN + timedelta(weeks=8))
        expected = expected_by_weekday("CH", self.brought, BEGAN, self.now.date())
        recent = {day: count for day, count in self.brought.items() if day >= "2026-03-02"}
        status = SourceStatus(name="ch_shab", checked_through=self.now, watched_since=BEGAN, expected=expected)
        sources.put(status.model_copy(update={"notices_by_day": recent, "last_state": PollState.NOTHING_NEW}))
        counts = Counted(sum(self.brought.values()), 0, self.brought)
        monkeypatch.setattr(source_counts, "of", lambda _name: counts)

    def health(self) -> Health:
        return examine(SHAB, sources.get("ch_shab"), self.now, disabled=False).health

    def test_a_third_of_what_was_usual_is_suspicious_until_somebody_accepts_it(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.health() is Health.SUSPICIOUS
        words = ["--person", "Eva Kern", "--reason", "the gazette's own site shows as many"]
        assert commands.main(["accept-level", "ch_shab", "--from", "2026-03-02", *words]) == 0
        assert "monday" in capsys.readouterr().out
        kept = sources.get("ch_shab")
        assert self.health() is Health.OK
        assert kept.expected["monday"].most < 90
        assert kept.accepted == AcceptedLevel(
            since=date(2026, 3, 2), person="Eva Kern", reason="the gazette's own site shows as many", at=self.now
        )

    def test_a_poll_that_ran_meanwhile_keeps_the_word_and_the_next_one_goes_by_it(self) -> None:
        polled = counted(sources.get("ch_shab"), Tally(sources.get("ch_shab")), source_counts.of("ch_shab"), self.now)
        commands.main(["accept-level", "ch_shab", "--from", "2026-03-02", "--person", "E", "--reason", "r"])
        sources.put_polled(polled)
        kept = sources.get("ch_shab")
        assert kept.accepted
        days = (self.now.date(), self.now.date())
        begun = kept.model_copy(update={"last_attempt": self.now})
        after = succeeded(begun, Tally(begun), SHAB, source_counts.of("x"), days, days[0])
        assert after.expected["monday"].most < 90

    @pytest.mark.parametrize("day", ["2026-01-04", "2026-04-06", "2027-01-01"])
    def test_days_that_were_not_read_are_no_level(self, day: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert commands.main(["accept-level", "ch_shab", "--from", day, "--person", "E", "--reason", "r"]) == 1
        assert "read to their end" in capsys.readouterr().err
        assert sources.get("ch_shab").accepted is None
