"""What the demo's firm enters before it works a case: itself, its people, its books and its policy."""

from datetime import date, timedelta
from typing import Any

CUSTOMER = "104711"
CLERK, HEAD = "jonas.petersen@example.com", "ines.albrecht@example.com"
READER = "vera.lindner@example.com"
FIRM: dict[str, Any] = {
    "name": "Seilerei Brandt & Söhne GmbH",
    "address": {"street": "Taubengasse 4", "postcode": "28195", "city": "Bremen", "country": "DE"},
    "legal_representatives": ["Marit Brandt"],
    "contact": {"name": "Jonas Petersen", "phone": "0421 5550100", "email": CLERK},
    "reference": "FA-2026-0711",
    "bank_account": {"holder": "Seilerei Brandt & Söhne GmbH", "iban": "DE89370400440532013000"},
    "register_entry": {"office": "Amtsgericht Bremen", "number": "HRB 99871"},
    "vat_id": "DE136695976",
}
PEOPLE: dict[str, Any] = {
    "departments": [{"name": "Debitoren", "mailbox": "debitoren@example.com", "head": HEAD}],
    "people": [
        {"email": HEAD, "name": "Ines Albrecht", "department": "Debitoren", "role": "manager", "quiet": None},
        {"email": CLERK, "name": "Jonas Petersen", "department": "Debitoren", "deputy": HEAD, "quiet": None},
        {"email": READER, "name": "Vera Lindner", "role": "viewer", "quiet": None},
    ],
}
BASE_RATE = {  # what the product does not know yet, a person enters with its source; here it is invented
    "since": "2026-07-01",
    "rate": "1.27",
    "source": "invented for the demo: enter the Bundesbank's notice",
    "person": "Jonas Petersen",
}
POLICY_NUMBER = "KV-88120"


def policy(today: date) -> dict[str, Any]:
    """A credit insurance policy that covers 85 per cent."""
    return {
        "insurer": "Hansekredit Versicherung AG",
        "maximum_extension_days": 60,
        "overdue_notice_days": 60,
        "claim_filing_days": 90,
        "self_retention": "15",
        "valid_from": (today - timedelta(days=700)).isoformat(),
    }


def limit(today: date) -> dict[str, Any]:
    """What the insurer covers for the customer."""
    amount = {"amount": "25000.00", "currency": "EUR"}
    since = (today - timedelta(days=600)).isoformat()
    return {"policy_number": POLICY_NUMBER, "customer_number": CUSTOMER, "amount": amount, "valid_from": since}


def letters(today: date) -> dict[str, dict[str, Any]]:
    """The documents of the act, with what only a person can say about each."""
    street = {"street": "Speicherkai 9", "postcode": "20457", "city": "Hamburg", "country": "DE"}
    return {
        "claim_filing": {},
        "security_rights": {"respond_by": (today + timedelta(days=14)).isoformat()},
        "insurer_notice": {"insurer_address": street},
    }


def items(today: date) -> list[dict[str, Any]]:
    """Three invoices, one of them with the goods still ours, and a credit note that the estate may claim."""
    return [
        _item("RE-26-3105", today - timedelta(days=74), "11900.00", retention_of_title="simple", insured_share="85"),
        _item("RE-26-3188", today - timedelta(days=46), "7735.00", insured_share="85"),
        _item("RE-26-3240", today - timedelta(days=21), "2380.00", retention_of_title="extended", insured_share="85"),
        _item("GS-26-0090", today - timedelta(days=30), "476.00", kind="credit_note"),
    ]


def _item(number: str, invoiced: date, amount: str, **fields: Any) -> dict[str, Any]:
    money = {"amount": amount, "currency": "EUR"}
    return {
        "number": number,
        "customer_number": CUSTOMER,
        "invoice_date": invoiced.isoformat(),
        "due_date": (invoiced + timedelta(days=14)).isoformat(),
        "due_date_agreed": True,
        "delivered_on": (invoiced - timedelta(days=3)).isoformat(),
        "gross": money,
        "open": money,
        "vat_rate": "19",
        "goods": "Trossen und Festmacher",
        "delivery_note": f"L-{number}",
        **fields,
    }
