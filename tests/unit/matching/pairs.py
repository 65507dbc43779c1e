"""Short descriptions of customers and notices, turned into records."""

from datetime import UTC, date, datetime
from typing import Any

from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.identifier import Identifier, Scheme, parse_identifier
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice, Omission

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def _identifiers(entries: list[list[Any]]) -> tuple[Identifier, ...]:
    return tuple(parse_identifier(Scheme(scheme), printed, office) for scheme, printed, office in entries)


def _address(given: dict[str, Any]) -> PostalAddress | None:
    parts = {part: given.get(part) for part in ("street", "postcode", "city", "country", "printed")}
    return PostalAddress(**parts) if any(parts.values()) else None


def a_customer(name: str, **given: Any) -> Customer:
    """A customer; organisation unless `kind` says otherwise."""
    return Customer(
        number="K-1",
        kind=CustomerKind(given.get("kind", "organisation")),
        name=name,
        birth_date=given.get("born") and date.fromisoformat(given["born"]),
        former_names=tuple(given.get("former", ())),
        trade_names=tuple(given.get("trade", ())),
        address=_address(given),
        identifiers=_identifiers(given.get("ids", [])),
        updated_at=NOW,
    )


def a_notice(name: str, **given: Any) -> InsolvencyNotice:
    """A notice of opened proceedings; a German organisation unless told otherwise."""
    return InsolvencyNotice(
        source="register",
        publication_id="1",
        country=given.get("country", "DE"),
        publication_date=date(2026, 1, 1),
        event_kind=EventKind.OPENED,
        original_kind="opening",
        debtor_kind=DebtorKind(given.get("kind", "organisation")),
        debtor_name=name,
        debtor_aliases=tuple(given.get("aliases", ())),
        birth_date=given.get("born") and date.fromisoformat(given["born"]),
        debtor_seat=given.get("seat") or given.get("city"),
        debtor_postal_address=_address(given),
        debtor_identifiers=_identifiers(given.get("ids", [])),
        omissions=(Omission(field="debtor_name", reason="the source gives the number alone"),)
        if given.get("nameless")
        else (),
    )
