"""What a changed account sets in motion, and when it is looked at again although nobody changes it."""

from datetime import datetime, timedelta

import pytest

from chalicelib.model.credit import CreditEvent
from chalicelib.model.event import EventKind
from chalicelib.model.ledger import BooksLook, Ledger
from chalicelib.store import cases, credit, customers, ledgers
from functions import follow_books
from tests.builders import a_customer
from tests.unit.recovery.books import NOW
from tests.unit.recovery.test_cover_warnings import a_ledger, overdue


class Account:
    """The stored account of one customer; remembers what was told and when it is looked at again."""

    def __init__(self) -> None:
        self.ledger: Ledger | None = None
        self.seen: BooksLook | None = None
        self.again: datetime | None = None
        self.told: dict[str, CreditEvent] = {}

    def put_look(self, seen: BooksLook, again: datetime | None) -> None:
        self.seen, self.again = seen, again

    def add_event(self, event: CreditEvent, *, expires_at: datetime, of_a_source: bool = True) -> bool:
        assert expires_at > NOW
        assert not of_a_source, "our own cover is no source whose counts anybody reads"
        new = event.id not in self.told
        self.told[event.id] = event
        return new

    def looked_at(self, now: datetime = NOW) -> list[EventKind | None]:
        """Kinds of all that was told so far, after a look at this moment."""
        follow_books._look("104711", now)
        return [one.event_kind for one in self.told.values()]


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    fake = Account()
    monkeypatch.setattr(ledgers, "get", lambda _number: fake.ledger)
    monkeypatch.setattr(ledgers, "look", lambda _number: fake.seen)
    monkeypatch.setattr(ledgers, "put_look", fake.put_look)
    monkeypatch.setattr(credit, "add_event", fake.add_event)
    return fake


def test_cover_that_ends_by_time_alone_is_told_on_that_day_and_once(account: Account) -> None:
    account.ledger = a_ledger(items=(overdue(60),))
    assert account.looked_at() == []
    assert account.again == NOW + timedelta(days=1)
    tomorrow = NOW + timedelta(days=1)
    assert account.looked_at(tomorrow) == [EventKind.LIMIT_WITHDRAWN]
    assert account.looked_at(tomorrow + timedelta(days=1)) == [EventKind.LIMIT_WITHDRAWN]


def test_cover_that_returns_is_told_once_and_a_second_end_again(account: Account) -> None:
    account.ledger = a_ledger(items=(overdue(61),))
    account.looked_at()
    account.ledger = a_ledger(items=())
    back = [EventKind.LIMIT_WITHDRAWN, EventKind.CREDIT_RECOVERED]
    assert account.looked_at() == back
    assert account.looked_at() == back
    account.ledger = a_ledger(items=(overdue(75, "R-2"),))
    assert account.looked_at() == [*back, EventKind.LIMIT_WITHDRAWN]


def test_a_payment_that_bounces_stops_deliveries_again(account: Account) -> None:
    bounced = a_ledger(items=(overdue(61),))
    account.ledger = bounced
    account.looked_at()
    account.ledger = a_ledger(items=())
    account.looked_at(NOW + timedelta(hours=1))
    account.ledger = bounced
    told = [EventKind.LIMIT_WITHDRAWN, EventKind.CREDIT_RECOVERED, EventKind.LIMIT_WITHDRAWN]
    before = account.seen
    assert account.looked_at(NOW + timedelta(hours=2)) == told
    assert account.looked_at(NOW + timedelta(days=1)) == told
    account.seen = before
    assert account.looked_at(NOW + timedelta(days=1)) == told, "a look that was not recorded is repeated"


def test_one_of_two_warnings_that_ends_is_no_return_of_cover(account: Account) -> None:
    account.ledger = a_ledger(items=(overdue(61, "R-1"), overdue(80, "R-2")))
    account.looked_at()
    account.ledger = a_ledger(items=(overdue(61, "R-1"),))
    assert EventKind.CREDIT_RECOVERED not in account.looked_at()


def test_an_account_without_insurance_is_not_looked_at_again(account: Account) -> None:
    account.ledger = Ledger(customer_number="104711")
    assert account.looked_at() == []
    assert account.seen is None
    account.seen = BooksLook(customer_number="104711", looked_at=NOW)
    account.looked_at()
    assert account.again is None


def test_nothing_is_decided_about_a_customer_that_is_gone(monkeypatch: pytest.MonkeyPatch, account: Account) -> None:
    monkeypatch.setattr(customers, "get", lambda _number: None)
    monkeypatch.setattr(cases, "of_customer", lambda _number: pytest.fail("must not be read"))
    follow_books.follow({"pk": "LEDGER#104711"}, None)
    monkeypatch.setattr(customers, "get", lambda number: a_customer(number=number))
    monkeypatch.setattr(cases, "of_customer", lambda _number: ())
    follow_books.follow({"pk": "LEDGER#104711"}, None)
    assert account.told == {}
