"""Cases, blocks, dates and messages in the table in memory, for Today and the list of cases."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chalicelib import decide
from chalicelib.matching.keys import keys_of
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer, Money
from chalicelib.model.decision import Decision
from chalicelib.model.match import MatchResult
from chalicelib.model.open_item import OpenItem
from chalicelib.store import customers, decisions, ledgers, notices
from tests.builders import NOW, a_customer, a_match, a_notice, an_occasion, filed


def a_case(number: str, result: MatchResult = MatchResult.POSITIVE, *, court: str = "25 IN", **fields: Any) -> CaseFile:
    """A customer's case with everything that follows from a notice, in the table."""
    customer = kept(number, **fields)
    notice = a_notice(
        number=1, publication_id=f"p{number}", case_number=f"{court} {number}/26", debtor_name=customer.name
    )
    notices.add(notice, keys_of(notice), expires_at=NOW + timedelta(days=30))
    match = a_match(result, customer_number=number, notice_id=notice.id)
    decision = decide.on_match(match, notice, an_occasion(customer))
    assert decision is not None
    return recorded(decision)


def kept(number: str, **fields: Any) -> Customer:
    """A customer in the table."""
    customer = a_customer(number=number, **{"name": f"Kunde {number} GmbH", **fields})
    customers.put(customer, keys_of(customer))
    return customer


def recorded(decision: Decision) -> CaseFile:
    """The file after the decision was written."""
    decisions.record(decision)
    return filed(decision)


def owes(number: str, amount: int, currency: str = "EUR") -> None:
    """An open invoice of the customer in our books."""
    money = Money(amount=Decimal(amount), currency=currency)
    day = date(2026, 1, 5)
    item = OpenItem(
        number=f"R-{amount}",
        customer_number=number,
        invoice_date=day,
        due_date=day + timedelta(days=30),
        gross=money,
        open=money,
        updated_at=NOW,
    )
    ledgers.keep_items(number, [item], NOW)
