"""One opened case with books, policy, our firm and a place for documents, behind the cockpit's door."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.matching.keys import keys_of
from chalicelib.model.address import PostalAddress
from chalicelib.model.creditor import BankAccount, Creditor
from chalicelib.model.customer import Money
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle, Security, SecurityKind
from chalicelib.occasions import occasion_of
from chalicelib.store import firm, ledgers, notices
from tests.builders import NOW, a_match, a_notice
from tests.unit.cockpit.desk_world import kept, recorded

TODAY = NOW.date()
OPENED_ON = TODAY - timedelta(days=3)
NUMBER = "D-1"
FOLDER = "/cockpit/cases/{case_id}"


def opened_case(number: str = NUMBER, **fields: Any) -> str:
    """Id of the case of a customer whose proceedings were opened three days ago."""
    customer = kept(number, **fields)
    notice = a_notice(
        publication_id=f"p{number}", debtor_name=customer.name, opening_date=OPENED_ON, practitioner_name="Dr. Rolf Ahn"
    )
    notices.add(notice, keys_of(notice), expires_at=NOW + timedelta(days=30))
    match = a_match(customer_number=number, notice_id=notice.id)
    decision = decide.on_match(match, notice, occasion_of(customer, NOW))
    assert decision is not None
    return recorded(decision).case.id


def with_books(number: str = NUMBER, *items: OpenItem) -> None:
    """What our books say: five items in two currencies, a limit, and the policy."""
    ledgers.put_policy(a_policy())
    ledgers.keep_items(number, items or five_items(), NOW)
    limit = CreditLimit(policy_number="NK-1", customer_number=number, amount=money("5000"), valid_from=date(2025, 1, 1))
    ledgers.keep_limits(number, [limit], NOW)


def five_items() -> tuple[OpenItem, ...]:
    """Late and insured, retained, delivered after the opening, foreign with a guarantee, and a credit note."""
    guarantee = Security(kind=SecurityKind.GUARANTEE, object="<b>Nordbank</b>", value=money("150", "CHF"))
    return (
        an_item("R-1", "1000", late=70, insured_share=Decimal(90)),
        an_item("R-2", "500", late=10, retention_of_title=RetentionOfTitle.EXTENDED, goods="Rohre & Bögen"),
        an_item("R-3", "200", late=-20, delivered_on=TODAY),
        an_item("R-4", "400", "CHF", late=40, security=guarantee),
        an_item("G-1", "50", late=5, kind=ItemKind.CREDIT_NOTE),
    )


def an_item(name: str, amount: str, currency: str = "EUR", *, late: int, **fields: Any) -> OpenItem:
    """An item that fell due so many days ago, delivered a month before that."""
    due = TODAY - timedelta(days=late)
    defaults: dict[str, Any] = {
        "number": name, "customer_number": NUMBER, "invoice_date": due - timedelta(days=30), "due_date": due,
        "delivered_on": due - timedelta(days=31), "gross": money(amount, currency), "open": money(amount, currency),
        "vat_rate": Decimal(19), "updated_at": NOW,
    }  # fmt: skip
    return OpenItem(**defaults | fields)


def a_policy() -> Policy:
    """One policy of the firm."""
    return Policy(
        insurer="Nordkredit AG", number="NK-1", maximum_extension_days=60, overdue_notice_days=60,
        claim_filing_days=90, self_retention=Decimal(10), valid_from=date(2024, 1, 1),
    )  # fmt: skip


def our_firm() -> None:
    """Our own firm, complete."""
    firm.put_creditor(
        Creditor(
            name="Seilerei Sund GmbH",
            address=PostalAddress(street="Kai 1", postcode="28195", city="Bremen", country="DE"),
            legal_representatives=("Marit Sund",),
            bank_account=BankAccount(holder="Seilerei Sund GmbH", iban="DE89370400440532013000"),
        )
    )


def money(amount: str, currency: str = "EUR") -> Money:
    """An amount."""
    return Money(amount=Decimal(amount), currency=currency)


def a_drawer(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A bucket in memory for what documents are made of."""
    held: dict[str, bytes] = {}

    def keep(_case: str, content: bytes, ending: str, *, draft: bool) -> str:
        digest = hashlib.sha256(content).hexdigest()
        held[f"{draft} {digest}.{ending}"] = content
        return digest

    monkeypatch.setattr("chalicelib.store.documents.keep", keep)
    monkeypatch.setattr(
        "chalicelib.store.documents.get", lambda _case, digest, end, draft: held[f"{draft} {digest}.{end}"]
    )
    return held
