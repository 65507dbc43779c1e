"""What bureaus said is read back as it was stored."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import inquiring
from chalicelib.model.credit import (
    Answer,
    Band,
    CreditEvent,
    CreditFile,
    Feature,
    IndexValue,
    Inquiry,
    InquiryReason,
    Outcome,
    Subject,
    SubjectState,
)
from chalicelib.model.customer import Money
from chalicelib.model.event import EventKind
from chalicelib.store import credit, table
from tests.builders import NOW, a_customer


class Items(dict[tuple[str, str], table.Item]):
    """The table's items, by their keys."""

    def query(self, pk: str, *, prefix: str = "", **_rest: object) -> list[table.Item]:
        found = (key for key in self if key[0] == pk and key[1].startswith(prefix))
        return [self[key] for key in sorted(found)]

    def transact(self, requests: list[dict[str, Any]]) -> list[str]:
        touched = []
        for (kind, request), *_ in (one.items() for one in requests):
            item = table.from_wire(request["Item" if kind == "Put" else "Key"])
            key = (item["pk"], item["sk"])
            touched.append(key)
            self.pop(key, None)
            if kind == "Put":
                self[key] = item
        assert len(set(touched)) == len(touched), "one transaction touches an item once"
        return []

    def passes(self, seconds: int) -> None:
        """What the table removes by itself until then."""
        for key in [key for key, item in self.items() if item.get("expires_at", seconds) < seconds]:
            del self[key]


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> Items:
    found = Items()
    names = SimpleNamespace(table_name="main", keys_table_name="keys")
    monkeypatch.setattr("chalicelib.store.table.settings", lambda: names)
    monkeypatch.setattr("chalicelib.store.table.query", found.query)
    monkeypatch.setattr("chalicelib.store.table.transact", found.transact)
    return found


def an_inquiry(*features: Feature, number: str = "1", outcome: Outcome = Outcome.ANSWERED) -> Inquiry:
    """An inquiry at CRIF, answered at once and valid for a quarter."""
    return Inquiry(
        id=f"i-{number}-{outcome}",
        bureau="crif_mediafinanz",
        customer_number=number,
        reason=InquiryReason.PLAN,
        asked_by="plan",
        asked_at=NOW,
        valid_until=NOW + timedelta(days=90),
        answer=Answer(outcome=outcome, features=features, pending_reference="7"),
        cost=Money(amount=Decimal(1), currency="EUR"),
    )


@pytest.mark.parametrize(
    ("kind", "age_days", "kept_days"),
    [
        (EventKind.DISCHARGE_GRANTED, 30, 154),  # six months behind its day
        (EventKind.DISCHARGE_GRANTED, 900, 90),  # while the answer is used, it is whole
        (EventKind.OPENED, 0, 1095),  # not longer than the inquiry itself
    ],
)
def test_what_was_told_is_kept_no_longer_than_its_period(
    items: Items, kind: EventKind, age_days: int, kept_days: int
) -> None:
    feature = Feature(code="X", event_kind=kind, on=NOW.date() - timedelta(days=age_days))
    inquiring.record(an_inquiry(feature), a_customer(number="1"), CreditFile(customer_number="1"))
    (whole,) = credit.file_of("1").inquiries
    assert whole.answer.features == (feature,)
    items.passes(table.epoch(NOW + timedelta(days=kept_days - 2)))
    assert credit.file_of("1").inquiries == (whole,)
    items.passes(table.epoch(NOW + timedelta(days=kept_days + 1)))
    rest = credit.file_of("1").inquiries
    assert [one.answer.features for one in rest] == ([()] if kept_days < 1095 else [])
    items.passes(table.epoch(NOW + timedelta(days=1096)))
    assert credit.file_of("1").inquiries == ()


def test_nothing_stays_of_a_customer_that_is_gone_but_what_ends_the_watch(items: Items) -> None:
    for number in ("1", "2"):
        inquiring.record(
            an_inquiry(Feature(code="X", event_kind=EventKind.ADVERSE_INFORMATION), number=number),
            a_customer(number=number),
            CreditFile(customer_number=number),
        )
        credit.record_inquiry(an_inquiry(number=number, outcome=Outcome.PENDING), None)
        credit.record_inquiry(an_inquiry(number=number, outcome=Outcome.UNREADABLE), None)
        credit.put_due(number, NOW)
        for bureau, state in (("dnb", SubjectState.WATCHED), ("northdata", SubjectState.LOST)):
            subject = Subject(bureau=bureau, customer_number=number, state=state, subject_id=f"s{number}", since=NOW)
            credit.put_subject(subject, None)
    credit.forget_customer("1", NOW)
    left = [key for key in items if key[0].endswith("#1") or "#s1#1" in key[1] or "i-1-" in key[1]]
    assert left == [("BUREAU#dnb", "SUBJECT#s1#1")]
    assert credit.portfolio("dnb") == (("s1", "1", SubjectState.WATCHED), ("s2", "2", SubjectState.WATCHED))
    assert len(credit.file_of("2").inquiries) == 3
    assert [one.customer_number for one in credit.unreadable("crif_mediafinanz")] == ["2"]
    items.passes(table.epoch(NOW + timedelta(days=500)))
    assert credit.customers_of("dnb", "s1") == ()
    credit.forget_customer("unknown", NOW)


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


def test_an_answer_waits_to_be_read_again_until_it_is_understood(items: Items) -> None:
    inquiry = an_inquiry(outcome=Outcome.UNREADABLE)
    credit.record_inquiry(inquiry, None)
    assert credit.unreadable("crif_mediafinanz") == (inquiry,)
    credit.record_inquiry(inquiry.model_copy(update={"answer": Answer(outcome=Outcome.NO_STATEMENT)}), None)
    assert credit.unreadable("crif_mediafinanz") == ()
    assert len(items) == 1


def test_inquiries_are_in_the_order_of_asking_whatever_is_left_of_them(items: Items) -> None:
    feature = Feature(code="X", event_kind=EventKind.DISCHARGE_GRANTED, on=NOW.date())
    older = an_inquiry(feature)
    newer = an_inquiry().model_copy(update={"id": "a-newer", "asked_at": NOW + timedelta(days=200)})
    for inquiry in (newer, older):
        inquiring.record(inquiry, a_customer(number="1"), CreditFile(customer_number="1"))
    assert [one.id for one in credit.file_of("1").inquiries] == [older.id, newer.id]
    items.passes(table.epoch(NOW + timedelta(days=199)))
    assert [len(one.answer.features) for one in credit.file_of("1").inquiries] == [0, 0]
    assert [one.id for one in credit.file_of("1").inquiries] == [older.id, newer.id]
