"""A whole answer within a time and a size, however slowly a source drips."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import httpx

from chalicelib.errors import SourceChangedError
from chalicelib.web.streaming import LARGEST_ANSWER_BYTES

_CONNECTED = ("connect_tcp.complete", "start_tls.complete")
_SENT_ANEW = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})


class Connection:
    """The connection a session asked last, cut when its time is over; a time limit per read would not do that."""

    def __init__(self) -> None:
        self._stream: Any = None
        self.extensions: Mapping[str, Any] = {"trace": self._traced}

    def _traced(self, event: str, told: Mapping[str, Any]) -> None:
        if event.endswith(_CONNECTED):
            self._stream = told["return_value"]

    def _cut(self) -> None:
        connected = self._stream.get_extra_info("socket") if self._stream else None
        if connected is not None:
            with suppress(OSError):  # it is closed already
                socket.socket.shutdown(connected, socket.SHUT_RDWR)

    @contextmanager
    def cut_after(self, seconds: float) -> Iterator[None]:
        """Lets nothing be received after this time."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def whole_answer(
    source: str, client: httpx.Client, connection: Connection, request: httpx.Request, auth: Any, seconds: float
) -> httpx.Response:
    """The answer with its body read and decoded.

    Raises:
        httpx.ReadTimeout: it is not whole in time.
        httpx.HTTPError: as the client raises it.
        SourceChangedError: it is larger than any answer is.
    """
    ends = time.monotonic() + seconds
    late = httpx.ReadTimeout(f"no whole answer within {seconds:.0f} s", request=request)
    try:
        with connection.cut_after(seconds):
            response = client.send(request, stream=True, auth=auth)
            try:
                check_packing(source, response)
                body = _body(source, response)
            finally:
                response.close()
    except httpx.TransportError as error:
        if time.monotonic() < ends or isinstance(error, httpx.ConnectError | httpx.TimeoutException):
            raise
        raise late from error
    if time.monotonic() >= ends:  # an answer of no declared length looks whole where it was cut
        raise late
    headers = [(name, value) for name, value in response.headers.raw if name.lower() not in _SENT_ANEW]
    return httpx.Response(response.status_code, headers=headers, content=body, request=response.request)


def check_packing(source: str, response: httpx.Response) -> None:
    """Nothing, unless the answer is packed more than once: 2 kB in two layers of gzip unfold to gigabytes at once.

    Raises:
        SourceChangedError: it is.
    """
    codings = response.headers.get_list("Content-Encoding", split_commas=True)
    if len(codings) > 1:
        raise SourceChangedError(source, f"{response.url} sends an answer packed {len(codings)} times")


def _body(source: str, response: httpx.Response) -> bytes:
    declared = response.headers.get("Content-Length", "0")
    if declared.isdigit() and int(declared) > LARGEST_ANSWER_BYTES:
        raise SourceChangedError(source, f"{response.url} would send {declared} bytes")
    received = bytearray()
    for chunk in response.iter_bytes():
        received += chunk
        if len(received) > LARGEST_ANSWER_BYTES:
            raise SourceChangedError(source, f"{response.url} sends more than {LARGEST_ANSWER_BYTES} bytes")
    return bytes(received)
