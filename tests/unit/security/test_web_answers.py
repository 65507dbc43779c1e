"""The web client against a source that means harm: it goes nowhere else, keeps its memory, names each error."""

import gzip
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib import bureaus, registers
from chalicelib.errors import SourceChangedError, SourceError, SourceRefusedError, SourceUnreachableError
from chalicelib.web import Web
from tests.builders import NOW

OK = b"HTTP/1.1 200 OK\r\n"
EMPTY = b"Content-Length: 0\r\n\r\n"


class Harmful:
    """An origin that answers each connection with the same bytes and remembers what it was sent."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.received = answer, list[bytes]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connected, _ = self._listening.accept()
            except OSError:
                return
            with connected:
                self.received.append(connected.recv(65536))
                try:
                    connected.sendall(self.answer)
                except OSError:
                    continue  # whoever asked has hung up

    def close(self) -> None:
        self._listening.close()


@contextmanager
def harmful(answer: bytes = OK + b"Content-Length: 2\r\n\r\nok") -> Iterator[tuple[Web, Harmful]]:
    """A session with an origin that answers so."""
    origin = Harmful(answer)
    with Web("harm", (origin.origin,), now=NOW, seconds_between_requests=0.0, timeout_seconds=3.0) as web:
        yield web, origin
    origin.close()


def packed(content: bytes, *layers: str) -> bytes:
    body = content
    for _ in layers:
        body = gzip.compress(body, 9)
    return OK + f"Content-Encoding: {', '.join(layers)}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    "spelt",
    [
        "http://evil.example/a",
        "{scheme}://user:word@{host}/a",
        "{scheme}://user@{host}/a",
        "{scheme}://{host}@evil.example/a",
        "{scheme}://{host}.evil.example/a",
        "{scheme}://{host}\\@evil.example/a",
        "{scheme}://{host}1/a",
        "{scheme}://{host}:80/a",
        "{scheme}://localhost/a",
        "{scheme}://169.254.169.254/latest/meta-data/",
        "{scheme}://[::1]/a",
        "{scheme}://[::1/a",
        "{scheme}://2130706433/a",
        "https://{host}/a",
        "ftp://{host}/a",
        "file:///etc/passwd",
        "//{host}/a",
        "{scheme}:{host}/a",
        " {scheme}://{host}/a",
        "{scheme}://{host}\t/a",
        "h\nttp://{host}/a",
        "{scheme}://{host}/a\r\nHost: evil.example",
        "{scheme}://{host}/\x00",
        "{scheme}://{host}\u2100/a",
        "{scheme}://{host}/" + "a" * 70_000,
        "",
    ],
)
def test_nothing_but_the_declared_origin_is_asked(spelt: str) -> None:
    with harmful() as (web, origin):
        url = spelt.replace("{scheme}", "http").replace("{host}", origin.origin.removeprefix("http://"))
        with pytest.raises(SourceChangedError):
            web.get(url)
        with pytest.raises(SourceChangedError):
            web.lines(url, params={}, seconds=1.0)
        assert origin.received == []


@pytest.mark.parametrize(
    "location",
    [b"http://evil.example/", b"//evil.example", b"/elsewhere", b"http://[", b"javascript:alert(1)", b"\xff\xfe", b""],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_by_itself(status: int, location: bytes) -> None:
    with harmful(b"HTTP/1.1 %d Moved\r\nLocation: %s\r\n%s" % (status, location, EMPTY)) as (web, origin):
        with pytest.raises(SourceChangedError):
            web.get(f"{origin.origin}/a")
        assert len(origin.received) == 1


def test_a_redirect_that_is_expected_leads_no_further_than_the_origin() -> None:
    with harmful(b"HTTP/1.1 302 Moved\r\nLocation: http://169.254.169.254/\r\n" + EMPTY) as (web, origin):
        answer = web.get(f"{origin.origin}/a", allow=(302,))
        with pytest.raises(SourceChangedError, match="outside the declared origins"):
            web.get(answer.headers["Location"])
        assert len(origin.received) == 1


def test_credentials_go_to_their_own_origin_alone() -> None:
    first, other = Harmful(OK + EMPTY), Harmful(OK + EMPTY)
    auth = {first.origin: ("our-user", "our-word")}
    with Web("two", (first.origin, other.origin), now=NOW, auth=auth, seconds_between_requests=0.0) as web:
        web.get(f"{first.origin}/a")
        web.get(f"{other.origin}/a")
    assert b"Authorization: Basic " in first.received[0]
    assert b"Authorization" not in other.received[0]
    first.close()
    other.close()


SUFFIXES = {"at", "ch", "com", "cz", "de", "eu", "fr", "gouv", "gov", "lv", "net", "nl", "no", "org", "sk", "uk"}
OTHER_PORTS = {"https://isir.justice.cz:8443"}  # where the Czech register itself serves both its services
ONE_NAME_DIFFERS = {"https://ecf.*.uscourts.gov"}  # one host for each court


@pytest.mark.parametrize("name", [*registers.names(), *bureaus.names()])
def test_sources_declare_public_names_over_tls_alone(name: str) -> None:
    """A name that leads to a private address then fails its certificate; plain http would follow it."""
    facts = registers.load(name).REGISTER if name in registers.names() else bureaus.load(name).BUREAU
    for origin in facts.origins:
        parts = urlsplit(origin)
        assert (parts.scheme, parts.path, parts.query, parts.username) == ("https", "", "", None), origin
        host = str(parts.hostname)
        if host.replace(".", "").isdigit():  # infoscore's older service is reached by its public number
            assert ip_address(host).is_global, origin
            continue
        assert parts.port is None or origin in OTHER_PORTS, origin
        assert host.rpartition(".")[2] in SUFFIXES, origin
        assert host.count("*") == (1 if origin in ONE_NAME_DIFFERS else 0), origin


@pytest.mark.parametrize(
    "answer",
    [
        packed(b"\0" * 3_000_000, "gzip", "gzip"),
        packed(b"\0" * 300_000, "gzip", "identity", "gzip"),
        OK + b"Content-Encoding: gzip\r\nContent-Encoding: deflate\r\n" + EMPTY,
    ],
)
def test_an_answer_packed_twice_is_not_unpacked(answer: bytes) -> None:
    with harmful(answer) as (web, origin), pytest.raises(SourceChangedError, match=r"packed [23] times"):
        web.get(f"{origin.origin}/a")
    with harmful(answer) as (web, origin), pytest.raises(SourceChangedError, match=r"packed [23] times"):
        web.lines(f"{origin.origin}/a", params={}, seconds=1.0)


def test_an_answer_that_unfolds_too_far_ends_within_twice_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.web.bounded.LARGEST_ANSWER_BYTES", 4_000_000)
    answer = packed(b"\0" * 60_000_000, "gzip")
    with harmful(answer) as (web, origin):
        tracemalloc.start()
        try:
            with pytest.raises(SourceChangedError, match="more than 4000000 bytes"):
                web.get(f"{origin.origin}/a")
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 200_000_000  # one piece of the network unfolds a thousandfold at most: 64 MiB


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"SSH-2.0-other\r\n\r\n", SourceUnreachableError),
        (OK + b"Content-Length: -1\r\n\r\n", SourceUnreachableError),
        (OK + b"Content-Length: " + b"9" * 6000 + b"\r\n\r\n", SourceUnreachableError),
        (OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", SourceUnreachableError),
        (OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", SourceUnreachableError),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFFFF\r\n", SourceUnreachableError),
        (OK + b"X: " + b"a" * 300_000 + b"\r\n\r\n", SourceUnreachableError),
        (OK + b"Set-Cookie: \x00\r\n\r\n", SourceUnreachableError),
        (b"HTTP/1.1 429 Slower\r\nRetry-After: \xb2\r\n" + EMPTY, SourceRefusedError),
        (b"HTTP/1.1 429 Slower\r\nRetry-After: " + b"9" * 6000 + b"\r\n" + EMPTY, SourceRefusedError),
        (b"HTTP/1.1 999 Odd\r\n" + EMPTY, SourceUnreachableError),
    ],
)
def test_an_answer_that_breaks_the_protocol_is_a_named_error(answer: bytes, error: type[SourceError]) -> None:
    with harmful(answer) as (web, origin), pytest.raises(error):
        web.send("GET", f"{origin.origin}/a", again=False)


def test_headers_that_are_not_ascii_do_no_harm() -> None:
    """File names with umlauts are sent so by older servers."""
    head = OK + 'Content-Disposition: attachment; filename="Bescheid für Köln.xml"\r\n'.encode("latin-1")
    with harmful(head + b"Content-Length: 2\r\n\r\nok") as (web, origin):
        answer = web.get(f"{origin.origin}/a")
    assert answer.content == b"ok"
    assert "Köln" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "request_parts",
    [
        {"headers": {"X-Key": "secret-word\r\nHost: evil.example"}},
        {"headers": {"X-Key": "secret-wörd"}},
        {"headers": {"X-Key\r\nHost": "secret-word"}},
        {"params": {"q": "secret-word\ud800"}},
        {"body": {"number": float("nan"), "word": "secret-word"}},
    ],
)
def test_a_value_cannot_write_a_header_and_no_error_repeats_it(request_parts: dict[str, Any]) -> None:
    with harmful() as (web, origin):
        with pytest.raises(SourceRefusedError) as refused:
            web.send("GET", f"{origin.origin}/a", again=False, **request_parts)
        assert "secret" not in str(refused.value)
        assert b"".join(origin.received) == b""


def test_a_value_in_the_query_stays_a_value() -> None:
    with harmful() as (web, origin):
        web.send("GET", f"{origin.origin}/a", params={"name": "x\r\nHost: evil.example&admin=1#/../"})
        head = origin.received[0]
    assert head.count(b"\r\nHost: ") == 1
    assert head.startswith(b"GET /a?name=x%0D%0AHost%3A")
    assert b"&admin" not in head
