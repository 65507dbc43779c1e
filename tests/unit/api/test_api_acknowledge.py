"""The page behind a mail's link: a look changes nothing, the button does it once, and every failure says what to do."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app import app
from chalicelib import decide, links
from chalicelib.errors import ConcurrentChangeError, StoreUnreachableError
from chalicelib.model.alert import Alert, Recipient
from chalicelib.model.case import EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from tests.builders import NOW, a_customer, a_match, a_notice, an_occasion, filed

KEYS = (b"k" * 64,)
FORM = "application/x-www-form-urlencoded"


class World:
    """One case with its alerts, as the stores keep them."""

    def __init__(self) -> None:
        first = decide.on_match(a_match(), a_notice(), an_occasion())
        assert first is not None
        self.file: CaseFile = filed(first)
        self.alerts: dict[str, Alert] = {one.id: one for one in first.alerts}
        self.busy = 0

    def record(self, decision: Decision) -> bool:
        if self.busy:
            self.busy -= 1
            raise ConcurrentChangeError("busy")
        self.file = filed(decision, self.file)
        if decision.acknowledged:
            self.alerts[decision.acknowledged.id] = decision.acknowledged
        return True

    @property
    def asking(self) -> Alert:
        return next(one for one in self.alerts.values() if one.recipient.address == "eva.kern@example.com")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World()
    monkeypatch.setattr("chalicelib.store.alerts.get", made.alerts.get)
    monkeypatch.setattr("chalicelib.store.cases.get", lambda one: made.file if one == made.file.case.id else None)
    monkeypatch.setattr("chalicelib.store.customers.get", lambda _number: a_customer())
    monkeypatch.setattr("chalicelib.store.decisions.record", made.record)
    monkeypatch.setattr("chalicelib.answering.occasion_of", lambda _customer, now: an_occasion(now=now))
    monkeypatch.setattr("chalicelib.store.link_keys.current", lambda: KEYS)
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW + timedelta(hours=1))
    monkeypatch.setattr(links, "settings", lambda: SimpleNamespace(public_url="https://x.example", api_id=""))
    return made


def token_for(alert: Alert, days_ago: int = 0) -> str:
    url = links.acknowledgement_url(alert, NOW - timedelta(days=days_ago))
    assert url is not None
    return url.rpartition("/")[2]


def call(method: str, token: str, media_type: str = FORM) -> Any:
    event = {
        "requestContext": {"httpMethod": method, "resourcePath": "/v1/acknowledge/{token}"},
        "headers": {"Content-Type": media_type},
        "multiValueQueryStringParameters": None,
        "pathParameters": {"token": token},
        "body": "",
        "stageVariables": None,
    }
    raw = app(event, None)
    return raw["statusCode"], raw["headers"], raw["body"]


def test_a_look_changes_nothing_and_nothing_on_the_page_can_run(world: World) -> None:
    before = world.file
    status, headers, body = call("GET", token_for(world.asking))
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "<script" not in body
    assert '<form method="post"><button>Zur Kenntnis genommen</button></form>' in body
    assert "104711" in body
    assert "Sonnenried" not in body, "no names: a link is passed on easily"
    assert world.file == before


def test_the_page_speaks_the_language_of_the_mail(world: World) -> None:
    english = next(one for one in world.alerts.values() if one.recipient.language == "en" and one.channel == "email")
    assert "I have read this" in call("GET", token_for(english))[2]


def test_the_button_acknowledges_once_also_when_the_case_was_just_changed(world: World) -> None:
    world.busy = 2
    token = token_for(world.asking)
    status, _, body = call("POST", token)
    assert (status, "Danke" in body) == (200, True)
    assert world.asking.acknowledged_by == "Eva Kern (link in the mail)"
    assert [one.kind for one in world.file.entries].count(EntryKind.ACKNOWLEDGED) == 1
    status, _, body = call("POST", token)
    assert (status, "Eva Kern (link in the mail)" in body, "<form" in body) == (409, True, False)
    assert "<form" not in call("GET", token)[2]


def test_what_a_recipient_is_called_is_text_and_no_markup(world: World) -> None:
    one = world.asking
    world.alerts[one.id] = one.model_copy(
        update={"recipient": Recipient(address="e@example.com", name="<script>x</script>")}
    )
    body = call("POST", token_for(world.alerts[one.id]))[2]
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_does_not_hold_says_what_to_do(world: World, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = world.asking
    status, _, body = call(method, token_for(alert, days_ago=31))
    assert (status, "abgelaufen" in body, "expired" in body) == (422, True, True)
    for token in ("nonsense", token_for(alert)[:-1] + "%", "a.b"):
        status, _, body = call(method, token)
        assert (status, "nicht gültig" in body, "not valid" in body) == (404, True, True)
    good = token_for(alert)
    del world.alerts[alert.id]
    assert call(method, good)[0] == 404

    def down(_one: str) -> None:
        raise StoreUnreachableError("down")

    monkeypatch.setattr("chalicelib.store.alerts.get", down)
    status, _, body = call(method, good)
    assert (status, "Nichts" in body or "nichts" in body) == (503, True)


def test_what_cannot_be_written_was_not_acknowledged(world: World) -> None:
    world.busy = 99
    status, _, body = call("POST", token_for(world.asking))
    assert (status, "nichts bestätigt" in body) == (409, True)
    assert world.asking.acknowledged_at is None
