"""Filing claims and hearings in Germany."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.deadlines import deadlines_of
from chalicelib.model.case_facts import ClaimFacts, Costs
from chalicelib.model.deadline import DeadlineKind, DeadlineState, QuestionKind, Severity
from chalicelib.model.event import EventKind
from chalicelib.model.notice import HearingKind
from tests.unit.deadlines.facts import FULL, LATER, NOW, a_hearing, an_event, asked, kinds, opened, the

# ---- filing ----------------------------------------------------------------------------------------------------------


def test_an_opening_gives_its_dates_and_no_question() -> None:
    dues = deadlines_of(opened(claim=FULL), NOW)
    assert kinds(dues) == {
        DeadlineKind.CLAIM_FILING,
        DeadlineKind.SECURITY_RIGHTS,
        DeadlineKind.REPORT_HEARING,
        DeadlineKind.EXAMINATION,
        DeadlineKind.TABLE_INSPECTION,
        DeadlineKind.TABLE_CHECK,
        DeadlineKind.LIMITATION,
    }
    assert dues.questions == ()


def test_the_claim_deadline_stands_as_printed_also_on_a_sunday() -> None:
    filing = the(DeadlineKind.CLAIM_FILING, opened(claim_deadline=date(2026, 5, 3)))  # after 1 May, a Friday
    assert (filing.raw_date, filing.final_date) == (date(2026, 5, 3), date(2026, 5, 3))
    assert filing.safe_date == date(2026, 4, 30)
    assert filing.holiday_set == "DE-HH"
    assert filing.inputs["opening_date"] == "2026-03-16"
    assert "28" in filing.rule


@pytest.mark.parametrize(
    "kind", [EventKind.PETITION_FILED, EventKind.PRELIM_MEASURES, EventKind.REFUSED_NO_ASSETS, EventKind.RESTRUCTURING]
)
def test_nothing_is_filed_before_an_opening(kind: EventKind) -> None:
    facts = opened(events=(an_event(kind, "2026-03-17"),), opening_date=None)
    assert kinds(deadlines_of(facts, NOW)) == {DeadlineKind.LIMITATION}


def test_a_refusal_for_lack_of_assets_never_asks_for_a_claim() -> None:
    facts = opened(events=(an_event(EventKind.REFUSED_NO_ASSETS, "2026-03-17"),))
    assert kinds(deadlines_of(facts, NOW)) == {DeadlineKind.LIMITATION}


def test_an_opening_without_a_limit_is_visible_and_asks() -> None:
    facts = opened(claim_deadline=None, hearings=())
    filing = the(DeadlineKind.CLAIM_FILING, facts)
    assert filing.final_date is None
    assert filing.safe_date == date(2026, 3, 30)  # two weeks after the opening: earlier the law does not allow
    assert asked(facts) == {QuestionKind.MISSING}


@pytest.mark.parametrize(
    ("limit", "question"),
    [
        ("2026-03-15", QuestionKind.CONTRADICTORY),
        ("2026-03-29", QuestionKind.OUT_OF_BOUNDS),
        ("2026-03-30", None),
        ("2026-06-16", None),
        ("2026-06-17", QuestionKind.OUT_OF_BOUNDS),
    ],
)
def test_a_limit_outside_the_law_asks_and_is_still_shown(limit: str, question: QuestionKind | None) -> None:
    facts = opened(claim_deadline=date.fromisoformat(limit), hearings=())
    assert asked(facts) == ({question} if question else set())
    assert the(DeadlineKind.CLAIM_FILING, facts).final_date == date.fromisoformat(limit)


def test_filing_in_time_is_done_and_late_is_not() -> None:
    in_time = opened(claim=ClaimFacts(filed_on=date(2026, 4, 28)))
    late = opened(claim=ClaimFacts(filed_on=date(2026, 4, 29)))
    assert the(DeadlineKind.CLAIM_FILING, in_time, LATER).state is DeadlineState.DONE
    assert the(DeadlineKind.CLAIM_FILING, late, LATER).state is DeadlineState.LAPSED
    assert DeadlineKind.LATE_FILING not in kinds(deadlines_of(late, LATER))


def test_a_claim_filed_before_the_opening_asks() -> None:
    assert asked(opened(claim=ClaimFacts(filed_on=date(2026, 3, 1)))) == {QuestionKind.CONTRADICTORY}


def test_the_last_day_itself_is_not_lapsed_at_the_court() -> None:
    last_minutes = datetime(2026, 4, 28, 21, 59, tzinfo=UTC)  # 23:59 in Hamburg
    midnight = datetime(2026, 4, 28, 22, 1, tzinfo=UTC)
    assert the(DeadlineKind.CLAIM_FILING, opened(), last_minutes).state is DeadlineState.OPEN
    assert DeadlineKind.LATE_FILING not in kinds(deadlines_of(opened(), last_minutes))
    assert the(DeadlineKind.CLAIM_FILING, opened(), midnight).state is DeadlineState.LAPSED


def test_late_filing_appears_after_the_limit_with_its_configured_fee() -> None:
    assert DeadlineKind.LATE_FILING not in kinds(deadlines_of(opened(), NOW))
    facts = opened(costs=Costs(late_filing_de=Decimal("24.00")))
    late = the(DeadlineKind.LATE_FILING, facts, LATER)
    assert late.final_date is None
    assert late.inputs["fee_eur"] == "24.00"
    assert (late.severity, late.believed) == (Severity.FINAL, True)


def test_a_special_examination_dates_late_filing_and_does_not_ask() -> None:
    facts = opened(
        events=(an_event(EventKind.OPENED, "2026-03-17"), an_event(EventKind.LATE_EXAM, "2026-08-03")),
        hearings=(a_hearing(HearingKind.EXAMINATION, "2026-05-26"), a_hearing(HearingKind.EXAMINATION, "2026-09-15")),
    )
    august = datetime(2026, 8, 5, tzinfo=UTC)
    assert the(DeadlineKind.LATE_FILING, facts, august).final_date == date(2026, 9, 15)
    assert asked(facts, august) == set()
    alone = facts.model_copy(update={"hearings": facts.hearings[1:]})  # only the newest hearing is known
    assert the(DeadlineKind.LATE_FILING, alone, august).final_date == date(2026, 9, 15)
    assert asked(alone, august) == set()


def test_security_rights_within_three_working_days_and_never_in_vain() -> None:
    facts = opened(events=(an_event(EventKind.OPENED, "2026-04-01"),), claim=ClaimFacts(secured=True))
    right = the(DeadlineKind.SECURITY_RIGHTS, facts, LATER)
    assert right.final_date == date(2026, 4, 8)  # Thursday, Good Friday, Easter, Tuesday, Wednesday
    assert right.state is DeadlineState.OPEN  # overdue, but the duty stays


@pytest.mark.parametrize(
    ("secured", "retention", "asked_for"), [(False, False, False), (None, False, True), (False, True, True)]
)
def test_security_rights_unless_there_are_none(secured: bool | None, retention: bool, asked_for: bool) -> None:
    dues = deadlines_of(opened(claim=ClaimFacts(secured=secured, retention_of_title=retention)), NOW)
    assert (DeadlineKind.SECURITY_RIGHTS in kinds(dues)) is asked_for


# ---- hearings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "day", "question"),
    [
        (HearingKind.REPORT, "2026-03-02", QuestionKind.CONTRADICTORY),
        (HearingKind.REPORT, "2026-06-16", None),
        (HearingKind.REPORT, "2026-06-17", QuestionKind.OUT_OF_BOUNDS),
        (HearingKind.EXAMINATION, "2026-04-27", QuestionKind.CONTRADICTORY),
        (HearingKind.EXAMINATION, "2026-05-04", QuestionKind.OUT_OF_BOUNDS),
        (HearingKind.EXAMINATION, "2026-05-05", None),
        (HearingKind.EXAMINATION, "2026-06-28", None),
        (HearingKind.EXAMINATION, "2026-06-29", QuestionKind.OUT_OF_BOUNDS),
    ],
)
def test_hearings_outside_the_law_ask_and_are_still_shown(
    kind: HearingKind, day: str, question: QuestionKind | None
) -> None:
    facts = opened(hearings=(a_hearing(kind, day),))
    shown = DeadlineKind.REPORT_HEARING if kind is HearingKind.REPORT else DeadlineKind.EXAMINATION
    assert the(shown, facts).final_date == date.fromisoformat(day)
    assert asked(facts) == ({question} if question else set())


def test_the_table_is_checked_on_the_working_day_after_the_examination() -> None:
    facts = opened(hearings=(a_hearing(HearingKind.EXAMINATION, "2026-05-22"),))  # Friday before Whitsun
    assert the(DeadlineKind.TABLE_CHECK, facts).final_date == date(2026, 5, 26)
    assert the(DeadlineKind.TABLE_INSPECTION, opened()).final_date == date(2026, 5, 7)


# ---- dates in the wrong order ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"petition_date": date(2026, 3, 17)},
        {"opening_date": date(2026, 3, 18)},
        {"closing_date": date(2026, 3, 15)},
        {"claim": ClaimFacts(filed_on=date(2026, 3, 15))},
        {"hearings": (a_hearing(HearingKind.DISCUSSION_AND_VOTE, "2026-03-15"),)},
        {"hearings": (*opened().hearings, a_hearing(HearingKind.FINAL, "2026-05-25"))},
    ],
)
def test_dates_in_the_wrong_order_ask(wrong: dict[str, Any]) -> None:
    assert QuestionKind.CONTRADICTORY in asked(opened(**wrong))


def test_dates_on_the_same_day_are_in_order() -> None:
    same = date(2026, 3, 17)
    assert asked(opened(petition_date=same, opening_date=same, claim=ClaimFacts(filed_on=same))) == set()


def test_an_opening_without_its_day_asks() -> None:
    assert asked(opened(opening_date=None)) == {QuestionKind.MISSING}


def test_words_for_a_limit_are_shown_and_asked_about() -> None:
    facts = opened(claim_deadline=None, claim_deadline_rule="binnen sechs Wochen", hearings=())
    assert the(DeadlineKind.CLAIM_FILING, facts).inputs["claim_deadline_rule"] == "binnen sechs Wochen"
    (question,) = deadlines_of(facts, NOW).questions
    assert question.inputs["claim_deadline_rule"] == "binnen sechs Wochen"
