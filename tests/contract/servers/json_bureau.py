"""What bureaus that speak JSON have in common: reading a request, injected faults, answering."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote
from wsgiref.types import StartResponse, WSGIEnvironment

_REASONS = {200: "OK", 204: "No Content", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests"}


class Request(NamedTuple):
    """One request as the bureau sees it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


class Answered(NamedTuple):
    """One answer; `body` is sent as JSON, bytes as they are."""

    status: int
    body: Any = None
    headers: dict[str, str] = {}  # noqa: RUF012 - a tuple's default, never changed


class JsonBureau:
    """WSGI application; a bureau says in `answer` what it answers.

    `faults` are answered one by one before anything else; `cut_after` cuts the n-th answer (from 1) in half.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.faults: list[Answered] = []
        self.cut_after: int | None = None

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The WSGI application."""
        request = _read(environ)
        self.requests.append(request)
        answered = self.faults.pop(0) if self.faults else self.answer(request)
        body = answered.body if isinstance(answered.body, bytes) else json.dumps(answered.body).encode()
        body = b"" if answered.body is None else body
        if self.cut_after is not None:
            self.cut_after -= 1
            if self.cut_after == 0:
                body, self.cut_after = body[: len(body) // 2], None
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **answered.headers}
        start_response(f"{answered.status} {_REASONS.get(answered.status, 'Answer')}", list(headers.items()))
        return [body]

    def answer(self, request: Request) -> Answered:
        """What the bureau answers."""
        raise NotImplementedError

    def asked(self, path: str) -> list[Request]:
        """Requests to the path, in order."""
        return [request for request in self.requests if request.path == path]


def _read(environ: WSGIEnvironment) -> Request:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    raw = environ["wsgi.input"].read(length) if length else b""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    path = unquote(environ["PATH_INFO"])
    return Request(environ["REQUEST_METHOD"], path, query, headers, json.loads(raw) if raw else None)
