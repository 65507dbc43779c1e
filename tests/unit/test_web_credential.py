"""Credentials that a source wants inside its messages are named, and are never sent as HTTP Basic."""

from collections.abc import Iterable
from datetime import UTC, datetime
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from chalicelib.access import basic_auth
from chalicelib.errors import CredentialsMissingError
from chalicelib.web import Web
from tests.contract.servers.loopback import served

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)


def test_a_named_pair_is_given_and_not_sent() -> None:
    seen: list[str | None] = []

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        seen.append(environ.get("HTTP_AUTHORIZATION"))
        start("200 OK", [("Content-Length", "0")])
        return [b""]

    auth = basic_auth('{"ws-security": "robot:s3:cret"}')
    with served(app) as origin, Web("soap", (origin,), now=NOW, seconds_between_requests=0, auth=auth) as web:
        assert web.credential("ws-security") == ("robot", "s3:cret")
        web.get(f"{origin}/a")
    assert seen == [None]


@pytest.mark.parametrize("secret", ["robot:s3cret", '{"other": "robot:s3cret"}'])
def test_a_name_that_is_not_set_is_said_without_the_secret(secret: str) -> None:
    with (
        Web("soap", ("https://soap.example",), now=NOW, auth=basic_auth(secret)) as web,
        pytest.raises(CredentialsMissingError, match="ws-security") as missing,
    ):
        web.credential("ws-security")
    assert "s3cret" not in str(missing.value)
