"""What an admin sets in SSM is checked when it is read: what is wrong is told, and the rest applies."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import admin_settings, channels
from chalicelib.errors import StoreUnreachableError
from chalicelib.store import credentials, credit, ledgers, look_ups, parameters, queues, sources
from functions import check_sources, poll_bureau, poll_register, start_polls

DEPLOYED = SimpleNamespace(
    disabled_sources=("ch_shab",),
    default_recipients=("deployed@example.com",),
    parameter_prefix="/insolvency-watch/test",
    polls_queue_url="polls",
    bureaus_queue_url="bureaus",
)


class Parameters(dict[str, str]):
    """What stands in SSM; `down` makes it answer nothing."""

    down = False

    def read(self, name: str) -> str | None:
        if self.down:
            raise StoreUnreachableError(f"parameter {name}: no answer")
        return self.get(name)


@pytest.fixture(autouse=True)
def admin_parameters() -> None:
    """These tests set parameters themselves."""


@pytest.fixture
def ssm(monkeypatch: pytest.MonkeyPatch) -> Parameters:
    found = Parameters()
    monkeypatch.setattr(parameters, "get", found.read)
    monkeypatch.setattr(admin_settings, "settings", lambda: DEPLOYED)
    return found


@pytest.mark.parametrize(
    ("printed", "disabled"),
    [
        (None, {"ch_shab"}),
        ("as-deployed", {"ch_shab"}),
        ("none", set()),
        ("", set()),
        ("fr_bodacc", {"fr_bodacc"}),
        (" fr_bodacc ,schufa, ", {"fr_bodacc", "schufa"}),
    ],
)
def test_the_parameter_takes_the_place_of_what_is_deployed(
    ssm: Parameters, printed: str | None, disabled: set[str]
) -> None:
    if printed is not None:
        ssm["disabled-sources"] = printed
    assert admin_settings.disabled_sources() == disabled
    assert admin_settings.problems() == ()


def test_an_unknown_source_is_told_and_the_others_apply(ssm: Parameters) -> None:
    ssm["disabled-sources"] = "fr_bodac, gb_companies_house"
    assert admin_settings.disabled_sources() == {"gb_companies_house"}
    (problem,) = admin_settings.problems()
    assert problem.startswith("/insolvency-watch/test/disabled-sources: there is no source 'fr_bodac'")


def test_recipients_that_are_no_address_are_told_by_their_place_and_the_others_apply(ssm: Parameters) -> None:
    ssm["default-recipients"] = "a@example.com, eva kern, b@example.com"
    assert [one.address for one in channels.audience().defaults] == ["a@example.com", "b@example.com"]
    (problem,) = admin_settings.problems()
    assert "entry 2" in problem
    assert "eva kern" not in problem


@pytest.mark.parametrize("printed", ["none", "", "eva@", "a@b@c.example"])
def test_somebody_is_told_whatever_is_set(ssm: Parameters, printed: str) -> None:
    ssm["default-recipients"] = printed
    assert admin_settings.default_recipients() == ("deployed@example.com",)
    assert "recipients of the deployment apply" in admin_settings.problems()[-1]


def test_no_more_recipients_than_one_alert_should_have(ssm: Parameters) -> None:
    ssm["default-recipients"] = ",".join(f"p{number}@example.com" for number in range(25))
    assert len(admin_settings.default_recipients()) == 20
    assert "25 addresses" in admin_settings.problems()[0]


def test_without_ssm_people_are_told_and_nobody_is_polled(ssm: Parameters) -> None:
    ssm.down = True
    assert admin_settings.default_recipients() == ("deployed@example.com",)
    with pytest.raises(StoreUnreachableError):
        admin_settings.disabled_sources()
    assert [problem.partition(": ")[2][:14] for problem in admin_settings.problems()] == ["cannot be read"] * 2


def test_what_is_wrong_is_counted_and_said_by_the_check_of_sources(
    ssm: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(
        "functions.check_sources.logger.error", lambda text, **words: said.append((text, words["reason"]))
    )
    monkeypatch.setattr(check_sources, "count", lambda name, value: said.append((name, value)))
    ssm["disabled-sources"] = "x, y"
    assert check_sources._tell_of_parameters() == 2
    assert said[-1] == ("AdminParametersInvalid", 2)
    assert "'x'" in said[0][1]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (poll_register.poll, {"source": "fr_bodacc", "from": "2026-03-01", "to": "2026-03-02"}),
        (poll_bureau.poll, {"bureau": "fr_bodacc"}),
    ],
)
def test_a_poll_on_its_queue_is_left_out_once_its_source_is_off(
    ssm: Parameters, step: Any, message: dict[str, str]
) -> None:
    ssm["disabled-sources"] = "fr_bodacc"
    step(message, None)  # would otherwise ask tables that are not there


def test_polls_are_started_for_those_that_are_on(ssm: Parameters, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str | None] = []
    monkeypatch.setattr("chalicelib.polling.settings", lambda: DEPLOYED)
    monkeypatch.setattr(sources, "statuses", tuple)
    monkeypatch.setattr(credit, "due", lambda *_: ())
    monkeypatch.setattr(ledgers, "due", lambda *_: ())
    monkeypatch.setattr(look_ups, "due", lambda *_: ())
    monkeypatch.setattr(
        queues, "send", lambda _queue, message: sent.append(message.get("source") or message.get("bureau"))
    )
    ssm["disabled-sources"] = "fr_bodacc,schufa"
    due = start_polls.start()["due"]
    assert due == sent
    assert {"fr_bodacc", "schufa"}.isdisjoint(due)
    assert {"ch_shab", "northdata"} <= set(due)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What SSM was really asked for."""
    found: list[str] = []

    def get(name: str) -> str:
        found.append(name)
        return "x"

    monkeypatch.setattr(credentials, "get", get)
    parameters._read.cache_clear()
    yield found
    parameters._read.cache_clear()


def test_a_parameter_is_read_once_a_minute(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for seconds in (0.0, 30.0, 59.9, 60.0, 61.0):
        monkeypatch.setattr("chalicelib.store.parameters.time", SimpleNamespace(monotonic=lambda at=seconds: at))
        assert parameters.get("disabled-sources") == "x"
    assert len(asked) == 2
