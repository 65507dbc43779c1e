"""A customer, and bureaus that exist by their facts alone, for tests of what is answered about credit."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.model.credit import (
    Answer,
    Band,
    CreditFile,
    IndexEntry,
    IndexValue,
    Inquiry,
    InquiryReason,
    Outcome,
    Subject,
    SubjectState,
)
from chalicelib.model.customer import Money
from tests.builders import NOW as TODAY
from tests.builders import a_customer

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
assert NOW == TODAY
FIRM = a_customer(number="1")


def index(value: str, band: Band | None) -> IndexValue:
    """A value in a bureau's own scale."""
    return IndexValue(scale="own scale", value=value, own_class=f"class of {value}", band=band)


def inquiry(bureau: str = "northdata", days_ago: int = 3, valid_days: int = 30, **answer: Any) -> Inquiry:
    """What a bureau answered some days ago; with band B unless said otherwise."""
    asked = NOW - timedelta(days=days_ago)
    said: dict[str, Any] = {"outcome": Outcome.ANSWERED, "index": index("220", Band.B), **answer}
    return Inquiry(
        id=f"{bureau}-{days_ago}",
        bureau=bureau,
        customer_number="1",
        reason=InquiryReason.ORDER,
        asked_by="client erp-7",
        asked_at=asked,
        valid_until=asked + timedelta(days=valid_days),
        answer=Answer(**said),
        cost=Money(amount=Decimal("1.50")),
    )


def watched_index(bureau: str, band: Band, days_ago: int) -> IndexEntry:
    """What a watching bureau told of the index."""
    on = (NOW - timedelta(days=days_ago)).date()
    return IndexEntry(
        id=f"{bureau}{on}", customer_number="1", bureau=bureau, index=index("500", band), on=on, source="watch"
    )


def subject(bureau: str, state: SubjectState, **fields: Any) -> Subject:
    """Who the customer is at a bureau."""
    return Subject(bureau=bureau, customer_number="1", state=state, since=NOW, **fields)


def credit_file(**fields: Any) -> CreditFile:
    """What is stored of the customer."""
    return CreditFile(customer_number="1", **fields)


def day(days_ago: int) -> date:
    """A day before the tests' today."""
    return (NOW - timedelta(days=days_ago)).date()
