"""The day's mail: at whose hour it comes, what is in it, who gets it, and what it settles."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from chalicelib import channels
from chalicelib.channels import email
from chalicelib.errors import StoreUnreachableError
from chalicelib.model.alert import Alert, AlertKind, AlertState, Recipient
from chalicelib.model.deadline import Severity
from chalicelib.model.news import DigestMessage
from chalicelib.model.people import Department, Organisation, Person
from chalicelib.settings import settings
from chalicelib.store import alerts, cases, table
from chalicelib.store.decisions import task_item
from functions import send_alerts
from tests.builders import an_alert
from tests.unit.functions.test_watch_deadlines import CREDIT, DEPUTY, EVA, FILING, FIRM, World, unanswered
from tests.unit.reminding.builders import a_task


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield World(monkeypatch)
    settings.cache_clear()


def digests(made: list[Alert]) -> dict[str, DigestMessage]:
    return {one.recipient.address: one.message for one in made if isinstance(one.message, DigestMessage)}


def test_the_digest_comes_at_the_morning_hour_of_each_zone_once_a_day(world: World) -> None:
    people_ = (
        Person(email=EVA, name="Eva Kern", department="Credit"),
        Person(email="amy@example.com", name="Amy", department="Credit", time_zone="America/New_York"),
    )
    world.firm = Organisation(people=people_, departments=(Department(name="Credit", mailbox=CREDIT),))
    owned = world.case.model_copy(update={"owner": "amy@example.com"})
    world.table.transact([table.put_request(cases.case_item(owned))])
    monday = datetime(2026, 4, 27, 0, 0, tzinfo=UTC)
    when: dict[str, list[int]] = {}
    for hour in range(24):
        for address in digests(world.run(monday + timedelta(hours=hour))):
            when.setdefault(address, []).append(hour)
    assert when == {EVA: [5], CREDIT: [5], "amy@example.com": [11]}


def test_nobody_gets_an_empty_digest(world: World) -> None:
    assert digests(world.run(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))) == {}


def test_the_digest_lists_dates_and_what_is_unanswered(world: World) -> None:
    world.firm = FIRM
    unanswered(world)
    found = digests(world.run(datetime.combine(FILING - timedelta(days=4), time(9), UTC)))
    assert [one.days_left for one in found[EVA].ahead] == [4]
    assert [one.kind for one in found[EVA].unanswered] == ["block_placed"]
    assert found[EVA].ahead[0].case.case_id == world.case.id
    assert DEPUTY not in found  # Tom answers for no case


def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of what a mail service that takes everything was handed."""
    sent: list[str] = []

    class Taken:
        CHANNEL = email.CHANNEL

        def send(self, alert: Alert, **_: object) -> str:
            sent.append(alert.id)
            return "receipt"

    monkeypatch.setattr(channels, "load", lambda _name: Taken())
    monkeypatch.setattr(send_alerts, "count", lambda *_: None)
    monkeypatch.setattr(send_alerts, "_acknowledge_url", lambda _alert: None)
    monkeypatch.setattr("chalicelib.links.cockpit_url", lambda _alert: None)
    return sent


def test_low_news_waits_for_the_digest_of_our_own_people_and_comes_with_it_on_monday(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = taken(monkeypatch)
    world.firm = FIRM
    friday = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
    changed = world.case.model_copy(update={"updated_at": friday})
    world.table.transact([table.put_request(cases.case_item(changed))])
    low = an_alert(AlertKind.CASE_UPDATED, case_id=world.case.id).model_copy(
        update={"created_at": friday, "severity": Severity.INFORMATION}
    )
    stranger = low.model_copy(update={"id": "stranger", "recipient": Recipient(address="x@example.com")})
    for one in (low, stranger):
        alerts.add(one, [world.case.id])
        world.now = friday
        send_alerts.send({"pk": f"ALERT#{one.id}"}, None)
    assert sent == ["stranger"]
    monday = digests(world.run(datetime(2026, 3, 9, 9, 0, tzinfo=UTC)))
    assert [one.kind for one in monday[EVA].news] == [AlertKind.CASE_UPDATED]
    told = alerts.get(low.id)
    assert told is not None
    assert (told.state, told.sent_at, (told.receipt or "").split()[0]) == (AlertState.SENT, world.now, "digest")
    send_alerts.send({"pk": f"ALERT#{low.id}"}, None)
    assert sent == ["stranger"]
    assert digests(world.run(datetime(2026, 3, 10, 9, 0, tzinfo=UTC))) == {}


def test_strangers_whom_only_the_customer_names_get_it_too(world: World) -> None:
    assert set(digests(world.run(datetime.combine(FILING - timedelta(days=4), time(9), UTC)))) == {EVA, CREDIT}


def test_whoever_has_an_open_task_gets_the_digest_of_its_case(world: World) -> None:
    world.firm = FIRM
    due = datetime.combine(FILING, time(10), UTC)
    task = a_task(case_id=world.case.id, id="vat", due_at=due, owner=DEPUTY)
    world.table.transact([table.put_request(task_item(task, world.case))])
    assert {EVA, CREDIT, DEPUTY} == set(digests(world.run(datetime.combine(FILING - timedelta(days=4), time(9), UTC))))


def test_news_behind_a_digest_that_was_written_before_the_run_died_waits_for_the_next_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.firm = FIRM
    monday = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)

    def low_news(name: str, at: datetime) -> None:
        changed = world.case.model_copy(update={"updated_at": at})
        world.table.transact([table.put_request(cases.case_item(changed))])
        fields = {"id": name, "created_at": at, "severity": Severity.INFORMATION}
        alerts.add(an_alert(AlertKind.CASE_UPDATED, case_id=world.case.id).model_copy(update=fields), [world.case.id])

    def died(*_: object) -> None:
        raise StoreUnreachableError("the process is gone")

    low_news("early", monday - timedelta(days=1))
    with monkeypatch.context() as dying:
        dying.setattr("chalicelib.store.digests.put_served", died)
        with pytest.raises(StoreUnreachableError):
            world.run(monday)
    low_news("late", monday + timedelta(minutes=5))
    world.run(monday + timedelta(minutes=10))
    late = alerts.get("late")
    assert late is not None
    assert late.state is AlertState.PENDING, "no mail has told it"
    tuesday = digests(world.run(monday + timedelta(days=1)))
    assert [one.kind for one in tuesday[EVA].news] == [AlertKind.CASE_UPDATED]
