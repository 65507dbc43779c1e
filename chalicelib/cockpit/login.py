"""In and out: to the login service and back, language, signing out, and the way in from the bare address."""

from datetime import timedelta
from typing import Literal
from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib import clock, oidc
from chalicelib.cockpit import rendering
from chalicelib.cockpit.page import Moved, html_answer, moved, page
from chalicelib.cockpit.signed_in import LONGEST, begun, digest, over, role_by_group, role_of
from chalicelib.cockpit.visit import Visit, address_of, base_of, cookies_of
from chalicelib.errors import NotAllowedError, SignInError, StoreUnreachableError
from chalicelib.model.people import Role
from chalicelib.model.record import Record
from chalicelib.model.session import Identity, LoginAttempt, Session
from chalicelib.store import credentials, people, sessions

blueprint = Blueprint(__name__)
_COOKIE = "__Host-insolvency-watch-login-"
_MARK = 8
_MOST_TABS = 10
_MINUTES = 10
_HOME = "/cockpit"


class LanguageChoice(Record):
    """The language of all pages, and the page to go back to."""

    language: Literal["de", "en"]
    back: str = _HOME


@blueprint.route("/", methods=["GET"])
def come_in() -> Response:
    """The bare address leads to the cockpit."""
    return moved(f"{base_of(blueprint.current_request)}{_HOME}")


@blueprint.route("/cockpit/login", methods=["GET"])
def log_in() -> Response:
    """On to the login service; the way back is kept under a secret that only this browser holds."""
    now, secret = clock.now(), oidc.secret()
    attempt = LoginAttempt(
        id=digest(secret),
        state=oidc.secret(),
        nonce=oidc.secret(),
        code_verifier=oidc.secret(),
        go_on_to=_own_path(_asked("next") or _HOME),
        expires_at=now + timedelta(minutes=_MINUTES),
    )
    try:
        sessions.put_attempt(attempt)
        address = oidc.login_url(attempt, _client_id(), _return_address(), now)
    except (SignInError, StoreUnreachableError) as error:
        return _failed(error, 503)
    name, others = _cookie_of(attempt.state), _begun_here()
    kept = f"{name}={secret}; Path=/; Max-Age={_MINUTES * 60}; Secure; HttpOnly; SameSite=Lax"
    return moved(address, kept, *_taken_away(others if len(others) >= _MOST_TABS else []))


@blueprint.route("/cockpit/signed-in", methods=["GET"])
def come_back() -> Response:
    """Back from the login service: a session for whoever is ours, and on to where the person was going."""
    request, now, name = blueprint.current_request, clock.now(), _cookie_of(_asked("state"))
    try:
        attempt = sessions.take_attempt(digest(cookies_of(request).get(name, "")), _asked("state"), now)
        if attempt is None:
            raise SignInError("this login was not begun in this browser, or it took more than ten minutes")
        answer = f"{_return_address()}?{urlencode(dict(request.query_params or {}))}"
        who = oidc.identity(attempt, answer, _client_id(), _return_address(), now)
        given = role_by_group(who.groups)
        role_of(who.email, given, people.organisation())
        secret, session = _session(who, given)
        sessions.put(session)
    except NotAllowedError as error:
        return _failed(error, 403)
    except SignInError as error:
        return _failed(error, 401)
    except StoreUnreachableError as error:
        return _failed(error, 503)
    return moved(f"{base_of(request)}{attempt.go_on_to}", begun(secret, session), *_taken_away([name]))


@page(blueprint, "POST /cockpit/language", form=LanguageChoice)
def choose_language(visit: Visit, form: LanguageChoice) -> Moved:
    """All pages of this session in the language."""
    sessions.renew(visit.session.model_copy(update={"language": form.language}))
    return Moved(_own_path(form.back))


@page(blueprint, "POST /cockpit/logout", signed_out="/cockpit/signed-out")
def log_out(visit: Visit) -> Moved:
    """Ends the session here; the next page ends it at the login service."""
    sessions.end(visit.session.id)
    return Moved("/cockpit/signed-out")


@blueprint.route("/cockpit/signed-out", methods=["GET"])
def say_goodbye() -> Response:
    """Says that the person is signed out, and ends the login service's own session, so that it asks again."""
    request = blueprint.current_request
    goodbye = html_answer(rendering.alone("signed_out.html", base_of(request), {}))
    goodbye.headers["Set-Cookie"] = [over(), *_taken_away(_begun_here())]
    if not _asked("done"):
        try:
            leaving = oidc.logout_url(_client_id(), f"{address_of(request)}/cockpit/signed-out?done=1", clock.now())
            goodbye.headers["Refresh"] = f"0;url={leaving}"
        except (SignInError, StoreUnreachableError):
            return goodbye  # our own session is over; the login service's ends by itself
    return goodbye


def _session(who: Identity, given: Role | None) -> tuple[str, Session]:
    secret, now = oidc.secret(), clock.now()
    times = {"started_at": now, "seen_at": now, "expires_at": now + LONGEST}
    session = Session(id=digest(secret), email=who.email, name=who.name, given_role=given, **times)
    return secret, session


def _cookie_of(state: str) -> str:
    """The cookie of one way in: two tabs that sign in side by side hold one each."""
    return f"{_COOKIE}{state[:_MARK]}"


def _begun_here() -> list[str]:
    return [name for name in cookies_of(blueprint.current_request) if name.startswith(_COOKIE)]


def _taken_away(names: list[str]) -> list[str]:
    return [f"{name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax" for name in names]


def _asked(name: str) -> str:
    given = blueprint.current_request.query_params
    return str(given.get(name) or "") if given else ""


def _client_id() -> str:
    """Our id at the login service, as the deployment wrote it down."""
    known = credentials.get("cockpit/client-id")
    if known is None:
        raise SignInError("parameter cockpit/client-id is missing: deploy the stack's template again")
    return known


def _return_address() -> str:
    return f"{address_of(blueprint.current_request)}/cockpit/signed-in"


def _own_path(path: str) -> str:
    """The path when it leads into the cockpit, else the cockpit's first page: nobody is sent elsewhere by a link."""
    ours = path == _HOME or path.startswith((f"{_HOME}/", f"{_HOME}?"))
    return path if ours and path.isascii() and path.isprintable() else _HOME


def _failed(error: Exception, status: int) -> Response:
    stranger = isinstance(error, NotAllowedError)
    values = {"stranger": stranger, "detail": "" if stranger else str(error)}
    return html_answer(rendering.alone("not_signed_in.html", base_of(blueprint.current_request), values), status)
