"""Every route of the API against callers that must not come in: no token, a spoilt one, and one for something else."""

import re
from collections.abc import Callable

import pytest

from app import app
from chalicelib.api.authorizers import Scope
from infra.stack import Stack

OPEN = {"/health", "/v1/acknowledge/{token}", "/v1/calendars/{calendar}"}


def _guarded() -> list[tuple[str, str, frozenset[str]]]:
    """Method, path and scopes of every route that wants a token."""
    return [
        (method, re.sub(r"\{[^}]*\}", "X-1", path), frozenset(map(str, route.view_function.contract.scopes)))
        for path, methods in sorted(app.routes.items())
        for method, route in sorted(methods.items())
        if hasattr(route.view_function, "contract") and route.view_function.contract.scopes
    ]


ROUTES = _guarded()


def test_nothing_is_open_but_what_proves_itself() -> None:
    guarded = {(method, path) for method, path, _ in ROUTES}
    without = {
        path
        for path, methods in app.routes.items()
        for method in methods
        if path.startswith("/v1") and (method, re.sub(r"\{[^}]*\}", "X-1", path)) not in guarded
    }
    assert without | {"/health"} == OPEN


@pytest.mark.parametrize(("method", "path", "scopes"), ROUTES, ids=lambda one: one if isinstance(one, str) else "")
def test_who_must_not_come_in_does_not(
    method: str, path: str, scopes: frozenset[str], stack: Stack, token: Callable[..., str]
) -> None:
    assert stack.call(method, path).status == 401
    good = token(min(scopes))
    head, body, signature = good.split(".")
    assert stack.call(method, path, token=f"{head}.{body}.{signature[::-1]}").status == 401
    assert stack.call(method, path, token=f"{head}.{body}.").status == 401
    other = next(str(scope) for scope in Scope if str(scope) not in scopes)
    assert stack.call(method, path, token=token(other)).status in {401, 403}
