"""Other countries: their own rules where there are any, one visible deadline where there are none."""

from datetime import UTC, date, datetime

import pytest

from chalicelib import registers
from chalicelib.deadlines import countries, deadlines_of
from chalicelib.model.case_facts import ClaimFacts
from chalicelib.model.deadline import DeadlineKind, DeadlineState, QuestionKind
from chalicelib.model.event import EventKind
from chalicelib.model.notice import HearingKind
from tests.unit.deadlines.facts import NOW, a_hearing, abroad, an_event, kinds, the

JUNE = datetime(2026, 6, 22, 8, 0, tzinfo=UTC)
FILED = ClaimFacts(filed_on=date(2026, 4, 1))


def test_countries_are_found_by_their_files() -> None:
    assert countries() == ("AT", "CH", "CZ", "DE", "FR", "GB", "LV", "NL", "NO", "SK", "US")


def test_every_country_of_a_register_has_rules() -> None:
    assert {registers.load(name).REGISTER.country for name in registers.names()} <= set(countries())


@pytest.mark.parametrize("country", ["PL", "XX", "EU", "", "retention"])
def test_a_country_without_rules_is_one_visible_deadline(country: str) -> None:
    dues = deadlines_of(abroad(country, claim_deadline=date(2026, 4, 28)), NOW)
    (only,) = dues.deadlines
    assert only.kind is DeadlineKind.NO_RULES
    assert (only.raw_date, only.final_date, only.safe_date) == (None, None, None)
    assert f"no rules for {country.upper()}" in only.title_en
    assert only.inputs["claim_deadline"] == "2026-04-28"
    assert only.state is DeadlineState.OPEN


def test_small_letters_are_the_same_country() -> None:
    assert deadlines_of(abroad(" de"), NOW) == deadlines_of(abroad("DE"), NOW)


@pytest.mark.parametrize("country", sorted(set(countries()) - {"DE"}))
def test_foreign_rules_are_believed_and_show_their_source(country: str) -> None:
    for now in (NOW, JUNE):
        for one in deadlines_of(abroad(country, claim_deadline=date(2026, 4, 28)), now).deadlines:
            assert one.believed
            assert one.rule
            assert one.inputs


@pytest.mark.parametrize("country", countries())
def test_filed_claims_are_done_and_refusals_ask_for_none(country: str) -> None:
    filed = the(DeadlineKind.CLAIM_FILING, abroad(country, claim=FILED, claim_deadline=date(2026, 4, 28)), JUNE)
    assert filed.state is DeadlineState.DONE
    refused = abroad(country, events=(an_event(EventKind.REFUSED_NO_ASSETS, "2026-03-17"),), opening_date=None)
    assert DeadlineKind.CLAIM_FILING not in kinds(deadlines_of(refused, NOW))


def test_austria_counts_back_from_the_hearings() -> None:
    facts = abroad("AT", hearings=(a_hearing(HearingKind.EXAMINATION, "2026-05-12"),))
    filing = the(DeadlineKind.CLAIM_FILING, facts)
    assert (filing.final_date, filing.safe_date) == (None, date(2026, 4, 28))
    assert {one.kind for one in deadlines_of(facts, NOW).questions} == {QuestionKind.MISSING}
    late = abroad(
        "AT",
        claim_deadline=date(2026, 4, 28),
        hearings=(a_hearing(HearingKind.EXAMINATION, "2026-05-12"), a_hearing(HearingKind.FINAL, "2026-09-07")),
    )
    found = the(DeadlineKind.LATE_FILING, late, JUNE)
    assert found.final_date == date(2026, 8, 24)
    assert found.inputs["fee_eur_plus_vat"] == "50.00"


def test_switzerland_counts_a_month_from_the_publication_or_takes_the_printed_date() -> None:
    facts = abroad("CH", events=(an_event(EventKind.OPENED, "2026-03-31"),))
    assert the(DeadlineKind.CLAIM_FILING, facts).final_date == date(2026, 4, 30)
    # 1 August is the national day, a Saturday in 2026; Monday follows
    moved = the(DeadlineKind.CLAIM_FILING, abroad("CH", events=(an_event(EventKind.OPENED, "2026-07-01"),)))
    assert (moved.raw_date, moved.final_date) == (date(2026, 8, 1), date(2026, 8, 3))
    printed = abroad("CH", events=facts.events, claim_deadline=date(2026, 5, 4))
    assert the(DeadlineKind.CLAIM_FILING, printed).final_date == date(2026, 5, 4)
    assert the(DeadlineKind.LATE_FILING, facts, JUNE).final_date is None
    composition = abroad("CH", events=(an_event(EventKind.RESTRUCTURING, "2026-03-17"),), opening_date=None)
    called = the(DeadlineKind.CLAIM_FILING, composition)
    # Easter Monday is off in most cantons, not in all: it moves nothing, and nobody is reminded on it
    assert (called.final_date, called.safe_date) == (date(2026, 4, 6), date(2026, 4, 2))


@pytest.mark.parametrize(
    ("creditor", "limit"), [("FR", "2026-05-18"), (None, "2026-05-18"), ("DE", "2026-07-17"), ("US", "2026-07-17")]
)
def test_france_counts_two_months_or_four_for_a_creditor_abroad(creditor: str | None, limit: str) -> None:
    facts = abroad("FR", creditor_country=creditor, claim_deadline=date(2026, 5, 17))  # a Sunday
    found = the(DeadlineKind.CLAIM_FILING, facts)
    assert found.final_date == date.fromisoformat(limit)
    assert found.safe_date is not None
    assert found.safe_date <= found.final_date


def test_france_takes_the_earlier_of_printed_and_counted() -> None:
    for printed in (date(2026, 5, 12), date(2026, 5, 29)):
        found = the(DeadlineKind.CLAIM_FILING, abroad("FR", claim_deadline=printed))
        assert found.raw_date == min(printed, date(2026, 5, 17))
        assert found.inputs["claim_deadline_in_notice"] == printed.isoformat()


def test_france_gives_relief_within_six_months() -> None:
    facts = abroad("FR")
    assert DeadlineKind.LAPSE_RELIEF not in kinds(deadlines_of(facts, NOW))
    assert the(DeadlineKind.LAPSE_RELIEF, facts, JUNE).final_date == date(2026, 9, 17)


def test_the_kingdom_has_no_period_but_prints_a_last_date() -> None:
    facts = abroad("GB")
    assert the(DeadlineKind.CLAIM_FILING, facts).final_date is None
    assert DeadlineKind.SMALL_DEBT in kinds(deadlines_of(facts, NOW))
    printed = abroad("GB", claim_deadline=date(2026, 4, 28))
    assert the(DeadlineKind.CLAIM_FILING, printed, JUNE).state is DeadlineState.LAPSED
    assert DeadlineKind.LATE_FILING in kinds(deadlines_of(printed, JUNE))


@pytest.mark.parametrize(
    ("country", "creditor", "applies"),
    [
        ("AT", "DE", True),
        ("DE", "FR", True),
        ("DE", "DE", False),
        ("DE", None, False),
        ("DE", "DK", False),
        ("CZ", "DE", True),
        ("NL", "SK", True),
        ("SK", "LV", True),
        ("LV", "AT", True),
        ("CH", "DE", False),
        ("GB", "DE", False),
        ("NO", "DE", False),
        ("US", "DE", False),
    ],
)
def test_a_creditor_from_another_member_state_has_thirty_days(
    country: str, creditor: str | None, applies: bool
) -> None:
    facts = abroad(country, creditor_country=creditor, claim_deadline=date(2026, 4, 15))
    dues = deadlines_of(facts, NOW)
    assert (DeadlineKind.EU_MINIMUM_PERIOD in kinds(dues)) is applies
    too_short = [one for one in dues.questions if "55(6)" in one.rule]
    assert bool(too_short) is applies  # thirty days end on 16 April
