"""Every page and every change of the cockpit: who may, from where, what comes back, and what is logged."""

import json
import re
from typing import Any

import pytest

from app import app
from chalicelib.cockpit.page import FORM, Moved, Sent, _answer, _with_word
from chalicelib.errors import ConcurrentChangeError, ConflictError, NotFoundError, StoreUnreachableError
from chalicelib.model.people import Role
from tests.unit.cockpit.door import Answer, Door
from tests.unit.cockpit.least_roles import LEAST_ROLES

OPEN_TO_ALL = {"/cockpit/login", "/cockpit/signed-in", "/cockpit/signed-out", "/cockpit/static/{mark}/{name}"}
# What a person who may only read may change: nothing but what is theirs alone.
VIEWERS_MAY = {"/cockpit/language", "/cockpit/logout"}
ROUTES: list[tuple[str, str, Any]] = [
    (method, path, entry)
    for path, methods in sorted(app.routes.items())
    for method, entry in methods.items()
    if path.startswith("/cockpit") and path not in OPEN_TO_ALL
]
ALL = pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in ROUTES])
CHANGES = pytest.mark.parametrize("path", [path for method, path, _ in ROUTES if method != "GET"])


def ask(door: Door, method: str, path: str, **more: Any) -> Answer:
    return door.get(path, **more) if method == "GET" else door.post(path, **more)


def unchanged(door: Door, before: str) -> bool:
    return door.table.dump() == before


def test_every_route_asks_for_the_role_that_is_written_down() -> None:
    written = {tuple(line.split()) for line in LEAST_ROLES.split("\n") if line}
    assert {(entry.view_function.least_role.value, method, path) for method, path, entry in ROUTES} == written


@ALL
def test_no_page_without_a_session(door: Door, method: str, path: str) -> None:
    before = door.table.dump()
    answer = ask(door, method, path)
    if method == "GET":
        assert answer.status == 303
        assert answer.location.startswith("/api/cockpit/login?next=%2Fcockpit")
        assert answer.body == ""
    elif path == "/cockpit/logout":
        assert (answer.status, answer.location) == (303, "/api/cockpit/signed-out")
    else:
        assert answer.status == 401
        assert "Location" not in answer.headers, "form-action 'self' would stop a redirect to the login service"
    assert unchanged(door, before)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["whole page", "htmx"])
def test_a_form_sent_after_the_session_s_end_gets_a_word_and_a_way_in(door: Door, headers: dict[str, str]) -> None:
    answer = door.post("/cockpit/language", {"language": "en"}, headers=headers)
    assert (answer.status, answer.headers["HX-Push-Url"]) == (401, "false")
    assert 'id="problem-text"' in answer.body, "htmx shows it in the page that stays"
    assert ("<html" in answer.body) == (not headers)
    assert "Anmeldung ist abgelaufen" in answer.body
    assert "session has ended" in answer.body
    assert 'href="/api/cockpit" target="_blank"' in answer.body
    assert guarded(answer)


@pytest.mark.parametrize(("method", "path", "entry"), ROUTES)
def test_no_page_for_a_lower_role(door: Door, method: str, path: str, entry: Any) -> None:
    least = entry.view_function.least_role
    for role in Role:
        if role.rank < least.rank:
            door.sign_in(role)
            before = door.table.dump()
            answer = ask(door, method, path)
            assert answer.status == 403, role
            assert "Rolle" in answer.body
            assert unchanged(door, before), role


@pytest.mark.parametrize(("method", "path", "entry"), ROUTES)
def test_nothing_is_changed_by_who_may_only_read(method: str, path: str, entry: Any) -> None:
    assert method in {"GET", "POST"}
    if method == "POST":
        assert (entry.view_function.least_role is Role.VIEWER) == (path in VIEWERS_MAY)
        assert entry.content_types == [FORM] or "multipart/form-data" in entry.content_types


@CHANGES
@pytest.mark.parametrize("token", ["", "guessed", "ünlike", "other"], ids=["none", "guessed", "not ASCII", "another's"])
def test_no_change_without_the_session_s_own_token(door: Door, path: str, token: str) -> None:
    door.sign_in(Role.ADMIN, email="other@example.com")
    other = door.csrf
    door.sign_in(Role.ADMIN)
    before = door.table.dump()
    answer = door.post(path, {"csrf": other if token == "other" else token})
    assert answer.status == 403
    assert "älter als Ihre Anmeldung" in answer.body
    assert unchanged(door, before)


@CHANGES
@pytest.mark.parametrize("said", ["cross-site", "same-site"])
def test_no_change_that_another_site_sends(door: Door, path: str, said: str) -> None:
    door.sign_in(Role.ADMIN)
    before = door.table.dump()
    assert door.post(path, headers={"Sec-Fetch-Site": said}).status == 403
    assert unchanged(door, before)


@CHANGES
def test_no_change_by_another_type_of_body_than_forms_send(door: Door, path: str) -> None:
    """A page elsewhere can send text/plain without asking, and JSON would need no token."""
    door.sign_in(Role.ADMIN)
    for media_type in ("application/json", "text/plain"):
        assert door.post(path, headers={"content-type": media_type}).status in {403, 415}


def guarded(answer: Answer) -> bool:
    policy = answer.headers.get("Content-Security-Policy", "")
    return (
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and answer.headers["Referrer-Policy"] == "same-origin"
        and answer.headers["Cache-Control"] == "no-store"
        and (answer.status == 303 or ("frame-ancestors 'none'" in policy and "unsafe" not in policy))
    )


def failing(door: Door, monkeypatch: pytest.MonkeyPatch, error: Exception, **asked: Any) -> Answer:
    def fail(*_: object) -> None:
        raise error

    door.sign_in()
    monkeypatch.setattr("chalicelib.cockpit.page.rendering.page", fail)
    monkeypatch.setattr(
        "chalicelib.cockpit.page.rendering.problem", lambda values, *_, partial: f"{values['kind']} {partial}"
    )
    return door.get("/cockpit", **asked)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (NotFoundError("no such case"), 404, "not_found"),
        (ConcurrentChangeError("changed"), 409, "changed_meanwhile"),
        (ConflictError("closed"), 409, "conflict"),
        (StoreUnreachableError("the table does not answer"), 503, "unreachable"),
    ],
)
def test_an_error_is_a_page_with_its_status(
    door: Door, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, kind: str
) -> None:
    answer = failing(door, monkeypatch, error)
    assert (answer.status, answer.body) == (status, f"{kind} False")
    assert guarded(answer)
    assert (answer.headers.get("Retry-After") == "5") == (status == 503)


def test_what_nobody_expected_is_a_page_too_and_tells_nothing_of_the_inside(
    door: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answer = failing(door, monkeypatch, RuntimeError("the inside"))
    assert answer.status == 500
    assert "did not expect this" in answer.body
    assert "nicht gerechnet" in answer.body
    assert 'id="problem-text"' in answer.body, "htmx shows it in the page that stays"
    assert "the inside" not in answer.body
    assert "the inside" in caplog.text
    assert guarded(answer)


def test_while_the_table_does_not_answer_nobody_is_signed_in_or_told_that_deliveries_are_free(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise StoreUnreachableError("the table does not answer")

    door.sign_in()
    monkeypatch.setattr("chalicelib.store.sessions.get_with_firm", fail)
    answer = door.get("/cockpit")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "Behandeln Sie Kunden bis dahin als gesperrt" in answer.body
    assert guarded(answer)


def test_every_answer_is_guarded(door: Door) -> None:
    assert guarded(door.get("/cockpit"))
    door.sign_in(Role.VIEWER)
    assert guarded(door.get("/cockpit"))
    assert guarded(door.post("/cockpit/language", {"language": "en"}))
    assert guarded(door.post("/cockpit/language", {"csrf": "wrong"}))
    assert guarded(door.post("/cockpit/language", headers={"content-type": "text/plain"}))
    policy = door.get("/cockpit").headers["Content-Security-Policy"]
    directives = dict(one.strip().partition(" ")[::2] for one in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["form-action"] == "'self'"
    assert directives["base-uri"] == "'none'"


def test_htmx_is_sent_to_the_login_as_a_whole_page(door: Door) -> None:
    answer = door.get("/cockpit", headers={"HX-Request": "true"}, query={"q": "Müller", "done": "saved"})
    assert answer.status == 200
    assert answer.headers["HX-Redirect"] == "/api/cockpit/login?next=%2Fcockpit%3Fq%3DM%25C3%25BCller"
    assert guarded(answer) or "Content-Security-Policy" not in answer.headers


def test_htmx_gets_a_box_where_a_change_was_refused_and_a_page_where_reading_was(door: Door) -> None:
    door.sign_in()
    htmx = {"HX-Request": "true"}
    box = door.post("/cockpit/language", {"csrf": "wrong"}, headers=htmx)
    assert 'id="problem-text"' in box.body
    assert "<html" not in box.body
    whole = door.post("/cockpit/language", {"csrf": "wrong"})
    assert "<html" in whole.body


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in ROUTES if "{" in path], ids=str)
def test_what_is_longer_than_any_id_is_not_there(door: Door, method: str, path: str) -> None:
    """The table takes no key of 2049 bytes."""
    door.sign_in(Role.ADMIN)
    given = dict.fromkeys(re.findall(r"{(\w+)}", path), "x" * 201)
    before = door.table.dump()
    assert ask(door, method, path, **given).status == 404
    assert unchanged(door, before)


def test_a_faulty_form_names_its_fields(door: Door) -> None:
    door.sign_in()
    answer = door.post("/cockpit/language", {"language": "fr", "unknown": "1"})
    assert answer.status == 422
    assert "<b>language</b>" in answer.body
    assert "<b>unknown</b>" in answer.body


def test_a_flood_of_fields_is_refused(door: Door) -> None:
    door.sign_in()
    assert door.post("/cockpit/language", "&".join(f"a{n}=1" for n in range(2001))).status == 422


def test_after_a_change_the_browser_goes_on_by_get(door: Door) -> None:
    door.sign_in()
    answer = door.post("/cockpit/language", {"language": "en", "back": "/cockpit/cases?stage=warn"})
    assert (answer.status, answer.location) == (303, "/api/cockpit/cases?stage=warn")
    assert '<html lang="en">' in door.get("/cockpit").body


@pytest.mark.parametrize(
    ("path", "whole"),
    [("/a", "/a?done=saved"), ("/a?b=1", "/a?b=1&done=saved"), ("/a?b=1#c", "/a?b=1&done=saved#c")],
)
def test_the_sentence_of_what_was_done_goes_with_the_address(path: str, whole: str) -> None:
    assert _with_word(Moved(path, "saved")) == whole
    assert _with_word(Moved(path)) == path


def test_only_our_own_sentences_are_said(door: Door) -> None:
    door.sign_in()
    assert 'class="said"' not in door.get("/cockpit", query={"done": "<b>transfer to DE00</b>"}).body
    assert 'class="said"' not in door.get("/cockpit", query={"done": "../problem.invalid"}).body


def test_a_file_is_saved_under_its_name_whatever_its_letters(door: Door) -> None:
    request, visit = Any, Any
    sent = _answer(Sent(b"%PDF", "application/pdf", 'Forderung "Müller".pdf'), visit, request)  # type: ignore[arg-type]
    assert sent.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Forderung%20%22M%C3%BCller%22.pdf"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    looked_at = _answer(Sent("a;b", "text/csv"), visit, request)  # type: ignore[arg-type]
    assert "Content-Disposition" not in looked_at.headers


def test_a_file_is_given_to_a_browser_that_names_no_type(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chrome follows a link with `download` without an Accept header."""
    pdf = Sent(b"%PDF", "application/pdf", "claim.pdf")
    entry = app.routes["/cockpit"]["GET"]
    monkeypatch.setattr(entry, "view_function", lambda: _answer(pdf, Any, Any))  # type: ignore[arg-type]
    for named in ({"accept": ""}, {"accept": "*/*"}, {"accept": "text/html,application/pdf;q=0.9"}):
        answer = door.get("/cockpit", headers=named)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf"), named


def test_who_read_what_is_logged_without_names(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    session = door.sign_in(email="ada.lund@example.com")
    door.get("/cockpit")
    door.cookies = ""
    door.get("/cockpit")
    (line,) = [json.loads(each) for each in capsys.readouterr().out.splitlines()]
    assert line == {
        "level": "INFO", "message": "answered", "session": session.id[:12], "route": "GET /cockpit", "status": 200,
    }  # fmt: skip
