"""From which probability a match blocks by itself, and from which a person is asked: the firm may set both."""

from datetime import datetime

from pydantic import Field

from chalicelib.model.record import Record


class Thresholds(Record):
    """Percentages of the pair's own probability, before rivals share it; as delivered, the rules alone decide.

    A threshold makes no match positive: rules do. It can only put a person between a match and its block.
    """

    block_from: int = Field(
        default=0, ge=0, le=99, description="a positive match below it goes to a person; 0: every one blocks"
    )
    review_from: int | None = Field(
        default=None, ge=2, le=50, description="a pair that no rule names goes to a person from here; none: as learned"
    )
    possible_from: int = Field(
        default=0, ge=0, le=20, description="a pair that a rule calls possible is dropped below it; 0: none is"
    )


DELIVERED = Thresholds()


class ThresholdChange(Record):
    """Other thresholds from a moment on: who set them and why."""

    thresholds: Thresholds
    version: int = Field(ge=1)
    reason: str = Field(min_length=3, max_length=500)
    person: str = Field(min_length=1, max_length=300)
    at: datetime
