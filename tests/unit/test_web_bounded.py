"""No source holds a session longer than its time, or fills its memory, however slowly it drips."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chalicelib.errors import SourceChangedError, SourceUnreachableError
from chalicelib.web import Web
from tests.builders import NOW

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@contextmanager
def dripping(at_once: bytes, drop: bytes, times: int = 60) -> Iterator[str]:
    """Origin that answers the first part at once and then a drop each twentieth of a second."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with listening.accept()[0] as connected:
            connected.recv(65536)
            connected.sendall(at_once)
            try:
                for _ in range(times):
                    time.sleep(0.05)
                    connected.sendall(drop)
            except OSError:
                return  # whoever asked has hung up

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        thread.join(4)
        listening.close()


@pytest.mark.parametrize(
    ("at_once", "drop"),
    [(HEAD + b"\r\n", b"."), (HEAD + b"Content-Length: 1000\r\n\r\n", b"."), (HEAD, b"X-More: 1\r\n")],
    ids=["body without length", "body", "headers"],
)
@pytest.mark.parametrize("waits", [True, False], ids=["somebody waits", "nobody waits"])
def test_an_answer_that_drips_ends_with_the_time(at_once: bytes, drop: bytes, *, waits: bool) -> None:
    with dripping(at_once, drop) as origin:
        patience = 5.0 if waits else 0.08
        web = Web("drip", (origin,), now=NOW, seconds_between_requests=0.0, timeout_seconds=patience)
        begun = time.monotonic()
        with web.ending_within(0.4 if waits else None), pytest.raises(SourceUnreachableError, match="no whole answer"):
            web.send("GET", f"{origin}/a", again=False)
        assert 0.3 < time.monotonic() - begun < 0.8


def test_an_answer_that_does_not_end_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.web.bounded.LARGEST_ANSWER_BYTES", 5000)
    begun = time.monotonic()
    with dripping(HEAD + b"\r\n", b"." * 2000) as origin, pytest.raises(SourceChangedError, match="more than 5000"):
        Web("flood", (origin,), now=NOW, seconds_between_requests=0.0).get(f"{origin}/a")
    assert time.monotonic() - begun < 1.5


def test_a_size_that_is_too_large_is_refused_before_it_is_read() -> None:
    with (
        dripping(HEAD + b"Content-Length: 99999999\r\n\r\n", b".") as origin,
        pytest.raises(SourceChangedError, match="would send 99999999 bytes"),
    ):
        Web("flood", (origin,), now=NOW, seconds_between_requests=0.0).get(f"{origin}/a")


def test_a_line_that_drips_ends_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.web._END_OF_LINE_SECONDS", 0.1)
    begun = time.monotonic()
    with dripping(HEAD + b"\r\nwhole\n", b".") as origin:
        web = Web("drip", (origin,), now=NOW, seconds_between_requests=0.0)
        found = web.lines(f"{origin}/stream", params={}, seconds=0.3)
    assert found.lines[0] == "whole"
    assert time.monotonic() - begun < 1.5
