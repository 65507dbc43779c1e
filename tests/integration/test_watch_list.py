"""Near misses leave a trace: counted per source and day, once each, the first of them by their ids."""

from datetime import date, timedelta

import pytest

from chalicelib import commands
from chalicelib.model.watched import EXAMPLES, NearMiss
from chalicelib.store import watch_list
from tests.integration.firm import Firm
from tests.unit.matching.pairs import NOW, a_notice

DAY = date(2026, 3, 3)


def missed(place: int, pairs: int) -> bool:
    """Adds a notice with so many near misses."""
    notice = a_notice("Nordlicht GmbH").model_copy(
        update={"source": "ch_shab", "publication_id": str(place), "publication_date": DAY}
    )
    misses = [
        NearMiss(customer_number=f"K-{one}", notice_id=notice.id, rule="too_little_in_common", score=one % 100)
        for one in range(pairs)
    ]
    return watch_list.add(notice, misses, NOW)


def test_near_misses_are_counted_once_and_sampled(
    firm: Firm, as_admin: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [missed(place, 3) for place in range(9)] == [True] * 9
    assert [missed(place, 3) for place in range(3)] == [False] * 3
    assert missed(10, 40)
    assert not missed(11, 0)
    (day,) = watch_list.days("ch_shab", DAY - timedelta(days=1), DAY)
    assert (day.notices, day.pairs) == (10, 67)
    assert 18 <= len(day.examples) <= EXAMPLES
    assert commands.main(["watch-list", "--source", "ch_shab", "--from", "2026-03-01", "--to", "2026-03-31"]) == 0
    printed = capsys.readouterr().out
    assert "67" in printed
    assert "K-2" in printed
