"""When a register is asked, for which days, and what a poll proves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import polling, registers
from chalicelib.errors import (
    CredentialsMissingError,
    InvalidInputError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.source import Health, PollState, SourceRun, SourceStatus
from chalicelib.poll_results import Tally, counted, succeeded
from chalicelib.settings import settings
from chalicelib.source_health import examine, failed
from chalicelib.store.source_counts import Counted
from functions import poll_register

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday
NOTHING = Counted(0, 0, {})
SHAB = registers.load("ch_shab").REGISTER


def status(**fields: object) -> SourceStatus:
    """A source read half an hour ago, unless said otherwise."""
    read = NOW - timedelta(minutes=30)
    good = {"checked_through": read, "last_attempt": read, "last_success": read, "last_state": PollState.NOTHING_NEW}
    return SourceStatus.model_validate({"name": "ch_shab", **good, **fields})


def test_a_register_never_asked_is_due_and_looked_back() -> None:
    never = SourceStatus(name="ch_shab")
    assert polling.is_due(SHAB, never, NOW)
    start, end = polling.window(SHAB, never, NOW)
    assert (start, end) == (date(2026, 2, 23), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("minutes", "state", "due"),
    [
        (30, PollState.NOTHING_NEW, False),
        (179, PollState.NEW_NOTICES, False),
        (180, PollState.NEW_NOTICES, True),
        (19, PollState.UNREACHABLE, False),
        (20, PollState.CHANGED, True),
    ],
)
def test_a_register_is_due_after_its_own_interval_and_sooner_after_a_failure(
    minutes: int, state: PollState, due: bool
) -> None:
    asked = status(last_attempt=NOW - timedelta(minutes=minutes), last_state=state)
    assert polling.is_due(SHAB, asked, NOW) is due


def test_the_window_begins_behind_what_is_proved_by_the_overlap() -> None:
    behind = status(checked_through=datetime(2026, 2, 1, 23, 30, tzinfo=UTC))  # in Zurich it is February 2nd
    assert polling.window(SHAB, behind, NOW)[0] == date(2026, 1, 26)


def proved(before: SourceStatus, start: date, end: date, *, cursor: str | None = None) -> SourceStatus:
    """The status after a poll of these days found nothing new."""
    tally, facts = Tally(before.model_copy(update={"cursor": cursor})), registers.load(before.name).REGISTER
    begun = counted(before, tally, NOTHING, NOW)
    return succeeded(begun, tally, facts, NOTHING, (start, end), start)


def test_coverage_is_never_said_to_reach_into_the_future() -> None:
    assert proved(status(), date(2026, 3, 3), date(2026, 3, 4)).checked_through == NOW


def test_an_old_window_does_not_move_coverage_back() -> None:
    assert proved(status(), date(2026, 1, 1), date(2026, 1, 2)).checked_through == status().checked_through


def test_a_window_with_a_gap_before_it_proves_nothing() -> None:
    failing = status(checked_through=datetime(2026, 3, 1, 12, 0, tzinfo=UTC), failing_since=NOW, failure="x")
    after = proved(failing, date(2026, 3, 3), date(2026, 3, 4))
    assert (after.checked_through, after.failing_since, after.failure) == (failing.checked_through, NOW, "x")
    assert proved(failing, date(2026, 3, 1), date(2026, 3, 4)).checked_through == NOW


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SourceUnreachableError("ch_shab", "x"), PollState.UNREACHABLE),
        (SourceRefusedError("ch_shab", "x"), PollState.REFUSED),
        (SourceChangedError("ch_shab", "x", evidence="key"), PollState.CHANGED),
    ],
)
def test_a_failure_moves_nothing_and_is_told_apart(error: SourceChangedError, state: PollState) -> None:
    before = status(cursor="7")
    after = failed(before, error, NOW)
    assert (after.last_state, after.failure, after.failure_evidence) == (state, str(error), error.evidence)
    assert (after.cursor, after.checked_through, after.failing_since) == ("7", before.checked_through, NOW)
    again = failed(after, error, NOW + timedelta(hours=1))
    assert again.failing_since == NOW


@pytest.mark.parametrize("message", [{}, {"source": "x", "from": "today", "to": "2026-01-01"}])
def test_a_poll_without_days_is_refused(message: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError):
        poll_register._asked(message)


@pytest.mark.parametrize(
    ("state", "health"),
    [
        (SourceStatus(name="ch_shab"), Health.LATE),
        (status(), Health.OK),
        (status(checked_through=NOW - timedelta(hours=7)), Health.LATE),
        (status(failing_since=NOW, failure="changed"), Health.FAILING),
        (status(failing_since=NOW, checked_through=NOW - timedelta(days=9)), Health.FAILING),
        (status(notices_by_day={"2026-03-02": 80, "2026-03-03": 2}), Health.SUSPICIOUS),
        (status(notices_by_day={"2026-03-02": 80}), Health.SUSPICIOUS),
        (status(notices_by_day={"2026-03-02": 80, "2026-03-03": 60}), Health.OK),
        (status(notices_by_day={"2026-03-03": 2}), Health.OK),  # we only began to watch
    ],
)
def test_a_source_that_does_not_deliver_is_noticed(state: SourceStatus, health: Health) -> None:
    assert examine(SHAB, state, NOW, disabled=False).health is health


def test_on_monday_it_is_friday_that_counts_and_switched_off_is_no_alarm() -> None:
    monday = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    friday = status(checked_through=monday, notices_by_day={"2026-03-05": 70, "2026-03-06": 70})
    assert examine(SHAB, friday, monday, disabled=False).health is Health.OK
    assert examine(SHAB, SourceStatus(name="ch_shab"), monday, disabled=True).health is Health.DISABLED


def test_a_source_without_credentials_is_switched_off_and_says_what_to_set() -> None:
    error = CredentialsMissingError("ch_shab", "no credentials: set the SSM parameter /x/ch_shab")
    never = SourceStatus(name="ch_shab")
    state = failed(never, error, NOW)
    assert state.last_state is PollState.NO_CREDENTIALS
    found = examine(SHAB, state, NOW, disabled=False)
    assert found.health is Health.DISABLED
    assert "/x/ch_shab" in found.reason
    delivered = failed(status(), error, NOW)
    assert examine(SHAB, delivered, NOW, disabled=False).health is Health.FAILING  # it was on: somebody lost the key


def test_a_national_holiday_is_no_business_day() -> None:
    after_labour_day = datetime(2026, 5, 2, 9, 0, tzinfo=UTC)  # 1 May 2026 is a Friday
    german = registers.load("de_insolvenzbekanntmachungen").REGISTER
    full = {"2026-04-29": 4000, "2026-04-30": 4000}
    state = status(name=german.name, checked_through=after_labour_day, notices_by_day=full)
    assert examine(german, state, after_labour_day, disabled=False).health is Health.OK


def test_a_stream_without_a_position_proves_nothing() -> None:
    stream = registers.load("gb_companies_house").REGISTER
    never = SourceStatus(name=stream.name)
    day = NOW.date()
    assert proved(never, day, day).checked_through is None
    assert proved(never, day, day, cursor="700101").checked_through == NOW


class Clock:
    """A Lambda context whose time runs out after some questions."""

    def __init__(self, questions: int) -> None:
        self.left = questions

    def get_remaining_time_in_millis(self) -> int:
        self.left -= 1
        return 600_000 if self.left >= 0 else 1_000


def test_a_poll_cut_by_its_time_goes_on_from_the_day_and_proves_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    behind = status(checked_through=NOW - timedelta(days=12), failing_since=NOW - timedelta(days=10), failure="down")
    kept: list[SourceStatus] = []
    sent: list[dict[str, str]] = []
    monkeypatch.setattr("functions.poll_register.sources.put_begun", lambda _name, _now: kept[-1] if kept else behind)
    monkeypatch.setattr("functions.poll_register.sources.put_polled", kept.append)
    monkeypatch.setattr("functions.poll_register.sources.rows_seen", lambda *_: frozenset())
    monkeypatch.setattr("functions.poll_register.source_counts.of", lambda _name: NOTHING)
    runs: list[SourceRun] = []
    monkeypatch.setattr("functions.poll_register.source_runs.put", runs.append)
    monkeypatch.setattr("functions.poll_register.queues.send", lambda _url, message: sent.append(dict(message)))
    monkeypatch.setattr("functions.poll_register.clock.now", lambda: NOW)
    monkeypatch.setattr(registers.load("ch_shab"), "fetch", lambda _web, _window: iter(()))
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, name.lower())
    settings.cache_clear()
    message: dict[str, str] = {"source": "ch_shab", "from": "2026-02-20", "to": "2026-03-04"}
    poll_register.poll(message, Clock(5))
    assert (sent[0]["from"], sent[0]["since"]) == ("2026-02-25", "2026-02-20")
    assert kept[-1].checked_through == behind.checked_through
    poll_register.poll(sent[0], Clock(100))
    settings.cache_clear()
    assert kept[-1].checked_through == NOW
    assert kept[-1].failing_since is None
    asked = [(str(one.first_day), str(one.last_day), one.complete) for one in runs]
    assert asked == [("2026-02-20", "2026-02-25", False), ("2026-02-25", "2026-03-04", True)]


def test_only_payloads_that_were_readable_before_add_to_the_sum() -> None:
    unread = Tally(status())
    unread.failures = [SourceChangedError(SHAB.name, "x", evidence=f"ch_shab/2026/03/0{day}/abc") for day in (1, 2)]
    unread.failures.append(SourceChangedError(SHAB.name, "y", evidence="ch_shab/2026/03/02/def"))
    known = SourceStatus(name=SHAB.name, unread_total=7, unread_payloads=("abc", "old"))
    after = counted(known, unread, NOTHING, NOW)
    assert (after.unread_last_poll, after.unread_total) == (3, 8)
    assert after.unread_payloads == ("old", "abc", "def")
