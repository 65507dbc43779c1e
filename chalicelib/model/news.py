"""What reminders, escalations, digests and reports say: lines of dates and cases, and the messages made of them."""

from datetime import date, datetime

from pydantic import Field

from chalicelib.model.deadline import Severity
from chalicelib.model.record import Record


class CaseLine(Record):
    """A case as a message names it: no more than is needed to find it."""

    case_id: str
    customer_number: str
    customer_name: str


class DateLine(Record):
    """A date as a message shows it; without `safe_date` nobody knows it yet."""

    case: CaseLine
    due_id: str
    title_de: str
    title_en: str
    rule: str | None = None
    severity: Severity
    safe_date: date | None = None
    final_date: date | None = None
    days_left: int | None = Field(default=None, description="to the safe date; below zero when it has gone by")


class NewsLine(Record):
    """An alert as a message names it."""

    case: CaseLine | None = None
    kind: str
    text: str = Field(default="", description="a source's name where the news is of no case")
    occurred_at: datetime


class ReminderMessage(Record):
    """One date that comes near, or has gone by."""

    line: DateLine
    occasion: str = Field(description="ahead, early, safe_date_missed or overdue")
    court: str | None = None
    case_number: str | None = None

    @property
    def case_id(self) -> str | None:
        """The case that it is about."""
        return self.line.case.case_id

    @property
    def subject(self) -> str:
        """What the message is about: two recipients of the same news share it."""
        return f"{self.line.case.case_id}#{self.line.due_id}"


class EscalationMessage(Record):
    """An alert that nobody acknowledged, handed on; whoever answers acknowledges the alert itself."""

    alert_id: str
    step: str = Field(description="deputy, head or admin")
    told: str = Field(description="address of who was told before")
    news: NewsLine
    waited_since: datetime
    needed_by: datetime | None = None

    @property
    def case_id(self) -> str | None:
        """The case that it is about."""
        return self.news.case.case_id if self.news.case else None

    @property
    def subject(self) -> str:
        """What the message is about."""
        return self.alert_id


class DigestMessage(Record):
    """One day's mail; a section without lines is left out of it."""

    day: date
    name: str
    late: tuple[DateLine, ...] = ()
    ahead: tuple[DateLine, ...] = ()
    reminded: tuple[DateLine, ...] = ()
    undated: tuple[DateLine, ...] = ()
    new_cases: tuple[CaseLine, ...] = ()
    to_review: tuple[CaseLine, ...] = ()
    news: tuple[NewsLine, ...] = ()
    unanswered: tuple[NewsLine, ...] = ()
    more: int = Field(default=0, description="lines that were left out, over all sections")

    @property
    def case_id(self) -> str | None:
        """None: it is about many."""
        return None

    @property
    def subject(self) -> str:
        """What the message is about."""
        return f"digest#{self.day}"

    @property
    def case_ids(self) -> frozenset[str]:
        """Every case that is named."""
        dated = (*self.late, *self.ahead, *self.reminded, *self.undated)
        news = [one.case for one in (*self.news, *self.unanswered) if one.case]
        named = (*(one.case for one in dated), *self.new_cases, *self.to_review, *news)
        return frozenset(one.case_id for one in named)


class Figure(Record):
    """One figure of a report under its heading, as the reader's language writes both."""

    heading: str
    value: str


class ReportMessage(Record):
    """A department's figures for a week or a month; `csv` is the same as a file."""

    department: str
    kind: str = Field(description="week or month")
    first: date
    last: date
    figures: tuple[Figure, ...]
    csv: str
    file_name: str

    @property
    def case_id(self) -> str | None:
        """None: it names no case."""
        return None

    @property
    def subject(self) -> str:
        """What the message is about."""
        return f"report#{self.kind}#{self.first}#{self.department}"
