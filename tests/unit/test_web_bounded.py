"""No source holds a session longer than its time, or fills its memory, however slowly it drips."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from chalicelib.errors import SourceChangedError, SourceUnreachableError
from chalicelib.web import Web
from tests.builders import NOW

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@dataclass
class Source:
    """Who drips, and whether somebody hung up before the last drop; known once it has ended."""

    origin: str
    cut_off: bool = False


@contextmanager
def dripping(at_once: bytes, drop: bytes, times: int = 400) -> Iterator[Source]:
    """A source that answers the first part at once and then a drop each twentieth of a second, 20 seconds long."""
    listening = socket.create_server(("127.0.0.1", 0))
    source = Source(f"http://127.0.0.1:{listening.getsockname()[1]}")

    def answer() -> None:
        with listening.accept()[0] as connected:
            connected.recv(65536)
            connected.sendall(at_once)
            try:
                for _ in range(times):
                    time.sleep(0.05)
                    connected.sendall(drop)
            except OSError:
                source.cut_off = True

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield source
    finally:
        thread.join(30)
        listening.close()


@pytest.mark.parametrize(
    ("at_once", "drop"),
    [(HEAD + b"\r\n", b"."), (HEAD + b"Content-Length: 1000\r\n\r\n", b"."), (HEAD, b"X-More: 1\r\n")],
    ids=["body without length", "body", "headers"],
)
@pytest.mark.parametrize("waits", [True, False], ids=["somebody waits", "nobody waits"])
def test_an_answer_that_drips_ends_with_the_time(
    at_once: bytes, drop: bytes, monkeypatch: pytest.MonkeyPatch, *, waits: bool
) -> None:
    monkeypatch.setattr("chalicelib.web._WHOLE_ANSWER", 5 if waits else 0.1)
    with dripping(at_once, drop) as source:
        web = Web("drip", (source.origin,), now=NOW, seconds_between_requests=0.0, timeout_seconds=5.0)
        with web.ending_within(0.5 if waits else None), pytest.raises(SourceUnreachableError, match="no whole answer"):
            web.send("GET", f"{source.origin}/a", again=False)
    assert source.cut_off


def test_an_answer_that_does_not_end_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.web.bounded.LARGEST_ANSWER_BYTES", 5000)
    with dripping(HEAD + b"\r\n", b"." * 2000) as source, pytest.raises(SourceChangedError, match="more than 5000"):
        Web("flood", (source.origin,), now=NOW, seconds_between_requests=0.0).get(f"{source.origin}/a")
    assert source.cut_off


def test_a_size_that_is_too_large_is_refused_before_it_is_read() -> None:
    with (
        dripping(HEAD + b"Content-Length: 99999999\r\n\r\n", b".") as source,
        pytest.raises(SourceChangedError, match="would send 99999999 bytes"),
    ):
        Web("flood", (source.origin,), now=NOW, seconds_between_requests=0.0).get(f"{source.origin}/a")
    assert source.cut_off


def test_a_line_that_drips_ends_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.web._END_OF_LINE_SECONDS", 0.1)
    with dripping(HEAD + b"\r\nwhole\n", b".") as source:
        web = Web("drip", (source.origin,), now=NOW, seconds_between_requests=0.0)
        found = web.lines(f"{source.origin}/stream", params={}, seconds=0.3)
    assert found.lines[0] == "whole"
    assert source.cut_off
