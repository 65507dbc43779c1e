"""Between the gateway and every page: what nobody expected is said in words, and each address has one type."""

from collections.abc import Callable

from chalice.app import Blueprint, CaseInsensitiveMapping, Request, Response

blueprint = Blueprint(__name__)


@blueprint.middleware("http")
def taking_any_type(event: Request, get_response: Callable[[Request], Response]) -> Response:
    """The answer; whatever a browser names as its favourite, Chalice shall not refuse it the one type there is.

    Chrome names none when a link with `download` is followed; without the header any type will do (RFC 9110, 12.5.1).
    """
    if not event.headers.get("accept") or str(event.path).startswith("/cockpit"):
        event.headers = CaseInsensitiveMapping({**event.headers, "accept": "*/*"})
    return get_response(event)


@blueprint.middleware("http")
def in_words(event: Request, get_response: Callable[[Request], Response]) -> Response:
    """The answer; for people, a failure that no page has put into words becomes a page. Chalice has logged it."""
    answered = get_response(event)
    if not (str(event.path).startswith("/cockpit") and isinstance(answered.body, dict) and answered.status_code >= 400):
        return answered
    from chalicelib.cockpit import rendering  # noqa: PLC0415 - all requests come through here: pages are costly to import
    from chalicelib.cockpit.page import html_answer  # noqa: PLC0415 - see above
    from chalicelib.cockpit.visit import base_of  # noqa: PLC0415 - see above

    html = rendering.alone("problem_alone.html", base_of(event), {"kind": "unexpected"})
    return html_answer(html, answered.status_code)
