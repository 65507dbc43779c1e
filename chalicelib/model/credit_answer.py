"""What is known of a customer's credit as it is answered: with age and source, and with every gap."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.model.credit import Band, IndexValue, InquiryReason, Outcome, Reservation
from chalicelib.model.customer import Money
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.event import EventKind
from chalicelib.model.record import Record


class ToldFeature(Record):
    """One fact a bureau holds beside its index."""

    code: str = Field(description="as the bureau writes it")
    kind: EventKind
    text: str | None = None
    on: date | None = None
    certain: bool = Field(description="false where the bureau itself is not certain of the person")


class BureauAnswer(Record):
    """The newest answer of one bureau. `not_identified` and `no_statement` say nothing good: they are not clean."""

    bureau: str
    title: str
    outcome: Outcome
    index: IndexValue | None = Field(description="in the bureau's own scale, with its own class and our band")
    band: Band | None = Field(description="comparable over all bureaus, A best to E")
    features: tuple[ToldFeature, ...]
    reservations: tuple[Reservation, ...]
    limit: Money | None
    text: str | None
    reason: InquiryReason = Field(description="why it was asked")
    asked_at: datetime
    valid_until: datetime
    valid: bool = Field(description="false: too old or lost, shown for information only and not counted")
    age_days: int
    source: Literal["asked_now", "store"]


class WatchedIndex(Record):
    """What a bureau that watches the customer said of its index since it was last asked."""

    bureau: str
    index: IndexValue
    on: date
    age_days: int


class BureauFailure(Record):
    """A bureau that could have spoken and did not, with the reason."""

    bureau: str
    kind: Literal["off", "budget_spent", "refused", "unreachable", "not_understood"]
    reason: str


class NotAsked(Record):
    """A bureau that was left out on purpose."""

    bureau: str
    reason: str


class CreditAnswer(Record):
    """What bureaus say of a customer now, and who could not be heard."""

    customer_number: CustomerNumber
    known: bool = Field(description="a valid answer or a watched index says something; false is not 'clean'")
    worst_band: Band | None = Field(description="worst of what is valid now; null when nobody gives a band")
    answers: tuple[BureauAnswer, ...]
    watched: tuple[WatchedIndex, ...]
    failures: tuple[BureauFailure, ...]
    not_asked: tuple[NotAsked, ...]
    answered_at: datetime
