"""What people enter about a case because no register prints it."""

from datetime import date

from pydantic import Field

from chalicelib.model.record import Record


class ClaimFacts(Record):
    """What our claims in this case are like; None means that nobody has said."""

    earliest_due_year: int | None = None
    disputed: bool | None = None
    titled: bool | None = Field(default=None, description="there is an enforceable title")
    titled_on: date | None = Field(default=None, description="day on which the title became final")
    secured: bool | None = Field(default=None, description="right to separate satisfaction, InsO 49 to 51")
    retention_of_title: bool | None = None
    filed_on: date | None = None
    established_on: date | None = Field(default=None, description="entered in the table as undisputed")


class EnteredDates(Record):
    """Dates that no register prints, or that were not read; a person enters them. What a notice states goes first."""

    opening_date: date | None = Field(default=None, description="when the notice does not state it")
    claim_deadline: date | None = Field(default=None, description="when the notice does not state it")
    petition_date: date | None = Field(default=None, description="avoidance periods count back from it")
    duty_breach_known_on: date | None = Field(default=None, description="InsO 296")
    late_reason_known_on: date | None = Field(default=None, description="InsO 297a")
    discharge_final_on: date | None = Field(default=None, description="finality of the discharge, InsO 303")
    settlement_plan_received_on: date | None = Field(default=None, description="InsO 307")
    sale_letter_received_on: date | None = Field(default=None, description="InsO 168")
    plan_final_on: date | None = Field(default=None, description="finality of the plan's confirmation, InsO 259b")
