"""What was looked for about one customer, where, until when, and what came of it: the proof of a check."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from chalicelib.model.case import CaseState
from chalicelib.model.credit import Outcome, SubjectState
from chalicelib.model.event import EventKind
from chalicelib.model.record import Record
from chalicelib.model.source import Health

Result = Literal["nothing", "stale", "doubtful", "hits", "dismissed", "unsure", "never", "off", "waiting"]
"""One register's word. `stale`: nothing up to `checked_through`, and not read in time since. `doubtful`: it answered,
but what it delivered is not what it usually delivers."""


class Verdict(StrEnum):
    """What all sources together allow to be said. Only the first is "checked and nothing found" without reserve."""

    NOTHING_FOUND = "nothing_found"
    NOTHING_FOUND_WITH_GAPS = "nothing_found_with_gaps"
    NOT_PROVED = "not_proved"
    TO_REVIEW = "to_review"
    FOUND = "found"


class GapKind(StrEnum):
    """Why something may be missing."""

    STALE = "stale"
    DOUBTFUL = "doubtful"
    NEVER = "never"
    OFF = "off"
    WAITING = "waiting"
    OTHER_COUNTRY = "other_country"
    NO_COUNTRY = "no_country"


class Gap(Record):
    """One thing that was not checked, in words."""

    kind: GapKind
    source: str | None = Field(default=None, description="None: no single source is meant")
    reserve: bool = Field(description="false: said for completeness, such as a register of another country that is off")
    text_de: str
    text_en: str


class Searched(Record):
    """What was looked for: the customer's data as they stand here, and the keys made from them."""

    names: tuple[str, ...]
    birth_date: date | None = None
    address: str | None = None
    country: str | None = None
    identifiers: tuple[str, ...] = ()
    keys: tuple[str, ...] = Field(description="a notice that shares one is compared with the customer")
    key_version: str
    data_since: datetime = Field(description="when the customer's data were last changed here")


class FoundCase(Record):
    """A case of the customer; all but its id is null for a client without the scope `cases/read`."""

    case_id: str
    source: str | None = Field(default=None, description="who opened it: a register, a bureau or a person")
    state: CaseState | None = None
    event_kind: EventKind | None = None
    court: str | None = None
    case_number: str | None = None


class CheckedRegister(Record):
    """One register, until when it is read completely, and its word on the customer."""

    source: str
    title: str
    country: str
    own_country: bool = Field(description="the register of the customer's own country")
    checked_since: date | None = Field(
        description="the first publication day that was read; what was published before is unknown here"
    )
    checked_through: datetime | None
    newest_notice: date | None = Field(description="latest publication that is stored of this register")
    last_attempt: datetime | None
    last_success: datetime | None
    health: Health
    health_reason: str | None
    result: Result
    cases: tuple[FoundCase, ...] = ()


class CheckedBureau(Record):
    """What one credit bureau last answered about the customer, and whether it watches it for us."""

    bureau: str
    title: str
    off: bool
    asked_at: datetime | None = None
    outcome: Outcome | None = None
    valid_until: datetime | None = None
    valid: bool = False
    watch: SubjectState | None = None
    watched_through: datetime | None = None


class CheckProof(Record):
    """The proof of a check of one customer at one moment."""

    customer_number: str
    customer_name: str
    verdict: Verdict
    statement_de: str
    statement_en: str
    checked_since: date | None = Field(
        description="the latest day from which a register in use is read; null when one's beginning is not known"
    )
    checked_through: datetime | None = Field(
        description="the oldest moment up to which a register in use is read; null when one never was"
    )
    searched: Searched
    registers: tuple[CheckedRegister, ...]
    bureaus: tuple[CheckedBureau, ...]
    other_cases: tuple[FoundCase, ...] = Field(
        default=(), description="in which no register said anything: told by a bureau, or given as an alarm by a person"
    )
    gaps: tuple[Gap, ...]
    prepared_at: datetime
    prepared_for: str


VERDICT_WORDS: dict[Verdict, tuple[str, str]] = {
    Verdict.NOTHING_FOUND: ("geprüft, nichts gefunden", "checked, nothing found"),
    Verdict.NOTHING_FOUND_WITH_GAPS: ("nichts gefunden, Prüfung mit Lücken", "nothing found, check has gaps"),
    Verdict.NOT_PROVED: ("kein Nachweis", "no proof"),
    Verdict.TO_REVIEW: ("zu prüfen", "to be reviewed"),
    Verdict.FOUND: ("gefunden", "found"),
}
"""What stands in tables, German and English."""
RESULT_WORDS: dict[Result, tuple[str, str]] = {
    "nothing": ("nichts gefunden", "nothing found"),
    "stale": ("bis dahin nichts, seither nicht geprüft", "nothing until then, not checked since"),
    "doubtful": ("nichts gefunden, Lieferung auffällig", "nothing found, delivery suspicious"),
    "hits": ("Treffer", "hit"),
    "dismissed": ("geprüft: nicht unser Kunde", "reviewed: not our customer"),
    "unsure": ("zu prüfen", "to review"),
    "never": ("kein Nachweis", "no proof"),
    "off": ("abgeschaltet, kein Nachweis", "switched off, no proof"),
    "waiting": ("noch nicht verglichen", "not compared yet"),
}
"""The same of one register's word."""
HEALTH_WORDS: dict[Health, tuple[str, str]] = {
    Health.OK: ("in Ordnung", "well"),
    Health.LATE: ("überfällig", "late"),
    Health.FAILING: ("gestört", "failing"),
    Health.SUSPICIOUS: ("auffällig", "suspicious"),
    Health.DISABLED: ("abgeschaltet", "switched off"),
}
"""The same of its health."""
