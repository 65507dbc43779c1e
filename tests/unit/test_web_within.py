"""Somebody waits for the answer: all requests of a session end in time, and none is tried again."""

import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from chalicelib.errors import SourceUnreachableError
from chalicelib.web import Web
from tests.contract.servers.loopback import served

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)


class Failing:
    """Answers badly: at once, or not before it may."""

    def __init__(self, *, at_once: bool = True) -> None:
        self.may_answer, self.asked, self.answered = threading.Event(), 0, 0
        if at_once:
            self.may_answer.set()

    def __call__(self, _environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        self.may_answer.wait(20)
        self.answered += 1
        start("503 Service Unavailable", [])
        return [b""]


def test_a_slow_source_is_not_waited_for_beyond_the_time() -> None:
    slow = Failing(at_once=False)
    with served(slow) as origin:
        web = Web("slow", (origin,), now=NOW, seconds_between_requests=0.0).ending_within(0.3)
        with web, pytest.raises(SourceUnreachableError):
            web.get(f"{origin}/a")
        assert slow.answered == 0, "whoever asked waited for the answer"
        slow.may_answer.set()
    assert slow.asked <= 1


def test_a_source_that_fails_is_not_asked_again_while_somebody_waits() -> None:
    failing = Failing()
    with served(failing) as origin:
        web = Web("failing", (origin,), now=NOW, seconds_between_requests=0.0).ending_within(30)
        with web, pytest.raises(SourceUnreachableError, match="answered 503"):
            web.get(f"{origin}/a")
    assert failing.asked == 1


def test_requests_share_the_time_and_none_begins_after_its_end() -> None:
    slow = Failing()
    with served(slow) as origin:
        web = Web("slow", (origin,), now=NOW, seconds_between_requests=0.0).ending_within(0.0)
        with web, pytest.raises(SourceUnreachableError, match="the asker waits"):
            web.get(f"{origin}/a")
    assert slow.asked == 0
