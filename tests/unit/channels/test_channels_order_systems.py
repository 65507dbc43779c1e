"""The message to order systems: versioned, filterable, and about no person."""

import json

import pytest

from chalicelib.channels import order_systems
from chalicelib.errors import ChannelError
from chalicelib.model.alert import AlertKind
from chalicelib.model.block import Stage
from tests.builders import an_alert
from tests.unit.channels.test_channels_mail import FULL

NEWS = {
    AlertKind.BLOCK_PLACED: "block_placed",
    AlertKind.REVIEW_NEEDED: "block_placed",
    AlertKind.BLOCK_CHANGED: "block_changed",
    AlertKind.BLOCK_RELEASED: "block_released",
}


@pytest.mark.parametrize(("kind", "name"), NEWS.items())
def test_news_of_a_block(kind: AlertKind, name: str) -> None:
    message = order_systems.news(an_alert(kind, **FULL)).model_dump(by_alias=True)
    assert (message["schema"], message["version"]) == ("insolvency-watch.block", "1.0")
    assert (message["type"], message["message_id"]) == (name, "a1b2c3d4e5f60718293a4b5c")
    assert (message["stage"], message["blocked"], message["no_payouts"]) == ("no_deliveries", True, True)


def test_it_names_no_person_and_no_company() -> None:
    printed = json.dumps(order_systems.news(an_alert(**FULL)).model_dump(by_alias=True))
    for name in ("Sonnenried", "Halbach", "Kern", "example", "040"):
        assert name not in printed


@pytest.mark.parametrize(
    ("stage", "blocked"),
    [(None, False), (Stage.WARN, False), (Stage.PREPAYMENT_ONLY, True), (Stage.NO_NEW_ORDERS, True)],
)
def test_a_warning_alone_is_no_block(stage: Stage | None, blocked: bool) -> None:
    assert order_systems.news(an_alert(stage=stage)).blocked is blocked


@pytest.mark.parametrize("kind", [AlertKind.CASE_UPDATED, AlertKind.SOURCE_LATE])
def test_other_news_is_not_for_order_systems(kind: AlertKind) -> None:
    with pytest.raises(ChannelError) as raised:
        order_systems.news(an_alert(kind))
    assert not raised.value.retryable
