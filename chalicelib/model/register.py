"""What is true about one insolvency register, written down in its own file."""

from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from chalicelib.model.identifier import Scheme
from chalicelib.model.record import Record


class Access(StrEnum):
    """What it takes to be let in."""

    OPEN = "open interface, no key"
    PAGES = "pages for people, no key"
    KEY = "free account or key"
    CONTRACT = "contract"


class Proof(StrEnum):
    """What an ordinary notice rests on, by the weakest of the facts that it needs."""

    RECORDED = "recorded payload"
    SPECIFICATION = "specification"
    BELIEVED = "believed"


class Window(Record):
    """What to fetch: publication days from `start` to `end` inclusive, or what follows the source's `cursor`."""

    start: date
    end: date
    cursor: str | None = None
    known_rows: frozenset[str] = Field(
        default=frozenset(), description="row keys whose details are stored and need not be fetched again"
    )


class Register(Record):
    """Facts of a register: where, on what terms, how often, how much to expect."""

    name: str
    title: str
    country: str
    origins: tuple[str, ...] = Field(description="the only origins its fetch may talk to")
    terms_of_use: str
    poll_every: timedelta
    overlap: timedelta = Field(description="how far behind the last success each poll looks again")
    expected_per_business_day: tuple[int, int]
    time_zone: str
    retention: str
    credential: str | None = Field(default=None, description="name of the SSM parameter below the stage's prefix")
    seconds_between_requests: float = 1.0
    largest_window_days: int = 1
    follows_cursor: bool = Field(default=False, description="a stream: without a position nothing is proved")
    supplements: str | None = Field(
        default=None, description="the register beside which it stands; while it is off, that one proves no less"
    )
    keeps_raw_answers: bool = Field(
        default=True, description="False where an answer that was not understood may name persons we must not keep"
    )
    look_ups_per_day: int = Field(default=0, description="new customers it is asked about one by one")
    access: Access
    covers: str = Field(description="whose proceedings it tells, and who is left out")
    identifiers: tuple[Scheme, ...] = Field(default=(), description="numbers of the debtor that it prints")
    solvent_apart: bool = Field(default=False, description="it tells solvent windings-up, too; those never block")
    off_because: str | None = Field(default=None, description="why it is switched off until an admin wants it")
    proof: Proof
    verified_by: str = Field(description="recorded payload, specification or believed, in words")
    believed: str = Field(default="", description="facts that nobody could verify, with semicolons between")

    @property
    def believed_facts(self) -> tuple[str, ...]:
        """What to check before relying on it, one fact each."""
        return tuple(one.strip() for one in self.believed.split(";") if one.strip())
