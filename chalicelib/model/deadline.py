"""A date by which something must happen in a case, with the rule and the input that let a person check it by hand."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.record import Record, content_id

NOT_KNOWN = "not known"  # stands in the inputs for a fact that nobody has given


class Severity(StrEnum):
    """What a missed date costs: `recoverable` money, `final` the right itself, `information` nothing."""

    RECOVERABLE = "recoverable"
    FINAL = "final"
    INFORMATION = "information"


class DeadlineState(StrEnum):
    """`lapsed`: went by undone. `replaced`: another of its kind took its place. `moot`: its reason is gone."""

    OPEN = "open"
    DONE = "done"
    LAPSED = "lapsed"
    REPLACED = "replaced"
    MOOT = "moot"


class DeadlineKind(StrEnum):
    """What has to be done, or what happens, by the date."""

    CLAIM_FILING = "claim_filing"
    SECURITY_RIGHTS = "security_rights"
    REPORT_HEARING = "report_hearing"
    TABLE_INSPECTION = "table_inspection"
    EXAMINATION = "examination"
    LATE_FILING = "late_filing"
    TABLE_CHECK = "table_check"
    DISPUTED_CLAIM_SUIT = "disputed_claim_suit"
    SHORTFALL_PROOF = "shortfall_proof"
    DISTRIBUTION_OBJECTION = "distribution_objection"
    FINAL_HEARING = "final_hearing"
    DISCHARGE_REFUSAL = "discharge_refusal"
    DISCHARGE_DUTY_BREACH = "discharge_duty_breach"
    DISCHARGE_LATE_REASON = "discharge_late_reason"
    DISCHARGE_REVOCATION = "discharge_revocation"
    SETTLEMENT_PLAN = "settlement_plan"
    COLLATERAL_SALE = "collateral_sale"
    UNFILED_AFTER_PLAN = "unfiled_after_plan"
    ASSIGNMENT_END = "assignment_end"
    LIMITATION = "limitation"
    TABLE_ENTRY_LIMITATION = "table_entry_limitation"
    LAPSE_RELIEF = "lapse_relief"
    SMALL_DEBT = "small_debt"
    RECLAMATION = "reclamation"
    PRIORITY_REQUEST = "priority_request"
    STAY = "stay"
    EU_MINIMUM_PERIOD = "eu_minimum_period"
    NO_RULES = "no_rules"


class DeadlineVersion(Record):
    """What a deadline was before it changed: until when it stood so, and which input changed."""

    rule: str
    inputs: Mapping[str, str]
    raw_date: date | None = None
    final_date: date | None = None
    safe_date: date | None = None
    state: DeadlineState
    computed_at: datetime
    replaced_at: datetime
    reason: str


class Deadline(Record):
    """One date of a case. Without dates it is still a task: the law knows the duty, or we do not know the law.

    `raw_date` is what counting gives, `final_date` the last day on which the act counts, `safe_date` the working day
    before which people are reminded. A date set by a court stands as printed: its `final_date` is never moved.
    """

    id: str
    case_id: str
    kind: DeadlineKind
    cause: str = Field(description="what it follows from: 'case', or the id of the notice it began with")
    country: str = Field(description="ISO 3166-1 alpha-2 of the proceedings")
    title_de: str
    title_en: str
    rule: str = Field(description="statutes, also those of counting")
    believed: bool = Field(default=False, description="the rule was not read in the statute's own text")
    inputs: Mapping[str, str] = Field(description="name -> ISO value of everything that went into it")
    holiday_set: str | None = Field(default=None, description="such as DE-BY; DE alone when the Land is unknown")
    raw_date: date | None = None
    final_date: date | None = None
    safe_date: date | None = None
    warn_from: date | None = Field(default=None, description="remind from here on, earlier than usual")
    lapses: bool = Field(default=True, description="the act is in vain after the final date, not only late")
    severity: Severity
    state: DeadlineState = DeadlineState.OPEN
    computed_at: datetime
    done_by: str | None = None
    done_at: datetime | None = None
    history: tuple[DeadlineVersion, ...] = ()


class QuestionKind(StrEnum):
    """Why a date is put before a person."""

    OUT_OF_BOUNDS = "out_of_bounds"
    CONTRADICTORY = "contradictory"
    MISSING = "missing"
    IMPLAUSIBLE = "implausible"


class DateQuestion(Record):
    """A date to check against the notice: probably misread, or a correction. Its deadline is still shown as printed."""

    id: str
    case_id: str
    kind: QuestionKind
    text_de: str
    text_en: str
    inputs: Mapping[str, str]
    rule: str


class Dues(Record):
    """Everything that follows from a case's facts."""

    deadlines: tuple[Deadline, ...] = ()
    questions: tuple[DateQuestion, ...] = ()


def deadline_id(case_id: str, kind: DeadlineKind, cause: str) -> str:
    """Id that stays the same when the date moves.

    >>> deadline_id("c1", DeadlineKind.CLAIM_FILING, "case") == deadline_id("c1", DeadlineKind.CLAIM_FILING, "case")
    True
    """
    return content_id("deadline", case_id, kind, cause)
