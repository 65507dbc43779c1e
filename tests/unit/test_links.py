"""Links in mails and calendars: for whom they are made, how long they hold, and that a rotated key breaks none."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib import links
from chalicelib.errors import LinkExpiredError, LinkInvalidError, StoreUnreachableError
from chalicelib.model.alert import Alert, AlertKind
from chalicelib.model.calendar_feed import CalendarFeed, calendar_id
from chalicelib.model.message import SourceMessage
from chalicelib.model.news import EscalationMessage, NewsLine
from chalicelib.store import link_keys
from tests.builders import NOW, an_alert


class Secrets:
    """Secrets Manager with one secret; `versions` by stage."""

    def __init__(self) -> None:
        self.versions = {"AWSCURRENT": "a" * 64}
        self.asked = 0

    def get_secret_value(self, **asked: str) -> dict[str, str]:
        self.asked += 1
        stage = asked["VersionStage"]
        if stage not in self.versions:
            raise ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": stage}}, "GetSecretValue")
        return {"SecretString": self.versions[stage]}

    def rotate(self, new: str) -> None:
        self.versions = {"AWSCURRENT": new, "AWSPREVIOUS": self.versions["AWSCURRENT"]}
        link_keys._read.cache_clear()


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Secrets]:
    fake = Secrets()
    known = SimpleNamespace(link_key_secret="links", public_url="https://x.example/{api}", api_id="a1")
    monkeypatch.setattr(link_keys, "settings", lambda: known)
    monkeypatch.setattr(links, "settings", lambda: known)
    monkeypatch.setattr("chalicelib.aws.secrets", lambda: fake)
    link_keys._read.cache_clear()
    yield fake
    link_keys._read.cache_clear()


def asking(**fields: Any) -> Alert:
    return an_alert().model_copy(update={"wants_acknowledgement": True, **fields})


def token_of(url: str | None) -> str:
    assert url is not None
    assert url.startswith("https://x.example/a1/v1/acknowledge/")
    return url.rpartition("/")[2]


def test_a_link_names_its_alert_for_thirty_days(secrets: Secrets) -> None:
    token = token_of(links.acknowledgement_url(asking(), NOW))
    assert links.alert_id_of(token, NOW + timedelta(days=29)) == an_alert().id
    with pytest.raises(LinkExpiredError):
        links.alert_id_of(token, NOW + timedelta(days=30))
    with pytest.raises(LinkInvalidError):
        links.alert_id_of(token[:-2] + "xx", NOW)


def test_only_what_asks_for_an_answer_gets_a_link(secrets: Secrets) -> None:
    assert links.acknowledgement_url(an_alert(), NOW) is None
    assert links.acknowledgement_url(asking(acknowledged_at=NOW), NOW) is None
    handed_on = EscalationMessage(
        alert_id="x", step="head", told="e@example.com", news=NewsLine(kind="k", occurred_at=NOW), waited_since=NOW
    )
    carrier = an_alert(AlertKind.ESCALATION).model_copy(update={"message": handed_on})
    assert links.alert_id_of(token_of(links.acknowledgement_url(carrier, NOW)), NOW) == carrier.id


def test_the_case_in_the_cockpit_needs_no_signature(secrets: Secrets, monkeypatch: pytest.MonkeyPatch) -> None:
    about = an_alert()
    assert links.cockpit_url(about) == f"https://x.example/a1/cockpit/cases/{about.message.case_id}"
    late = SourceMessage(source="fr_bodacc", health="late", reason="no answer", occurred_at=NOW)
    assert links.cockpit_url(about.model_copy(update={"message": late})) is None
    monkeypatch.setattr(links, "settings", lambda: SimpleNamespace(public_url="", api_id="a1"))
    assert links.cockpit_url(about) is None


def test_a_rotated_key_reads_links_that_are_out_and_signs_with_the_new_one(secrets: Secrets) -> None:
    old = token_of(links.acknowledgement_url(asking(), NOW))
    secrets.rotate("b" * 64)
    assert links.alert_id_of(old, NOW) == an_alert().id
    new = token_of(links.acknowledgement_url(asking(), NOW))
    assert new != old
    secrets.rotate("c" * 64)
    assert links.alert_id_of(new, NOW) == an_alert().id
    with pytest.raises(LinkInvalidError):
        links.alert_id_of(old, NOW)


def test_the_secret_is_asked_for_once_a_minute(secrets: Secrets, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr("chalicelib.store.link_keys.time.monotonic", lambda: moment[0])
    link_keys.current()
    link_keys.current()
    assert secrets.asked == 2, "the current version and the one before"
    moment[0] += 61
    link_keys.current()
    assert secrets.asked == 4


def test_without_a_secret_it_is_unreachable_and_never_an_empty_key(
    secrets: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets.versions = {}
    with pytest.raises(StoreUnreachableError):
        link_keys.current()
    monkeypatch.setattr(link_keys, "settings", lambda: SimpleNamespace(link_key_secret=""))
    with pytest.raises(StoreUnreachableError):
        link_keys.current()


def test_a_revoked_calendar_address_is_void(secrets: Secrets, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = CalendarFeed(id=calendar_id("eva.kern@example.com"), reader="eva.kern@example.com")
    known = {feed.id: feed}
    monkeypatch.setattr("chalicelib.store.calendars.get", known.get)
    token = links.calendar_url(feed, "https://x.example").rpartition("/")[2].removesuffix(".ics")
    assert links.calendar_of(token) == feed
    known[feed.id] = feed.model_copy(update={"generation": 2})
    with pytest.raises(LinkInvalidError):
        links.calendar_of(token)
    known.clear()
    with pytest.raises(LinkInvalidError):
        links.calendar_of(token)
    with pytest.raises(LinkInvalidError):
        links.calendar_of(token_of(links.acknowledgement_url(asking(), NOW)))
