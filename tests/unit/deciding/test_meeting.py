"""Which of a customer's cases a bureau or a register goes on with."""

from typing import Any

import pytest

from chalicelib import decide
from chalicelib.deciding import credit, meeting
from chalicelib.model.block import Stage
from chalicelib.model.case import Case, CaseState
from chalicelib.model.credit import Band
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind, InsolvencyNotice
from tests.builders import a_customer, a_match, a_notice, an_occasion, filed
from tests.unit.deciding.test_decide_credit import SUBJECT, an_event, moved, told

E = EventKind


def a_case(**fields: Any) -> Case:
    """The register's open case, otherwise as given."""
    return filed(decide.on_match(a_match(), a_notice(), an_occasion())).case.model_copy(update=fields)


@pytest.mark.parametrize(
    ("docket", "court", "meets"),
    [
        ("67a IN 17/26", None, True),
        ("67A IN 0017/2026", "AG Hamburg", True),
        ("67a IN 17/26", "AG Kiel", False),
        ("67a IN 18/26", None, False),
        (None, None, True),
    ],
)
def test_the_docket_number_says_which_case_a_bureau_speaks_of(docket: str, court: str, meets: bool) -> None:
    notice = credit.notice_of(an_event(case_number=docket, court=court), E.OPENED, a_customer())
    assert (meeting.continued(notice, [a_case()]) is not None) is meets


@pytest.mark.parametrize("state", [CaseState.DISMISSED, CaseState.CLOSED])
def test_what_is_over_is_not_continued(state: CaseState) -> None:
    notice = credit.notice_of(an_event(), E.OPENED, a_customer())
    assert meeting.continued(notice, [a_case(state=state)]) is None


def test_a_new_insolvency_is_not_lost_in_proceedings_that_ended() -> None:
    notice = credit.notice_of(an_event(), E.OPENED, a_customer())
    assert meeting.continued(notice, [a_case(event_kind=E.CLOSED_LIFTED)]) is None


def test_a_persons_no_to_the_same_docket_is_remembered() -> None:
    dismissed = a_case(state=CaseState.DISMISSED)
    same = credit.notice_of(an_event(case_number="67a IN 17/26"), E.OPENED, a_customer())
    other = credit.notice_of(an_event(case_number="67a IN 99/26"), E.OPENED, a_customer())
    assert meeting.dismissed_before(same, [dismissed])
    assert not meeting.dismissed_before(other, [dismissed])


def test_warnings_meet_each_other_and_never_proceedings() -> None:
    warnings = told(moved(Band.A, Band.D)).case
    later = credit.notice_of(moved(Band.D, Band.E, 2), E.SCORE_DROPPED, a_customer())
    assert meeting.continued(later, [a_case(), warnings]) == warnings
    assert meeting.continued(a_notice(E.OPENED, 5), [warnings]) is None


def test_a_case_of_the_bureau_that_is_at_its_end_takes_no_register_in() -> None:
    ended = told(an_event(E.DISCHARGE_GRANTED)).case
    assert meeting.continued(a_notice(E.OPENED, 5), [ended]) is None


def test_an_unsure_publication_in_another_case_is_not_made_certain_by_it() -> None:
    file = told(an_event(E.RESTRUCTURING))
    decision = decide.on_later_notice(file, a_match(MatchResult.UNSURE, 5), a_notice(E.OPENED, 5), an_occasion())
    assert decision is not None
    assert decision.case.notices[-1].result is MatchResult.UNSURE


def test_a_certain_bureau_is_not_outranked_by_a_publication_nobody_is_sure_of() -> None:
    unsure = filed(decide.on_match(a_match(MatchResult.UNSURE), a_notice(E.PETITION_FILED), an_occasion()))
    told_of_it = an_event(E.OPENED, 9, case_number="67a IN 17/26")
    assert meeting.continued(credit.notice_of(an_event(E.OPENED, 9), E.OPENED, a_customer()), [unsure.case]) is None
    decision = decide.on_credit_event(unsure, told_of_it, SUBJECT, an_occasion())
    assert decision is not None
    assert decision.block is not None
    assert decision.block.stage is Stage.NO_DELIVERIES


def test_a_register_that_only_warns_does_not_hold_back_the_bureaus_insolvency() -> None:
    register = filed(decide.on_match(a_match(), a_notice(E.RESTRUCTURING), an_occasion()))
    decision = decide.on_credit_event(register, an_event(E.OPENED, 9), SUBJECT, an_occasion())
    assert decision is not None
    assert decision.block is not None
    assert decision.block.stage is Stage.NO_DELIVERIES


def british(source: str, **fields: Any) -> InsolvencyNotice:
    """What a British register says of the same company."""
    return a_notice(source=source, publication_id=f"{source}-1", country="GB", court=None, case_number=None).model_copy(
        update=fields
    )


GAZETTE = {"court": "High Court of Justice", "case_number": "CR-2026-001234", "event_kind": E.PETITION_FILED}


@pytest.mark.parametrize("first", ["gb_gazette", "gb_companies_house"])
def test_two_registers_of_a_country_meet_in_one_case_whoever_spoke_first(first: str) -> None:
    petition = british("gb_gazette", **GAZETTE)
    winding_up = british("gb_companies_house", case_number="00990001/1", event_kind=E.OPENED)
    notices = [petition, winding_up] if first == "gb_gazette" else [winding_up, petition]
    file = filed(decide.on_match(a_match(notice_id=notices[0].id), notices[0], an_occasion()))
    met = meeting.continued(notices[1], [file.case])
    assert met is not None
    decision = decide.on_later_notice(file, a_match(notice_id=notices[1].id), notices[1], an_occasion())
    assert decision is not None
    assert decision.follows == notices[1].proceedings_id != file.case.proceedings_id
    assert (decision.case.court, decision.case.case_number) == (GAZETTE["court"], GAZETTE["case_number"])


def test_another_court_file_or_country_or_the_same_register_opens_a_case_of_its_own() -> None:
    petition = british("gb_gazette", **GAZETTE)
    case = filed(decide.on_match(a_match(notice_id=petition.id), petition, an_occasion())).case
    other = british("gb_elsewhere", court="High Court of Justice", case_number="CR-2026-009999")
    assert meeting.continued(other, [case]) is None
    again = british("gb_gazette", publication_id="2", event_kind=E.PETITION_FILED)
    assert meeting.continued(again, [case]) is None, "it may be another petition"
    assert meeting.continued(british("gb_gazette", publication_id="3"), [case]) is case, "the order on this one"
    assert meeting.continued(british("fr_bodacc", country="FR"), [case]) is None
    assert meeting.continued(british("gb_companies_house"), [case]) is case
