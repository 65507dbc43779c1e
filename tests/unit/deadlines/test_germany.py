"""German proceedings: which dates follow from which facts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.deadlines import deadlines_of
from chalicelib.model.case_facts import CaseFacts, ClaimFacts, Costs, EnteredDates
from chalicelib.model.deadline import DeadlineKind, DeadlineState, QuestionKind, Severity
from chalicelib.model.notice import EventKind, HearingKind
from tests.unit.deadlines.facts import NOW, a_hearing, an_event, kinds, opened, the

LATER = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
FULL = ClaimFacts(
    earliest_due_year=2023, disputed=True, titled=False, secured=True, retention_of_title=True, filed_on=None
)


def asked(facts: CaseFacts, now: datetime = NOW) -> set[QuestionKind]:
    return {one.kind for one in deadlines_of(facts, now).questions}


# ---- filing -----------------------------------------------------------------------------------------------------


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


# ---- hearings ---------------------------------------------------------------------------------------------------


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


# ---- distribution -----------------------------------------------------------------------------------------------


def distributed(published: str, **fields: Any) -> CaseFacts:
    events = (an_event(EventKind.OPENED, "2025-03-17"), an_event(EventKind.DISTRIBUTION, published))
    return opened(events=events, opening_date=date(2025, 3, 16), claim_deadline=None, hearings=(), **fields)


@pytest.mark.parametrize(
    ("court", "land", "final", "safe", "objection"),
    [
        ("Amtsgericht Stuttgart", "DE-BW", "2027-01-07", "2027-01-05", "2027-01-14"),
        ("AG Halle (Saale)", "DE-ST", "2027-01-07", "2027-01-05", "2027-01-14"),
        ("Amtsgericht Hamburg", "DE-HH", "2027-01-06", "2027-01-06", "2027-01-13"),
        ("Amtsgericht Atlantis", "DE", "2027-01-06", "2027-01-05", "2027-01-13"),
        (None, "DE", "2027-01-06", "2027-01-05", "2027-01-13"),
    ],
)
def test_the_courts_land_moves_the_exclusion_period(
    court: str | None, land: str, final: str, safe: str, objection: str
) -> None:
    facts = distributed("2026-12-21", court=court, claim=FULL)
    now = datetime(2026, 12, 22, tzinfo=UTC)
    for kind in (DeadlineKind.DISPUTED_CLAIM_SUIT, DeadlineKind.SHORTFALL_PROOF):
        found = the(kind, facts, now)
        assert (found.holiday_set, found.final_date, found.safe_date) == (
            land,
            date.fromisoformat(final),
            date.fromisoformat(safe),
        )
        assert found.raw_date == date(2027, 1, 6)
        assert found.inputs["takes_effect"] == "2026-12-24"
        assert found.severity is Severity.FINAL
        assert ("not known" in found.inputs["court_land"]) is (land == "DE")
    assert the(DeadlineKind.DISTRIBUTION_OBJECTION, facts, now).final_date == date.fromisoformat(objection)


def test_a_land_told_goes_before_the_courts_name() -> None:
    facts = distributed("2026-12-21", court="Amtsgericht Atlantis", court_land="BY", claim=FULL)
    assert the(DeadlineKind.SHORTFALL_PROOF, facts).final_date == date(2027, 1, 7)


def test_a_distribution_asks_only_whom_it_concerns() -> None:
    plain = ClaimFacts(disputed=False, secured=False, earliest_due_year=2025, filed_on=date(2025, 4, 1))
    assert kinds(deadlines_of(distributed("2026-03-17", claim=plain), NOW)) & {
        DeadlineKind.DISPUTED_CLAIM_SUIT,
        DeadlineKind.SHORTFALL_PROOF,
        DeadlineKind.DISTRIBUTION_OBJECTION,
    } == {DeadlineKind.DISTRIBUTION_OBJECTION}
    unknown = kinds(deadlines_of(distributed("2026-03-17"), NOW))
    assert {DeadlineKind.DISPUTED_CLAIM_SUIT, DeadlineKind.SHORTFALL_PROOF} <= unknown
    titled = ClaimFacts(disputed=True, titled=True)
    assert DeadlineKind.DISPUTED_CLAIM_SUIT not in kinds(deadlines_of(distributed("2026-03-17", claim=titled), NOW))


def test_each_distribution_has_its_own_deadline_and_the_last_is_objected_to_in_the_final_hearing() -> None:
    facts = distributed("2026-03-17", claim=FULL)
    second = an_event(EventKind.DISTRIBUTION, "2026-11-02", number=2)
    facts = facts.model_copy(
        update={
            "events": (*facts.events, second, an_event(EventKind.FINAL_HEARING, "2026-11-02")),
            "hearings": (a_hearing(HearingKind.FINAL, "2026-12-15"),),
        }
    )
    dues = deadlines_of(facts, NOW)
    objections = [one for one in dues.deadlines if one.kind is DeadlineKind.DISTRIBUTION_OBJECTION]
    assert [one.final_date for one in objections] == [date(2026, 4, 9), date(2026, 12, 15)]
    assert "197" in objections[1].rule
    assert len([one for one in dues.deadlines if one.kind is DeadlineKind.SHORTFALL_PROOF]) == 2


def test_a_corrected_publication_keeps_the_earlier_period() -> None:
    corrected = an_event(
        EventKind.DISTRIBUTION,
        "2026-03-24",
        number=2,
        first_notice_id="source:first",
        first_publication_date=date(2026, 3, 17),
    )
    facts = distributed("2026-03-17", claim=FULL).model_copy(update={"events": (corrected,)})
    found = the(DeadlineKind.SHORTFALL_PROOF, facts)
    assert (found.final_date, found.cause) == (date(2026, 4, 2), "source:first")


# ---- persons ----------------------------------------------------------------------------------------------------


def test_a_discharge_is_opposed_until_the_final_hearing_of_a_person() -> None:
    final = {
        "hearings": (a_hearing(HearingKind.FINAL, "2026-11-10"),),
        "events": (an_event(EventKind.OPENED, "2026-03-17"), an_event(EventKind.FINAL_HEARING, "2026-10-01")),
    }
    person = opened(natural_person=True, **final)
    assert the(DeadlineKind.DISCHARGE_REFUSAL, person).final_date == date(2026, 11, 10)
    assert the(DeadlineKind.FINAL_HEARING, person).severity is Severity.INFORMATION
    company = kinds(deadlines_of(opened(**final), NOW))
    assert DeadlineKind.FINAL_HEARING in company
    assert not company & {DeadlineKind.DISCHARGE_REFUSAL, DeadlineKind.ASSIGNMENT_END}


@pytest.mark.parametrize(
    ("field", "kind", "final"),
    [
        ("duty_breach_known_on", DeadlineKind.DISCHARGE_DUTY_BREACH, "2027-03-22"),  # 20 March 2027 is a Saturday
        ("late_reason_known_on", DeadlineKind.DISCHARGE_LATE_REASON, "2026-09-21"),  # a Sunday
        ("discharge_final_on", DeadlineKind.DISCHARGE_REVOCATION, "2027-03-22"),
        ("settlement_plan_received_on", DeadlineKind.SETTLEMENT_PLAN, "2026-04-20"),
        ("sale_letter_received_on", DeadlineKind.COLLATERAL_SALE, "2026-03-27"),
        ("plan_final_on", DeadlineKind.UNFILED_AFTER_PLAN, "2027-03-20"),  # limitation: no shift is promised
    ],
)
def test_dates_that_a_person_entered(field: str, kind: DeadlineKind, final: str) -> None:
    entered = EnteredDates.model_validate({field: date(2026, 3, 20)})
    found = the(kind, opened(natural_person=True, entered=entered))
    assert found.final_date == date.fromisoformat(final)
    assert found.inputs[field] == "2026-03-20"
    assert found.safe_date is not None
    assert found.safe_date <= date.fromisoformat(final)
    assert kind not in kinds(deadlines_of(opened(natural_person=True), NOW))


def test_revocation_counts_from_the_publication_until_finality_is_entered() -> None:
    events = (an_event(EventKind.OPENED, "2023-03-17"), an_event(EventKind.DISCHARGE_GRANTED, "2026-03-18"))
    facts = opened(natural_person=True, events=events, opening_date=date(2023, 3, 16))
    revocation = the(DeadlineKind.DISCHARGE_REVOCATION, facts)
    assert revocation.final_date == date(2027, 3, 18)
    assert revocation.inputs["discharge_final_on"] == "not known"


def test_the_assignment_period_of_a_person() -> None:
    assert the(DeadlineKind.ASSIGNMENT_END, opened(natural_person=True)).final_date == date(2029, 3, 16)
    again = opened(natural_person=True, repeat_discharge=True)
    assert the(DeadlineKind.ASSIGNMENT_END, again).final_date == date(2031, 3, 16)
    old = opened(natural_person=True, opening_date=date(2020, 8, 3), claim_deadline=date(2020, 9, 3), hearings=())
    assert the(DeadlineKind.ASSIGNMENT_END, old).final_date is None
    assert QuestionKind.MISSING in asked(old)


# ---- limitation -------------------------------------------------------------------------------------------------


def test_limitation_warns_ninety_days_ahead_when_not_filed() -> None:
    found = the(DeadlineKind.LIMITATION, opened(claim=ClaimFacts(earliest_due_year=2023)))
    assert (found.final_date, found.warn_from) == (date(2026, 12, 31), date(2026, 10, 2))
    sunday = the(DeadlineKind.LIMITATION, opened(claim=ClaimFacts(earliest_due_year=2020)))
    assert (sunday.final_date, sunday.safe_date) == (date(2023, 12, 31), date(2023, 12, 29))
    assert sunday.state is DeadlineState.LAPSED


def test_limitation_without_a_year_is_visible() -> None:
    found = the(DeadlineKind.LIMITATION, opened())
    assert (found.final_date, found.inputs) == (None, {"earliest_due_year": "not known"})


def test_filing_suspends_limitation_until_half_a_year_after_the_end() -> None:
    filed = ClaimFacts(earliest_due_year=2023, filed_on=date(2026, 4, 1))
    assert the(DeadlineKind.LIMITATION, opened(claim=filed)).final_date is None
    events = (an_event(EventKind.OPENED, "2026-03-17"), an_event(EventKind.CLOSED_LIFTED, "2028-01-14"))
    closed = opened(claim=filed, events=events, closing_date=date(2028, 1, 10))
    found = the(DeadlineKind.LIMITATION, closed, datetime(2028, 2, 1, tzinfo=UTC))
    assert found.inputs["suspended_until"] == "2028-07-10"
    assert found.inputs["days_left"] == "274"  # 1 April to 31 December 2026
    assert found.final_date == date(2029, 4, 10)
    no_date = closed.model_copy(update={"closing_date": None})
    assert the(DeadlineKind.LIMITATION, no_date).final_date is None
    assert QuestionKind.MISSING in asked(no_date)


def test_filing_after_the_limitation_asks() -> None:
    facts = opened(claim=ClaimFacts(earliest_due_year=2020, filed_on=date(2026, 4, 1)))
    assert asked(facts) == {QuestionKind.CONTRADICTORY}
    assert the(DeadlineKind.LIMITATION, facts).state is DeadlineState.LAPSED


def test_titles_and_table_entries_last_thirty_years() -> None:
    titled = opened(claim=ClaimFacts(titled=True, titled_on=date(2024, 2, 29)))
    assert the(DeadlineKind.LIMITATION, titled).final_date == date(2054, 2, 28)
    assert the(DeadlineKind.LIMITATION, opened(claim=ClaimFacts(titled=True))).final_date is None
    entered = opened(claim=ClaimFacts(established_on=date(2026, 5, 26)))
    assert the(DeadlineKind.TABLE_ENTRY_LIMITATION, entered).final_date == date(2056, 5, 26)


def test_after_the_end_nothing_is_filed() -> None:
    events = (an_event(EventKind.OPENED, "2026-03-17"), an_event(EventKind.CLOSED_DISCONTINUED, "2026-03-19"))
    assert kinds(deadlines_of(opened(events=events), NOW)) == {DeadlineKind.LIMITATION}


# ---- for the person who checks ----------------------------------------------------------------------------------


def test_every_deadline_shows_title_rule_and_input() -> None:
    entered = EnteredDates.model_validate(dict.fromkeys(EnteredDates.model_fields, date(2026, 3, 2)))
    facts = opened(
        natural_person=True,
        claim=FULL,
        entered=entered,
        events=(
            an_event(EventKind.OPENED, "2026-03-17"),
            an_event(EventKind.DISTRIBUTION, "2026-03-18"),
            an_event(EventKind.FINAL_HEARING, "2026-03-18"),
        ),
        hearings=(*opened().hearings, a_hearing(HearingKind.FINAL, "2026-09-01")),
    )
    dues = deadlines_of(facts, LATER)
    german = set(DeadlineKind) - {
        DeadlineKind.LAPSE_RELIEF,
        DeadlineKind.SMALL_DEBT,
        DeadlineKind.EU_MINIMUM_PERIOD,
        DeadlineKind.NO_RULES,
        DeadlineKind.TABLE_ENTRY_LIMITATION,
    }
    assert kinds(dues) == german
    for one in dues.deadlines:
        assert one.title_de != one.title_en
        assert any(law in one.rule for law in ("InsO", "BGB"))
        assert one.inputs
        assert one.holiday_set == "DE-HH"
        assert one.safe_date is None or one.final_date is None or one.safe_date <= one.final_date
    assert len({one.id for one in dues.deadlines}) == len(dues.deadlines)
    dated = [one.safe_date for one in dues.deadlines if one.safe_date]
    assert dated == sorted(dated)


# ---- dates in the wrong order -----------------------------------------------------------------------------------


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
