"""The first folder of a case: how far it is blocked and why, what happened, what is at stake, what comes next."""

from chalice.app import Blueprint

from chalicelib import case_books
from chalicelib.cockpit import case_page
from chalicelib.cockpit.case_events import events, source_title
from chalicelib.cockpit.page import Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, DeadlineState
from chalicelib.model.match import Evidence, Match
from chalicelib.model.recovery import Exposure

blueprint = Blueprint(__name__)
_NEXT = 4
_BEST = 4


@page(blueprint, "GET /cockpit/cases/{case_id}")
def show(visit: Visit, case_id: str) -> Shown:
    """How the case stands."""
    file = case_page.opened(visit, case_id)
    values = {
        "events": events(file, visit.language),
        "exposure": exposure(visit, file),
        "ahead": ahead(file),
        "more_deadlines": max(0, sum(_open(one) for one in file.deadlines) - _NEXT),
        "evidence": weightiest(file.case.match),
        "source": source_title(file.case.source, visit.language),
        "published": case_page.published(file.case),
    }
    return case_page.folder(visit, file, "overview", values)


def exposure(visit: Visit, file: CaseFile) -> Exposure | None:
    """What is at stake; None while nobody has sent the customer's open items."""
    books = case_books.opened(file, visit.now)
    return case_books.exposure(books) if books else None


def ahead(file: CaseFile) -> tuple[Deadline, ...]:
    """The deadlines that come next, by their safe date; what has no date comes last."""
    return tuple(one for one in file.deadlines if _open(one))[:_NEXT]


def weightiest(match: Match) -> tuple[Evidence, ...]:
    """The comparisons that say most, for or against."""
    return tuple(sorted(match.evidence, key=lambda one: -abs(one.bits))[:_BEST])


def _open(deadline: Deadline) -> bool:
    return deadline.state is DeadlineState.OPEN
