"""The entity as the debtor of a notice."""

from typing import Any

from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, Omission
from chalicelib.registers.norwegian.addresses import address_of
from chalicelib.registers.norwegian.json_shape import SOURCE, an_object, word

ORIGIN = "https://data.brreg.no"
API = f"{ORIGIN}/enhetsregisteret/api"


def debtor_of(document: Document, entity: dict[str, Any], number: str, name: str) -> dict[str, Any]:
    """What a notice says of the entity itself, and where it comes from.

    Raises:
        SourceChangedError: a member of another kind.
    """
    form = word(an_object(entity.get("organisasjonsform", {}), "organisasjonsform"), "kode")
    address = address_of(entity.get("forretningsadresse") or entity.get("postadresse"))
    return {
        "source": SOURCE,
        "country": "NO",
        "debtor_kind": DebtorKind.PERSON if form == "ENK" else DebtorKind.ORGANISATION,  # ENK: sole proprietorship
        "debtor_name": name,
        "debtor_reg_no": number,
        "debtor_reg_office": "Enhetsregisteret",
        "debtor_identifiers": parse_all([(Scheme.NO_ORGNR, number, None)]),
        "debtor_postal_address": address,
        "debtor_seat": address.city if address else None,
        "omissions": (Omission(field="court", reason="courts and case numbers stand in the announcements only"),),
        "source_url": f"{API}/enheter/{number}",
        "fetched_at": document.fetched_at,
        "payload": document.digest,
    }
