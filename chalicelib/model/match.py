"""Whether a notice's debtor is a customer, with the evidence a person can check."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

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


class Evidence(Record):
    """One compared field: both values, how well they agree, and the same in a sentence.

    `field` is one of identifier, name, seat, address, birth_date, legal_form, country, proceedings.
    """

    field: str
    customer_value: str
    notice_value: str
    level: EvidenceLevel
    points: int = Field(description="what it adds to or takes from the score")
    sentence_de: str
    sentence_en: str


class Match(Record):
    """The comparison of one notice with one customer."""

    customer_number: str
    notice_id: str
    result: MatchResult
    score: int = Field(ge=0, le=100)
    rule: str = Field(description="the gate that decided, such as identifier_and_name")
    evidence: tuple[Evidence, ...]
    version: str = Field(description="version of the matching rules")
    matched_at: datetime
