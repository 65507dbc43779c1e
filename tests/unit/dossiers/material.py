"""A German case with books and a complete firm; a test names only what it is about."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from chalicelib import decide
from chalicelib.dossiers.material import Material
from chalicelib.model.address import PostalAddress
from chalicelib.model.case_document import DocumentKind, DocumentOptions, DocumentRequest
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer
from chalicelib.model.event import EventKind
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.ledger import Ledger
from chalicelib.model.notice import Hearing, HearingKind, InsolvencyNotice
from chalicelib.model.open_item import OpenItem, RetentionOfTitle
from tests.builders import a_customer, a_match, a_notice, an_occasion, filed
from tests.unit.documents.samples import a_creditor, eur

NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
OPENING = date(2026, 3, 16)
HOME = PostalAddress(street="Kaiweg 12", postcode="20457", city="Hamburg", country="DE")


def an_opening(kind: EventKind = EventKind.OPENED, **fields: Any) -> InsolvencyNotice:
    """What the register prints about the customer."""
    defaults: dict[str, Any] = {
        "publication_date": OPENING,
        "opening_date": OPENING,
        "opening_time": time(11, 45),
        "practitioner_name": "Dr. Jördis Größ",
        "practitioner_role": "Insolvenzverwalterin",
        "practitioner_firm": "Größ & Kollegen",
        "practitioner_address": PostalAddress(street="Speicherstraße 4", postcode="20457", city="Hamburg"),
        "debtor_postal_address": HOME,
        "debtor_reg_no": "HRB 998877",
        "debtor_reg_office": "Amtsgericht Hamburg",
        "claim_deadline": date(2026, 4, 28),
        "hearing_dates": (Hearing(kind=HearingKind.REPORT, date=date(2026, 5, 12)),),
        "fetched_at": NOW,
        "payload": "register/2026/03/16/" + "ab" * 32,
    }
    return a_notice(kind, **defaults | fields)


def an_item(number: str = "RE-1", **fields: Any) -> OpenItem:
    """An overdue invoice over delivered goods."""
    defaults: dict[str, Any] = {
        "number": number,
        "customer_number": "104711",
        "invoice_date": date(2025, 10, 13),
        "due_date": date(2025, 11, 12),
        "due_date_agreed": True,
        "delivered_on": date(2025, 10, 10),
        "gross": eur("11900"),
        "open": eur("11900"),
        "goods": "40 Trossen",
        "delivery_note": "L-1",
        "updated_at": NOW,
    }
    return OpenItem(**defaults | fields)


def books(*items: OpenItem, policies: int = 1) -> Ledger:
    """The customer's account, with a policy and its limit."""
    numbers = [f"KV-{number}" for number in range(1, policies + 1)]
    terms: dict[str, Any] = {
        "insurer": "Nordsee Kreditversicherung AG",
        "maximum_extension_days": 60,
        "overdue_notice_days": 45,
        "claim_filing_days": 90,
        "self_retention": Decimal(10),
        "valid_from": date(2025, 1, 1),
    }
    return Ledger(
        customer_number="104711",
        items=items or (an_item(retention_of_title=RetentionOfTitle.SIMPLE),),
        policies=tuple(Policy(number=number, **terms) for number in numbers),
        limits=tuple(
            CreditLimit(policy_number=number, customer_number="104711", amount=eur("9000"), valid_from=date(2025, 1, 1))
            for number in numbers[:1]
        ),
    )


def a_file(notice: InsolvencyNotice | None = None, customer: Customer | None = None) -> CaseFile:
    """The case that the notice opened."""
    notice = notice or an_opening()
    match = a_match().model_copy(update={"notice_id": notice.id})
    return filed(decide.on_match(match, notice, an_occasion(customer, NOW)))


def material(notice: InsolvencyNotice | None = None, **fields: Any) -> Material:
    """All that a document is made from."""
    notice = notice or an_opening()
    customer = fields.get("customer") or a_customer(address=HOME)
    defaults: dict[str, Any] = {
        "file": a_file(notice, customer),
        "customer": customer,
        "creditor": a_creditor(),
        "ledger": books(),
        "notices": (notice,),
        "now": NOW,
    }
    return Material(**defaults | fields)


def ask(kind: DocumentKind, *, form: Any = None, language: Any = None, **options: Any) -> DocumentRequest:
    """A request with options by name."""
    return DocumentRequest(kind=kind, form=form, language=language, options=DocumentOptions(**options))
