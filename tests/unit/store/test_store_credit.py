"""What bureaus said is read back as it was stored."""

from chalicelib.model.credit import Band, CreditEvent, IndexValue
from chalicelib.store import credit, table
from tests.builders import NOW


def test_an_event_in_which_only_the_index_moved_is_read_back() -> None:
    event = CreditEvent(
        bureau="creditsafe",
        event_id="index 2026-03-02 D",
        customer_number="1",
        event_kind=None,
        original_code="international score",
        on=NOW.date(),
        index=IndexValue(scale="international score", value="D", band=Band.D),
    )
    stored = table.item(credit.event_key(event), "credit_event", event)
    assert table.read(stored, CreditEvent) == event
