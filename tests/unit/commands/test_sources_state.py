"""What `sources --state` prints of each source, and how it ends."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import commands, registers
from chalicelib.model.source import Health, PollState, SourceStatus
from chalicelib.store import sources
from tests.unit.memory_table import MemoryTable

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _stored(monkeypatch: pytest.MonkeyPatch) -> None:
    MemoryTable(monkeypatch)
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    monkeypatch.setenv("COLUMNS", "200")
    for name in registers.names():
        well = {"checked_through": NOW, "last_attempt": NOW, "last_state": PollState.FILTERED, "notices_total": 4711}
        sources.put(SourceStatus.model_validate({"name": name, **well, "notices_by_day": {"2026-03-03": 80}}))


def test_all_well_ends_with_0_and_says_what_the_last_day_brought(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["sources", "--state"]) == 0
    printed = capsys.readouterr().out
    assert "2026-03-04 09:00 UTC, filtered" in printed
    assert "80 of Tuesday, 2026-03-03 (20 to 250 expected), 4711 in all" in printed


@pytest.mark.parametrize(
    "changed",
    [
        {"health": Health.SUSPICIOUS, "health_reason": "too thin"},
        {"late_from": NOW - timedelta(minutes=1)},
        {"checked_through": None},
    ],
)
def test_one_that_is_not_well_ends_with_1_and_is_explained(
    changed: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    sources.put(sources.get("ch_shab").model_copy(update=changed))
    assert commands.main(["sources", "--state"]) == 1
    printed = capsys.readouterr().out
    assert any(words in printed for words in ("too thin", "late since 2026-03-04 08:59 UTC", "never"))
