"""A canonical notice from one row of the register's list and its text."""

import hashlib
import re
from datetime import datetime

from chalicelib.model.address import PostalAddress
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice, Omission, Practitioner
from chalicelib.model.record import content_id
from chalicelib.registers.german import law
from chalicelib.registers.german.address_block import Block
from chalicelib.registers.german.case_number import case_number
from chalicelib.registers.german.court import find_court, printed_court
from chalicelib.registers.german.debtor_facts import find_address, find_birth, find_representatives
from chalicelib.registers.german.debtor_name import Debtor, find_debtor
from chalicelib.registers.german.event import Finding, find_event
from chalicelib.registers.german.hearing import find_hearings
from chalicelib.registers.german.opening import find_claim_deadline, find_closing, find_opening, implausible
from chalicelib.registers.german.practitioner import Appointment, find_appointments
from chalicelib.registers.german.register_entry import contradicts, read_register
from chalicelib.registers.german.row import SOURCE, Row
from chalicelib.registers.german.text import clean

_OPENINGS = frozenset({EventKind.OPENED, EventKind.OPENED_SELF_ADMIN})
_MAY_MOVE_THE_LIMIT = {EventKind.CORRECTION, EventKind.HEARING_OR_DEADLINE_SET}
_CLOSINGS = frozenset({EventKind.CLOSED_DISCONTINUED, EventKind.CLOSED_LIFTED})
_NO_PRACTITIONER = frozenset({EventKind.REFUSED_NO_ASSETS, EventKind.MEASURES_LIFTED}) | _CLOSINGS
# The list's own word counts only where no text came with it and the category holds one kind of event.
_BY_CATEGORY = {
    "Eröffnung": EventKind.OPENED,
    "Eröffnungen": EventKind.OPENED,
    "Abweisung mangels Masse": EventKind.REFUSED_NO_ASSETS,
    "Abweisungen mangels Masse": EventKind.REFUSED_NO_ASSETS,
    "Verteilungsverzeichnisse (§ 188 InsO) d. Verw./Treuh.": EventKind.DISTRIBUTION,
}


def publication_id(row: Row) -> str:
    """Id from date, court, case number, name, register and text, since the register gives none."""
    text = hashlib.sha256(row.text.encode()).hexdigest()
    return content_id(row.published.isoformat(), row.court, row.case_number, row.name, row.register, text)


def read_notice(row: Row, url: str | None, fetched_at: datetime | None) -> InsolvencyNotice:
    """The notice of one row; what the text does not say for certain is left out with a reason."""
    text = clean(row.text)
    finding = find_event(text) if text else _from_category(row.category)
    case = case_number(row.case_number, text)
    office, number = read_register(row.court, row.register, text)
    debtor = find_debtor(row.name, case, number, text)
    omissions = _reasons(finding, debtor)
    if contradicts(row.register, text):
        reason = "the text prints another register number than the list; the list's is given"
        omissions.append(Omission(field="debtor_reg_no", reason=reason))
    fields = {
        **_event_fields(finding, text, omissions),
        **_debtor_fields(debtor, row, text),
        **_practitioner_fields(finding, text, omissions),
    }
    court = printed_court(row.court) or find_court(text)
    if court is None:
        omissions.append(Omission(field="court", reason="neither list nor text names the insolvency court"))
    return InsolvencyNotice(
        source=SOURCE,
        publication_id=publication_id(row),
        country="DE",
        publication_date=row.published,
        original_kind=row.category,
        original_text=row.text,
        court=court,
        case_number=case or None,
        proceeding_kind=law.proceeding_kind(case, text, finding.underlying or finding.kind),
        jurisdiction_basis=law.jurisdiction_basis(text),
        appeal_rule=law.appeal_rule(text),
        appeal_court=law.appeal_court(text),
        debtor_reg_no=number,
        debtor_reg_office=office,
        debtor_identifiers=parse_all([(Scheme.DE_REGISTER, number, office)] if number else []),
        omissions=tuple(omissions),
        source_url=url,
        fetched_at=fetched_at,
        **fields,
    )


def _from_category(category: str) -> Finding:
    kind = _BY_CATEGORY.get(category)
    if kind:
        return Finding(kind, None, "read from the list's category alone; no text was given")
    return Finding(EventKind.UNCLASSIFIED, None, "no text was given and the list's category holds several events")


def _reasons(finding: Finding, debtor: Debtor) -> list[Omission]:
    said = (("event_kind", finding.reason), ("debtor_name", debtor.remark))
    return [Omission(field=field, reason=reason) for field, reason in said if reason]


def _event_fields(finding: Finding, text: str, omissions: list[Omission]) -> dict[str, object]:
    kind = finding.underlying or finding.kind
    fields: dict[str, object] = {"event_kind": finding.kind, "underlying_kind": finding.underlying}
    if not text:
        return fields
    if kind in _OPENINGS:
        fields |= _opening_fields(text, omissions)
    if kind in _MAY_MOVE_THE_LIMIT:
        fields["claim_deadline"], doubt = find_claim_deadline(text)
        omissions += [Omission(field="claim_deadline", reason=doubt)] if doubt else []
    if kind in _CLOSINGS:
        fields["closing_date"] = find_closing(text)
    if kind not in {EventKind.REFUSED_NO_ASSETS, EventKind.MEASURES_LIFTED, EventKind.PRELIM_MEASURES}:
        fields["hearing_dates"] = find_hearings(text)
    return fields


def _opening_fields(text: str, omissions: list[Omission]) -> dict[str, object]:
    opened, hour = find_opening(text)
    deadline, doubt = find_claim_deadline(text)
    if opened is None:
        omissions.append(Omission(field="opening_date", reason="the opening sentence gives no certain date"))
    if deadline is None:
        omissions.append(Omission(field="claim_deadline", reason=doubt or "the text sets no time limit for claims"))
    outside = implausible(opened, deadline)
    if outside:
        omissions.append(Omission(field="claim_deadline", reason=outside))
    rule = law.claim_deadline_rule(text) if deadline is None else None
    return {"opening_date": opened, "opening_time": hour, "claim_deadline": deadline, "claim_deadline_rule": rule}


def _debtor_fields(debtor: Debtor, row: Row, text: str) -> dict[str, object]:
    person = debtor.kind == DebtorKind.PERSON
    born, place = find_birth(text, debtor.end) if person else (None, None)
    return {
        "debtor_kind": debtor.kind,
        "debtor_name": debtor.name,
        "debtor_first_name": debtor.first_name,
        "debtor_surname": debtor.surname,
        "debtor_aliases": debtor.aliases,
        "debtor_postal_address": find_address(text, debtor.end),
        "debtor_seat": re.sub(r"^(?:D-)?\d{5}\s+", "", row.seat) or None,
        "birth_date": born,
        "birth_place": place,
        "debtor_representatives": () if person else find_representatives(text, debtor.end),
    }


def _practitioner_fields(finding: Finding, text: str, omissions: list[Omission]) -> dict[str, object]:
    if not text or (finding.underlying or finding.kind) in _NO_PRACTITIONER:
        return {}
    found, doubt = find_appointments(text)
    if not found:
        if doubt:
            omissions.append(Omission(field="practitioner_name", reason=doubt))
        elif finding.kind in _OPENINGS:
            omissions.append(Omission(field="practitioner_name", reason="the text names no practitioner"))
        return {}
    first = found[0]
    return {
        "practitioner_name": first.block.name,
        "practitioner_role": first.role,
        "practitioner_firm": first.block.firm,
        "practitioner_address": _address(first.block),
        "practitioner_phone": first.block.phone,
        "practitioner_email": first.block.email,
        "further_practitioners": tuple(_further(one) for one in found[1:]),
    }


def _further(one: Appointment) -> Practitioner:
    block = one.block
    return Practitioner(
        name=block.name or "",
        role=one.role,
        firm=block.firm,
        address=_address(block),
        phone=block.phone,
        email=block.email,
    )


def _address(block: Block) -> PostalAddress | None:
    if not (block.street or block.postcode):
        return None
    return PostalAddress(street=block.street, postcode=block.postcode, city=block.city)
