"""Where we are served, what was asked for, and what a form or a cookie holds."""

from types import SimpleNamespace
from typing import Any

import pytest
from chalice.app import Request

from chalicelib.cockpit import visit as visiting
from chalicelib.cockpit.visit import Visit, address_of, asked_with, base_of, cookies_of, from_elsewhere, path_of
from chalicelib.errors import InvalidInputError, NotAllowedError
from chalicelib.model.people import Organisation, Role
from tests.builders import NOW
from tests.unit.cockpit.door import KERN, a_session


def a_request(
    route: str = "/cockpit/customers/{number}", served: str = "/api/cockpit/customers/7", **more: Any
) -> Request:
    event = {
        "requestContext": {
            "httpMethod": "POST", "resourcePath": route, "path": served, "apiId": "a1", "domainName": "x.example",
        },
        "headers": {}, "multiValueQueryStringParameters": None, "pathParameters": {"number": "7"}, "body": None,
        "stageVariables": None, **more,
    }  # fmt: skip
    return Request(event)


def a_visit(**fields: Any) -> Visit:
    defaults: dict[str, Any] = {
        "session": a_session(), "firm": Organisation(people=(KERN,)), "role": Role.CLERK, "address": "https://x.example",
        "path": "/cockpit/cases", "query": {}, "now": NOW, "csrf": "token",
    }  # fmt: skip
    return Visit(**defaults | fields)


@pytest.fixture
def served_at(monkeypatch: pytest.MonkeyPatch) -> Any:
    known = SimpleNamespace(public_url="")
    monkeypatch.setattr(visiting, "settings", lambda: known)
    return known


@pytest.mark.parametrize(
    ("route", "served", "base"),
    [
        ("/cockpit", "/api/cockpit", "/api"),
        ("/", "/api/", "/api"),
        ("/cockpit/customers/{number}", "/api/cockpit/customers/7", "/api"),
        ("/cockpit", "/cockpit", ""),
        ("/", "/", ""),
        ("/cockpit/cases/{case_id}/documents", "/credit/watch/cockpit/cases/c%2F1/documents", "/credit/watch"),
    ],
)
def test_the_stage_or_a_domain_s_mapping_stands_before_every_path(
    served_at: Any, route: str, served: str, base: str
) -> None:
    request = a_request(route, served)
    assert base_of(request) == base
    assert address_of(request) == f"https://x.example{base}"


@pytest.mark.parametrize(
    ("public_url", "address", "base"),
    [
        ("https://watch.example", "https://watch.example", ""),
        ("https://firm.example/watch/", "https://firm.example/watch/", "/watch"),
        ("http://127.0.0.1:4566/_aws/execute-api/{api}/api", "http://127.0.0.1:4566/_aws/execute-api/a1/api",
         "/_aws/execute-api/a1/api"),
    ],
)  # fmt: skip
def test_the_public_address_counts_where_one_is_set(served_at: Any, public_url: str, address: str, base: str) -> None:
    served_at.public_url = public_url
    assert address_of(a_request()) == address
    assert base_of(a_request()) == base


def test_the_path_asked_for_is_below_that_address(served_at: Any) -> None:
    assert path_of(a_request(pathParameters={"number": "A%2F7%20%C3%B6"})) == "/cockpit/customers/A%2F7%20%C3%B6"


def test_a_form_s_fields_are_decoded_and_a_name_twice_keeps_both() -> None:
    body = "name=M%C3%BCller+%26+S%C3%B6hne&item=1&item=2&empty="
    assert asked_with(a_request(body=body)) == {"name": "Müller & Söhne", "item": "1\n2", "empty": ""}
    assert asked_with(a_request(body="bmFtZT14", isBase64Encoded=True)) == {"name": "x"}
    assert asked_with(a_request()) == {}
    assert asked_with(a_request(body=b"name=%FF\xff")) == {"name": "��"}


def test_a_flood_of_fields_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="2000"):
        asked_with(a_request(body="&".join(f"a{n}=1" for n in range(2001))))


def test_cookies_by_name() -> None:
    assert cookies_of(a_request(headers={"Cookie": "a=1; b=x=y; junk;c="})) == {"a": "1", "b": "x=y", "c": ""}


@pytest.mark.parametrize(
    ("said", "elsewhere"),
    [("cross-site", True), ("same-site", True), ("same-origin", False), ("none", False), (None, False)],
)
def test_the_browser_says_where_a_request_comes_from(said: str | None, elsewhere: bool) -> None:
    assert from_elsewhere(a_request(headers={"Sec-Fetch-Site": said} if said else {})) is elsewhere


def test_the_visitor_as_the_people_list_has_them() -> None:
    assert (a_visit().name, a_visit().language, a_visit().signature) == (
        "Eva Kern",
        "en",
        "Eva Kern (eva.kern@example.com)",
    )
    stranger = a_visit(firm=Organisation())
    assert (stranger.name, stranger.language, str(stranger.zone)) == ("eva.kern@example.com", "de", "Europe/Berlin")
    assert a_visit(session=a_session("de")).language == "de", "as chosen in the cockpit"


def test_a_role_includes_those_below_it() -> None:
    clerk = a_visit()
    assert [role for role in Role if clerk.may(role)] == [Role.VIEWER, Role.CLERK]
    clerk.needs(Role.CLERK)
    with pytest.raises(NotAllowedError, match="manager"):
        clerk.needs(Role.MANAGER)


def test_the_way_back_keeps_the_question_but_not_the_sentence() -> None:
    asked = a_visit(query={"q": "Müller & Co", "done": "saved"})
    assert asked.here == "/cockpit/cases?q=M%C3%BCller+%26+Co"
    assert a_visit().here == "/cockpit/cases"


def test_whom_nobody_listed_is_named_by_the_address_that_the_login_proved() -> None:
    """The name at the login service may be anything, a colleague's, too."""
    stranger = a_session().model_copy(update={"email": "ada.lund@example.com", "name": "Eva Kern"})
    assert (a_visit(session=stranger).name, a_visit(session=stranger).signature) == (stranger.email, stranger.email)
    assert a_visit().signature == "Eva Kern (eva.kern@example.com)"
