"""A login service of OpenID Connect on loopback, with keys of its own; a test says what its next token claims."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.builders import NOW

POOL = "eu-central-1_Test1"
ISSUER = f"https://cognito-idp.eu-central-1.amazonaws.com/{POOL}"
CLIENT = "cockpit-client"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


def good_claims(nonce: str, now: datetime = NOW) -> dict[str, Any]:
    """What Cognito says of somebody who has just signed in."""
    return {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "5f1c",
        "token_use": "id",
        "nonce": nonce,
        "email": "eva.kern@example.com",
        "email_verified": True,
        "name": "E. Kern",
        "cognito:groups": ["manager"],
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=5)).timestamp()),
    }


def signed(claims: Mapping[str, Any], key: RSAKey = KEY) -> str:
    """The claims as a token of the service."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, dict(claims), key)


class LoginService:
    """Discovery, keys and token endpoint; `token` is what the next code is worth, `asked` what it was asked with."""

    def __init__(self) -> None:
        self.token = ""
        self.asked: list[dict[str, str]] = []
        self.answers: dict[str, object] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        found = self.answers.get(path, self._usual(path, body, f"http://{environ['HTTP_HOST']}"))
        start_response("200 OK" if found is not None else "400 Bad Request", [("Content-Type", "application/json")])
        return [json.dumps(found).encode()]

    def _usual(self, path: str, body: bytes, origin: str) -> object:
        if path == f"/{POOL}/.well-known/openid-configuration":
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")
            paths = ("/authorize", "/token", "/keys", "/logout")
            return {name: f"{origin}{path}" for name, path in zip(names, paths, strict=True)}
        if path == "/keys":
            return {"keys": [KEY.as_dict(private=False)]}
        if path == "/token" and self.token:
            self.asked.append(dict(parse_qsl(body.decode())))
            return {"id_token": self.token, "access_token": "a", "token_type": "Bearer"}
        return None
