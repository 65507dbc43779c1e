"""The daily mail to a person or a department: what is late, what comes, what is new, who has not answered."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.model.alert import Alert
from chalicelib.model.case import Case, CaseState
from chalicelib.model.customer import Language
from chalicelib.model.deadline import Deadline, DeadlineState, Severity
from chalicelib.model.message import CaseMessage
from chalicelib.model.people import Department, DigestPreference, Person
from chalicelib.model.record import Record, content_id
from chalicelib.reminding.dues import Due
from chalicelib.reminding.escalation import unanswered
from chalicelib.reminding.reminders import Occasion, Reminder

DAYS_SHOWN = 7
_FINISHED = {CaseState.DISMISSED, CaseState.CLOSED}


class CaseLine(Record):
    """A case as the digest names it: no more than is needed to find it."""

    case_id: str
    customer_number: str
    customer_name: str
    state: CaseState


class DueLine(Record):
    """A date as the digest shows it."""

    case: CaseLine
    due: Due
    days_left: int


class UndatedLine(Record):
    """A duty whose date nobody knows yet: it must not be forgotten for that."""

    case: CaseLine
    title_de: str
    title_en: str
    rule: str


class Digest(Record):
    """One day's mail to one address; a section without lines is left out of it."""

    id: str
    address: str
    name: str
    language: Language
    day: date
    late: tuple[DueLine, ...] = ()
    ahead: tuple[DueLine, ...] = ()
    reminded: tuple[Reminder, ...] = ()
    undated: tuple[UndatedLine, ...] = ()
    new_cases: tuple[CaseLine, ...] = ()
    to_review: tuple[CaseLine, ...] = ()
    news: tuple[Alert, ...] = ()
    unanswered: tuple[Alert, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say; then no mail is sent."""
        return not (
            self.late
            or self.ahead
            or self.reminded
            or self.undated
            or self.new_cases
            or self.to_review
            or self.news
            or self.unanswered
        )


class Desk(Record):
    """What lies before one person or department: the cases they are responsible for, with all that is in them."""

    cases: tuple[Case, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    dues: tuple[Due, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    alerts: tuple[Alert, ...] = ()


def wants_digest(reader: Person | Department) -> bool:
    """Whether the reader gets a daily mail at all."""
    return not isinstance(reader, Person) or reader.digest is not DigestPreference.NEVER


def may_wait(alert: Alert) -> bool:
    """Whether the alert is news of a case that its reader may read tomorrow: of low severity, without a question."""
    low = alert.severity is Severity.INFORMATION and not alert.wants_acknowledgement
    return low and isinstance(alert.message, CaseMessage)


def waits_for_digest(person: Person | None, severity: Severity, *, urgent: bool = False) -> bool:
    """Whether news of this severity waits for the person's daily mail instead of coming as a mail of its own."""
    preference = person.digest if person else DigestPreference.LOW
    if urgent or severity is Severity.FINAL or preference is DigestPreference.NEVER:
        return False
    return preference is DigestPreference.ALL_THAT_CAN_WAIT or severity is Severity.INFORMATION


def reminder_waits_for_digest(person: Person | None, reminder: Reminder) -> bool:
    """The same for a reminder: what has gone by, or ends tomorrow, is urgent unless it is only information."""
    late = reminder.occasion in {Occasion.OVERDUE, Occasion.SAFE_DATE_MISSED} or reminder.days_left <= 1
    return waits_for_digest(person, reminder.due.severity, urgent=late and not reminder.in_digest)


def digest(
    reader: Person | Department,
    desk: Desk,
    day: date,
    zone: ZoneInfo,
    *,
    days: int = DAYS_SHOWN,
    last: date | None = None,
) -> Digest:
    """What the reader is told on the day, from what lies on the desk; `empty` when there is nothing.

    `last` is the day of the reader's last digest; the day before, unless that was none for them.
    """
    lines = {one.id: _line(one) for one in desk.cases if one.state not in _FINISHED}
    dated = [
        DueLine(case=lines[one.case_id], due=one, days_left=(one.safe_date - day).days)
        for one in sorted(desk.dues, key=lambda due: (due.safe_date, due.id))
        if one.case_id in lines
    ]
    since = datetime.combine(last or day - timedelta(days=1), time(0), zone).astimezone(UTC)
    address = reader.email if isinstance(reader, Person) else reader.mailbox
    person = reader if isinstance(reader, Person) else None
    return Digest(
        id=content_id("digest", address.casefold(), day.isoformat()),
        address=address,
        name=reader.name,
        language=reader.language,
        day=day,
        late=tuple(one for one in dated if one.days_left < 0 and not one.due.is_event),
        ahead=tuple(one for one in dated if 0 <= one.days_left <= days),
        reminded=tuple(one for one in desk.reminders if _tells(one, person, lines, days)),
        undated=tuple(_undated(desk.deadlines, lines)),
        new_cases=tuple(_line(one) for one in desk.cases if one.id in lines and one.opened_at >= since),
        to_review=tuple(one for one in lines.values() if one.state is CaseState.REVIEW),
        news=tuple(one for one in desk.alerts if _is_news(one, person, address, since)),
        unanswered=unanswered(desk.alerts),
    )


def _tells(reminder: Reminder, person: Person | None, lines: dict[str, CaseLine], days: int) -> bool:
    """Reminders that came into the digest and are not in its list of dates anyway."""
    listed = reminder.days_left <= days
    return reminder.due.case_id in lines and not listed and reminder_waits_for_digest(person, reminder)


def _is_news(alert: Alert, person: Person | None, address: str, since: datetime) -> bool:
    """Alerts to the reader that came since yesterday and had no mail of their own."""
    mine = alert.recipient.address.casefold() == address.casefold() and alert.created_at >= since
    return mine and alert.sent_at is None and waits_for_digest(person, alert.severity)


def _undated(deadlines: Iterable[Deadline], lines: dict[str, CaseLine]) -> Iterable[UndatedLine]:
    for one in deadlines:
        if one.safe_date is None and one.state is DeadlineState.OPEN and one.case_id in lines:
            yield UndatedLine(case=lines[one.case_id], title_de=one.title_de, title_en=one.title_en, rule=one.rule)


def _line(case: Case) -> CaseLine:
    return CaseLine(
        case_id=case.id, customer_number=case.customer_number, customer_name=case.customer_name, state=case.state
    )
