"""German distributions, natural persons, and what every German deadline shows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.deadlines import deadlines_of
from chalicelib.model.case_facts import CaseFacts, ClaimFacts, EnteredDates
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity
from chalicelib.model.event import EventKind
from chalicelib.model.notice import HearingKind
from tests.unit.deadlines.facts import FULL, LATER, NOW, a_hearing, an_event, asked, kinds, opened, the

# ---- distribution ----------------------------------------------------------------------------------------------------


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


# ---- persons ---------------------------------------------------------------------------------------------------------


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


# ---- for the person who checks ---------------------------------------------------------------------------------------


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
        DeadlineKind.RECLAMATION,
        DeadlineKind.PRIORITY_REQUEST,
        DeadlineKind.STAY,
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
