"""Facts of a case with sensible defaults; a test names only what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from chalicelib.deadlines import deadlines_of
from chalicelib.model.case_facts import CaseEvent, CaseFacts, ClaimFacts
from chalicelib.model.deadline import Deadline, DeadlineKind, Dues, QuestionKind
from chalicelib.model.event import EventKind
from chalicelib.model.notice import Hearing, HearingKind

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
FULL = ClaimFacts(
    earliest_due_year=2023, disputed=True, titled=False, secured=True, retention_of_title=True, filed_on=None
)


def an_event(kind: EventKind, published: str, number: int = 1, **fields: Any) -> CaseEvent:
    """A publication; `number` makes its notice another one."""
    return CaseEvent(
        kind=kind, publication_date=date.fromisoformat(published), notice_id=f"source:{kind}{number}", **fields
    )


def a_hearing(kind: HearingKind, day: str) -> Hearing:
    """A hearing on that day."""
    return Hearing(kind=kind, date=date.fromisoformat(day))


def opened(**fields: Any) -> CaseFacts:
    """Proceedings opened in Hamburg on Monday 2026-03-16, claims until 2026-04-28, examination on 2026-05-26."""
    defaults: dict[str, Any] = {
        "case_id": "case-1",
        "country": "DE",
        "court": "Amtsgericht Hamburg",
        "events": (an_event(EventKind.OPENED, "2026-03-17"),),
        "opening_date": date(2026, 3, 16),
        "claim_deadline": date(2026, 4, 28),
        "hearings": (a_hearing(HearingKind.REPORT_AND_EXAMINATION, "2026-05-26"),),
    }
    return CaseFacts(**defaults | fields)


def abroad(country: str, **fields: Any) -> CaseFacts:
    """The same proceedings in another country, with nothing printed."""
    defaults: dict[str, Any] = {"country": country, "court": None, "claim_deadline": None, "hearings": ()}
    return opened(**defaults | fields)


def kinds(dues: Dues) -> set[DeadlineKind]:
    """Which deadlines there are."""
    return {one.kind for one in dues.deadlines}


def the(kind: DeadlineKind, facts: CaseFacts, now: datetime = NOW) -> Deadline:
    """The only deadline of its kind."""
    (found,) = [one for one in deadlines_of(facts, now).deadlines if one.kind is kind]
    return found


def asked(facts: CaseFacts, now: datetime = NOW) -> set[QuestionKind]:
    """Why a person is asked."""
    return {one.kind for one in deadlines_of(facts, now).questions}
