"""One decorator that makes a function a page: route, login, role, CSRF, checked input, HTML, readable errors."""

import functools
import hmac
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlencode

from chalice.app import Blueprint, Request, Response
from pydantic import BaseModel, ValidationError

from chalicelib import clock
from chalicelib.cockpit import rendering
from chalicelib.cockpit.signed_in import over, visit_of
from chalicelib.cockpit.visit import Visit, asked_with, base_of, from_elsewhere, is_partial, path_of
from chalicelib.errors import (
    ConcurrentChangeError,
    ConflictError,
    InsolvencyWatchError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    Problem,
    StoreUnreachableError,
)
from chalicelib.model.people import Role

FORM = "application/x-www-form-urlencoded"
_LONGEST_ID = 200
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
SECURITY = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Shown:
    """A page from a template; `values` are the template's names beside those that every page has."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    forms_go_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moved:
    """After a change: the page to go on to, and the key of the sentence that says what was done."""

    path: str
    done: str | None = None


@dataclass(frozen=True)
class Sent:
    """A file: to save when it has a name, else to look at; `headers` take the place of the usual ones."""

    content: bytes | str
    media_type: str
    name: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


View = Callable[..., Shown | Moved | Sent]
# The first that fits counts; what is not here goes on to Chalice, which logs it and answers 500.
_KINDS: tuple[tuple[type[InsolvencyWatchError], int, str], ...] = (
    (InvalidInputError, 422, "invalid"),
    (NotAllowedError, 403, "not_allowed"),
    (NotFoundError, 404, "not_found"),
    (ConcurrentChangeError, 409, "changed_meanwhile"),
    (ConflictError, 409, "conflict"),
    (StoreUnreachableError, 503, "unreachable"),
)
_ANSWERED = tuple(kind for kind, *_ in _KINDS)


def page(
    blueprint: Blueprint,
    method_and_path: str,
    *,
    role: Role = Role.VIEWER,
    form: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    signed_out: str | None = None,
) -> Callable[[View], View]:
    """Register the function under `METHOD /path` for people with at least this role; the others go to `signed_out`.

    It is called with the visit, the path's parameters decoded, and `form` and `query` where it has them.
    """
    method, _, path = method_and_path.partition(" ")

    def register(view: View) -> View:
        @functools.wraps(view)
        def guarded(**path_parameters: str) -> Response:
            request, visit = blueprint.current_request, None
            try:
                visit = visit_of(request, clock.now())
                if visit is None:
                    return _nobody(request, signed_out)
                visit.needs(role)
                if method != "GET":
                    _same_origin(request, visit)
                answered = _answer(
                    view(visit, **_ids(path_parameters), **_checked(request, form, query)), visit, request
                )
            except _ANSWERED as error:
                answered = _problem(error, visit, request)
            _note(visit, method_and_path, path_parameters, answered.status_code)
            return answered

        guarded.least_role = role  # type: ignore[attr-defined] # read by the tests of rights
        types = [FORM if method != "GET" else "application/json"]
        blueprint.route(path, methods=[method], content_types=types)(guarded)
        return view

    return register


def _ids(path_parameters: Mapping[str, str]) -> dict[str, str]:
    """The path's parameters, decoded.

    Raises:
        NotFoundError: longer than any id of ours; the table would not even look for it.
    """
    given = {name: unquote(value) for name, value in path_parameters.items()}
    if any(len(value) > _LONGEST_ID for value in given.values()):
        raise NotFoundError("there is nothing under so long an address")
    return given


def _checked(request: Request, form: type[BaseModel] | None, query: type[BaseModel] | None) -> dict[str, BaseModel]:
    given: dict[str, BaseModel] = {}
    try:
        if form:
            sent = {name: value for name, value in asked_with(request).items() if name != "csrf" and value != ""}
            given["form"] = form.model_validate(sent)
        if query:
            asked = {name: value for name, value in (request.query_params or {}).items() if value and name != "done"}
            given["query"] = query.model_validate(asked)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        found = [Problem(".".join(str(part) for part in one["loc"]) or "form", "", one["msg"]) for one in details]
        raise InvalidInputError(found) from error
    return given


def _same_origin(request: Request, visit: Visit) -> None:
    """Passes when one of our own pages sent the form.

    Raises:
        NotAllowedError: another site did, or the form is older than the login.
    """
    sent = asked_with(request).get("csrf", "")
    if from_elsewhere(request) or not hmac.compare_digest(sent.encode(), visit.csrf.encode()):
        raise NotAllowedError("form")


def _answer(result: Shown | Moved | Sent, visit: Visit, request: Request) -> Response:
    if isinstance(result, Moved):
        return moved(f"{base_of(request)}{_with_word(result)}")
    if isinstance(result, Sent):
        headers: dict[str, str | list[str]] = {**SECURITY, "Content-Type": result.media_type}
        if result.name:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(result.name)}"
        return Response(body=result.content, status_code=200, headers={**headers, **result.headers})
    html = rendering.page(result.template, visit, base_of(request), result.values)
    return html_answer(html, result.status, forms_go_to=result.forms_go_to)


def _with_word(result: Moved) -> str:
    if result.done is None:
        return result.path
    path, mark, fragment = result.path.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}{urlencode({'done': result.done})}{mark}{fragment}"


def html_answer(html: str, status: int = 200, *, forms_go_to: tuple[str, ...] = ()) -> Response:
    """A page of ours as the answer."""
    policy = " ".join([_POLICY, *forms_go_to])
    headers: dict[str, str | list[str]] = {"Content-Type": "text/html; charset=utf-8", **SECURITY}
    return Response(body=html, status_code=status, headers={**headers, "Content-Security-Policy": policy})


def moved(address: str, *cookies: str) -> Response:
    """The browser sent on to the address by GET."""
    headers: dict[str, str | list[str]] = {**SECURITY, "Location": address}
    if cookies:
        headers["Set-Cookie"] = list(cookies)
    return Response(body="", status_code=303, headers=headers)


def _nobody(request: Request, goes_to: str | None) -> Response:
    """For whoever is not signed in: the way in where a page was asked for, a word where a form was sent.

    A form's answer may not lead to the login service: browsers hold `form-action` against redirects, too, and stop
    without a word.
    """
    if goes_to:
        return moved(f"{base_of(request)}{goes_to}", over())
    if request.method == "GET":
        return _to_login(request)
    template = "session_over_box.html" if is_partial(request) else "session_over.html"
    answered = html_answer(rendering.alone(template, base_of(request), {}), 401)
    answered.headers["HX-Push-Url"] = "false"
    return answered


def _to_login(request: Request) -> Response:
    """On to the login, and back to where the person was going; a part of a page cannot sign in, so the whole goes."""
    wanted = path_of(request)
    query = urlencode({name: value for name, value in (request.query_params or {}).items() if name != "done"})
    login = f"{base_of(request)}/cockpit/login?{urlencode({'next': f'{wanted}?{query}' if query else wanted})}"
    if is_partial(request):
        return Response(body="", status_code=200, headers={**SECURITY, "HX-Redirect": login})
    return moved(login, over())


def _problem(error: InsolvencyWatchError, visit: Visit | None, request: Request) -> Response:
    """The error as a page, or as a box in the page that stays as it is when htmx asked."""
    status, kind = next((status, kind) for known, status, kind in _KINDS if isinstance(error, known))
    problems = error.problems if isinstance(error, InvalidInputError) else ()
    german = error.german if isinstance(error, ConflictError) and visit and visit.language == "de" else None
    values = {"kind": kind, "detail": german or str(error), "problems": problems, "status": status}
    html = rendering.problem(values, visit, base_of(request), partial=is_partial(request) and request.method != "GET")
    answered = html_answer(html, status)
    answered.headers["HX-Push-Url"] = "false"  # the page stays, and so does its address: loading it again must work
    if status == 503:
        answered.headers["Retry-After"] = "5"
    return answered


def _note(visit: Visit | None, route: str, ids: Mapping[str, str], status: int) -> None:
    """Writes who read or changed what: a digest of the session and ids alone, one line of JSON in the log."""
    who = visit.session.id[:12] if visit else "nobody"
    line = {"level": "INFO", "message": "answered", "session": who, "route": route, "status": status, **ids}
    sys.stdout.write(f"{json.dumps(line)}\n")
