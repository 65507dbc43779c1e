"""That a register was asked about one customer, and what came of it."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.record import Record


class LookUpOutcome(StrEnum):
    """Nothing found is an answer; put off and failed are none."""

    FOUND = "found"
    NOTHING = "nothing"
    PUT_OFF = "put_off"
    FAILED = "failed"


class LookUp(Record):
    """One register's last answer about a customer."""

    register_name: str
    customer_number: str
    about: str = Field(description="digest of the number or name that was asked for")
    asked_at: datetime
    outcome: LookUpOutcome
    payloads: tuple[str, ...] = Field(default=(), description="evidence keys")
    new_notices: tuple[str, ...] = ()
    reason: str | None = Field(default=None, description="why there is no answer")

    @property
    def answered(self) -> bool:
        """Whether the register said something, be it that there is nothing."""
        return self.outcome in {LookUpOutcome.FOUND, LookUpOutcome.NOTHING}
