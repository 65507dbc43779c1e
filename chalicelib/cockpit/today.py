"""Today: what needs me, amounts first."""

from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import answering
from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.source_watch import title_of
from chalicelib.cockpit.today_desk import SHOWN, desk
from chalicelib.cockpit.visit import Visit
from chalicelib.model.people import Role
from chalicelib.model.record import Record

blueprint = Blueprint(__name__)
_EVERY = 1000


class Asked(Record):
    """Whose work to show; a clerk's own unless asked otherwise, everybody's to others."""

    whose: Literal["mine", "all"] | None = None
    show: Literal["all"] | None = Field(default=None, description="every line, not only the first of each list")


class Known(Record):
    """The messages of the same news that the person saw."""

    seen: str = Field(default="", max_length=8000)
    whose: Literal["mine", "all"] | None = None


@page(blueprint, "GET /cockpit", query=Asked)
def today(visit: Visit, query: Asked) -> Shown:
    """What needs the person now."""
    usual = "mine" if visit.role is Role.CLERK else "all"
    whose = query.whose or usual
    found = desk(visit, mine=whose == "mine", shown=_EVERY if query.show else SHOWN)
    return Shown("today.html", {"desk": found, "whose": whose, "usual": usual, "source_title": title_of})


@page(blueprint, "POST /cockpit/alerts/{alert_id}/acknowledge", role=Role.CLERK, form=Known)
def acknowledge(visit: Visit, alert_id: str, form: Known) -> Moved:
    """The message answered, for all who got it."""
    answered = answering.acknowledged(alert_id, visit.signature, visit.now)
    others = frozenset(form.seen.split()) - {alert_id}
    if others and answered.message.case_id:
        answering.all_acknowledged(answered.message.case_id, others, visit.signature, visit.now)
    back = f"/cockpit?whose={form.whose}" if form.whose else "/cockpit"
    return Moved(back, done="alert_acknowledged")
