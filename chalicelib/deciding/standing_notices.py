"""The notices of a case that stand, and which of their events decide what others only prepare."""

from chalicelib.model.case import Case, NoticeInCase
from chalicelib.model.event import EventKind
from chalicelib.model.match import MatchResult

DECISIVE = frozenset({EventKind.OPENED, EventKind.OPENED_SELF_ADMIN, EventKind.CONVERTED, EventKind.REFUSED_NO_ASSETS})
PRELIMINARY = frozenset(
    {
        EventKind.PAYMENT_DEFAULT,
        EventKind.ADVERSE_INFORMATION,
        EventKind.PETITION_FILED,
        EventKind.PRELIM_MEASURES,
        EventKind.PRELIM_SELF_ADMIN,
    }
)


def standing(case: Case) -> list[NoticeInCase]:
    """The notices about the customer that nobody took back, oldest first."""
    found = [one for one in case.notices if not one.withdrawn_by and one.result is not MatchResult.NEGATIVE]
    return sorted(found, key=lambda one: one.publication_date)
