"""What the forms of a case send."""

from datetime import date
from typing import Literal

from pydantic import Field

from chalicelib.model.block import Stage
from chalicelib.model.customer import EmailAddress
from chalicelib.model.entered import ClaimFacts, EnteredDates
from chalicelib.model.record import Record

Folder = Literal["overview", "parties", "proceedings", "open-items", "deadlines", "documents", "advice", "activity"]


class CaseForm(Record):
    """The folder that the person acts from, and goes back to."""

    folder: Folder = "overview"


class AcknowledgeForm(CaseForm):
    """The messages that the person saw; none that came later is answered unread."""

    alerts: str = Field(max_length=20_000)

    @property
    def ids(self) -> frozenset[str]:
        """Each of them."""
        return frozenset(self.alerts.split())


class WhyForm(CaseForm):
    """An action with its reason, and the mark of what the person saw."""

    reason: str = Field(min_length=1, max_length=2000)
    seen: str = Field(max_length=40)


class StageForm(WhyForm):
    """Another stage; `accept` takes the suggested one whatever else was chosen."""

    stage: Stage
    no_payouts: bool = False
    accept: bool = False


class AssignForm(CaseForm):
    """Whose case it is; without an owner it is nobody's."""

    owner: EmailAddress | None = None
    deputy: EmailAddress | None = None
    reason: str = Field(default="", max_length=2000)
    seen: str = Field(max_length=40)


class NoteForm(CaseForm):
    """A note; it stays as it is written."""

    text: str = Field(min_length=1, max_length=10_000)


class AlarmForm(CaseForm):
    """What is wrong, and by which day who shall have looked after it."""

    text: str = Field(min_length=1, max_length=2000)
    due_on: date
    owner: EmailAddress | None = None


class ReopenForm(WhyForm):
    """Takes up a closed case, with the block its publications ask for when wanted."""

    with_block: bool = False


class FactsForm(WhyForm):
    """Everything a person can enter, as it shall be from now on: an empty field takes back what stood there."""

    information_system: str = Field(default="", max_length=500)
    opening_date: date | None = None
    claim_deadline: date | None = None
    petition_date: date | None = None
    duty_breach_known_on: date | None = None
    late_reason_known_on: date | None = None
    discharge_final_on: date | None = None
    settlement_plan_received_on: date | None = None
    sale_letter_received_on: date | None = None
    plan_final_on: date | None = None
    earliest_due_year: int | None = None
    disputed: bool | None = None
    titled: bool | None = None
    titled_on: date | None = None
    secured: bool | None = None
    retention_of_title: bool | None = None
    filed_on: date | None = None
    established_on: date | None = None

    @property
    def claim(self) -> ClaimFacts:
        """What our claims are like."""
        return ClaimFacts(**{name: getattr(self, name) for name in ClaimFacts.model_fields})

    @property
    def entered(self) -> EnteredDates:
        """The dates that no register prints."""
        return EnteredDates(**{name: getattr(self, name) for name in EnteredDates.model_fields})
