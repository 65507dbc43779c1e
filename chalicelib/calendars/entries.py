"""Deadlines, hearings and tasks as calendar entries, before any format.

A feed leaves the house: its address is copied into Outlook, Google or a telephone, which keep what they fetched. So
an entry about a natural person names the customer number and nothing that the register could be searched by: no
name, no case number. Organisations are named, they are outside the GDPR.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from chalicelib.calendars.words import HEARINGS, WORDS
from chalicelib.calendars.work import CaseWork
from chalicelib.model.case import Case, CaseState
from chalicelib.model.customer import Language
from chalicelib.model.deadline import Deadline, DeadlineKind, DeadlineState, Severity
from chalicelib.model.notice import Hearing
from chalicelib.model.record import Record, content_id
from chalicelib.model.task import Task, TaskState, same_acts

_OVER = {CaseState.DISMISSED, CaseState.CLOSED}
_CANCELLED = {DeadlineState.REPLACED, DeadlineState.MOOT}
_ALARM_DAYS = {Severity.FINAL: (14, 7, 3, 1), Severity.RECOVERABLE: (7, 1), Severity.INFORMATION: (1,)}
_HEARINGS = {DeadlineKind.REPORT_HEARING, DeadlineKind.EXAMINATION, DeadlineKind.FINAL_HEARING}
_HEARING_LASTS = timedelta(hours=1)


class CalendarEntry(Record):
    """One entry; a day without an hour unless `starts` is given. `sequence` only ever grows."""

    uid: str
    sequence: int
    title: str
    text: str
    day: date
    starts: datetime | None = None
    ends: datetime | None = None
    place: str | None = None
    link: str | None = None
    category: str
    cancelled: bool = False
    changed_at: datetime
    alarm_days: tuple[int, ...] = ()


class Style(Record):
    """In whose language, by which clock hearings are read, and where a case can be opened."""

    language: Language = "de"
    time_zone: str = "Europe/Berlin"
    cases_url: str | None = None

    def say(self, word: str, **values: object) -> str:
        """The word in the reader's language."""
        return WORDS[self.language][word].format(**values)

    def day(self, day: date) -> str:
        """A date in words."""
        return format_date(day, format="full", locale="en_GB" if self.language == "en" else self.language)

    def link(self, case: Case) -> str | None:
        """The case's page."""
        return f"{self.cases_url.rstrip('/')}/{case.id}" if self.cases_url else None


def entries_of(work: CaseWork, style: Style) -> tuple[CalendarEntry, ...]:
    """Everything of the case that has a day, earliest first; what a deadline and a task both say stands there once."""
    hearings = {one.date for one in work.case.hearing_dates}
    said = {task.id for deadline, task in same_acts(work.case.id, work.deadlines, work.tasks) if deadline.safe_date}
    deadlines = [one for one in work.deadlines if one.kind not in _HEARINGS or one.final_date not in hearings]
    found = [for_deadline(one, work.case, style) for one in deadlines]
    found += [for_hearing(number, work.case, style) for number in range(len(work.case.hearing_dates))]
    found += [for_task(one, work.case, style) for one in work.tasks if one.id not in said]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.day, one.uid)))


def for_deadline(deadline: Deadline, case: Case, style: Style) -> CalendarEntry | None:
    """The deadline on its safe date, with the final date in the text; None when it never had a date.

    One that lost its date or its reason stays where it last stood, cancelled.
    """
    earlier = [one.safe_date for one in deadline.history if one.safe_date]
    day = deadline.safe_date or (earlier[-1] if earlier else None)
    if day is None:
        return None
    cancelled = deadline.state in _CANCELLED or deadline.safe_date is None or _ended(deadline.state, case)
    state = (
        "done" if deadline.state is DeadlineState.DONE else "lapsed" if deadline.state is DeadlineState.LAPSED else ""
    )
    running = not cancelled and not state
    return CalendarEntry(
        uid=_uid(deadline.id),
        sequence=_sequence(case, len(deadline.history), settled=deadline.state is not DeadlineState.OPEN),
        title=_title(deadline.title_de if style.language == "de" else deadline.title_en, case, style, state),
        text="\n".join(_deadline_lines(deadline, case, style)),
        day=day,
        link=style.link(case),
        category=style.say("deadline"),
        cancelled=cancelled,
        changed_at=max(filter(None, (deadline.computed_at, deadline.done_at, *_changes(deadline), case.updated_at))),
        alarm_days=_ALARM_DAYS[deadline.severity] if running else (),
    )


def for_hearing(number: int, case: Case, style: Style) -> CalendarEntry:
    """The case's hearing of this position among its hearings; one that moves keeps its UID by kind and order."""
    hearing = case.hearing_dates[number]
    order = sum(1 for one in case.hearing_dates[:number] if one.kind is hearing.kind)
    starts = _starts(hearing, style)
    what = HEARINGS[style.language][hearing.kind]
    title = style.say("in_writing", what=what) if hearing.written else what
    return CalendarEntry(
        uid=_uid(content_id(case.id, "hearing", hearing.kind, str(order))),
        sequence=_sequence(case, 0, settled=False),
        title=_title(title, case, style, ""),
        text="\n".join(_case_lines(case, style)),
        day=hearing.date,
        starts=starts,
        ends=starts + _HEARING_LASTS if starts else None,
        place=hearing.place or (None if hearing.written else case.court),
        link=style.link(case),
        category=style.say("hearing"),
        cancelled=case.state in _OVER,
        changed_at=case.updated_at,
        alarm_days=(7, 1) if case.state not in _OVER else (),
    )


def for_task(task: Task, case: Case, style: Style) -> CalendarEntry:
    """The task on its day."""
    done = task.state is TaskState.DONE
    cancelled = case.state in _OVER and not done
    full = task.text_de if style.language == "de" else task.text_en
    lines = [full, *([style.say("rule", rule=task.rule)] if task.rule else []), *_case_lines(case, style)]
    return CalendarEntry(
        uid=_uid(task.id),
        sequence=_sequence(case, task.version, settled=done),
        title=_title(_short(full), case, style, "done" if done else ""),
        text="\n".join(lines),
        day=task.due_at.astimezone(ZoneInfo(style.time_zone)).date(),
        link=style.link(case),
        category=style.say("task"),
        cancelled=cancelled,
        changed_at=max(filter(None, (task.created_at, task.done_at, case.updated_at))),
        alarm_days=() if done or cancelled else (1,),
    )


def _ended(state: DeadlineState, case: Case) -> bool:
    """Whether nothing of it is left to do because the case is over."""
    return case.state in _OVER and state is not DeadlineState.DONE


def _changes(deadline: Deadline) -> list[datetime]:
    return [one.replaced_at for one in deadline.history]


def _sequence(case: Case, changes: int, *, settled: bool) -> int:
    """A number that grows with every change of the case or the entry, also when something is taken up again.

    Source: RFC 5545, 3.8.7.4: it must grow when the dates change and may grow otherwise.
    """
    return 2 * (case.version + changes) + (1 if settled else 0)


def _starts(hearing: Hearing, style: Style) -> datetime | None:
    if hearing.time is None or hearing.written:
        return None
    return datetime.combine(hearing.date, hearing.time, ZoneInfo(style.time_zone)).astimezone(UTC)


def _title(what: str, case: Case, style: Style, state: str) -> str:
    who = style.say("customer", number=case.customer_number)
    name = who if case.natural_person else f"{case.customer_name} ({case.customer_number})"
    text = f"{what}: {name}"
    return style.say(state, what=text) if state else text


def _deadline_lines(deadline: Deadline, case: Case, style: Style) -> list[str]:
    lines = [style.say("final_date", day=style.day(deadline.final_date))] if deadline.final_date else []
    if deadline.safe_date != deadline.final_date:
        lines.append(style.say("safe_date"))
    lines += [style.say("severity_" + deadline.severity), style.say("rule", rule=deadline.rule)]
    if deadline.inputs and not case.natural_person:
        inputs = "; ".join(f"{name} {value}" for name, value in deadline.inputs.items())
        lines.append(style.say("inputs", inputs=inputs))
    if deadline.believed:
        lines.append(style.say("believed"))
    return [*lines, *_case_lines(case, style)]


def _case_lines(case: Case, style: Style) -> list[str]:
    where = [part for part in (case.court, case.case_number) if part] if not case.natural_person else []
    return [*([", ".join(where)] if where else []), style.say("file_decides")]


def _short(text: str) -> str:
    """The first sentence or clause of a task."""
    return text.partition(":")[0].partition(". ")[0].rstrip(".")


def _uid(own_id: str) -> str:
    return f"{own_id}@insolvency-watch"
