"""What a SCHUFA Credit Report says: public records, claims, death, fraud, reservations and the score.

Positive data (contracts without a claim) and other firms' enquiries are ignored on purpose: they tell nothing about
insolvency, and what is not needed is not kept (GDPR 5(1)(c)).

Source: OpenAPI description of SCHUFA Credit Report 1.0.0, schema CreditRatingInformation.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from chalicelib.model.bureau import Scale
from chalicelib.model.credit import Answer, Feature, IndexValue, Outcome, Reservation
from chalicelib.model.event import EventKind
from chalicelib.model.record import Record

COURT_CODES = {
    "INSOLVENCY_INITIATED": EventKind.OPENED,
    "INSOLVENCY_REFUSED": EventKind.REFUSED_NO_ASSETS,
    "INSOLVENCY_CANCELLED": EventKind.CLOSED_LIFTED,
    "DISCHARGE_OF_RESIDUAL_DEBT_ANNOUNCEMENT": EventKind.DISCHARGE_ANNOUNCED,
    "DISCHARGE_OF_RESIDUAL_DEBT_DENIAL": EventKind.DISCHARGE_REFUSED,
    "DISCHARGE_OF_RESIDUAL_DEBT_GRANTED": EventKind.DISCHARGE_GRANTED,
    # Entries of the debtors' list (ZPO 882c(1) no. 1 to 3): hard, and no insolvency.
    "NO_SUBMISSION_OF_ASSETS_REPORT": EventKind.PAYMENT_DEFAULT,
    "ASSETS_UNSUITABLE_FOR_COLLECTION": EventKind.PAYMENT_DEFAULT,
    "DEBTOR_HAS_NOT_DEMONSTRATED_CREDIT_SATISFACTION": EventKind.PAYMENT_DEFAULT,
}
_LEGACY_LETTERS = ("IE", "IA", "IS", "RA", "RV", "RB", "S1", "S2", "S3")
COURT_CODES |= dict(zip(_LEGACY_LETTERS, COURT_CODES.values(), strict=True))
CLAIM_CODES = {
    "OPEN": EventKind.PAYMENT_DEFAULT,
    "HANDOVER_TO_COLLECTION": EventKind.PAYMENT_DEFAULT,
    "IRRECOVERABLE_CLAIM_WITH_TITLE": EventKind.PAYMENT_DEFAULT,
    "IRRECOVERABLE_CLAIM_WITHOUT_TITLE": EventKind.PAYMENT_DEFAULT,
    "RETURN_OF_CLAIM_TO_CREDITOR_BY_COLLECTION": EventKind.PAYMENT_DEFAULT,
    "BALANCE_SOLD": EventKind.PAYMENT_DEFAULT,
    "BALANCE_COMPARISON": EventKind.PAYMENT_DEFAULT,
    "PERSON_OBJECTS_CLAIM_TOWARDS_CONTRACT_PARTNER": EventKind.ADVERSE_INFORMATION,
    "PERSON_OBJECTS_CLAIM_TOWARDS_SCHUFA": EventKind.ADVERSE_INFORMATION,
    "SETTLED": EventKind.ADVERSE_INFORMATION,
}
LONGEST_TEXT = 2000  # the payload keeps the rest
_RESERVATIONS = {
    "NO_DATE_OF_BIRTH": Reservation.NO_BIRTH_DATE,
    "DIFFERENT_PERSON_DATA": Reservation.OTHER_PERSON_DATA,
    "DIFFERENT_ADDRESS_DATA": Reservation.OTHER_ADDRESS,
}


class _Part(Record):
    model_config = ConfigDict(alias_generator=to_camel, strict=True)


class _CourtEntry(_Part):
    with_date_of_birth: bool
    attribute_name: str
    date: dt.date
    reference: str


class _Balance(_Part):
    amount: Any
    date: dt.date


class _Claim(_Part):
    adjudication: bool
    current_amount: Any = None
    initial_amount: Any = None
    balances: tuple[_Balance, ...]
    status: str


class _Contract(_Part):
    with_date_of_birth: bool
    attribute_name: str
    settled: bool
    date: Any = None
    reference: str | None = None
    amount: Any = None
    rates: Any = None
    loan_agreement: Any = None
    claim: _Claim | None = None


class _Note(_Part):
    with_date_of_birth: bool
    attribute_name: str
    text: str


class _Deceased(_Part):
    deceased: bool
    date_of_death: dt.date | None = None
    death_certificate_id: str | None = None


class _Person(_Part):
    first_name: str
    last_name: str
    gender: str
    date_of_birth: dt.date | None = None
    deceased_information: _Deceased | None = None
    title: str | None = None
    place_of_birth: str | None = None
    addresses: Any
    identity_checked_by_id: bool | None = None
    schufa_id: str | None = None


class _ScoreDetails(_Part):
    value: int | None = None
    risk_rate: Decimal | None = None
    range: str | None = None
    text: str | None = None
    info_text: tuple[str, ...] = ()


class _Score(_Part):
    description: str | None = None
    status: str | None = None
    details: _ScoreDetails | None = None


class _Fraud(_Part):
    result_type: str
    match_id: str | None = None


class CreditReport(_Part):
    """A report as it came. Court data must stand there: a report without them would read as a clean one."""

    report_id: str
    court_data: tuple[_CourtEntry, ...]
    person_data: _Person | None = None
    contracts: tuple[_Contract, ...] = ()
    enquiries: tuple[Any, ...] = ()
    notes: tuple[_Note, ...] = ()
    identification_reservations: tuple[str, ...] = ()
    score: _Score | None = None
    fraud_information: _Fraud | None = None


def answer_of(report: CreditReport, codes: Mapping[str, EventKind], scale: Scale) -> Answer:
    """What the report says; `codes` are the contract's own and win, `scale` puts risk rates into bands."""
    features = tuple(_features(report, codes))
    person = report.person_data
    index = _index(report.score, scale)
    without_statement = report.score is not None and index is None and not features
    reserved = (_RESERVATIONS.get(one, Reservation.UNKNOWN_RESERVATION) for one in report.identification_reservations)
    return Answer(
        outcome=Outcome.NO_STATEMENT if without_statement else Outcome.ANSWERED,
        subject_id=person.schufa_id if person else None,
        subject_name=f"{person.first_name} {person.last_name}" if person else None,
        index=index,
        features=features,
        reservations=tuple(dict.fromkeys(reserved)),
        text=_text(report),
    )


def _features(report: CreditReport, codes: Mapping[str, EventKind]) -> Iterator[Feature]:
    """A reference is a court's docket; a contract's number is none and stays in the text."""
    for entry in report.court_data:
        code = entry.attribute_name
        yield Feature(
            code=code,
            event_kind=codes.get(code) or COURT_CODES.get(code, EventKind.UNCLASSIFIED),
            on=entry.date,
            reference=entry.reference or None,
            certain=entry.with_date_of_birth,
        )
    for contract in report.contracts:
        if (claim := contract.claim) is not None:
            code = f"CLAIM_{claim.status}"
            yield Feature(
                code=code,
                event_kind=codes.get(code) or CLAIM_CODES.get(claim.status, EventKind.UNCLASSIFIED),
                on=max((balance.date for balance in claim.balances), default=None),
                text=f"contract {contract.reference}" if contract.reference else None,
                certain=contract.with_date_of_birth,
            )
    yield from _about_the_person(report, codes)


def _about_the_person(report: CreditReport, codes: Mapping[str, EventKind]) -> Iterator[Feature]:
    gone = report.person_data.deceased_information if report.person_data else None
    if gone and gone.deceased:
        kind = codes.get("DECEASED", EventKind.ADVERSE_INFORMATION)
        yield Feature(code="DECEASED", event_kind=kind, on=gone.date_of_death, text=gone.death_certificate_id)
    fraud = report.fraud_information
    if fraud and fraud.result_type not in {"NO_MATCH", "RESULT_NOT_AVAILABLE"}:
        code = f"FRAUD_{fraud.result_type}"
        known = EventKind.ADVERSE_INFORMATION if fraud.result_type == "MATCH" else EventKind.UNCLASSIFIED
        yield Feature(code=code, event_kind=codes.get(code, known), text=fraud.match_id)
    if report.score and report.score.status not in {None, "OK", "NO_SCORE_AVAILABLE", "ERROR"}:
        code = f"SCORE_{report.score.status}"
        yield Feature(code=code, event_kind=codes.get(code, EventKind.UNCLASSIFIED))


def _index(score: _Score | None, scale: Scale) -> IndexValue | None:
    details = score.details if score and score.status == "OK" else None
    if details is None or details.value is None:
        return None
    reached = scale.class_of(details.risk_rate) if details.risk_rate is not None else None
    return IndexValue(
        scale=scale.name,
        value=str(details.value),
        own_class=details.range,
        band=reached.band if reached else None,
        text=details.text,
    )


def _text(report: CreditReport) -> str | None:
    """The score's own words and the notes: a person's counterstatement must reach whoever decides."""
    details = report.score.details if report.score else None
    status = report.score.status if report.score and report.score.status not in {None, "OK"} else None
    words = [status, *(details.info_text if details else ()), *(note.text for note in report.notes)]
    return "; ".join(word for word in words if word)[:LONGEST_TEXT] or None
