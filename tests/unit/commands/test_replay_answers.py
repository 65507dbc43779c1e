"""A paid answer that nobody understood is read again when the bureau's file is mended; nothing is asked or paid."""

from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib import commands
from chalicelib.errors import NotFoundError, SourceChangedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import (
    Answer,
    Band,
    CreditEvent,
    CreditFile,
    IndexEntry,
    IndexValue,
    Inquiry,
    InquiryReason,
    Outcome,
)
from chalicelib.model.customer import Customer, Money
from chalicelib.model.document import Document
from tests.builders import NOW, a_customer

MENDED = "crif_mediafinanz/2026/03/02/aa"
STILL = "crif_mediafinanz/2026/03/02/bb"


def unreadable(number: str, key: str) -> Inquiry:
    """An inquiry as it is kept before its answer is read."""
    return Inquiry(
        id=f"i{number}",
        bureau="crif_mediafinanz",
        customer_number=number,
        reason=InquiryReason.ORDER,
        asked_by="erp",
        asked_at=NOW,
        valid_until=NOW + timedelta(days=90),
        answer=Answer(outcome=Outcome.UNREADABLE),
        cost=Money(amount=Decimal(1), currency="EUR"),
        payload=key,
        answered_at=NOW,
    )


def index(value: str, band: Band) -> IndexValue:
    """A value of CRIF's scale."""
    return IndexValue(scale="CRIF", value=value, band=band)


class Store:
    """What waits, and what was recorded."""

    def __init__(self) -> None:
        self.waiting = [unreadable("1", MENDED), unreadable("2", STILL)]
        self.recorded: list[Inquiry] = []
        self.events: list[CreditEvent] = []
        self.forgotten: list[Inquiry] = []
        self.gone: set[str] = set()

    def customer(self, number: str) -> Customer | None:
        return None if number in self.gone else a_customer(number=number)

    def file(self, number: str) -> CreditFile:
        points = ((NOW - timedelta(days=9), index("210", Band.B)), (NOW + timedelta(days=9), index("600", Band.E)))
        history = tuple(
            IndexEntry(
                id=value.value,
                customer_number=number,
                bureau="crif_mediafinanz",
                index=value,
                on=at.date(),
                source="check",
            )
            for at, value in points
        )
        return CreditFile(customer_number=number, inquiries=tuple(self.waiting), history=history)

    def evidence(self, key: str) -> Document:
        if "gone" in key:
            raise NotFoundError(f"no evidence is kept under {key}")
        return Document(
            source="crif_mediafinanz", url="https://x", media_type="text/plain", content=key.encode(), fetched_at=NOW
        )

    def add_event(self, event: CreditEvent, **_until: object) -> bool:
        self.events.append(event)
        return True


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    found = Store()

    def answer(document: Document, _plan: BureauPlan) -> Answer:
        if document.content.endswith(b"bb"):
            raise SourceChangedError("crif_mediafinanz", "an unknown shape")
        return Answer(outcome=Outcome.ANSWERED, index=index("480", Band.E))

    monkeypatch.setattr("chalicelib.bureaus.crif_mediafinanz.answer", answer)
    monkeypatch.setattr("chalicelib.access.bureau_plan", lambda _name: BureauPlan())
    monkeypatch.setattr("chalicelib.store.credit.unreadable", lambda _name: tuple(found.waiting))
    monkeypatch.setattr("chalicelib.store.credit.record_inquiry", lambda one, _entry, **_: found.recorded.append(one))
    monkeypatch.setattr("chalicelib.store.credit.forget_inquiry", found.forgotten.append)
    monkeypatch.setattr("chalicelib.store.credit.add_event", found.add_event)
    monkeypatch.setattr("chalicelib.store.credit.file_of", found.file)
    monkeypatch.setattr("chalicelib.store.customers.get", found.customer)
    monkeypatch.setattr("chalicelib.store.evidence.get", found.evidence)
    return found


def test_what_is_understood_now_is_recorded_and_the_rest_is_named(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["replay", "crif_mediafinanz"]) == 1
    (read,) = store.recorded
    assert (read.customer_number, read.answer.outcome, read.payload) == ("1", Outcome.ANSWERED, MENDED)
    assert read.valid_until == NOW + timedelta(days=90), "it is as old as it is"
    (dropped,) = store.events
    assert dropped.previous_index == index("210", Band.B), "what came later was not before it"
    printed = capsys.readouterr()
    assert "2 answers read, 1 answers not understood" in printed.out
    assert f"customer 2, {STILL}: crif_mediafinanz" in printed.err


def test_only_the_keys_named_are_read(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["replay", "crif_mediafinanz", MENDED]) == 0
    assert [one.customer_number for one in store.recorded] == ["1"]
    assert commands.main(["replay", "crif_mediafinanz", "crif_mediafinanz/other"]) == 1
    assert "no inquiry waits for it" in capsys.readouterr().err


def test_evidence_that_is_gone_and_customers_that_are_gone_hold_up_nobody(store: Store) -> None:
    store.waiting = [unreadable("3", "crif_mediafinanz/gone"), unreadable("4", MENDED), unreadable("1", MENDED)]
    store.gone = {"4"}
    assert commands.main(["replay", "crif_mediafinanz"]) == 1
    assert [one.customer_number for one in store.recorded] == ["1"]
    assert [one.customer_number for one in store.forgotten] == ["4"]


def test_a_day_in_the_future_leaves_nothing_to_read(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["replay", "crif_mediafinanz", "--since", "2099-01-01"]) == 0
    assert "0 answers read" in capsys.readouterr().out
    assert store.recorded == []


def test_a_register_still_wants_keys_or_a_day() -> None:
    with pytest.raises(SystemExit):
        commands.main(["replay", "ch_shab"])
