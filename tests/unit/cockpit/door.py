"""The cockpit as API Gateway calls it, on tables in memory; a test signs somebody in and asks for pages."""

import base64
import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest

from app import app
from chalicelib import clock
from chalicelib.cockpit import source_watch
from chalicelib.cockpit.signed_in import COOKIE, csrf_token, digest
from chalicelib.model.customer import Language
from chalicelib.model.people import Organisation, Person, Role
from chalicelib.model.session import Session
from chalicelib.settings import settings
from chalicelib.store import people, sessions
from tests.builders import NOW
from tests.unit.memory_table import MemoryTable

FORM = "application/x-www-form-urlencoded"
STAGE = "/api"
KERN = Person(email="eva.kern@example.com", name="Eva Kern", role=Role.CLERK, language="en")


class Answer(NamedTuple):
    """What the gateway gets."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: str

    @property
    def location(self) -> str:
        """Where the browser is sent."""
        return self.headers["Location"]


@dataclass
class Door:
    """One browser in front of the cockpit; `prefix` is the path that the gateway serves it below."""

    table: MemoryTable
    now: datetime = NOW
    prefix: str = STAGE
    secret: str = ""
    cookies: str = ""

    def sign_in(self, role: Role | None = Role.ADMIN, *, email: str = "ada.lund@example.com", **fields: Any) -> Session:
        """A session with this role from now on."""
        self.secret = f"secret-of-{email}-{role}"
        times = {"started_at": self.now, "seen_at": self.now, "expires_at": self.now + timedelta(hours=10)}
        session = Session(id=digest(self.secret), email=email, name="Ada Lund", given_role=role, **times | fields)
        sessions.put(session)
        self.cookies = f"{COOKIE}={self.secret}"
        return session

    @property
    def csrf(self) -> str:
        """What our own pages put into their forms."""
        return csrf_token(self.secret)

    def get(self, route: str, **asked: Any) -> Answer:
        """The answer to a GET."""
        return self._ask("GET", route, **asked)

    def post(self, route: str, form: Mapping[str, str] | str | None = None, **asked: Any) -> Answer:
        """The answer to a form sent by one of our pages; `csrf` in the form overrules the right one."""
        body = form if isinstance(form, str) else urlencode({"csrf": self.csrf} | dict(form or {}))
        return self._ask("POST", route, body=body, **asked)

    def _ask(
        self,
        method: str,
        route: str,
        *,
        body: str | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **path: str,
    ) -> Answer:
        given = {name: path.get(name, "x") for name in re.findall(r"{(\w+)}", route)}
        asked = route.format(**given)
        kind = {"content-type": FORM} if method == "POST" else {}
        event = {
            "requestContext": {
                "httpMethod": method,
                "resourcePath": route,
                "path": f"{self.prefix}{asked}",
                "domainName": "cockpit.example",
                "apiId": "a1",
            },
            "headers": {"accept": "text/html", "cookie": self.cookies, **kind, **(headers or {})},
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
            "pathParameters": given or None,
            "body": body,
            "stageVariables": None,
        }
        raw = app(event, None)
        cookies = raw.get("multiValueHeaders", {}).get("Set-Cookie", [])
        single = raw["headers"].get("Set-Cookie")
        sent = base64.b64decode(raw["body"]) if raw.get("isBase64Encoded") else str(raw["body"]).encode()
        if raw["headers"].get("Content-Encoding") == "gzip":
            sent = gzip.decompress(sent)
        text = sent.decode("utf-8", "replace")
        return Answer(raw["statusCode"], raw["headers"], [*cookies, *([single] if single else [])], text)


def open_door(monkeypatch: pytest.MonkeyPatch, *, public_url: str = "") -> Door:
    """The cockpit with nobody signed in and Eva Kern on the people list."""
    door = Door(MemoryTable(monkeypatch))
    source_watch.forget()
    monkeypatch.setenv("PUBLIC_URL", public_url)
    settings.cache_clear()
    monkeypatch.setattr(clock, "now", lambda: door.now)
    people.put(Organisation(people=(KERN,)), 0)
    return door


def a_session(language: Language | None = None) -> Session:
    """Eva Kern, just signed in."""
    times = {"started_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(hours=10)}
    return Session(id="s1", email=KERN.email, name="E. Kern", language=language, **times)
