"""A register that behaves like Companies House: the insolvency stream and the REST answer, at their own paths.

Source: recorded events and answer; 401 body, 416, heartbeats and cut connections as public clients report them.
"""

import base64
import json
import re
import time
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

STREAM = "/insolvency-cases"
_REFUSED = json.dumps({"error": "Invalid Authorization", "type": "ch:service"}).encode()


class CompaniesHouse:
    """WSGI application that plays both hosts.

    Args:
        events: stream events in order of their timepoints; without a timepoint asked for, all count as live.
        rest: company number -> answer of its insolvency resource.
        stream_key, rest_key: the two keys, each a user name with an empty password.
        seconds: how long a stream stays open after its last event, a heartbeat every `heartbeat` seconds.
        cut_last_line: bytes of the last event that get through before the connection is cut.
        faults: answered one by one before anything else: (status line, headers, body).
    """

    def __init__(
        self,
        events: list[dict[str, Any]],
        rest: dict[str, dict[str, Any]] | None = None,
        *,
        stream_key: str = "stream-key",
        rest_key: str = "rest-key",
        seconds: float = 0.2,
        heartbeat: float = 0.05,
        cut_last_line: int | None = None,
        faults: Iterable[tuple[str, dict[str, str], bytes]] = (),
    ) -> None:
        self.events = events
        self.rest = rest or {}
        self.keys = {STREAM: stream_key, "/company": rest_key}
        self.seconds = seconds
        self.heartbeat = heartbeat
        self.cut_last_line = cut_last_line
        self.faults = list(faults)
        self.requests: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        self.requests.append(f"{path}?{query}" if query else path)
        if self.faults:
            status, headers, body = self.faults.pop(0)
            return _respond(start_response, status, body, headers)
        if not self._authorised(environ, STREAM if path == STREAM else "/company"):
            return _respond(start_response, "401 Unauthorized", _REFUSED)
        if path == STREAM:
            return self._stream(query, start_response)
        match = re.fullmatch(r"/company/(\w{8})/insolvency", path)
        if match and match[1] in self.rest:
            return _respond(start_response, "200 OK", json.dumps(self.rest[match[1]]).encode())
        return _respond(start_response, "404 Not Found", b'{"errors":[{"error":"company-insolvency-not-found"}]}')

    def _authorised(self, environ: WSGIEnvironment, area: str) -> bool:
        expected = base64.b64encode(f"{self.keys[area]}:".encode()).decode()
        return bool(environ.get("HTTP_AUTHORIZATION", "") == f"Basic {expected}")

    def _stream(self, query: str, start_response: StartResponse) -> Iterable[bytes]:
        asked = parse_qs(query).get("timepoint")
        points = [event["event"]["timepoint"] for event in self.events]
        if asked and (not points or not points[0] <= int(asked[0]) <= points[-1] + 1):
            return _respond(start_response, "416 Range Not Satisfiable", b"")
        start_response("200 OK", [("Content-Type", "application/json")])
        return self._lines(
            [event for event in self.events if not asked or event["event"]["timepoint"] >= int(asked[0])]
        )

    def _lines(self, events: list[dict[str, Any]]) -> Iterator[bytes]:
        yield b"\n"
        for number, event in enumerate(events, start=1):
            line = json.dumps(event, ensure_ascii=False).encode() + b"\n"
            if number == len(events) and self.cut_last_line is not None:
                yield line[: self.cut_last_line]
                return
            yield line
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            time.sleep(self.heartbeat)
            yield b"\n"


def _respond(
    start_response: StartResponse, status: str, body: bytes, headers: dict[str, str] | None = None
) -> list[bytes]:
    known = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    start_response(status, list(known.items()))
    return [body]
