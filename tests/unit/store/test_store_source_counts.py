"""What is counted of whom."""

from datetime import timedelta

import pytest

from chalicelib.model.credit import CreditEvent
from chalicelib.model.event import EventKind
from chalicelib.store import credit, source_counts
from tests.builders import NOW
from tests.unit.memory_table import MemoryTable


def told_by(name: str) -> CreditEvent:
    return CreditEvent(
        bureau=name,
        event_id="1",
        customer_number="1",
        event_kind=EventKind.LIMIT_WITHDRAWN,
        original_code="cover",
        on=NOW.date(),
    )


def test_an_event_of_a_source_is_counted_and_one_of_our_own_books_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    MemoryTable(monkeypatch)
    until = NOW + timedelta(days=365)
    assert credit.add_event(told_by("creditsafe"), expires_at=until)
    assert credit.add_event(told_by("policy 4711"), expires_at=until, of_a_source=False)
    assert not credit.add_event(told_by("policy 4711"), expires_at=until, of_a_source=False)
    assert source_counts.of("creditsafe").by_day == {NOW.date().isoformat(): 1}
    assert source_counts.of("policy 4711") == (0, 0, {})
