"""Until when a natural person's case is kept: as long as the register shows it, never less, never for ever."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chalicelib import decide
from chalicelib.deadlines import retention
from chalicelib.model.case import CaseState
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind
from tests.builders import a_match, an_occasion
from tests.unit.test_purging import GRANTED, a_person, said


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (EventKind.DISCHARGE_GRANTED, date(2026, 9, 10)),
        (EventKind.CLOSED_LIFTED, date(2026, 9, 10)),
        (EventKind.MEASURES_LIFTED, date(2026, 9, 10)),
        (EventKind.REFUSED_NO_ASSETS, date(2026, 4, 10)),
        (EventKind.SCORE_DROPPED, date(2027, 3, 10)),
        (EventKind.OPENED, None),
        (EventKind.UNCLASSIFIED, None),
    ],
)
def test_a_case_is_kept_as_long_as_the_register_shows_it(kind: EventKind, last: date | None) -> None:
    decision = decide.on_match(a_match(), said(EventKind.OPENED, 1, GRANTED), an_occasion(a_person()))
    assert decision is not None
    (only,) = decision.case.notices
    case = decision.case.model_copy(
        update={"event_kind": kind, "notices": (only.model_copy(update={"event_kind": kind}),)}
    )
    kept = retention.of_case(case)
    assert (kept.delete_on - timedelta(days=1) if kept else None) == last
    organisation = case.model_copy(update={"natural_person": False})
    assert retention.of_case(organisation) is None


def test_what_is_not_ours_goes_after_six_months_though_the_proceedings_run() -> None:
    decision = decide.on_match(a_match(MatchResult.UNSURE), said(EventKind.OPENED, 1, GRANTED), an_occasion(a_person()))
    assert decision is not None
    dismissed = decision.case.model_copy(update={"state": CaseState.DISMISSED})
    kept = retention.of_case(dismissed)
    assert kept is not None
    assert kept.delete_on == date(2026, 9, 3)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(list(EventKind)))
@hypothesis_settings(max_examples=60, deadline=None)
def test_nobody_is_deleted_before_the_publication(day: date, kind: EventKind) -> None:
    decision = decide.on_match(a_match(), said(EventKind.OPENED, 1, day), an_occasion(a_person()))
    assert decision is not None
    (only,) = decision.case.notices
    case = decision.case.model_copy(
        update={"event_kind": kind, "notices": (only.model_copy(update={"event_kind": kind}),)}
    )
    kept = retention.of_case(case)
    assert kept is None or kept.delete_on >= day + timedelta(days=28)


def test_nothing_that_follows_a_discharge_lengthens_its_six_months() -> None:
    decision = decide.on_match(a_match(), said(EventKind.OPENED, 1, GRANTED), an_occasion(a_person()))
    assert decision is not None
    (only,) = decision.case.notices
    published = (
        (EventKind.DISCHARGE_GRANTED, GRANTED),
        (EventKind.DISCHARGE_GRANTED, date(2026, 5, 2)),
        (EventKind.DISTRIBUTION, date(2026, 6, 1)),
    )
    notices = tuple(
        only.model_copy(update={"notice_id": str(n), "event_kind": kind, "publication_date": day})
        for n, (kind, day) in enumerate(published)
    )
    for newest in (EventKind.DISTRIBUTION, EventKind.UNCLASSIFIED, EventKind.CLOSED_LIFTED):
        last = notices[-1].model_copy(update={"event_kind": newest})
        case = decision.case.model_copy(update={"event_kind": newest, "notices": (*notices[:-1], last)})
        kept = retention.of_case(case)
        assert kept is not None
        assert kept.delete_on == date(2026, 9, 11)
    taken_back = tuple(one.model_copy(update={"withdrawn_by": "court"}) for one in notices[:-1])
    running = decision.case.model_copy(
        update={"event_kind": EventKind.DISTRIBUTION, "notices": (*taken_back, notices[-1])}
    )
    assert retention.of_case(running) is None


@pytest.mark.parametrize(("country", "last"), [("DE", date(2029, 9, 9)), ("CH", date(2031, 3, 9))])
def test_a_closed_file_ends_though_no_end_was_published(country: str, last: date) -> None:
    decision = decide.on_match(a_match(), said(EventKind.OPENED, 1, GRANTED), an_occasion(a_person()))
    assert decision is not None
    closed = decision.case.model_copy(update={"state": CaseState.CLOSED, "country": country})
    kept = retention.of_case(closed)
    assert kept is not None
    assert kept.delete_on - timedelta(days=1) == last
