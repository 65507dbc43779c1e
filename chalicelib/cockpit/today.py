"""Today: what needs me, amounts first."""

from chalice.app import Blueprint

from chalicelib.cockpit.page import Shown, page
from chalicelib.cockpit.visit import Visit

blueprint = Blueprint(__name__)


@page(blueprint, "GET /cockpit")
def today(visit: Visit) -> Shown:
    """What needs the person now."""
    return Shown("today.html", {})
