"""Letters, notices and lists about the invented case, and a complete sample of every document's data."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.model.activity import ActivityLog, ActivityRow
from chalicelib.model.address import PostalAddress
from chalicelib.model.comparison import Comparison
from chalicelib.model.credit import CreditFile
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.letters import (
    ChoiceLetter,
    EvidenceItem,
    EvidenceList,
    InsurerNotice,
    InsurerNoticeKind,
    MatchExplanation,
    OpenContract,
    SecuredItem,
    SecurityRightsLetter,
)
from chalicelib.model.match import Evidence, EvidenceLevel
from chalicelib.model.open_item import Security, SecurityKind
from chalicelib.model.proof import CheckProof
from chalicelib.model.record import Record
from chalicelib.model.source import Health, SourceStatus
from chalicelib.proving import Known, proof
from tests.builders import a_customer, a_match, a_notice
from tests.unit.documents.samples import NOW, OPENING, a_court_case, a_creditor, a_dossier, eur, items


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


def _evidence(field: str, values: tuple[str, str], bits: str, sentence: str) -> Evidence:
    return Evidence(
        field=field,
        customer_value=values[0],
        notice_value=values[1],
        level=EvidenceLevel.EQUAL if values[0] == values[1] else EvidenceLevel.DIFFERENT,
        bits=Decimal(bits),
        sentence_de=sentence,
        sentence_en="A sentence about both values.",
    )


def an_explanation(**fields: Any) -> MatchExplanation:
    """A sole trader whose name and birth date are those of a notice, looked at by Eva Kern."""
    born, place = date(1971, 5, 4), "Görlitz"
    evidence = (
        _evidence("name", ("Jörg Žižka", "Jörg Žižka"), "14.25", "Vor- und Nachname sind gleich."),
        _evidence("birth_date", (str(born), str(born)), "13.1", "Die Geburtsdaten sind gleich."),
        _evidence("seat", (place, "Bautzen"), "-1.8", "Die Orte sind verschieden."),
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


def a_proof(**fields: Any) -> CheckProof:
    """Nothing found in Germany, while the Swiss register is silent and a bureau has answered."""
    read = SourceStatus(
        name="de_insolvenzbekanntmachungen", checked_through=NOW, last_success=NOW, newest_publication=NOW.date()
    )
    silent = {"health": Health.LATE, "health_reason": "nothing proved since 2026-02-01 05:00 UTC"}
    swiss = SourceStatus(name="ch_shab", checked_through=NOW - timedelta(days=29), **silent)
    known = Known(
        customer=a_customer(updated_at=NOW - timedelta(days=3), address=PostalAddress(city="Hamburg", country="DE")),
        cases=(),
        credit=CreditFile(customer_number="104711"),
        statuses=(read, swiss),
        comparison=Comparison(measured_at=NOW, clear_at=NOW),
    )
    return proof(known, "Eva Kern", NOW).model_copy(update=fields)


SAMPLES: dict[str, Callable[..., Record]] = {
    "activity_log": an_activity_log,
    "check_proof": a_proof,
    "choice_of_performance": a_choice_letter,
    "claim_filing": a_dossier,
    "claim_filing_eu": a_dossier,
    "evidence_list": an_evidence_list,
    "insurer_notice": an_insurer_notice,
    "match_explanation": an_explanation,
    "security_rights": a_security_letter,
}
"""A complete sample of every document's data."""
