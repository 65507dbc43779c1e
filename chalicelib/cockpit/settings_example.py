"""Who would be told when of news that nobody answers: reckoned by what really hands alerts on."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from chalicelib.model.alert import Alert, AlertKind, AlertState, Recipient
from chalicelib.model.block import Stage
from chalicelib.model.deadline import Severity
from chalicelib.model.escalation import Escalation
from chalicelib.model.match import MatchResult
from chalicelib.model.message import CaseMessage
from chalicelib.model.notice import EventKind
from chalicelib.model.people import Organisation, Person
from chalicelib.model.reminder_plan import ReminderPlan
from chalicelib.reminding.escalation import Pressure, next_escalations, waits_of
from chalicelib.reminding.quiet import Urgency, moment_for

_MOMENTS = {"morning": (1, time(10, 0)), "evening": (4, time(17, 30)), "weekend": (5, time(11, 0))}
"""Day of the week and the person's own clock."""


class Turn(NamedTuple):
    """Somebody who hears of the news: `step` is first, deputy, head or admin."""

    step: str
    name: str
    at: datetime


class Line(NamedTuple):
    """The news of one kind on its way."""

    kind: str
    turns: tuple[Turn, ...]


class Example(NamedTuple):
    """All kinds of news for one person at one moment."""

    person: Person
    at: datetime
    lines: tuple[Line, ...]


def example(firm: Organisation, who: str, when: str, plan: ReminderPlan, now: datetime) -> Example | None:
    """The example for a person, else for the first one with a deputy; None while there is nobody."""
    person = firm.person(who) or min(firm.people, key=lambda one: one.deputy is None, default=None)
    if person is None:
        return None
    at = _moment(person, when, now)
    kinds = (
        ("no_deliveries", Severity.FINAL, Stage.NO_DELIVERIES),
        *(
            (severity.value, severity, None)
            for severity in (Severity.FINAL, Severity.RECOVERABLE, Severity.INFORMATION)
        ),
    )
    lines = (Line(kind, tuple(_turns(firm, person, at, severity, stage, plan))) for kind, severity, stage in kinds)
    return Example(person, at, tuple(lines))


def _turns(
    firm: Organisation, person: Person, at: datetime, severity: Severity, stage: Stage | None, plan: ReminderPlan
) -> Iterator[Turn]:
    sent = moment_for(person, at, Urgency(new_block=stage))
    yield Turn("first", person.name, sent)
    news = (_alert(person, at, sent, severity, stage),)
    made: tuple[Escalation, ...] = ()
    while steps := next_escalations(news, firm, made, Pressure(), waits=waits_of(plan)):
        yield from (Turn(one.step, one.name, one.due_at) for one in steps)
        made = (*made, *steps)


def _moment(person: Person, when: str, now: datetime) -> datetime:
    """The next such moment by the person's own clock."""
    weekday, clock = _MOMENTS[when]
    today = now.astimezone(person.zone).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    return datetime.combine(day, clock, tzinfo=person.zone).astimezone(UTC)


def _alert(person: Person, at: datetime, sent: datetime, severity: Severity, stage: Stage | None) -> Alert:
    message = CaseMessage(
        case_id="example",
        customer_number="100001",
        customer_name="Beispiel GmbH",
        event_kind=EventKind.OPENED,
        result=MatchResult.POSITIVE,
        stage=stage,
        debtor_name="Beispiel GmbH",
        source="example",
        occurred_at=at,
    )
    return Alert(
        id="example",
        kind=AlertKind.BLOCK_PLACED if stage else AlertKind.CASE_UPDATED,
        channel="email",
        recipient=Recipient(address=person.email, name=person.name),
        message=message,
        created_at=at,
        state=AlertState.SENT,
        sent_at=sent,
        wants_acknowledgement=True,
        severity=severity,
    )
