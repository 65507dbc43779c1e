"""When nobody acknowledges: the deputy hears of it, then the head of the department, sooner the nearer the deadline."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from chalicelib.model.alert import Alert, AlertState
from chalicelib.model.block import Stage
from chalicelib.model.case import Case
from chalicelib.model.deadline import Severity
from chalicelib.model.escalation import Escalation, Step
from chalicelib.model.message import CaseMessage
from chalicelib.model.news import ReminderMessage
from chalicelib.model.people import Organisation, Person, Role
from chalicelib.model.record import Record, content_id
from chalicelib.model.reminder_plan import ReminderPlan
from chalicelib.reminding.dues import Due
from chalicelib.reminding.quiet import Urgency, after_open_time, moment_for


class Waits(Record):
    """How long each one has: by severity at most, and never more than a share of what is left to the deadline."""

    at_most: dict[Severity, timedelta] = Field(
        default_factory=lambda: {
            Severity.FINAL: timedelta(hours=2),
            Severity.RECOVERABLE: timedelta(hours=8),
            Severity.INFORMATION: timedelta(hours=24),
        }
    )
    share_of_time_left: int = Field(default=4, ge=1, description="4 is a quarter")
    at_least: timedelta = timedelta(minutes=15)

    @model_validator(mode="after")
    def _knows_every_severity(self) -> "Waits":
        if missing := sorted(set(Severity) - set(self.at_most)):
            raise ValueError(f"at_most: says nothing about {', '.join(missing)}")
        return self

    def wait(self, severity: Severity, since: datetime, needed_by: datetime | None) -> timedelta:
        """How long the one told at `since` has to answer."""
        longest = self.at_most[severity]
        if needed_by is not None:
            longest = min(longest, (needed_by - since) / self.share_of_time_left)
        return max(longest, self.at_least)


def waits_of(plan: ReminderPlan) -> Waits:
    """How long an answer may take, as the admin has set it."""
    hours = plan.answer_hours
    longest = {
        Severity.FINAL: timedelta(hours=hours.final),
        Severity.RECOVERABLE: timedelta(hours=hours.recoverable),
        Severity.INFORMATION: timedelta(hours=hours.information),
    }
    return Waits(at_most=longest)


class Pressure(Record):
    """How near the end is in the alert's case: the next thing to be done, and the next that cannot be made good."""

    needed_by: datetime | None = None
    final_by: datetime | None = None


class _Turn(NamedTuple):
    step: Step
    person: Person
    alert: Alert


Deputies = Mapping[str, str]
"""Deputies' addresses by the address, in lower case, of whom they stand in for."""
NOBODY_NAMED: Deputies = {}
DEFAULT_WAITS = Waits()
_NEAR = timedelta(days=7)
"""A final deadline that is so near makes every alert of its case as severe as itself."""


def unanswered(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Alerts that want an acknowledgement and have none; one recipient's answer answers the same news for all."""
    alerts = tuple(alerts)
    answered = {_news(one) for one in alerts if one.acknowledged_at}
    return tuple(one for one in alerts if one.wants_acknowledgement and _news(one) not in answered)


def next_escalations(
    news: tuple[Alert, ...],
    firm: Organisation,
    made: tuple[Escalation, ...],
    pressure: Pressure,
    *,
    waits: Waits = DEFAULT_WAITS,
    deputies: Deputies = NOBODY_NAMED,
) -> tuple[Escalation, ...]:
    """Who hears next of the news that these alerts carry, and from when on; nobody when all have heard.

    Several recipients make one chain: the heads come after all deputies. `made` is what was escalated before. An
    alert that could not be sent has reached nobody: the next one hears at once. `deputies` are those whom the case
    itself names, before those whom our people have.
    """
    ids = {one.id for one in news}
    earlier = sorted((one for one in made if one.alert_id in ids), key=lambda one: one.due_at)
    heard = {one.address.casefold() for one in earlier}
    left = [turn for turn in _chain(news, firm, deputies) if turn.person.email.casefold() not in heard]
    turns = [turn for turn in left if turn.step is left[0].step]
    return tuple(_handed_on(turn, firm, earlier[-1:], pressure, waits) for turn in turns)


def _handed_on(
    turn: _Turn, firm: Organisation, earlier: list[Escalation], pressure: Pressure, waits: Waits
) -> Escalation:
    alert = turn.alert
    before = earlier[0] if earlier and turn.step is not Step.DEPUTY else None
    since = before.due_at if before else alert.sent_at or alert.created_at
    last = firm.person(before.address if before else alert.recipient.address)
    urgency = Urgency(new_block=new_block(alert), final_by=pressure.final_by)
    reached_nobody = alert.state is AlertState.FAILED and before is None
    answer_by = since if reached_nobody else _answer_by(alert, last, since, pressure, urgency, waits)
    return Escalation(
        id=content_id("escalation", alert.id, turn.step, turn.person.email.casefold()),
        alert_id=alert.id,
        case_id=_case_id(alert),
        step=turn.step,
        address=turn.person.email,
        name=turn.person.name,
        waited_since=since,
        due_at=moment_for(turn.person, answer_by, urgency),
    )


def escalations_due(
    alerts: Iterable[Alert],
    firm: Organisation,
    made: tuple[Escalation, ...],
    dues: Iterable[Due],
    now: datetime,
    *,
    zone: ZoneInfo,
    waits: Waits = DEFAULT_WAITS,
    case: Case | None = None,
) -> tuple[Escalation, ...]:
    """The escalations whose time has come, one step at a time; record them with the moment they were made.

    After a pause of ours the deputy still hears first: the head's turn is counted from then.
    """
    dues = tuple(dues)
    by_news: dict[tuple[str, str, datetime], list[Alert]] = {}
    for alert in unanswered(alerts):
        by_news.setdefault(_news(alert), []).append(alert)
    found = (
        one
        for news in by_news.values()
        for one in next_escalations(
            tuple(news),
            firm,
            made,
            pressure_on(news[0], dues, zone),
            waits=waits,
            deputies=_named_deputies(news[0], case, dues),
        )
    )
    return tuple(one.model_copy(update={"due_at": now}) for one in found if one.due_at <= now)


def pressure_on(alert: Alert, dues: Iterable[Due], zone: ZoneInfo) -> Pressure:
    """What presses in the alert's case: the nearest thing to do, and the nearest one that is final.

    What had gone by when the alert was made presses no more.
    """
    own = [one for one in dues if one.case_id == _case_id(alert) and not one.is_event]
    ahead = sorted((one for one in own if one.needed_by(zone) > alert.created_at), key=lambda one: one.safe_date)
    final = [one for one in ahead if one.severity is Severity.FINAL]
    return Pressure(
        needed_by=ahead[0].needed_by(zone) if ahead else None, final_by=final[0].needed_by(zone) if final else None
    )


def _answer_by(
    alert: Alert, last: Person | None, since: datetime, pressure: Pressure, urgency: Urgency, waits: Waits
) -> datetime:
    """Until when the last one told has time; quiet hours do not count unless the matter is urgent."""
    near = pressure.final_by is not None and pressure.final_by - since <= _NEAR
    wait = waits.wait(Severity.FINAL if near else alert.severity, since, pressure.needed_by)
    answer_by = after_open_time(last, since, wait)
    return answer_by if urgency.waits_until(answer_by) else since + wait


def _named_deputies(alert: Alert, case: Case | None, dues: tuple[Due, ...]) -> Deputies:
    """Who stands in for whom in this case: as the case says, and for what is due as its task says."""
    hands = [(case.owner, case.deputy)] if case else []
    message = alert.message
    if isinstance(message, ReminderMessage):
        hands += [(one.owner, one.deputy) for one in dues if one.id == message.line.due_id]
    return {owner.casefold(): deputy for owner, deputy in hands if owner and deputy}


def _deputy(address: str, firm: Organisation, deputies: Deputies) -> Person | None:
    return firm.person(deputies.get(address.casefold())) or firm.deputy_of(address)


def _chain(news: tuple[Alert, ...], firm: Organisation, named_deputies: Deputies) -> tuple[_Turn, ...]:
    """Who comes after the recipients: each one's deputy, then the heads; the admins when there is nobody else."""
    told = {one.recipient.address.casefold() for one in news}
    deputies = [(Step.DEPUTY, _deputy(one.recipient.address, firm, named_deputies), one) for one in news]
    heads = [(Step.HEAD, firm.head_of(one.recipient.address), one) for one in news]
    admins = [(Step.ADMIN, one, news[0]) for one in firm.people if one.role is Role.ADMIN]
    named = [_Turn(step, person, alert) for step, person, alert in (*deputies, *heads) if person]
    chain = [turn for turn in named if turn.person.email.casefold() not in told]
    first: dict[str, _Turn] = {}
    for turn in chain or [_Turn(*one) for one in admins]:
        first.setdefault(turn.person.email.casefold(), turn)
    return tuple(first.values())


def new_block(alert: Alert) -> Stage | None:
    """The stage of the block that the alert tells of, when it is a new or stricter one."""
    message = alert.message
    if not isinstance(message, CaseMessage) or message.stage is None:
        return None
    stricter = message.previous_stage is None or message.stage.rank > message.previous_stage.rank
    return message.stage if stricter else None


def _case_id(alert: Alert) -> str | None:
    return alert.message.case_id


def _news(alert: Alert) -> tuple[str, str, datetime]:
    return alert.kind, alert.message.subject, alert.created_at
