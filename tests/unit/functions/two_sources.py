"""What two sources say of the same proceedings, in the words of each, and every order in which they may say it."""

from datetime import date
from itertools import permutations
from typing import Any, NamedTuple

import pytest

from chalicelib.model.address import PostalAddress
from chalicelib.model.block import Stage
from chalicelib.model.credit import CreditEvent
from chalicelib.model.customer import Customer
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import Authority, InsolvencyNotice
from tests.builders import a_customer, a_notice
from tests.unit.steps import BUREAU

E = EventKind
Said = InsolvencyNotice | CreditEvent
NUMBERS = {
    "DE": (Scheme.DE_REGISTER, "HRB 99001", "Hamburg"),
    "GB": (Scheme.GB_COMPANY, "09990001", None),
    "AT": (Scheme.AT_FN, "999001k", None),
    "CZ": (Scheme.CZ_ICO, "27074358", None),
}
NAMES = {
    "DE": "Hafenlogistik Sonnenried GmbH",
    "GB": "Harrowgate Looms Ltd",
    "AT": "Almwerk Sonnblick GmbH",
    "CZ": "Papírna Modřín s.r.o.",
    "US": "Pebblewick Café Holdings LLC",
}
PLACE = {"street": "Kai 7", "postcode": "20457", "city": "Hafenstadt"}


def customer(country: str) -> Customer:
    """The firm that both sources speak of."""
    numbers = parse_all([NUMBERS[country]] if country in NUMBERS else [])
    return a_customer(name=NAMES[country], address=PostalAddress(**PLACE, country=country), identifiers=numbers)


def register(
    register_name: str, kind: EventKind, number: int, court: str | None, docket: str | None, **more: Any
) -> Said:
    """What a register prints of the firm of its country."""
    country = register_name[:2].upper()
    assert country in NAMES
    facts: dict[str, Any] = {
        "source": register_name,
        "country": country,
        "court": court,
        "case_number": docket,
        "debtor_name": NAMES[country],
        "debtor_identifiers": customer(country).identifiers,
        "debtor_postal_address": customer(country).address,
    }
    return a_notice(kind, number, **facts | more)


def bureau(
    kind: EventKind, number: int, court: str | None = None, docket: str | None = None, **more: Any
) -> CreditEvent:
    """What the bureau tells of the firm that it watches for us."""
    return CreditEvent(
        bureau=BUREAU,
        event_id=f"e{number}",
        subject_id="S-1",
        event_kind=kind,
        original_code="1",
        on=date(2026, 3, number),
        court=court,
        case_number=docket,
        **more,
    )


class Pair(NamedTuple):
    """What two sources say of the same proceedings, in words of each."""

    country: str
    said: tuple[Said, ...]
    stage: Stage = Stage.NO_DELIVERIES


ENDED = {"event_kind": E.CLOSED_LIFTED, "publication_date": date(2026, 3, 28)}
PRINTED_BY_A_BUREAU = {"source": "northdata", "authority": Authority.BUREAU}
HIGH_COURT = "High Court of Justice"
IN_FULL = "High Court of Justice, Business and Property Courts of England and Wales"
PAIRS = {
    "Companies House and the Gazette": Pair(
        "GB",
        (
            register("gb_companies_house", E.OPENED, 3, None, "09990001/1"),
            register("gb_gazette", E.PETITION_FILED, 1, HIGH_COURT, "CR-2026-001234"),
        ),
    ),
    "Companies House and the Gazette by day, which names no court": Pair(
        "GB",
        (
            register("gb_companies_house", E.OPENED, 3, None, "09990001/1"),
            register("gb_gazette", E.OPENED, 2, None, None),
        ),
    ),
    "Companies House, the Gazette and a bureau": Pair(
        "GB",
        (
            register("gb_companies_house", E.OPENED, 3, None, "09990001/1"),
            register("gb_gazette", E.OPENED, 2, HIGH_COURT, "CR-2026-001234"),
            bureau(E.OPENED, 4, IN_FULL, "CR-2026-001234"),
        ),
    ),
    "Companies House and the Gazette, which names the court only once": Pair(
        "GB",
        (
            register("gb_companies_house", E.OPENED, 3, None, "09990001/1"),
            register("gb_gazette", E.PETITION_FILED, 1, HIGH_COURT, "CR-2026-001234"),
            register("gb_gazette", E.OPENED, 4, None, None),
        ),
    ),
    "a court's register and a bureau that says where": Pair(
        "DE",
        (
            register("de_insolvenzbekanntmachungen", E.OPENED, 2, "Amtsgericht Hamburg", "67a IN 17/26"),
            bureau(E.OPENED, 3, "AG Hamburg", "67A IN 0017/2026"),
        ),
    ),
    "a court's register and a bureau that leaves the division out": Pair(
        "DE",
        (
            register("de_insolvenzbekanntmachungen", E.OPENED, 2, "Amtsgericht Hamburg", "67a IN 17/26"),
            bureau(E.PRELIM_MEASURES, 1, "Hamburg", "IN 17/26"),
        ),
    ),
    "a court's register and a bureau that says only that": Pair(
        "DE",
        (
            register("de_insolvenzbekanntmachungen", E.OPENED, 2, "Amtsgericht Hamburg", "67a IN 17/26"),
            bureau(E.OPENED, 3),
        ),
    ),
    "a court's register and a bureau that prints its publications": Pair(
        "DE",
        (
            register("de_insolvenzbekanntmachungen", E.OPENED, 2, "Amtsgericht Hamburg", "67a IN 17/26"),
            register("de_insolvenzbekanntmachungen", E.OPENED, 2, "AG Hamburg", "67A IN 17/26", **PRINTED_BY_A_BUREAU),
        ),
    ),
    "Austria's pages and a bureau": Pair(
        "AT",
        (
            register("at_ediktsdatei", E.OPENED, 2, "Landesgericht Wels", "20 S 5/26x"),
            bureau(E.OPENED, 3, "LG Wels", "20 S 5/26"),
        ),
    ),
    "Czechia's register and a bureau that names the senate": Pair(
        "CZ",
        (
            register("cz_isir", E.OPENED, 2, "Krajský soud v Brně", "INS 1234/2026"),
            bureau(E.OPENED, 3, "KS v Brně", "KSBR 38 INS 1234/2026"),
        ),
    ),
    "a court's feed and the archive of dockets": Pair(
        "US",
        (
            register("us_bankruptcy_rss", E.OPENED, 2, "U.S. Bankruptcy Court, District of Delaware", "26-99001"),
            register("us_courtlistener", E.OPENED, 2, "U.S. Bankruptcy Court, District of Delaware", "26-99001"),
            bureau(E.OPENED, 3, "United States Bankruptcy Court for the District of Delaware", "1:26-bk-99001-abc"),
        ),
    ),
}
ORDERS = [
    pytest.param(pair.country, order, pair.stage, id=f"{name}, {' '.join(map(str, places))}")
    for name, pair in PAIRS.items()
    for places in permutations(range(len(pair.said)))
    for order in [tuple(pair.said[place] for place in places)]
]
