"""Run after run: who is told of what, once each and at their hour; what went by is marked; nobody is told twice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib import channels, clock, decide
from chalicelib.errors import InvalidInputError
from chalicelib.matching.keys import keys_of
from chalicelib.model.alert import Alert, AlertState, Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.deadline import Deadline, DeadlineState, Severity
from chalicelib.model.news import EscalationMessage, ReminderMessage
from chalicelib.model.people import Department, Organisation, Person
from chalicelib.settings import settings
from chalicelib.store import alerts, cases, credentials, customers, people, reminder_plans, reminders, table
from chalicelib.store.decisions import deadline_item
from functions import office, reminding_step, send_reports, watch_deadlines
from tests.builders import a_customer, a_match, a_notice, an_alert, an_occasion
from tests.unit.memory_table import MemoryTable
from tests.unit.reminding.builders import a_deadline

OPENED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
FILING = date(2026, 4, 28)  # a Tuesday
AUDIENCE = Audience(defaults=(Recipient(address="all@example.com"),), people_channels=("email",))
EVA, CREDIT = "eva.kern@example.com", "credit@example.com"
DEPUTY, HEAD = "tom.hale@example.com", "ines.halb@example.com"
FIRM = Organisation(
    people=(
        Person(email=EVA, name="Eva Kern", department="Credit", deputy=DEPUTY),
        Person(email=DEPUTY, name="Tom Hale", department="Credit", language="en"),
        Person(email=HEAD, name="Ines Halb", department="Credit"),
    ),
    departments=(Department(name="Credit", mailbox=CREDIT, head=HEAD),),
)


class World:
    """A case with one deadline, our people, and a clock that the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.table = MemoryTable(monkeypatch)
        self.now, self.firm, self.parameter = OPENED, Organisation(), "as-deployed"
        for step in (watch_deadlines, send_reports, office):
            monkeypatch.setattr(step, "count", lambda *_: None)
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.followed: list[str] = []  # what begins then is proved where it is decided
        monkeypatch.setattr(reminding_step, "on_date_passed", lambda file, _: self.followed.append(file.case.id))
        monkeypatch.setattr(people, "organisation", lambda: self.firm)
        monkeypatch.setattr(credentials, "get", lambda name: self.by_hand if name == "reminders" else self.parameter)
        monkeypatch.setattr(channels, "audience", lambda: AUDIENCE)
        customer = a_customer()
        customers.put(customer, keys_of(customer))
        decision = decide.on_match(a_match(), a_notice(), an_occasion(customer, OPENED))
        assert decision is not None
        self.case = decision.case
        self.table.transact([table.put_request(cases.case_item(self.case))])
        self.put(a_deadline(case_id=self.case.id, id="filing"))

    firm: Organisation
    parameter: str | None
    by_hand: str | None = None

    def put(self, deadline: Deadline) -> None:
        self.table.transact([table.put_request(deadline_item(deadline, self.case))])

    def deadline(self) -> Deadline:
        file = cases.get(self.case.id)
        assert file is not None
        return file.deadlines[0]

    def alerts(self) -> list[Alert]:
        return [table.read(one, Alert) for one in self.table.items["table"].values() if one["type"] == "alert"]

    def run(self, now: datetime) -> list[Alert]:
        """The alerts that a run at this time adds."""
        self.now = now
        before = {one.id for one in self.alerts()}
        watch_deadlines.watch()
        return [one for one in self.alerts() if one.id not in before]

    def reminded(self, now: datetime) -> list[tuple[str, str, int | None]]:
        messages = [(one.recipient.address, one.message) for one in self.run(now)]
        found = [(who, one.occasion, one.line.days_left) for who, one in messages if isinstance(one, ReminderMessage)]
        return sorted(found)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield World(monkeypatch)
    settings.cache_clear()


def noon(days_before: int) -> datetime:
    """Twelve in Berlin, so many days before the filing."""
    return datetime.combine(FILING - timedelta(days=days_before), time(10), UTC)


def test_everybody_is_reminded_on_each_day_once(world: World) -> None:
    told = {}
    for left in range(30, -3, -1):
        for _ in range(3):
            if found := world.reminded(noon(left)):
                assert left not in told
                told[left] = [who for who, _, _ in found]
    assert sorted(told, reverse=True) == [21, 14, 7, 3, 1, -1]
    assert all(who == [CREDIT, EVA] for who in told.values())


def test_a_day_that_was_slept_through_is_made_up_for_by_one_mail(world: World) -> None:
    assert world.reminded(noon(5)) == [(CREDIT, "ahead", 5), (EVA, "ahead", 5)]
    assert world.reminded(noon(5)) == []


def test_the_days_are_the_admins_choice_and_take_effect_at_once(world: World) -> None:
    world.parameter = '{"days_ahead": [10]}'
    assert world.reminded(noon(11)) == []
    assert len(world.reminded(noon(10))) == 2
    world.parameter = '{"days_ahead": [10, 9]}'
    assert len(world.reminded(noon(9))) == 2


@pytest.mark.parametrize("described", [None, "as-deployed", " as-deployed\n"])
def test_a_plan_made_by_hand_applies_until_there_is_another(world: World, described: str | None) -> None:
    world.parameter, world.by_hand = described, '{"days_ahead": [10]}'
    assert world.reminded(noon(21)) == []
    assert len(world.reminded(noon(10))) == 2
    world.parameter = '{"days_ahead": [9]}'
    assert len(world.reminded(noon(9))) == 2


def test_what_is_wrong_with_a_plan_is_told_with_its_parameter(world: World) -> None:
    world.by_hand = '{"answer_hours": {"final": 0}}'
    with pytest.raises(InvalidInputError, match=r"^reminders\.answer_hours\.final: "):
        reminder_plans.get()
    world.parameter = "as-deploid"
    with pytest.raises(InvalidInputError, match=r"^reminder-plan: "):
        reminder_plans.get()


@pytest.mark.parametrize("written", ["", "{", '{"days_ahead": []}', '{"days_ahead": [0]}', '{"digest_at": "07:00Z"}'])
def test_a_plan_that_cannot_be_used_stops_no_reminder(
    world: World, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.parameter = written
    assert len(world.reminded(noon(21))) == 2
    assert "defaults apply" in caplog.text


def test_the_case_log_says_who_was_reminded(world: World) -> None:
    world.run(noon(7))
    file = cases.get(world.case.id)
    assert file is not None
    said = [one.text for one in file.entries if one.kind is EntryKind.REMINDED]
    assert [EVA in one or CREDIT in one for one in said] == [True, True]


def test_a_customer_that_names_nobody_is_the_default_recipients_matter(world: World) -> None:
    lonely = a_customer(responsible=(), departments=(), updated_at=OPENED + timedelta(days=1))
    customers.put(lonely, keys_of(lonely))
    assert [who for who, _, _ in world.reminded(noon(7))] == ["all@example.com"]
    owned = world.case.model_copy(update={"owner": DEPUTY})
    world.table.transact([table.put_request(cases.case_item(owned))])
    assert [who for who, _, _ in world.reminded(noon(3))] == [DEPUTY]


def test_quiet_hours_wait_for_morning(world: World) -> None:
    world.firm = FIRM
    night = datetime.combine(FILING - timedelta(days=7), time(2), UTC)  # three o'clock in Berlin
    assert [who for who, _, _ in world.reminded(night)] == [CREDIT]
    assert [who for who, _, _ in world.reminded(night + timedelta(hours=5))] == [EVA]


def test_what_went_by_is_marked_with_its_history_after_all_were_told(world: World) -> None:
    world.firm = FIRM
    night = datetime.combine(FILING + timedelta(days=1), time(2), UTC)
    world.run(night)
    assert world.deadline().state is DeadlineState.OPEN  # Eva is still to be told
    world.run(night + timedelta(hours=5))
    lapsed = world.deadline()
    assert lapsed.state is DeadlineState.LAPSED
    assert [(one.state, one.reason) for one in lapsed.history] == [(DeadlineState.OPEN, "went by undone")]
    assert world.followed == [world.case.id]
    assert world.reminded(night + timedelta(hours=6)) == []


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.DISMISSED])
def test_a_case_that_is_over_reminds_nobody(world: World, state: CaseState) -> None:
    over = world.case.model_copy(update={"state": state})
    world.table.transact([table.put_request(cases.case_item(over))])
    assert world.run(noon(7)) == []


def unanswered(world: World, **fields: Any) -> Alert:
    """An alert of the case that Eva was sent at eleven on a Tuesday."""
    sent = datetime(2026, 2, 3, 10, 0, tzinfo=UTC)
    alert = an_alert(case_id=world.case.id).model_copy(
        update={"wants_acknowledgement": True, "created_at": sent, "sent_at": sent, "state": AlertState.SENT, **fields}
    )
    alerts.add(alert, [world.case.id])
    return alert


def escalations(made: list[Alert]) -> list[tuple[str, str]]:
    found = [(one.recipient.address, one.message) for one in made]
    return [(who, one.step) for who, one in found if isinstance(one, EscalationMessage)]


def test_silence_goes_to_the_deputy_and_then_to_the_head_and_to_each_once(world: World) -> None:
    world.firm = FIRM
    alert = unanswered(world)
    assert alert.sent_at is not None
    heard: list[tuple[str, str]] = []
    for quarter in range(4 * 24 * 10):
        heard += escalations(world.run(alert.sent_at + timedelta(minutes=15 * quarter)))
    assert heard == [(DEPUTY, "deputy"), (HEAD, "head")]
    file = cases.get(world.case.id)
    assert file is not None
    assert len([one for one in file.entries if one.kind is EntryKind.ESCALATED]) == 2


def test_one_recipients_answer_ends_it_for_all(world: World) -> None:
    world.firm = FIRM
    alert = unanswered(world)
    answered = {"id": "twin", "acknowledged_by": CREDIT, "acknowledged_at": alert.created_at}
    twin = alert.model_copy(update={**answered, "recipient": Recipient(address=CREDIT)})
    alerts.add(twin, [world.case.id])
    assert escalations(world.run(alert.created_at + timedelta(days=5))) == []


def test_the_escalation_names_the_alert_it_hands_on(world: World) -> None:
    world.firm = FIRM
    alert = unanswered(world, severity=Severity.FINAL)
    made = [one for one in world.run(alert.created_at + timedelta(hours=3)) if one.kind == "escalation"]
    (message,) = [one.message for one in made]
    assert isinstance(message, EscalationMessage)
    assert (message.alert_id, message.told, made[0].recipient.language) == (alert.id, EVA, "en")
    assert message.news.case is not None
    assert message.news.case.customer_number == "104711"


def test_work_that_a_case_left_in_the_lists_is_taken_off_when_the_watch_meets_it(world: World) -> None:
    closed = world.case.model_copy(update={"state": CaseState.CLOSED})
    world.table.transact([table.put_request(cases.case_item(closed))])
    assert reminders.cases_with_dates(FILING) == (world.case.id,)
    assert world.run(noon(3)) == []
    assert reminders.cases_with_dates(FILING) == ()
    assert world.deadline().state is DeadlineState.OPEN
