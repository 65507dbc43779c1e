"""What the JSON services of bureaus have in common when they are played: requests, faults, tokens that run out."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

_REASONS = {
    200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 409: "Conflict", 410: "Gone", 429: "Too Many Requests", 500: "Internal Server Error",
    503: "Service Unavailable",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One request as the service sees it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        """The JSON that was sent; None without one."""
        return json.loads(self.content) if self.content else None

    @property
    def line(self) -> str:
        """Method and path, for a list of what was asked."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Reply:
    """One answer."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] | None = None


def reply(status: int, value: Any, **headers: str) -> Reply:
    """The value as JSON."""
    return Reply(status, json.dumps(value, ensure_ascii=False).encode(), headers)


class JsonService:
    """Base of the played services: subclasses define `authorised` and `route`.

    `faults` are answered one by one before anything else; `asked` lists what came.
    """

    def __init__(self) -> None:
        self.token_path: str | None = None
        self.faults: list[Reply] = []
        self.asked: list[Asked] = []

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The WSGI application."""
        size = int(environ.get("CONTENT_LENGTH") or 0)
        names = {key[5:].lower().replace("_", "-"): str(value) for key, value in environ.items() if key[:5] == "HTTP_"}
        asked = Asked(
            method=environ["REQUEST_METHOD"],
            path=environ["PATH_INFO"].encode("latin-1").decode("utf-8"),
            query=dict(parse_qsl(environ.get("QUERY_STRING", ""))),
            headers={**names, "content-type": environ.get("CONTENT_TYPE", "")},
            content=environ["wsgi.input"].read(size) if size else b"",
        )
        self.asked.append(asked)
        answer = self.answer(asked)
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(len(answer.content)),
            **(answer.headers or {}),
        }
        start_response(f"{answer.status} {_REASONS[answer.status]}", list(headers.items()))
        return [answer.content]

    def answer(self, asked: Asked) -> Reply:
        """A token, a fault when one waits, a refusal without credentials, else what `route` says."""
        if asked.path == self.token_path:
            return self.token(asked)
        if self.faults:
            return self.faults.pop(0)
        if not self.authorised(asked):
            return reply(401, {"error": "unauthorized"})
        return self.route(asked)

    def token(self, asked: Asked) -> Reply:
        """The token, or a refusal."""
        raise NotImplementedError

    def authorised(self, asked: Asked) -> bool:
        """Whether the request may be answered."""
        raise NotImplementedError

    def route(self, asked: Asked) -> Reply:
        """The answer."""
        raise NotImplementedError


class BearerService(JsonService):
    """A service whose tokens serve a number of requests and then are refused."""

    def __init__(self, *, requests_per_token: int = 1000) -> None:
        super().__init__()
        self.requests_per_token = requests_per_token
        self.tokens = 0
        self._left = 0

    def issue(self) -> str:
        """A new token; the one before no longer serves."""
        self.tokens += 1
        self._left = self.requests_per_token
        return f"invented-token-{self.tokens}"

    def authorised(self, asked: Asked) -> bool:
        """Whether the newest token was sent and still serves."""
        if asked.headers.get("authorization") != f"Bearer invented-token-{self.tokens}" or self._left <= 0:
            return False
        self._left -= 1
        return True


def basic(user: str, password: str) -> str:
    """The header of HTTP Basic."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"
