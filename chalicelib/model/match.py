"""Whether a notice's debtor is a customer, with the evidence a person can check."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from chalicelib.model.record import Record


class MatchResult(StrEnum):
    """Positive may block by itself; unsure goes to a person; negative does nothing."""

    POSITIVE = "positive"
    UNSURE = "unsure"
    NEGATIVE = "negative"


class EvidenceLevel(StrEnum):
    """How well two values of one field agree."""

    EQUAL = "equal"
    CLOSE = "close"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


def _hundredths(value: object) -> object:
    """Two digits behind the point, so that a float, its text and what the table gives back are one number."""
    return Decimal(f"{value:.2f}") if isinstance(value, float | Decimal) else value


Bits = Annotated[Decimal, BeforeValidator(_hundredths), PlainSerializer(str, return_type=str)]
"""Weight of evidence: the binary logarithm of how much likelier it is for the same debtor; a string in JSON."""


class Evidence(Record):
    """One compared field: both values, how well they agree, and the same in a sentence.

    `field` is one of identifier, name, seat, address, birth_date, legal_form, country, proceedings.
    """

    field: str
    customer_value: str
    notice_value: str
    level: EvidenceLevel
    bits: Bits = Field(description="weight of evidence in bits: above zero it speaks for the same debtor")
    sentence_de: str
    sentence_en: str


class Match(Record):
    """The comparison of one notice with one customer."""

    customer_number: str
    notice_id: str
    result: MatchResult
    score: int = Field(ge=0, le=100, description="calibrated probability in percent; it orders, the rule decides")
    bits: Bits = Field(description="sum of the evidence and of the odds before any evidence")
    watched: bool = Field(default=False, description="negative, yet so near to review that it is kept for a watch list")
    rule: str = Field(description="the gate that decided, such as identifier_and_name")
    evidence: tuple[Evidence, ...]
    version: str = Field(description="version of the matching rules")
    matched_at: datetime
