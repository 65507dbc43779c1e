"""What a document leaves open, named for the person who has to fill it in before it is approved."""

from collections.abc import Iterator
from functools import singledispatch

from chalicelib.model import dossier as claims
from chalicelib.model.claim import Gap
from chalicelib.model.letters import (
    ChoiceLetter,
    EvidenceList,
    InsurerNotice,
    InsurerNoticeKind,
    MatchExplanation,
    SecurityRightsLetter,
)
from chalicelib.model.record import Record

_BANK = "creditor.bank_account"


@singledispatch
def gaps_of(_data: Record) -> tuple[Gap, ...]:
    """What is missing in the record that a document prints."""
    return ()


@gaps_of.register
def _dossier(data: claims.Dossier) -> tuple[Gap, ...]:
    return claims.gaps(data)


@gaps_of.register
def _security(data: SecurityRightsLetter) -> tuple[Gap, ...]:
    lines = (
        _gap(f"retention.{line.item_number}.{field}", de, en)
        for line in data.retention
        for field, de, en in (
            ("goods", f"Bezeichnung der Ware zu {line.item_number}", f"description of the goods of {line.item_number}"),
            ("delivered_on", f"Liefertag zu {line.item_number}", f"day of delivery of {line.item_number}"),
            ("delivery_note", f"Lieferschein zu {line.item_number}", f"delivery note of {line.item_number}"),
        )
        if not getattr(line, field)
    )
    return (*_parties(data), *_answer(data), *lines)


@gaps_of.register
def _choice(data: ChoiceLetter) -> tuple[Gap, ...]:
    lines = (
        _gap(f"options.contracts.{number}.{field}", f"{de} ({contract.reference})", f"{en} ({contract.reference})")
        for number, contract in enumerate(data.contracts)
        for field, de, en in (
            ("concluded_on", "Tag des Vertrags", "day of the contract"),
            ("ours", "von uns noch zu leisten", "still to be done by us"),
            ("theirs", "vom Schuldner noch zu leisten", "still to be done by the debtor"),
        )
        if not getattr(contract, field)
    )
    hearing = any(contract.retention_of_title for contract in data.contracts) and not data.court_case.report_hearing
    report = (_gap("court_case.report_hearing", "Berichtstermin", "report hearing"),) if hearing else ()
    return (*_parties(data), *_answer(data), *report, *lines)


@gaps_of.register
def _insurer(data: InsurerNotice) -> tuple[Gap, ...]:
    adverse = data.kind is InsurerNoticeKind.ADVERSE
    wanted = (
        ("options.insurer_address", data.insurer_address, "Anschrift des Versicherers", "insurer's address"),
        ("known_on", data.known_on, "Tag der Kenntnis", "day of knowledge"),
        ("options.measures", data.measures, "Maßnahmen", "measures"),
        ("items", data.items, "offene Rechnungen", "open invoices"),
        ("options.information", data.information or not adverse, "Umstände und Quelle", "circumstances and source"),
        ("creditor.address", data.creditor.address, "Anschrift des Gläubigers", "creditor's address"),
    )
    return tuple(_gap(field, de, en) for field, value, de, en in wanted if not value)


@gaps_of.register
def _evidence(data: EvidenceList) -> tuple[Gap, ...]:
    return tuple(
        _gap(f"items.{number}.sha256", f"Prüfsumme zu: {item.what_de}", f"digest of: {item.what_en}")
        for number, item in enumerate(data.items)
        if not item.sha256
    )


@gaps_of.register
def _explanation(data: MatchExplanation) -> tuple[Gap, ...]:
    contact = data.controller.contact
    wanted = (
        ("recipient_address", data.recipient_address, "Anschrift des Empfängers", "recipient's address"),
        ("creditor.contact", contact.name or contact.phone or contact.email, "Ansprechpartner", "contact"),
    )
    return tuple(_gap(field, de, en) for field, value, de, en in wanted if not value)


def _parties(data: SecurityRightsLetter | ChoiceLetter) -> Iterator[Gap]:
    yield from claims.missing_of_case(data.court_case)
    yield from (gap for gap in claims.missing_of_creditor(data.creditor) if gap.field != _BANK)


def _answer(data: SecurityRightsLetter | ChoiceLetter) -> Iterator[Gap]:
    if data.respond_by is None:
        yield _gap("options.respond_by", "Frist zur Antwort", "day to answer by")


def _gap(field: str, german: str, english: str) -> Gap:
    return Gap(field=field, text_de=f"fehlt: {german}", text_en=f"missing: {english}")
