"""Identity tokens: one good one, and every way in which one can be bad, signed by a login service on loopback."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib import oidc
from chalicelib.errors import SignInError
from chalicelib.model.session import Identity, LoginAttempt
from tests.builders import NOW
from tests.contract.servers.loopback import served
from tests.unit.cockpit.login_service import CLIENT, ISSUER, KEY, OTHER_KEY, POOL, LoginService, good_claims, signed

BACK = "https://watch.example/cockpit/signed-in"
ATTEMPT = LoginAttempt(
    id="a", state="the-state", nonce="the-nonce", code_verifier="v" * 48, go_on_to="/cockpit",
    expires_at=NOW + timedelta(minutes=10),
)  # fmt: skip
ANSWER = f"{BACK}?code=the-code&state=the-state"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoginService]:
    found = LoginService()
    with served(found) as origin:
        pool_origin = ISSUER.removesuffix(f"/{POOL}")
        known = SimpleNamespace(user_pool_id=POOL, replaced_origins={pool_origin: origin})
        monkeypatch.setattr(oidc, "settings", lambda: known)
        monkeypatch.setattr(oidc, "_discovery", {})
        found.token = signed(good_claims("the-nonce"))
        yield found


def identity(answer: str = ANSWER) -> Identity:
    return oidc.identity(ATTEMPT, answer, CLIENT, BACK, NOW)


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unsigned(claims: dict[str, Any], algorithm: str = "none") -> str:
    parts = ({"alg": algorithm, "kid": "one", "typ": "JWT"}, claims)
    return ".".join(encoded(json.dumps(one).encode()) for one in parts) + "."


def with_a_password(claims: dict[str, Any], password: bytes) -> str:
    head = unsigned(claims, "HS256")
    return head + encoded(hmac.new(password, head[:-1].encode(), hashlib.sha256).digest())


def test_who_signed_in(service: LoginService) -> None:
    who = identity()
    assert who == Identity(subject="5f1c", email="eva.kern@example.com", name="E. Kern", groups=("manager",))
    (asked,) = service.asked
    assert asked == {
        "grant_type": "authorization_code", "client_id": CLIENT, "code": "the-code", "redirect_uri": BACK,
        "code_verifier": ATTEMPT.code_verifier,
    }  # fmt: skip


def test_the_way_to_the_login_page_carries_state_nonce_and_challenge(service: LoginService) -> None:
    asked = {
        name: values[0] for name, values in parse_qs(urlsplit(oidc.login_url(ATTEMPT, CLIENT, BACK, NOW)).query).items()
    }
    assert asked.pop("code_challenge") not in {"", ATTEMPT.code_verifier}
    assert asked == {
        "response_type": "code", "client_id": CLIENT, "redirect_uri": BACK, "scope": "openid email profile",
        "state": "the-state", "nonce": "the-nonce", "code_challenge_method": "S256",
    }  # fmt: skip
    assert ATTEMPT.code_verifier not in oidc.login_url(ATTEMPT, CLIENT, BACK, NOW)


BAD = {
    "another login's nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another client's": {"aud": "order-systems"},
    "another pool's": {"iss": ISSUER + "x"},
    "over": {"exp": int((NOW - timedelta(minutes=2)).timestamp())},
    "without an end": {"exp": None},
    "an access token": {"token_use": "access"},
    "nobody's": {"sub": None},
    "not verified": {"email_verified": False},
    "not verified, as text": {"email_verified": "false"},
    "verification not said": {"email_verified": None},
    "without an address": {"email": None},
    "with an empty address": {"email": ""},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_a_token_that_claims_something_else_signs_nobody_in(service: LoginService, change: dict[str, Any]) -> None:
    claims = good_claims("the-nonce") | change
    service.token = signed({name: value for name, value in claims.items() if value is not None})
    with pytest.raises(SignInError):
        identity()


def test_a_clock_a_little_ahead_is_forgiven(service: LoginService) -> None:
    service.token = signed(good_claims("the-nonce") | {"exp": int(NOW.timestamp()) - 30})
    assert identity().subject == "5f1c"


def test_only_the_pool_s_own_signature_counts(service: LoginService) -> None:
    claims = good_claims("the-nonce")
    good = signed(claims)
    forged = {
        "unsigned": unsigned(claims),
        "another key of the same name": signed(claims, OTHER_KEY),
        "the public key as a password": with_a_password(claims, KEY.as_pem(private=False)),
        "signature cut off": good.rpartition(".")[0] + ".",
        "changed behind the signature": ".".join(
            (good.split(".")[0], unsigned(claims).split(".")[1], good.split(".")[2])
        ),
        "no token": "",
        "junk": "a.b.c",
    }
    for what, token in forged.items():
        service.token = token or " "
        with pytest.raises(SignInError):
            pytest.fail(f"{what}: {identity()}")


@pytest.mark.parametrize(
    "answer",
    [
        f"{BACK}?code=the-code&state=another",
        f"{BACK}?code=the-code",
        f"{BACK}?state=the-state",
        f"{BACK}?error=access_denied&state=the-state",
        BACK,
    ],
)
def test_an_answer_of_another_login_is_not_even_asked_about(service: LoginService, answer: str) -> None:
    with pytest.raises(SignInError):
        identity(answer)
    assert service.asked == []


def test_a_code_that_the_service_refuses_signs_nobody_in(service: LoginService) -> None:
    service.token = ""
    with pytest.raises(SignInError):
        identity()


@pytest.mark.parametrize("odd", [[], "text", {"keys": "none"}, {}, {"keys": []}])
def test_odd_keys_sign_nobody_in(service: LoginService, odd: object) -> None:
    service.answers["/keys"] = odd
    with pytest.raises(SignInError):
        identity()


def test_what_is_found_odd_is_not_remembered(service: LoginService) -> None:
    path = f"/{POOL}/.well-known/openid-configuration"
    odds: tuple[object, ...] = ({}, [], {"authorization_endpoint": "http://x"})
    for odd in odds:
        service.answers[path] = odd
        with pytest.raises(SignInError):
            oidc.logout_url(CLIENT, BACK, NOW)
    del service.answers[path]
    assert oidc.logout_url(CLIENT, BACK, NOW).endswith(
        f"/logout?client_id={CLIENT}&logout_uri=https%3A%2F%2Fwatch.example%2Fcockpit%2Fsigned-in"
    )


def test_an_unreachable_service_is_no_stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = {ISSUER.removesuffix(f"/{POOL}"): "http://127.0.0.1:9"}
    monkeypatch.setattr(oidc, "settings", lambda: SimpleNamespace(user_pool_id=POOL, replaced_origins=nowhere))
    monkeypatch.setattr(oidc, "_discovery", {})
    with pytest.raises(SignInError, match="the login service"):
        oidc.login_url(ATTEMPT, CLIENT, BACK, NOW)


def test_secrets_are_long_and_never_the_same() -> None:
    drawn = {oidc.secret() for _ in range(100)}
    assert len(drawn) == 100
    assert min(map(len, drawn)) >= 43, "RFC 7636 wants 43 characters at least"
