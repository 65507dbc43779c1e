"""A case file: one customer in one proceeding, with everything that was published and done about it."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.address import PostalAddress
from chalicelib.model.entered import ClaimFacts, EnteredDates
from chalicelib.model.event import EARLY_WARNINGS
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import Authority, EventKind, Hearing
from chalicelib.model.record import Record
from chalicelib.model.recovery import Choice
from chalicelib.model.retention import Retention


class CaseState(StrEnum):
    """`review`: a person has to say whether the debtor is ours. `dismissed`: a person said it is not."""

    REVIEW = "review"
    OPEN = "open"
    DISMISSED = "dismissed"
    CLOSED = "closed"

    @property
    def over(self) -> bool:
        """Whether nobody is reminded of anything in the case any more."""
        return self in {CaseState.DISMISSED, CaseState.CLOSED}


class EntryKind(StrEnum):
    """What happened in a case."""

    NOTICE = "notice"
    JUDGEMENT = "judgement"
    RELEASE = "release"
    STAGE_CHANGE = "stage_change"
    NOTICE_WITHDRAWN = "notice_withdrawn"
    TASK_DONE = "task_done"
    DEADLINE_DONE = "deadline_done"
    ASSIGNED = "assigned"
    NOTE = "note"
    FACTS_ENTERED = "facts_entered"
    MANUAL_ALARM = "manual_alarm"
    ACKNOWLEDGED = "acknowledged"
    DOCUMENT = "document"
    CHOICE = "choice"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    READ = "read"
    CLOSED = "closed"
    REOPENED = "reopened"


class Entry(Record):
    """One thing that happened in a case; entries are added, never changed."""

    id: str
    case_id: str
    kind: EntryKind
    at: datetime
    by: str = Field(description="user, or the source whose notice it is")
    text: str
    notice_id: str | None = None
    event_kind: EventKind | None = None
    publication_date: date | None = None
    match: Match | None = None


class StatedFacts(Record):
    """What a notice states of the facts that a case takes from its notices; None is not stated."""

    court: str | None = None
    case_number: str | None = None
    practitioner_name: str | None = None
    practitioner_role: str | None = None
    practitioner_address: PostalAddress | None = None
    practitioner_phone: str | None = None
    practitioner_email: str | None = None
    opening_date: date | None = None
    claim_deadline: date | None = None
    claim_deadline_rule: str | None = None
    closing_date: date | None = None
    source_url: str | None = None


class NoticeInCase(Record):
    """What the case must remember of a notice to decide its stage and facts again when one is withdrawn."""

    notice_id: str
    event_kind: EventKind
    publication_date: date
    result: MatchResult
    soft: bool = Field(default=False, description="matched by name and address alone")
    authority: Authority = Authority.REGISTER
    withdrawn_by: str | None = None
    hearing_dates: tuple[Hearing, ...] = ()
    stated: StatedFacts | None = Field(default=None, description="none when it was counted before this was kept")


class Case(Record):
    """The file of one customer in one proceeding.

    `version` grows by one with each change; a writer that read an older one must read again.
    """

    id: str
    customer_number: str
    customer_name: str
    proceedings_id: str
    state: CaseState
    natural_person: bool
    source: str
    country: str | None = Field(default=None, description="of the register; ISO 3166-1 alpha-2")
    court: str | None = None
    case_number: str | None = None
    debtor_name: str
    event_kind: EventKind = Field(description="the latest event that counts")
    practitioner_name: str | None = None
    practitioner_role: str | None = None
    practitioner_address: PostalAddress | None = None
    practitioner_phone: str | None = None
    practitioner_email: str | None = None
    opening_date: date | None = None
    claim_deadline: date | None = None
    claim_deadline_rule: str | None = None
    hearing_dates: tuple[Hearing, ...] = ()
    closing_date: date | None = None
    source_url: str | None = None
    match: Match
    notices: tuple[NoticeInCase, ...] = ()
    judged_by: str | None = None
    unsure_since: datetime | None = Field(
        default=None, description="when a person looked last and could not say whether the debtor is this customer"
    )
    owner: str | None = Field(default=None, description="e-mail address of who works on the case")
    deputy: str | None = Field(default=None, description="e-mail address of who does it in the owner's absence")
    claim: ClaimFacts = ClaimFacts()
    entered: EnteredDates = EnteredDates()
    information_system: str | None = Field(
        default=None, description="address of the administrator's system for creditors (InsO 5(5)), with the reference"
    )
    choice: Choice | None = Field(default=None, description="what a person decided to do with the claim, last")
    retention: Retention | None = Field(
        default=None, description="when what the registers say of a natural person is deleted; none while it may stay"
    )
    purged_on: date | None = Field(default=None, description="names and texts were deleted on this day")
    opened_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def by_bureau_alone(self) -> bool:
        """Whether no register has yet said what the bureaus say."""
        return all(one.authority is Authority.BUREAU for one in self.notices if not one.withdrawn_by)

    @property
    def early_warning(self) -> bool:
        """Whether this is a file of warnings: no proceedings are known."""
        return all(one.event_kind in EARLY_WARNINGS for one in self.notices)
