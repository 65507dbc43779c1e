"""A case of invented people and companies, as the documents print it; a test names only what it is about."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from chalicelib.model.address import PostalAddress
from chalicelib.model.claim import Conversion
from chalicelib.model.creditor import (
    BankAccount,
    Contact,
    Creditor,
    RegisterEntry,
    Representative,
    RepresentativeKind,
)
from chalicelib.model.customer import Money
from chalicelib.model.dossier import CourtCase, Dossier, DossierState, DossierStep, SetOff, TitleDetail, TortFacts
from chalicelib.model.open_item import OpenItem, RetentionOfTitle, Security, SecurityKind
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.claims import claim_sheet

NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
OPENING = date(2026, 3, 16)


def eur(amount: str) -> Money:
    """Euros."""
    return Money(amount=Decimal(amount))


def a_court_case(**fields: Any) -> CourtCase:
    """Opened proceedings with an administrator."""
    defaults: dict[str, Any] = {
        "court": "Amtsgericht Hamburg",
        "case_number": "67a IN 17/26",
        "debtor_name": "Hafenlogistik Sonnenried GmbH",
        "debtor_address": PostalAddress(street="Kaiweg 12", postcode="20457", city="Hamburg"),
        "debtor_reg_no": "HRB 998877, Amtsgericht Hamburg",
        "practitioner_name": "Rechtsanwältin Dr. Jördis Größ-Łukasiewicz",
        "practitioner_role": "Insolvenzverwalterin",
        "practitioner_firm": "Größ & Kollegen Insolvenzverwaltung",
        "practitioner_address": PostalAddress(street="Speicherstraße 4", postcode="20457", city="Hamburg"),
        "practitioner_email": "anmeldung@groess-kollegen.example",
        "opening_date": OPENING,
        "opening_time": time(11, 45),
        "claim_deadline": date(2026, 4, 28),
        "report_hearing": date(2026, 5, 12),
        "proceeding_kind": "Regelinsolvenzverfahren",
    }
    return CourtCase(**defaults | fields)


def a_creditor(**fields: Any) -> Creditor:
    """Our firm, complete."""
    defaults: dict[str, Any] = {
        "name": "Elbtal Fördertechnik Vertriebs GmbH & Co. KG",
        "address": PostalAddress(street="Am Mühlenfließ 7", postcode="01069", city="Dresden"),
        "legal_representatives": ("Annelie Weiß", "Étienne Le Gœuff"),
        "contact": Contact(name="Eva Kern", phone="+49 351 5550147", email="eva.kern@elbtal.example"),
        "reference": "INS-2026-0042 / 104711",
        "bank_account": BankAccount(
            holder="Elbtal Fördertechnik Vertriebs GmbH & Co. KG",
            iban="DE89 3704 0044 0532 0130 00",
            bic="COBADEFFXXX",
            bank="Musterbank Dresden",
        ),
        "register_entry": RegisterEntry(office="Amtsgericht Dresden", number="HRA 4711"),
        "vat_id": "DE136695976",
    }
    return Creditor(**defaults | fields)


def a_representative(**fields: Any) -> Representative:
    """A registered collection firm."""
    defaults: dict[str, Any] = {
        "kind": RepresentativeKind.COLLECTION_FIRM,
        "name": "Inkassobüro Nordlicht GmbH",
        "address": PostalAddress(street="Ringstraße 1", postcode="28195", city="Bremen"),
        "contact": Contact(email="post@nordlicht.example"),
        "reference": "NL 77/26",
        "power_of_attorney_on": date(2026, 3, 18),
        "power_of_attorney_enclosed": True,
    }
    return Representative(**defaults | fields)


def an_item(serial: int = 1, **fields: Any) -> OpenItem:
    """An overdue invoice."""
    defaults: dict[str, Any] = {
        "number": f"RE-2025-{serial:04d}",
        "customer_number": "104711",
        "invoice_date": date(2025, 10, 14),
        "due_date": date(2025, 11, 14),
        "due_date_agreed": True,
        "received_on": date(2025, 10, 15),
        "delivered_on": date(2025, 10, 13),
        "gross": eur("10000"),
        "open": eur("10000"),
        "vat_rate": Decimal(19),
        "goods": "6 Hubtische HT-2000",
        "delivery_note": f"LS-{serial:05d}",
        "updated_at": NOW,
    }
    return OpenItem(**defaults | fields)


def items() -> tuple[OpenItem, ...]:
    """Four invoices: plain, extended retention of title and a guarantee, a title, and one in Swiss francs."""
    return (
        an_item(1),
        an_item(
            2,
            retention_of_title=RetentionOfTitle.EXTENDED,
            gross=eur("2380"),
            open=eur("1190.5"),
            invoice_date=date(2025, 12, 1),
            due_date=date(2025, 12, 31),
            security=Security(kind=SecurityKind.GUARANTEE, object="Bürgschaft der Sonnenried Holding AG, Zürich"),
            order_reference="4500098771",
            costs=eur("61.50"),
        ),
        an_item(3, titled=True, retention_of_title=RetentionOfTitle.SIMPLE, goods=None, delivery_note=None),
        an_item(
            4,
            gross=Money(amount=Decimal(5000), currency="CHF"),
            open=Money(amount=Decimal(5000), currency="CHF"),
            goods="Ersatzteile für Förderbänder",
        ),
    )


FRANCS = Conversion(rate=Decimal("1.0721"), on=OPENING, source="EZB-Referenzkurs")


def a_dossier(*, state: DossierState = DossierState.APPROVED, **fields: Any) -> Dossier:
    """A dossier over the four invoices, approved by Eva Kern."""
    sheet = claim_sheet("104711", items(), ClaimTerms(opening_date=OPENING, conversions={"CHF": FRANCS}))
    defaults: dict[str, Any] = {
        "id": "d0551e400000000000000001",
        "case_id": "8f0c5e2ab17d4c3e9a60b1f2",
        "court_case": a_court_case(),
        "creditor": a_creditor(representative=a_representative()),
        "claims": sheet,
        "titles": (
            TitleDetail(
                item_number="RE-2025-0003",
                kind="Vollstreckungsbescheid",
                issued_by="Amtsgericht Hamburg-Altona",
                reference="26-0001234-0-7",
                issued_on=date(2026, 2, 3),
            ),
        ),
        "torts": (
            TortFacts(
                item_number="RE-2025-0003",
                facts="Der Geschäftsführer bestellte am 09.10.2025 und erklärte dabei, die Zahlung sei durch eine "
                "Bankzusage gedeckt, die es nicht gab (Schreiben vom 09.10.2025, Anlage).",
            ),
        ),
        "set_offs": (SetOff(item_number="RE-2025-0001", ours="Bonusgutschrift 2025, 400,00 EUR"),),
        "history": (DossierStep(state=state, by="Eva Kern", at=NOW),),
        "prepared_at": NOW,
    }
    return Dossier(**defaults | fields)
