"""Signing people in with Cognito: OpenID Connect's code flow with PKCE, as a public client that holds no secret.

The pool's discovery document names every address, so nothing but the pool's id is configured. Sources: OpenID Connect
Core 1.0, 3.1; RFC 7636; RFC 9700, 2.1.1.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response, prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chalicelib.errors import SignInError, SourceError
from chalicelib.model.session import Identity, LoginAttempt
from chalicelib.settings import settings
from chalicelib.web import Web

_SECONDS = 8.0
_CLOCK_SKEW = 60


def secret() -> str:
    """A new secret of 48 characters that nobody guesses."""
    return str(generate_token(48))


def login_url(attempt: LoginAttempt, client_id: str, redirect_uri: str, now: datetime) -> str:
    """Where the browser goes to sign in.

    Raises:
        SignInError: the login service does not answer.
    """
    return str(
        prepare_grant_uri(
            _discovered("authorization_endpoint", now),
            client_id,
            "code",
            redirect_uri=redirect_uri,
            scope="openid email profile",
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.code_verifier),
            code_challenge_method="S256",
        )
    )


def logout_url(client_id: str, return_to: str, now: datetime) -> str:
    """Where the browser goes so that the login page asks for the password again.

    Raises:
        SignInError: the login service does not answer.
    """
    query = urlencode({"client_id": client_id, "logout_uri": return_to})
    return f"{_discovered('end_session_endpoint', now)}?{query}"


def identity(attempt: LoginAttempt, answer: str, client_id: str, redirect_uri: str, now: datetime) -> Identity:
    """Who signed in, by the address to which the login page sent the browser back.

    Raises:
        SignInError: the answer is another login's, the code is refused, or the token is not for us and this login.
    """
    try:
        code = parse_authorization_code_response(answer, attempt.state)["code"]
    except OAuth2Error as error:
        raise SignInError(f"the login page did not sign anybody in: {error.error}") from error
    form = {"grant_type": "authorization_code", "client_id": client_id, "code": str(code)}
    form |= {"redirect_uri": redirect_uri, "code_verifier": attempt.code_verifier}
    tokens = _asked(_discovered("token_endpoint", now), now, form)
    return _proved(str(tokens.get("id_token", "")), attempt, client_id, now)


def _proved(token: str, attempt: LoginAttempt, client_id: str, now: datetime) -> Identity:
    try:
        claims = jwt.decode(token, _keys(now), algorithms=["RS256"]).claims
        jwt.JWTClaimsRegistry(
            now=lambda: int(now.timestamp()),
            leeway=_CLOCK_SKEW,
            iss={"essential": True, "value": issuer()},
            aud={"essential": True, "value": client_id},
            exp={"essential": True},
            sub={"essential": True},
            token_use={"essential": True, "value": "id"},
            nonce={"essential": True, "value": attempt.nonce},
        ).validate(claims)
    except (JoseError, ValueError, KeyError) as error:
        raise SignInError(f"the identity token is not good: {error}") from error
    if str(claims.get("email_verified")).lower() != "true" or not claims.get("email"):
        raise SignInError("the login service has not verified the mail address; ask an admin to")
    groups = tuple(str(one) for one in claims.get("cognito:groups", ()))
    name = str(claims.get("name") or "")
    return Identity(subject=str(claims["sub"]), email=str(claims["email"]), name=name, groups=groups)


def issuer() -> str:
    """The user pool as the tokens name it."""
    pool = settings().user_pool_id
    return f"https://cognito-idp.{pool.partition('_')[0]}.amazonaws.com/{pool}"


def _keys(now: datetime) -> KeySet:
    """The pool's keys as they are now: they change, and people sign in seldom enough to ask each time."""
    found: Any = _asked(_discovered("jwks_uri", now), now)
    return KeySet.import_key_set(found)


_discovery: dict[str, Mapping[str, Any]] = {}


def _discovered(name: str, now: datetime) -> str:
    pool = issuer()
    found = _discovery.get(pool) or _asked(f"{pool}/.well-known/openid-configuration", now)
    if name not in found:
        raise SignInError(f"the login service does not say its {name}")
    _discovery[pool] = found
    return str(found[name])


def _asked(url: str, now: datetime, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    try:
        with Web("the login service", (origin,), now=now, replaced_origins=settings().replaced_origins) as web:
            web.ending_within(_SECONDS)
            answer = web.post(url, form=form) if form else web.get(url)
            found = answer.json()
    except (SourceError, ValueError) as error:
        raise SignInError(f"the login service: {error}") from error
    if not isinstance(found, dict):
        raise SignInError("the login service answers something else than an object")
    return found
