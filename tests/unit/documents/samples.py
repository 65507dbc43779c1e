"""A case of invented people and companies, as the documents print it; a test names only what it is about."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.documents.activity_log import ActivityLog, ActivityRow
from chalicelib.documents.choice_of_performance import ChoiceLetter, OpenContract
from chalicelib.documents.evidence_list import EvidenceItem, EvidenceList
from chalicelib.documents.insurer_notice import InsurerNotice, InsurerNoticeKind
from chalicelib.documents.match_explanation import MatchExplanation
from chalicelib.documents.security_rights import SecuredItem, SecurityRightsLetter
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
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.match import Evidence, EvidenceLevel
from chalicelib.model.open_item import OpenItem, RetentionOfTitle, Security, SecurityKind
from chalicelib.model.record import Record
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.claims import claim_sheet
from tests.builders import a_match, a_notice

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


def a_security_letter(**fields: Any) -> SecurityRightsLetter:
    """Two invoices under retention of title, an assignment and a guarantee."""
    assigned = Security(kind=SecurityKind.ASSIGNMENT, object="Forderungen gegen Reederei Ostwind", value=eur("1500"))
    promised = Security(kind=SecurityKind.GUARANTEE, object="Bürgschaft der Sonnenried Holding AG")
    defaults: dict[str, Any] = {
        "court_case": a_court_case(),
        "creditor": a_creditor(),
        "retention": a_dossier().claims.retention,
        "securities": (
            SecuredItem(item_number="RE-2025-0001", security=assigned),
            SecuredItem(item_number="RE-2025-0002", security=promised),
        ),
        "respond_by": date(2026, 4, 10),
        "revoke_resale": True,
        "prepared_at": NOW,
        "draft": False,
    }
    return SecurityRightsLetter(**defaults | fields)


def a_choice_letter(**fields: Any) -> ChoiceLetter:
    """One contract, half of it delivered under retention of title."""
    contract = OpenContract(
        reference="4500098771",
        concluded_on=date(2025, 12, 1),
        ours="Lieferung von 4 Hubtischen HT-2000",
        theirs="Zahlung von 4.760,00 EUR brutto",
        retention_of_title=True,
    )
    defaults: dict[str, Any] = {
        "court_case": a_court_case(),
        "creditor": a_creditor(),
        "contracts": (contract,),
        "respond_by": date(2026, 4, 10),
        "prepared_at": NOW,
        "draft": False,
    }
    return ChoiceLetter(**defaults | fields)


def an_insurer_notice(**fields: Any) -> InsurerNotice:
    """Notice of insolvency with three open invoices."""
    policy = Policy(
        insurer="Nordsee Kreditversicherung AG",
        number="KV-4711-26",
        maximum_extension_days=60,
        overdue_notice_days=45,
        insolvency_notice_days=0,
        claim_filing_days=90,
        self_retention=Decimal(10),
        valid_from=date(2025, 1, 1),
    )
    limit = CreditLimit(
        policy_number="KV-4711-26", customer_number="104711", amount=eur("25000"), valid_from=date(2025, 1, 1)
    )
    defaults: dict[str, Any] = {
        "kind": InsurerNoticeKind.INSOLVENCY,
        "policy": policy,
        "limit": limit,
        "creditor": a_creditor(),
        "insurer_address": PostalAddress(street="Deichstraße 9", postcode="20459", city="Hamburg"),
        "customer_number": "104711",
        "customer_name": "Hafenlogistik Sonnenried GmbH",
        "customer_address": PostalAddress(street="Kaiweg 12", postcode="20457", city="Hamburg"),
        "customer_identifier": "HRB 998877, Amtsgericht Hamburg",
        "court_case": a_court_case(),
        "known_on": date(2026, 3, 17),
        "measures": ("Liefersperre seit 17.03.2026", "Forderungsanmeldung in Vorbereitung"),
        "items": items(),
        "prepared_at": NOW,
        "draft": False,
    }
    return InsurerNotice(**defaults | fields)


def an_evidence_list(**fields: Any) -> EvidenceList:
    """A register's payload and a mail of ours."""
    payload = EvidenceItem(
        what_de="Bekanntmachung der Eröffnung",
        what_en="Notice of the opening",
        source="de_insolvenzbekanntmachungen",
        published_on=OPENING,
        obtained_at=NOW,
        url="https://register.example/bekanntmachung?id=4711",
        evidence_key="evidence/de_insolvenzbekanntmachungen/2026/03/16/0a1b",
        sha256=hashlib.sha256(b"notice").hexdigest(),
    )
    mail = EvidenceItem(
        what_de="Mail an Eva Kern", what_en="Mail to Eva Kern", source="Versand", obtained_at=NOW, sha256=None
    )
    defaults: dict[str, Any] = {
        "case_id": "8f0c5e2ab17d4c3e9a60b1f2",
        "customer_number": "104711",
        "creditor_name": a_creditor().name,
        "court_case": a_court_case(),
        "items": (payload, mail),
        "prepared_at": NOW,
    }
    return EvidenceList(**defaults | fields)


def an_activity_log(rows: int = 3, **fields: Any) -> ActivityLog:
    """So many entries, an hour apart."""
    kinds = ("Bekanntmachung", "Sperre", "Mail", "Quittung", "Einsicht")
    entries = tuple(
        ActivityRow(
            at=NOW + timedelta(hours=number),
            by="Eva Kern" if number % 2 else "de_insolvenzbekanntmachungen",
            kind=kinds[number % len(kinds)],
            text=f"Eintrag {number}: Lieferungen an die Kundin werden bis auf Weiteres nicht ausgeführt.",
            reference=f"r{number}",
        )
        for number in range(1, rows + 1)
    )
    defaults: dict[str, Any] = {
        "case_id": "8f0c5e2ab17d4c3e9a60b1f2",
        "customer_number": "104711",
        "customer_name": "Hafenlogistik Sonnenried GmbH",
        "debtor_name": "Hafenlogistik Sonnenried GmbH",
        "owner": a_creditor().name,
        "rows": entries,
        "prepared_at": NOW,
        "prepared_for": "Interne Revision",
    }
    return ActivityLog(**defaults | fields)


def an_explanation(**fields: Any) -> MatchExplanation:
    """A sole trader whose name and birth date are those of a notice, looked at by Eva Kern."""
    born, place = date(1971, 5, 4), "Görlitz"
    evidence = (
        Evidence(
            field="name",
            customer_value="Jörg Žižka",
            notice_value="Jörg Žižka",
            level=EvidenceLevel.EQUAL,
            bits=Decimal("14.25"),
            sentence_de="Vor- und Nachname sind gleich.",
            sentence_en="First name and surname are the same.",
        ),
        Evidence(
            field="birth_date",
            customer_value=str(born),
            notice_value=str(born),
            level=EvidenceLevel.EQUAL,
            bits=Decimal("13.1"),
            sentence_de="Die Geburtsdaten sind gleich.",
            sentence_en="The dates of birth are the same.",
        ),
        Evidence(
            field="seat",
            customer_value=place,
            notice_value="Bautzen",
            level=EvidenceLevel.DIFFERENT,
            bits=Decimal("-1.8"),
            sentence_de="Die Orte sind verschieden.",
            sentence_en="The places are different.",
        ),
    )
    defaults: dict[str, Any] = {
        "controller": a_creditor(),
        "recipient_name": "Jörg Žižka",
        "recipient_address": PostalAddress(street="Neißstraße 2", postcode="02826", city=place),
        "match": a_match(rule="person_birth_date", evidence=evidence, bits=Decimal("9.4"), score=99),
        "notice": a_notice(debtor_name="Jörg Žižka", birth_date=born, fetched_at=NOW),
        "consequence": "Neue Bestellungen werden nur gegen Vorkasse ausgeführt.",
        "judged_by": "Eva Kern",
        "judged_at": NOW,
        "judgement": "Angaben bestätigt nach Rückruf.",
        "delete_on": date(2026, 9, 30),
        "case_id": "8f0c5e2ab17d4c3e9a60b1f2",
        "prepared_at": NOW,
        "draft": False,
    }
    return MatchExplanation(**defaults | fields)


SAMPLES: dict[str, Callable[..., Record]] = {
    "activity_log": an_activity_log,
    "choice_of_performance": a_choice_letter,
    "claim_filing": a_dossier,
    "claim_filing_eu": a_dossier,
    "evidence_list": an_evidence_list,
    "insurer_notice": an_insurer_notice,
    "match_explanation": an_explanation,
    "security_rights": a_security_letter,
}
"""A complete sample of every document's data."""
