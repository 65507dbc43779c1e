"""What nobody expected, said in words: a page instead of the JSON that Chalice answers by itself."""

from collections.abc import Callable

from chalice.app import Blueprint, Request, Response

from chalicelib.cockpit import rendering
from chalicelib.cockpit.page import html_answer
from chalicelib.cockpit.visit import base_of

blueprint = Blueprint(__name__)


@blueprint.middleware("http")
def in_words(event: Request, get_response: Callable[[Request], Response]) -> Response:
    """The answer; for people, a failure that no page has put into words becomes a page. Chalice has logged it."""
    answered = get_response(event)
    if not (str(event.path).startswith("/cockpit") and isinstance(answered.body, dict) and answered.status_code >= 400):
        return answered
    html = rendering.alone("problem_alone.html", base_of(event), {"kind": "unexpected"})
    return html_answer(html, answered.status_code)
