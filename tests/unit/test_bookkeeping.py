"""Files of open items into the books: what is kept, what is settled, and what a refused row spoils."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from chalicelib import bookkeeping
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.ledger import BooksKept
from chalicelib.model.open_item import OpenItem, Payment
from chalicelib.store import customers, ledgers
from tests.builders import NOW, a_customer

HEADER = "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fällig am;Offener Betrag\n"


def row(customer: str, number: str, amount: str = "10,00") -> str:
    return f"{customer};{number};01.02.2026;01.03.2026;{amount}\n"


class Books:
    """Remembers what was kept, and whether as a complete list; customers A and B are known."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[list[str], bool]] = {}
        self.asked: list[str] = []
        self.changed_meanwhile = ""

    def customers(self, numbers: Sequence[str]) -> dict[str, object]:
        self.asked += numbers
        return {number: a_customer(number=number) for number in numbers if number in {"A", "B"}}

    def keep_items(self, number: str, items: Sequence[OpenItem], _now: datetime, *, complete: bool) -> BooksKept:
        if number == self.changed_meanwhile:
            raise ConcurrentChangeError(f"the account of customer {number} was changed meanwhile; send it again")
        self.kept[number] = ([one.number for one in items], complete)
        return BooksKept(changed=len(items), removed=int(complete))

    def keep_payments(self, number: str, payments: Sequence[Payment], _now: datetime) -> BooksKept:
        self.kept[number] = ([one.number for one in payments], False)
        return BooksKept(unchanged=len(payments))


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> Books:
    fake = Books()
    monkeypatch.setattr(customers, "get_many", fake.customers)
    monkeypatch.setattr(ledgers, "keep_items", fake.keep_items)
    monkeypatch.setattr(ledgers, "keep_payments", fake.keep_payments)
    return fake


def imported(text: str, **how: Any) -> tuple[int, int, int]:
    summary = bookkeeping.import_open_items((HEADER + text).encode(), NOW, **how)
    return summary.changed, summary.settled, summary.refused


def test_each_customers_list_is_its_whole_account_and_a_customer_is_asked_for_once(books: Books) -> None:
    assert imported(row("A", "1") + row("A", "2") + row("B", "1")) == (3, 2, 0)
    assert books.kept == {"A": (["1", "2"], True), "B": (["1"], True)}
    assert sorted(books.asked) == ["A", "B"]
    imported(row("A", "1"), complete=False)
    assert books.kept["A"] == (["1"], False)


def test_a_refused_row_settles_nothing_of_its_customer(books: Books) -> None:
    assert imported(row("A", "1") + row("A", "2", "-5,00") + row("B", "1") + row("C", "1")) == (2, 1, 2)
    assert books.kept == {"A": (["1"], False), "B": (["1"], True)}


def test_a_row_that_does_not_say_whose_it_is_settles_nothing_of_anybody(books: Books) -> None:
    imported(row("A", "1") + row("", "2"))
    imported(row("B", "1") + "torn\n")
    assert books.kept == {"A": (["1"], False), "B": (["1"], False)}


def test_an_account_changed_meanwhile_is_refused_row_by_row_and_others_are_kept(books: Books) -> None:
    books.changed_meanwhile = "A"
    summary = bookkeeping.import_open_items((HEADER + row("A", "1") + row("A", "2") + row("B", "1")).encode(), NOW)
    assert (summary.changed, summary.refused) == (1, 2)
    assert [(one.line, one.value) for one in summary.problems] == [(2, "1"), (3, "2")]
    assert "import it again" in summary.problems[0].reason


def test_payments_are_added(books: Books) -> None:
    text = "Kundennummer;Belegnummer;Zahlungseingang;Betrag\nA;Z-1;01.02.2026;10,00\nA;Z-2;01.02.2026;-1,00\n"
    summary = bookkeeping.import_payments(text.encode(), NOW)
    assert (summary.unchanged, summary.refused) == (1, 1)
    assert books.kept == {"A": (["Z-1"], False)}
