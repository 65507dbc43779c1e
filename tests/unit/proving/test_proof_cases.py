"""Whoever told of a case: it is found, or waits for review, until somebody dismisses it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import registers
from chalicelib.model.case import CaseState
from chalicelib.model.proof import Verdict
from chalicelib.proving import files
from tests.unit.documents.reading import text
from tests.unit.proving.world import GERMAN, OFF, States, a_case, proved


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (CaseState.OPEN, Verdict.FOUND),
        (CaseState.CLOSED, Verdict.FOUND),
        (CaseState.REVIEW, Verdict.TO_REVIEW),
        (CaseState.DISMISSED, Verdict.NOTHING_FOUND),
    ],
)
def test_what_was_found_is_said_before_all_else(state: CaseState, verdict: Verdict) -> None:
    case = a_case(state)
    assert proved(cases=[case]).verdict is verdict
    dead = proved({GERMAN: {}}, cases=[case])
    assert dead.verdict is (Verdict.NOT_PROVED if verdict is Verdict.NOTHING_FOUND else verdict)
    assert "never read" in dead.statement_en


@pytest.mark.parametrize("source", ["crif_mediafinanz", "by_hand", "pt_citius"])
def test_a_case_that_no_register_told_of_is_found_all_the_same(source: str) -> None:
    found = proved(cases=[a_case(CaseState.OPEN, source)])
    assert (found.verdict, [one.source for one in found.other_cases]) == (Verdict.FOUND, [source])
    assert found.statement_en.startswith("Found: 1 case(s).")
    assert proved(cases=[a_case(CaseState.REVIEW, source)]).verdict is Verdict.TO_REVIEW
    assert proved(cases=[a_case(CaseState.DISMISSED, source)]).verdict is Verdict.NOTHING_FOUND
    pdf, rows = files.document(found, "en").content, str(files.table([found], (), "en").content).splitlines()
    assert isinstance(pdf, bytes)
    assert "67a IN 17/26" in text(pdf)
    assert "no register, but a bureau or a person" in rows[-1]


def test_what_waits_for_review_hides_nothing_that_was_found_and_what_is_not_ours_is_not_counted() -> None:
    cases = [a_case(CaseState.REVIEW, number="c2"), a_case(CaseState.OPEN), a_case(CaseState.DISMISSED, number="c3")]
    found = proved(cases=cases)
    assert found.verdict is Verdict.FOUND
    assert found.statement_en.startswith("Found: 1 case(s). Waiting for review beside: 1.")
    assert [one.result for one in found.registers if one.source == GERMAN] == ["hits"]


@given(
    cases=st.lists(st.tuples(st.sampled_from(CaseState), st.sampled_from([GERMAN, "fr_bodacc", "schufa", "by_hand"]))),
    changed=st.dictionaries(st.sampled_from(registers.names()), st.sampled_from([{}, OFF])),
)
def test_a_case_that_nobody_dismissed_never_stands_beside_nothing_found(
    cases: list[tuple[CaseState, str]], changed: States
) -> None:
    found = proved(changed, cases=[a_case(state, source, f"c{place}") for place, (state, source) in enumerate(cases)])
    active = {state for state, _ in cases} - {CaseState.DISMISSED}
    assert (found.verdict in {Verdict.FOUND, Verdict.TO_REVIEW}) == bool(active)
