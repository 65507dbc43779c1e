"""The figures of a week and a month: on their day, once, with the table attached."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from chalicelib.channels import email
from chalicelib.model.news import ReportMessage
from chalicelib.settings import settings
from functions import send_reports
from tests.unit.functions.test_watch_deadlines import FIRM, World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield World(monkeypatch)
    settings.cache_clear()


def test_reports_come_on_mondays_and_on_the_first_with_their_table(world: World) -> None:
    world.firm = FIRM
    world.now = datetime(2026, 6, 1, 5, 0, tzinfo=UTC)
    assert send_reports.send() == {"reports": 2}
    assert send_reports.send() == {"reports": 0}
    assert send_reports.send(date(2026, 6, 2)) == {"reports": 0}
    reports = [one for one in world.alerts() if isinstance(one.message, ReportMessage)]
    assert sorted(one.message.kind for one in reports if isinstance(one.message, ReportMessage)) == ["month", "week"]
    asked = email.request(reports[0], "watch@example.com")
    whole = asked["Content"]["Raw"]["Data"].decode()
    assert 'filename="insolvency-watch-' in whole
    assert "multipart/mixed" in whole


def test_a_firm_without_departments_gets_one_report(world: World) -> None:
    assert send_reports.send(date(2026, 6, 8)) == {"reports": 1}
    (report,) = world.alerts()
    assert report.recipient.address == "all@example.com"
    assert isinstance(report.message, ReportMessage)
    assert ("offene Fälle", "1") in [(one.heading, one.value) for one in report.message.figures]
