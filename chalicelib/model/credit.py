"""What a credit bureau says about a customer: who it is there, its index, its features, and what changed."""

import datetime as dt
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import Customer, Money
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Identifier
from chalicelib.model.match import Evidence
from chalicelib.model.record import Record, content_id


class Band(StrEnum):
    """Comparable over all bureaus: A is best, E is default or insolvency."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"

    @property
    def rank(self) -> int:
        """0 (A) to 4 (E)."""
        return list(Band).index(self)


class IndexValue(Record):
    """One value in the bureau's own scale, with its class there and the comparable band."""

    scale: str
    value: str = Field(description="as the bureau writes it")
    own_class: str | None = None
    band: Band | None = Field(default=None, description="None when the value lies outside what is known of the scale")
    text: str | None = None


class Reservation(StrEnum):
    """Why the bureau itself is not certain that it speaks of the one we asked about."""

    NO_BIRTH_DATE = "no_birth_date"
    OTHER_PERSON_DATA = "other_person_data"
    OTHER_ADDRESS = "other_address"
    SEVERAL_FOUND = "several_found"
    NAME_CUT = "name_cut"
    UNKNOWN_RESERVATION = "unknown_reservation"


class Feature(Record):
    """One fact a bureau holds beside its index, such as an entry of the debtors' list."""

    code: str
    event_kind: EventKind = Field(description="UNCLASSIFIED where the code is not known")
    text: str | None = None
    on: date | None = None
    reference: str | None = Field(default=None, description="docket number as printed")
    court: str | None = None
    certain: bool = Field(default=True, description="false where the bureau matched it without the birth date")


class Outcome(StrEnum):
    """How an inquiry ended. Not identified is not clean, and no statement is not a good score.

    `sent`: the answer has not come, and may have been billed. `unreadable`: it came, is kept, and was not understood.
    """

    ANSWERED = "answered"
    NOT_IDENTIFIED = "not_identified"
    NO_STATEMENT = "no_statement"
    PENDING = "pending"
    LOST = "lost"
    SENT = "sent"
    UNREADABLE = "unreadable"


class Answer(Record):
    """What a bureau answered to one check."""

    outcome: Outcome
    subject_id: str | None = None
    subject_name: str | None = None
    index: IndexValue | None = None
    features: tuple[Feature, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    limit: Money | None = None
    pending_reference: str | None = Field(default=None, description="where the result can be read later")
    text: str | None = None


class InquiryReason(StrEnum):
    """Why we ask; the law wants a legitimate interest (GDPR 6(1)(f), BDSG 31)."""

    CREATION = "creation"
    ORDER = "order"
    PLAN = "plan"
    BY_HAND = "by_hand"


class CheckRequest(Record):
    """One check: about whom, why, and under which reference."""

    customer: Customer
    subject_id: str | None = Field(default=None, description="the bureau's own id of the customer, when linked")
    reason: InquiryReason
    reference: str
    order_value: Money | None = None


class Inquiry(Record):
    """A check as it is kept: asked when, why, by whom, answered how, good until when."""

    id: str
    bureau: str
    customer_number: CustomerNumber
    reason: InquiryReason
    asked_by: str
    asked_at: datetime
    valid_until: datetime
    answer: Answer
    cost: Money
    payload: str | None = Field(default=None, description="evidence key of the bureau's answer")
    result: str | None = Field(default=None, description="evidence key of a result that came later; kept, not yet read")
    answered_at: datetime | None = None


class IndexEntry(Record):
    """One point of a customer's index history."""

    id: str
    customer_number: CustomerNumber
    bureau: str
    index: IndexValue
    on: date
    source: str = Field(description="check or watch")
    reason: InquiryReason | None = None
    expires_on: date | None = Field(default=None, description="the answer is not used any more from this day on")


class Candidate(Record):
    """Somebody at the bureau who may be the customer."""

    subject_id: str
    name: str
    address: PostalAddress | None = None
    identifiers: tuple[Identifier, ...] = ()
    birth_date: date | None = None
    former_names: tuple[str, ...] = ()
    status: str | None = None
    confidence: str | None = Field(default=None, description="the bureau's own word on how sure it is")
    explanation: dict[str, str] = Field(default_factory=dict, description="the bureau's own word per compared field")


class SubjectState(StrEnum):
    """How far a customer is known at a bureau."""

    LINKED = "linked"
    WATCHED = "watched"
    TO_REVIEW = "to_review"
    NOT_FOUND = "not_found"
    LOST = "lost"


class Subject(Record):
    """A customer as one bureau knows it: the bureau's id, and why we believe that it is the customer."""

    bureau: str
    customer_number: CustomerNumber
    state: SubjectState
    subject_id: str | None = None
    name: str | None = None
    score: int = 0
    certain: bool = False
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = Field(default=(), description="whom a person may choose from")
    reason: str | None = None
    linked_by: str | None = Field(default=None, description="matching, or the person who chose")
    asked_for: str = Field(default="", description="digest of what the bureau was asked by")
    since: datetime
    watched_until: date | None = Field(default=None, description="subscriptions that lapse")
    lapse: str | None = Field(default=None, description="id of the bureau's last word that it no longer watches")


class SubjectKept(Record):
    """Who the customer is at the bureau now."""

    subject: Subject
    remark: str | None = Field(default=None, description="what the bureau itself could not be told, and why")


class Watched(Record):
    """One entry of the portfolio as the bureau lists it."""

    subject_id: str
    reference: str | None = Field(default=None, description="our customer number, where the bureau keeps it")
    name: str | None = None
    until: date | None = None
    active: bool = True
    country: str | None = None


OUR_POLICY = "policy"
"""Stands in a bureau's place where not a bureau warns but the terms of our own credit insurance do."""


class CreditEvent(Record):
    """One thing a bureau told us about one subject.

    `event_kind` is None when only the index moved: the rule then says whether that is a warning.
    """

    bureau: str
    event_id: str = Field(description="the bureau's own id, without the portfolio it came through")
    subject_id: str | None = None
    subject_name: str | None = None
    customer_number: CustomerNumber | None = Field(default=None, description="set where the event follows a check")
    event_kind: EventKind | None = None
    original_code: str
    text: str = ""
    on: dt.date = Field(description="day of the event in the bureau's time zone")
    at: datetime | None = None
    country: str | None = None
    court: str | None = None
    case_number: str | None = None
    index: IndexValue | None = None
    previous_index: IndexValue | None = None
    reservations: tuple[Reservation, ...] = ()
    certain: bool = True
    fetched_at: datetime | None = None
    payload: str | None = None

    @property
    def id(self) -> str:
        """The same for every repetition of the event, whatever portfolio or window it came through."""
        return f"{self.bureau}:{content_id(self.event_id, self.subject_id or self.customer_number or '')}"


class CreditFile(Record):
    """All that bureaus have said about one customer, newest last."""

    customer_number: CustomerNumber
    subjects: tuple[Subject, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    history: tuple[IndexEntry, ...] = ()

    def subject(self, bureau: str) -> Subject | None:
        """Who the customer is at this bureau, when it was asked."""
        return next((one for one in self.subjects if one.bureau == bureau), None)

    def latest_index(self, bureau: str) -> IndexValue | None:
        """The newest value this bureau gave."""
        values = [one.index for one in self.history if one.bureau == bureau]
        return values[-1] if values else None

    def valid_answer(self, bureau: str, now: datetime) -> Inquiry | None:
        """The newest inquiry at this bureau whose answer may still be used."""
        valid = [one for one in self.inquiries if one.bureau == bureau and one.valid_until > now]
        return valid[-1] if valid and valid[-1].answer.outcome is not Outcome.LOST else None


class LapseKind(StrEnum):
    """Why a subject is no longer watched."""

    TRANSFERRED = "transferred"
    EXITED = "exited"
    EXPIRED = "expired"
    UNDER_REVIEW = "under_review"
    RESTORED = "restored"


class Lapse(Record):
    """The bureau says that it no longer watches somebody: a gap in the coverage, to be raised."""

    bureau: str
    event_id: str
    subject_id: str
    kind: LapseKind
    moved_to: str | None = None
    text: str = ""
    on: dt.date
