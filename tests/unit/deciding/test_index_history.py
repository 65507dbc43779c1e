"""A watched index against what the customer's history knows."""

from datetime import date

from chalicelib.deciding import credit
from chalicelib.model.credit import Band, CreditFile, IndexEntry, IndexValue
from chalicelib.model.notice import EventKind
from tests.unit.deciding.test_decide_credit import an_event, moved

E = EventKind


def test_the_history_says_what_the_bureau_leaves_out() -> None:
    event = moved(None, Band.D, 20)
    before = IndexValue(scale="s", value="A", band=Band.A)
    points = [(before, 3), (before.model_copy(update={"scale": "other", "band": Band.E}), 10), (before, 20)]
    history = tuple(
        IndexEntry(
            id=str(day),
            customer_number="104711",
            bureau="creditsafe",
            index=index,
            on=date(2026, 3, day),
            source="watch",
        )
        for index, day in points
    )
    assert credit.kind_of(event) is None
    known = CreditFile(customer_number="104711", history=history)
    assert credit.kind_of(credit.compared(event, known)) is E.SCORE_DROPPED
    assert credit.compared(event, CreditFile(customer_number="104711")) == event


def test_a_drop_that_comes_after_the_recovery_warns_of_nothing() -> None:
    def point(day: int, band: Band) -> IndexEntry:
        index = IndexValue(scale="s", value=band, band=band)
        on = date(2026, 3, day)
        return IndexEntry(
            id=str(day), customer_number="104711", bureau="creditsafe", index=index, on=on, source="watch"
        )

    well = CreditFile(customer_number="104711", history=(point(5, Band.E), point(9, Band.B)))
    assert credit.overcome(moved(Band.A, Band.E, 5), well)
    assert not credit.overcome(moved(Band.A, Band.E, 12), well)
    assert not credit.overcome(an_event(E.OPENED, 5), well)
