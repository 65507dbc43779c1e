"""News of a case at night: who is not to be disturbed gets it in the morning, unless goods leave before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.model.alert import AlertState, Recipient
from chalicelib.model.block import Stage
from chalicelib.model.deadline import Severity
from chalicelib.settings import settings
from chalicelib.store import alerts, queues
from functions import send_alerts
from tests.builders import an_alert
from tests.unit.functions.test_digest_step import taken
from tests.unit.functions.test_watch_deadlines import EVA, FIRM, World
from tests.unit.reminding.builders import a_deadline

NIGHT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # a Monday, eleven in Berlin
MORNING = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)


class Night(World):
    """The same case at night, with a mail service that takes everything and the queue of mails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(monkeypatch)
        self.firm, self.now = FIRM, NIGHT
        self.sent, self.queued = taken(monkeypatch), list[str]()
        monkeypatch.setattr(queues, "send", lambda _url, message: self.queued.append(message["pk"]))

    def told(self, stage: Stage | None, **fields: Any) -> list[str]:
        """What was sent at once of an alert of this stage."""
        alert = an_alert(case_id=self.case.id, stage=stage, previous_stage=None).model_copy(
            update={"id": "a1", "created_at": NIGHT, "wants_acknowledgement": True, **fields}
        )
        alerts.add(alert, [self.case.id])
        send_alerts.send({"pk": "ALERT#a1"}, None)
        return self.sent


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    yield Night(monkeypatch)
    settings.cache_clear()


def test_news_of_a_case_waits_for_the_end_of_the_quiet_and_goes_then(night: Night) -> None:
    assert night.told(Stage.WARN) == []
    night.run(MORNING - timedelta(minutes=1))
    assert night.queued == []
    night.run(MORNING)
    assert night.queued == ["ALERT#a1"]
    send_alerts.send({"pk": "ALERT#a1"}, None)
    assert night.sent == ["a1"]
    night.run(MORNING + timedelta(minutes=15))
    assert night.queued == ["ALERT#a1"]


def test_what_waits_for_morning_is_still_seen_as_unanswered(night: Night) -> None:
    night.told(Stage.WARN)
    assert [one.id for one in alerts.waiting()] == [one.id for one in alerts.unanswered()] == ["a1"]


def test_a_new_block_of_all_deliveries_goes_at_once(night: Night) -> None:
    assert night.told(Stage.NO_DELIVERIES) == ["a1"]


def test_a_final_deadline_that_ends_before_morning_breaks_the_quiet(night: Night) -> None:
    friday = datetime(2026, 3, 6, 19, 0, tzinfo=UTC)  # quiet until Monday
    saturday = date(2026, 3, 7)
    last = a_deadline(
        case_id=night.case.id, id="last", severity=Severity.FINAL, safe_date=saturday, final_date=saturday
    )
    night.put(last)
    night.now = friday
    assert night.told(Stage.WARN, created_at=friday) == ["a1"]


def test_a_mailbox_has_no_quiet_and_a_failed_mail_sent_again_goes_at_once(night: Night) -> None:
    assert night.told(Stage.WARN, recipient=Recipient(address="credit@example.com")) == ["a1"]
    eva = Recipient(address=EVA)
    alerts.update(
        an_alert(case_id=night.case.id).model_copy(update={"id": "a2", "recipient": eva, "state": AlertState.FAILED})
    )
    send_alerts.send({"pk": "ALERT#a2"}, None)
    assert night.sent == ["a1", "a2"]
