"""Credentials that a source wants inside its messages are named, and are never sent as HTTP Basic."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import certifi
import pytest

from chalicelib import registers
from chalicelib.access import basic_auth, register_web
from chalicelib.errors import CredentialsMissingError, SourceChangedError, SourceRefusedError
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


def test_a_register_may_be_trusted_by_an_authority_of_its_own() -> None:
    facts = registers.load("gb_companies_house").REGISTER
    known = Path(certifi.where()).read_text(encoding="utf-8").split("-----END CERTIFICATE-----")[0]
    secret = json.dumps({"soap": "robot:s3cret", "trusted_authority": f"{known}-----END CERTIFICATE-----\n"})
    with register_web(facts, NOW, secret=secret) as web:
        assert web.credential("soap") == ("robot", "s3cret")
    spoilt = json.dumps({"soap": "robot:s3cret", "trusted_authority": "-----BEGIN CERTIFICATE-----\nAAAA\n"})
    with pytest.raises(SourceRefusedError, match="trusted_authority") as refused:
        register_web(facts, NOW, secret=spoilt)
    assert "s3cret" not in str(refused.value)


def test_a_host_of_many_is_asked_and_none_of_others() -> None:
    paths: list[str] = []

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        paths.append(environ["PATH_INFO"])
        start("200 OK", [("Content-Length", "0")])
        return [b""]

    many = "https://ecf.*.courts.example"
    with served(app) as local:
        web = Web("many", (many,), now=NOW, replaced_origins={many: f"{local}/*"}, seconds_between_requests=0)
        with web:
            web.get("https://ecf.one.courts.example/feed")
            web.get("https://ecf.two.courts.example/feed")
            for foreign in ("https://ecf.one.courts.example.org", "https://pay.one.courts.example", "http://ecf.x"):
                with pytest.raises(SourceChangedError, match="outside the declared origins"):
                    web.get(f"{foreign}/feed")
    assert paths == ["/one/feed", "/two/feed"]
