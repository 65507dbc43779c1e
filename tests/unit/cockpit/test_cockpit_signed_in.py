"""Who is signed in: how sessions end, whose role counts, and what the browser is told to keep."""

from datetime import timedelta

import pytest

from chalicelib.cockpit.signed_in import (
    COOKIE,
    IDLE,
    LONGEST,
    LONGEST_BY_GROUP,
    begun,
    csrf_token,
    digest,
    over,
    role_by_group,
    role_of,
)
from chalicelib.errors import NotAllowedError
from chalicelib.model.people import Organisation, Role
from chalicelib.store import people, sessions
from tests.builders import NOW
from tests.unit.cockpit.door import KERN, Door, a_session

HOME = "/cockpit"


def test_whoever_is_signed_in_gets_the_page_in_their_language(door: Door) -> None:
    door.sign_in(email=KERN.email)
    page = door.get(HOME)
    assert page.status == 200
    assert '<html lang="en">' in page.body
    assert "Eva Kern" in page.body, "named as our people list has it"


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=", f"{COOKIE}=guessed", "other=1; broken; =; x"])
def test_without_a_known_cookie_there_is_only_the_login(door: Door, cookie: str) -> None:
    door.cookies = cookie
    answer = door.get(HOME)
    assert answer.status == 303
    assert answer.location == "/api/cockpit/login?next=%2Fcockpit"
    assert answer.cookies == [over()]


def test_an_idle_session_is_over(door: Door) -> None:
    door.sign_in()
    door.now = NOW + IDLE + timedelta(seconds=1)
    assert door.get(HOME).status == 303


def test_a_busy_session_goes_on_but_ends_with_the_day(door: Door) -> None:
    door.sign_in(None, email=KERN.email)
    while door.now + timedelta(minutes=40) < NOW + LONGEST:
        door.now += timedelta(minutes=40)
        assert door.get(HOME).status == 200, door.now
    door.now = NOW + LONGEST
    assert door.get(HOME).status == 303, "however busy the person is"


def test_a_role_that_the_group_alone_gives_ends_after_an_hour_however_busy_the_person_is(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    door.now = NOW + LONGEST_BY_GROUP - timedelta(seconds=1)
    sessions.put(door.sign_in(Role.ADMIN, started_at=NOW))
    assert door.get("/cockpit/settings/person").status == 200
    door.now += timedelta(seconds=1)
    assert door.get("/cockpit/settings/person").status == 303, "to the login, which knows the groups of now"


def test_after_the_hour_the_list_s_role_stays(door: Door) -> None:
    door.now = NOW + LONGEST_BY_GROUP
    door.sign_in(Role.ADMIN, email=KERN.email, started_at=NOW)
    assert door.get(HOME).status == 200
    assert door.get("/cockpit/settings/person").status == 403, "Eva Kern is a clerk in the list"


def test_a_session_that_ended_while_it_was_seen_again_stays_ended(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    session = door.sign_in()
    door.now = NOW + timedelta(minutes=6)
    read = sessions.get_with_firm

    def signed_out_meanwhile(session_id: str) -> object:
        found = read(session_id)
        sessions.end(session_id)
        return found

    monkeypatch.setattr(sessions, "get_with_firm", signed_out_meanwhile)
    assert door.get(HOME).status == 303
    assert sessions.get(session.id) is None


def test_the_table_never_holds_the_secret(door: Door) -> None:
    session = door.sign_in()
    assert door.secret not in door.table.dump()
    assert session.id == digest(door.secret)
    door.cookies = f"{COOKIE}={session.id}"
    assert door.get(HOME).status == 303, "what the table holds signs nobody in"


def test_whoever_was_taken_off_the_list_is_told_so_in_both_languages(door: Door) -> None:
    door.sign_in(None, email=KERN.email)
    assert door.get(HOME).status == 200
    people.put(Organisation(), 1)
    answer = door.get(HOME)
    assert answer.status == 403
    assert "nicht mehr in der Liste" in answer.body
    assert "no longer in the list" in answer.body
    assert 'href="/api/cockpit/signed-out"' in answer.body, "to sign in with another address"
    assert 'href="/api/cockpit"' not in answer.body


def test_the_role_is_the_list_s_or_the_group_s_whichever_is_more() -> None:
    firm = Organisation(people=(KERN,))
    assert role_of(KERN.email.upper(), None, firm) is Role.CLERK
    assert role_of(KERN.email, Role.ADMIN, firm) is Role.ADMIN
    assert role_of(KERN.email, Role.VIEWER, firm) is Role.CLERK
    assert role_of("ada@example.com", Role.ADMIN, firm) is Role.ADMIN
    with pytest.raises(NotAllowedError, match="stranger"):
        role_of("mallory@example.com", None, firm)


def test_groups_that_are_no_roles_of_ours_give_none() -> None:
    assert role_by_group(("eu-central-1_x_Google", "clerk", "manager")) is Role.MANAGER
    assert role_by_group(("everybody", "ADMIN")) is None
    assert role_by_group(()) is None


def test_a_form_s_token_needs_the_secret_and_does_not_give_it() -> None:
    assert csrf_token("one") != csrf_token("other")
    assert csrf_token("one") != digest("one"), "what the table holds makes no token"
    assert "one" not in csrf_token("one")


def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it() -> None:
    parts = begun("secret", a_session()).split("; ")
    assert parts == [f"{COOKIE}=secret", "Path=/", "Max-Age=36000", "Secure", "HttpOnly", "SameSite=Lax"]
    assert COOKIE.startswith("__Host-")
    assert over().split("; ")[:3] == [f"{COOKIE}=", "Path=/", "Max-Age=0"]
