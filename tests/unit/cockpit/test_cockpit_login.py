"""The way in and out, whole: from the bare address over the login service back to where the person was going."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib import oidc
from chalicelib.cockpit.login import _own_path
from chalicelib.cockpit.signed_in import COOKIE, digest
from chalicelib.model.people import Role
from chalicelib.settings import settings
from chalicelib.store import credentials, sessions
from tests.builders import NOW
from tests.contract.servers.loopback import served
from tests.unit.cockpit.door import STAGE, Answer, Door
from tests.unit.cockpit.login_service import CLIENT, ISSUER, POOL, LoginService, good_claims, signed

LOGIN, BACK, OUT = "/cockpit/login", "/cockpit/signed-in", "/cockpit/signed-out"
KEPT = "__Host-insolvency-watch-login-"
SECURE = {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}


@pytest.fixture
def service(door: Door, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoginService]:
    found = LoginService()
    with served(found) as origin:
        monkeypatch.setenv("USER_POOL_ID", POOL)
        monkeypatch.setenv("REPLACED_ORIGINS", f'{{"{ISSUER.removesuffix("/" + POOL)}": "{origin}"}}')
        settings.cache_clear()
        monkeypatch.setattr(oidc, "_discovery", {})
        monkeypatch.setattr(credentials, "get", {"cockpit/client-id": CLIENT}.get)
        yield found


def begin(door: Door, **query: str) -> dict[str, str]:
    """The login begun; what the login page is asked with."""
    answer = door.get(LOGIN, query=query or None)
    assert answer.status == 303
    (cookie,) = answer.cookies
    door.cookies = cookie.partition(";")[0]
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}


def come_back(door: Door, service: LoginService, asked: Mapping[str, str], **claims: Any) -> Answer:
    service.token = signed(good_claims(asked["nonce"], door.now) | claims)
    return door.get(BACK, query={"code": "the-code", "state": asked["state"]})


def held(answer: Answer) -> dict[str, set[str]]:
    """Each cookie that is set with its attributes."""
    return {one.partition("=")[0]: set(one.split("; ")[1:]) for one in answer.cookies}


def test_the_bare_address_leads_in(door: Door) -> None:
    assert door.get("/").location == f"{STAGE}/cockpit"
    door.prefix = ""
    assert door.get("/").location == "/cockpit"


def test_signing_in_leads_to_where_the_person_was_going(door: Door, service: LoginService) -> None:
    first = door.get("/cockpit", query={"q": "Müller"})
    wanted = parse_qs(urlsplit(first.location).query)["next"][0]
    asked = begin(door, next=wanted)
    assert asked["redirect_uri"] == "https://cockpit.example/api/cockpit/signed-in"
    answer = come_back(door, service, asked)
    assert (answer.status, answer.location) == (303, f"{STAGE}/cockpit?q=M%C3%BCller")
    cookies = held(answer)
    assert cookies[COOKIE] == SECURE | {"Max-Age=36000"}
    assert cookies[f"__Host-insolvency-watch-login-{asked['state'][:8]}"] == SECURE | {"Max-Age=0"}, "used up"
    door.cookies = next(one for one in answer.cookies if one.startswith(f"{COOKIE}=")).partition(";")[0]
    page = door.get("/cockpit")
    assert page.status == 200
    assert "Eva Kern" in page.body
    session = sessions.get(digest(door.cookies.removeprefix(f"{COOKIE}=")))
    assert session is not None
    assert (session.email, session.given_role) == ("eva.kern@example.com", Role.MANAGER)


def test_below_an_address_of_our_own(door: Door, service: LoginService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://firm.example/watch")
    settings.cache_clear()
    asked = begin(door)
    assert asked["redirect_uri"] == "https://firm.example/watch/cockpit/signed-in"
    assert come_back(door, service, asked).location == "/watch/cockpit"


def test_the_cookie_of_the_way_in_is_short_and_says_nothing(door: Door, service: LoginService) -> None:
    answer = door.get(LOGIN)
    (cookie,) = answer.cookies
    assert set(cookie.split("; ")[1:]) == SECURE | {"Max-Age=600"}
    secret = cookie.partition(";")[0].partition("=")[2]
    asked = parse_qs(urlsplit(answer.location).query)
    assert secret not in answer.location
    assert secret not in door.table.dump()
    assert asked["state"] != asked["nonce"]


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/cockpitx",
        "/cockpit.evil.example",
        "/v1/customers",
        "javascript:alert(1)",
        "",
        "/cockpit/\r\nSet-Cookie: a=b",
        "/cockpit/\n",
        "/cockpit/ü",
        "\t/cockpit/cases",
    ],
)
def test_a_link_sends_nobody_elsewhere(door: Door, service: LoginService, wanted: str) -> None:
    assert _own_path(wanted) == "/cockpit"
    assert come_back(door, service, begin(door, next=wanted)).location == f"{STAGE}/cockpit"


@pytest.mark.parametrize("wanted", ["/cockpit", "/cockpit/cases/c1?tab=a", "/cockpit?q=M%C3%BCller"])
def test_a_link_leads_anywhere_in_the_cockpit(wanted: str) -> None:
    assert _own_path(wanted) == wanted


def test_choosing_the_language_sends_nobody_elsewhere_either(door: Door) -> None:
    door.sign_in(Role.VIEWER)
    for back in ("https://evil.example/", "//evil.example", "/cockpit\n/cockpit"):
        answer = door.post("/cockpit/language", {"language": "en", "back": back})
        assert (answer.status, answer.location) == (303, f"{STAGE}/cockpit")


def refused(answer: Answer, status: int) -> None:
    assert answer.status == status
    assert COOKIE not in held(answer), "nobody is signed in"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_login_is_taken_up_once(door: Door, service: LoginService) -> None:
    asked = begin(door)
    assert come_back(door, service, asked).status == 303
    refused(come_back(door, service, asked), 401)


def test_a_login_begun_in_another_browser_signs_nobody_in(door: Door, service: LoginService) -> None:
    """Else a link could sign a person in as somebody else, who reads along what is entered."""
    asked = begin(door)
    door.cookies = ""
    refused(come_back(door, service, asked), 401)
    begin(door)
    refused(come_back(door, service, asked), 401)


def test_a_login_ends_after_ten_minutes(door: Door, service: LoginService) -> None:
    asked = begin(door)
    door.now = NOW + timedelta(minutes=10)
    refused(come_back(door, service, asked), 401)


@pytest.mark.parametrize("kept", [0, 8], ids=["another mark", "the mark alone"])
def test_another_state_signs_nobody_in(door: Door, service: LoginService, kept: int) -> None:
    asked = begin(door)
    refused(come_back(door, service, asked | {"state": f"{asked['state'][:kept]}guessed"}), 401)
    assert come_back(door, service, asked).status == 303, "and the login under way goes on"


def test_two_tabs_sign_in_side_by_side(door: Door, service: LoginService) -> None:
    one = begin(door, next="/cockpit/cases")
    held_first = door.cookies
    other = begin(door, next="/cockpit/figures")
    door.cookies = f"{held_first}; {door.cookies}"
    first = come_back(door, service, one)
    assert (first.status, first.location) == (303, f"{STAGE}/cockpit/cases")
    assert set(held(first)) == {COOKIE, f"{KEPT}{one['state'][:8]}"}, "the other tab's stays"
    door.cookies = door.cookies.partition("; ")[2]
    assert come_back(door, service, other).location == f"{STAGE}/cockpit/figures"


def test_cookies_of_ways_in_do_not_pile_up(door: Door, service: LoginService) -> None:
    door.cookies = "; ".join(f"{KEPT}{number}=x" for number in range(10))
    answer = door.get(LOGIN)
    assert sum("Max-Age=0" in attributes for attributes in held(answer).values()) == 10
    gone = held(door.get(OUT))
    assert {name for name, attributes in gone.items() if "Max-Age=0" in attributes} == {
        COOKIE, *(f"{KEPT}{number}" for number in range(10)),
    }  # fmt: skip


def test_another_login_s_token_signs_nobody_in(door: Door, service: LoginService) -> None:
    refused(come_back(door, service, begin(door), nonce="another"), 401)


def test_an_address_that_nobody_verified_signs_nobody_in(door: Door, service: LoginService) -> None:
    refused(come_back(door, service, begin(door), email_verified=False), 401)


def test_a_stranger_is_told_whom_to_ask_and_nothing_more(door: Door, service: LoginService) -> None:
    strange = {"email": "mallory@example.com", "cognito:groups": ["everybody"]}
    answer = come_back(door, service, begin(door), **strange)
    refused(answer, 403)
    assert "nicht in der Liste unserer Leute" in answer.body
    assert "mallory" not in answer.body
    ways_on = re.findall(r'<a [^>]*href="([^"]+)"', answer.body)
    assert ways_on == [f"{STAGE}{OUT}"], "the login service would let the same address in again, unasked"
    assert "SESSION#" not in door.table.dump()


def test_an_unreachable_login_service_is_said_in_words(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER_POOL_ID", POOL)
    monkeypatch.setenv("REPLACED_ORIGINS", f'{{"{ISSUER.removesuffix("/" + POOL)}": "http://127.0.0.1:9"}}')
    settings.cache_clear()
    monkeypatch.setattr(oidc, "_discovery", {})
    monkeypatch.setattr(credentials, "get", {"cockpit/client-id": CLIENT}.get)
    answer = door.get(LOGIN)
    refused(answer, 503)
    assert "Bitte versuchen Sie es noch einmal" in answer.body
    assert door.get(OUT).status == 200, "our own session ends all the same"


def test_a_deployment_without_the_client_s_id_says_so(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "get", lambda _name: None)
    answer = door.get(LOGIN)
    refused(answer, 503)
    assert "cockpit/client-id" in answer.body


def test_signing_out_ends_the_session_here_and_at_the_login_service(door: Door, service: LoginService) -> None:
    session = door.sign_in(Role.VIEWER)
    answer = door.post("/cockpit/logout")
    assert answer.location == f"{STAGE}{OUT}"
    assert sessions.get(session.id) is None
    assert door.get("/cockpit").status == 303, "the cookie alone is worth nothing"
    goodbye = door.get(OUT)
    assert held(goodbye)[COOKIE] == SECURE | {"Max-Age=0"}
    leaving = urlsplit(goodbye.headers["Refresh"].removeprefix("0;url="))
    assert leaving.path == "/logout"
    assert parse_qs(leaving.query)["logout_uri"] == ["https://cockpit.example/api/cockpit/signed-out?done=1"]
    assert "Refresh" not in door.get(OUT, query={"done": "1"}).headers, "the second time it stays"
