"""Somebody waits for the answer: all requests of a session end in time, and none is tried again."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from chalicelib.errors import SourceUnreachableError
from chalicelib.web import Web
from tests.contract.servers.loopback import served

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)


class Slow:
    """Answers late, and badly."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.asked = seconds, 0

    def __call__(self, _environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        time.sleep(self.seconds)
        start("503 Service Unavailable", [])
        return [b""]


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_a_slow_or_failing_source_takes_no_longer_than_the_asker_waits(seconds: float) -> None:
    slow, begun = Slow(seconds), time.monotonic()
    with served(slow) as origin:
        web = Web("slow", (origin,), now=NOW, seconds_between_requests=0.0).ending_within(0.3)
        with web, pytest.raises(SourceUnreachableError):
            web.get(f"{origin}/a")
        assert time.monotonic() - begun < 0.8
        assert slow.asked == 1


def test_requests_share_the_time_and_none_begins_after_its_end() -> None:
    slow = Slow(0.0)
    with served(slow) as origin:
        web = Web("slow", (origin,), now=NOW, seconds_between_requests=0.0).ending_within(0.0)
        with web, pytest.raises(SourceUnreachableError, match="the asker waits"):
            web.get(f"{origin}/a")
    assert slow.asked == 0
