"""A customer's account: what is written when it changes, and what the write is conditional on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errors import ConcurrentChangeError, NotFoundError
from chalicelib.model.open_item import ItemKind
from chalicelib.settings import settings
from chalicelib.store import keys, ledgers, settled, table
from tests.unit.recovery.books import NOW, an_item, euro

NUMBER = "104711"


class FakeTable:
    """The partition of one account; applies what the transactions would."""

    def __init__(self) -> None:
        self.items: dict[str, table.Item] = {}
        self.sent: list[list[dict[str, Any]]] = []
        self.refuse = False

    def query(self, pk: str, **_rest: Any) -> list[table.Item]:
        return [item for _, item in sorted(self.items.items()) if item["pk"] == pk]

    def transact(self, requests: list[dict[str, Any]]) -> list[str]:
        if self.refuse:
            return ["ConditionalCheckFailed"]
        self.sent.append(requests)
        for request in requests:
            ((kind, body),) = request.items()
            if kind == "Put":
                item = table.from_wire(body["Item"])
                self.items[item["sk"]] = item
            elif kind == "Delete":
                self.items.pop(table.from_wire(body["Key"])["sk"], None)
        return []


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTable]:
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, name.lower())
    settings.cache_clear()
    fake = FakeTable()
    monkeypatch.setattr(table, "query", fake.query)
    monkeypatch.setattr(table, "transact", fake.transact)
    yield fake
    settings.cache_clear()


def test_an_account_is_read_as_it_was_kept(stored: FakeTable) -> None:
    items = (an_item("R-1", vat_rate="7"), an_item("R-2", dunning_level=2))
    assert ledgers.get(NUMBER) is None
    ledgers.keep_items(NUMBER, items, NOW)
    ledger = ledgers.get(NUMBER)
    assert ledger is not None
    assert ledger.items == items


def test_what_is_the_same_is_not_written_and_wakes_nobody(stored: FakeTable) -> None:
    ledgers.keep_items(NUMBER, [an_item()], NOW)
    before = len(stored.sent)
    later = an_item(updated_at=NOW + timedelta(days=1))
    assert ledgers.keep_items(NUMBER, [later], NOW).unchanged == 1
    assert len(stored.sent) == before


def test_only_a_complete_list_settles(stored: FakeTable) -> None:
    ledgers.keep_items(NUMBER, [an_item("R-1"), an_item("R-2")], NOW)
    assert ledgers.keep_items(NUMBER, [an_item("R-1")], NOW).removed == 0
    kept = ledgers.keep_items(NUMBER, [an_item("R-1", open=euro("1.00"))], NOW, complete=True)
    assert (kept.changed, kept.removed) == (1, 1)
    left = [one["sk"] for one in stored.items.values() if one["pk"] == keys.ledger(NUMBER)]
    assert sorted(one.partition("#")[0] for one in left) == ["BOOKS", "ITEM"]
    assert settled.due_dates(NUMBER) == {"R-2": an_item().due_date}


def test_the_mark_is_in_the_last_transaction_with_its_version_and_the_customer(stored: FakeTable) -> None:
    ledgers.keep_items(NUMBER, [an_item(f"R-{one}") for one in range(250)], NOW)
    assert [len(requests) <= table.TRANSACTION_LIMIT for requests in stored.sent] == [True] * 3
    marks = [index for index, sent in enumerate(stored.sent) if any("BOOKS" in str(one) for one in sent)]
    assert marks == [2]
    last = stored.sent[2]
    assert {"S": keys.customer(NUMBER).pk} in [
        one["ConditionCheck"]["Key"]["pk"] for one in last if "ConditionCheck" in one
    ]
    ledgers.keep_items(NUMBER, [an_item("R-new")], NOW)
    conditions = [one["Put"].get("ConditionExpression") for one in stored.sent[3] if "Put" in one]
    assert "version = :version" in conditions


def test_a_change_in_between_is_said(stored: FakeTable) -> None:
    stored.refuse = True
    with pytest.raises(ConcurrentChangeError):
        ledgers.keep_items(NUMBER, [an_item()], NOW)


def test_what_is_not_there_cannot_be_settled(stored: FakeTable) -> None:
    ledgers.keep_items(NUMBER, [an_item("R-1")], NOW)
    with pytest.raises(NotFoundError):
        ledgers.settle_item(NUMBER, ItemKind.CREDIT_NOTE, "R-1", NOW)
    ledgers.settle_item(NUMBER, ItemKind.INVOICE, "R-1", NOW)
    assert [one["sk"] for one in stored.items.values() if one["type"] != "settled"] == ["BOOKS"]
    assert settled.due_dates(NUMBER) == {"R-1": an_item().due_date}
    ledgers.forget(NUMBER)
    assert not settled.due_dates(NUMBER)
