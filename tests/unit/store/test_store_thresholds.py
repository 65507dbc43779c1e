"""Thresholds are kept version by version with their reason, and each change of a setting leaves a line in the log."""

import pytest

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.people import Organisation, Person
from chalicelib.model.settings_change import SettingsChange, ValueChange
from chalicelib.model.thresholds import DELIVERED, ThresholdChange, Thresholds
from chalicelib.store import people, settings_log, thresholds
from tests.builders import NOW
from tests.unit.memory_table import MemoryTable


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> MemoryTable:
    return MemoryTable(monkeypatch)


def a_version(number: int, block_from: int) -> ThresholdChange:
    limits = Thresholds(block_from=block_from)
    return ThresholdChange(thresholds=limits, version=number, reason="too many", person="Eva Kern", at=NOW)


def test_the_last_version_counts_and_the_earlier_ones_stay() -> None:
    assert thresholds.now() == DELIVERED
    thresholds.add(a_version(1, 90))
    thresholds.add(a_version(2, 95))
    assert thresholds.now().block_from == 95
    assert [one.thresholds.block_from for one in thresholds.changes()] == [90, 95]


def test_two_people_cannot_set_the_same_version() -> None:
    thresholds.add(a_version(1, 90))
    with pytest.raises(ConcurrentChangeError):
        thresholds.add(a_version(1, 95))


def test_a_change_and_its_line_in_the_log_are_written_together() -> None:
    def line(id_: str) -> SettingsChange:
        values = (ValueChange(field="role", after="clerk"),)
        return SettingsChange(id=id_, area="people", subject="eva@example.com", values=values, person="Ada", at=NOW)

    firm = Organisation(people=(Person(email="eva@example.com", name="Eva"),))
    people.put(firm, 0, [settings_log.request(line("a"))])
    with pytest.raises(ConcurrentChangeError):
        people.put(firm, 0, [settings_log.request(line("b"))])
    assert [one.id for one in settings_log.changes()] == ["a"]
