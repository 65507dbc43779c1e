"""A customer, every register's state and cases, of which a proof is made."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from chalicelib import registers
from chalicelib.model.address import PostalAddress
from chalicelib.model.case import Case, CaseState
from chalicelib.model.comparison import Comparison
from chalicelib.model.credit import CreditFile
from chalicelib.model.customer import Customer
from chalicelib.model.event import EventKind
from chalicelib.model.proof import CheckProof
from chalicelib.model.source import PollState, SourceStatus
from chalicelib.proving import Known, proof
from tests.builders import NOW, a_customer

GERMAN, OLDER = "de_insolvenzbekanntmachungen", "de_insolvenzbekanntmachungen_alt"
States = Mapping[str, Mapping[str, Any]]
THEN = NOW - timedelta(hours=1)
SINCE = date(2025, 11, 3)
WELL = {
    "watched_since": SINCE,
    "checked_through": THEN,
    "last_success": THEN,
    "late_from": NOW + timedelta(hours=1),
}
HAMBURG = PostalAddress(postcode="20457", city="Hamburg", country="DE")
LONG_AGO = NOW - timedelta(minutes=70)
CLEAR = Comparison(measured_at=NOW, clear_at=NOW)
OFF = {"last_state": PollState.NO_CREDENTIALS, "failure": "no credentials"}


def customer(**fields: Any) -> Customer:
    return a_customer(**{"updated_at": NOW - timedelta(days=9), "address": HAMBURG} | fields)


def states(changed: States) -> tuple[SourceStatus, ...]:
    """Every register read an hour ago, but for what is said of some; the British one is off, as without credentials."""
    known: dict[str, Mapping[str, Any]] = {
        **dict.fromkeys(registers.names(), WELL),
        "gb_companies_house": OFF,
        **changed,
    }
    return tuple(SourceStatus.model_validate({"name": name, **fields}) for name, fields in known.items())


def proved(
    changed: States | None = None,
    who: Customer | None = None,
    cases: Sequence[Case] = (),
    comparison: Comparison | None = CLEAR,
) -> CheckProof:
    known = Known(who or customer(), cases, CreditFile(customer_number="104711"), states(changed or {}), comparison)
    return proof(known, "Eva Kern", NOW)


def a_case(state: CaseState, source: str = GERMAN, number: str = "c1") -> Case:
    facts: dict[str, Any] = {
        "id": number,
        "source": source,
        "notices": (),
        "state": state,
        "event_kind": EventKind.OPENED,
    }
    return Case.model_construct(**{**facts, "court": None, "case_number": "67a IN 17/26"})
