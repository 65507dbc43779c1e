"""A delivery block: how far, on what ground, who may lift it."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.record import Record


class Stage(StrEnum):
    """What is still allowed; each stage includes those before it. Compare with `rank`."""

    WARN = "warn"
    PREPAYMENT_ONLY = "prepayment_only"
    NO_NEW_ORDERS = "no_new_orders"
    NO_DELIVERIES = "no_deliveries"

    @property
    def rank(self) -> int:
        """Severity from 0 (warn) to 3 (no deliveries).

        >>> Stage.NO_DELIVERIES.rank > Stage.WARN.rank
        True
        """
        return list(Stage).index(self)


class Ground(Record):
    """Why the law lets or makes us block, with its source and what would end it."""

    statute: str
    reason_de: str
    reason_en: str
    release_when_de: str
    release_when_en: str


class BlockState(StrEnum):
    """A released block stays on record."""

    ACTIVE = "active"
    RELEASED = "released"


class Release(Record):
    """Who took a block back, when and why. `person` is a user, or `register` when a publication was withdrawn."""

    person: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    at: datetime


class Block(Record):
    """The one block of one case; releasing it frees no other."""

    customer_number: str
    case_id: str
    stage: Stage
    no_payouts: bool = False
    ground: Ground
    notice_id: str = Field(description="the notice that set the present stage")
    since: datetime
    changed_at: datetime
    may_release: str = Field(description="role that may release it: clerk or manager")
    state: BlockState = BlockState.ACTIVE
    release: Release | None = None

    @property
    def active(self) -> bool:
        """Whether it is in force."""
        return self.state is BlockState.ACTIVE
