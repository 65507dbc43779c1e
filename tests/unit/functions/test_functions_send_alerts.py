"""An alert that cannot be delivered is kept as failed with its reason; the others leave."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from chalicelib import aws
from chalicelib.channels import email
from chalicelib.errors import ChannelError
from chalicelib.model.alert import Alert, AlertState, Recipient
from chalicelib.model.people import Organisation
from chalicelib.settings import settings
from chalicelib.store import alerts, people
from functions import send_alerts
from tests.builders import an_alert


class Mailbox:
    """Stands for SES: takes every mail but those to addresses it refuses with the error given for them."""

    def __init__(self, refused: dict[str, Exception]) -> None:
        self.refused = refused
        self.sent: list[str] = []

    def send_email(self, **request: Any) -> dict[str, str]:
        (address,) = request["Destination"]["ToAddresses"]
        if address in self.refused:
            raise self.refused[address]
        self.sent.append(address)
        return {"MessageId": f"receipt-{len(self.sent)}"}


def rejected(code: str) -> ClientError:
    """SES's answer with this error code."""
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "SendEmail")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, Alert]:
    """The stored alerts by id: one to `good`, one to `bad`."""
    found = {
        name: an_alert().model_copy(update={"id": name, "recipient": Recipient(address=f"{name}@example.com")})
        for name in ("good", "bad")
    }
    monkeypatch.setattr(people, "organisation", Organisation)
    monkeypatch.setattr(alerts, "get", found.get)
    monkeypatch.setattr(alerts, "update", lambda alert: found.update({alert.id: alert}))
    monkeypatch.setattr(email, "settings", lambda: SimpleNamespace(mail_sender="watch@example.com"))
    reached = SimpleNamespace(public_url="https://x.example", api_id="a1")
    monkeypatch.setattr("chalicelib.links.settings", lambda: reached)
    settings.cache_clear()
    return found


@pytest.mark.parametrize(
    ("error", "retryable"),
    [
        (rejected("MessageRejected"), False),
        (rejected("AccessDeniedException"), True),
        (rejected("TooManyRequestsException"), True),
        (EndpointConnectionError(endpoint_url="https://email.example"), True),
    ],
)
def test_a_failing_address_is_visible_and_stops_no_other(
    kept: dict[str, Alert], monkeypatch: pytest.MonkeyPatch, error: Exception, retryable: bool
) -> None:
    mailbox = Mailbox({"bad@example.com": error})
    monkeypatch.setattr(aws, "ses", lambda: mailbox)
    with pytest.raises(ChannelError) as raised:
        send_alerts.send({"pk": "ALERT#bad"}, None)
    send_alerts.send({"pk": "ALERT#good"}, None)
    assert raised.value.retryable is retryable
    bad, good = kept["bad"], kept["good"]
    assert (bad.state, bad.attempts, bad.receipt) == (AlertState.FAILED, 1, None)
    assert "bad@example.com" in (bad.failure or "")
    assert (good.state, good.receipt, good.failure) == (AlertState.SENT, "receipt-1", None)


def test_a_failed_alert_is_sent_when_it_comes_again_and_only_once(
    kept: dict[str, Alert], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept["bad"] = kept["bad"].model_copy(update={"state": AlertState.FAILED, "attempts": 1, "failure": "no"})
    mailbox = Mailbox({})
    monkeypatch.setattr(aws, "ses", lambda: mailbox)
    for _ in range(3):
        send_alerts.send({"pk": "ALERT#bad"}, None)
    assert mailbox.sent == ["bad@example.com"]
    assert (kept["bad"].state, kept["bad"].attempts, kept["bad"].failure) == (AlertState.SENT, 2, None)


def test_an_alert_that_is_gone_is_no_error(kept: dict[str, Alert]) -> None:
    send_alerts.send({"pk": "ALERT#unknown"}, None)
