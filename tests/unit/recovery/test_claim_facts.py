"""What the books tell the deadlines."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from chalicelib.model.case_facts import ClaimFacts
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle, Security, SecurityKind
from chalicelib.recovery.claim_facts import claim_facts
from tests.unit.recovery.books import OPENED_ON, a_payment, an_item, euro


def test_without_open_invoices_nothing_is_said() -> None:
    items = [an_item("G-1", kind=ItemKind.CREDIT_NOTE), an_item("R-1", open=euro("0"))]
    assert claim_facts(items) == ClaimFacts()
    assert claim_facts([an_item(delivered_on=OPENED_ON)], OPENED_ON) == ClaimFacts()


def test_the_oldest_untitled_invoice_decides_the_limitation() -> None:
    old = an_item("R-1", invoice_date=date(2022, 1, 5), due_date=date(2022, 2, 5), titled=True)
    facts = claim_facts([old, an_item("R-2")], filed_on=date(2026, 4, 1))
    older = an_item("R-3", invoice_date=date(2024, 1, 5), due_date=date(2024, 2, 5))
    assert claim_facts([an_item("R-2"), older]).earliest_due_year == 2024
    assert (facts.earliest_due_year, facts.titled, facts.filed_on) == (2025, False, date(2026, 4, 1))
    assert claim_facts([old]).titled is True
    assert claim_facts([old]).earliest_due_year == 2022


@pytest.mark.parametrize(
    ("retention", "security", "secured", "retained"),
    [
        (RetentionOfTitle.NONE, None, False, False),
        (RetentionOfTitle.SIMPLE, None, False, True),
        (RetentionOfTitle.EXTENDED, None, True, True),
        (RetentionOfTitle.NONE, SecurityKind.GUARANTEE, False, False),
        (RetentionOfTitle.NONE, SecurityKind.PLEDGE, True, False),
    ],
)
def test_separate_satisfaction_and_retention_of_title_are_told_apart(
    retention: RetentionOfTitle, security: SecurityKind | None, secured: bool, retained: bool
) -> None:
    right = Security(kind=security, object="in words") if security else None
    facts = claim_facts([an_item(retention_of_title=retention, security=right)])
    assert (facts.secured, facts.retention_of_title) == (secured, retained)


def test_one_disputed_invoice_is_enough() -> None:
    assert claim_facts([an_item("R-1"), an_item("R-2", disputed=True)]).disputed is True


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"due_date": date(2025, 10, 14)}, "due_date: before the invoice date"),
        ({"open": euro("10000.01")}, "open: more than gross"),
        ({"open": euro("1", "CHF")}, "open: another currency"),
        ({"open": euro("-1")}, "not negative"),
        ({"gross": Money(amount=Decimal(1), currency="DEM")}, "no currency in use"),
        ({"open": euro("1.005")}, "smaller parts"),
        ({"open": euro("1e15"), "gross": euro("1e40")}, "15 digits"),
        ({"service_from": date(2025, 10, 2), "service_to": date(2025, 10, 1)}, "service_to: before"),
        ({"costs": euro("1", "CHF")}, "costs: another currency"),
        ({"reminded_on": date(2025, 10, 14)}, "reminded_on: before"),
        ({"insured_share": Decimal(101)}, "less than or equal to 100"),
    ],
)
def test_an_item_that_cannot_be_is_refused(fields: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        OpenItem.model_validate(an_item().model_dump() | fields)


def test_items_and_payments_come_back_from_json_and_keep_their_ids() -> None:
    item = an_item(security=Security(kind=SecurityKind.PLEDGE, object="Lager", value=euro("5.00")), costs=euro("2.50"))
    payment = a_payment("Z-1", date(2026, 1, 2))
    assert OpenItem.model_validate_json(item.model_dump_json()) == item
    assert type(payment).model_validate_json(payment.model_dump_json()) == payment
    assert an_item(kind=ItemKind.CREDIT_NOTE).id != an_item().id == an_item(open=euro("1")).id
