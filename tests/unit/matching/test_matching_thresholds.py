"""The firm's thresholds: as delivered nothing changes; they ask a person or drop, and make no match positive."""

import pytest
from pydantic import ValidationError

from chalicelib.matching import thresholds, weights
from chalicelib.matching.gates import TOO_LITTLE
from chalicelib.matching.judge import judge
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.thresholds import DELIVERED, Thresholds
from tests.builders import NOW, a_match
from tests.unit.matching.pairs import a_customer, a_notice

POSITIVE, UNSURE, NEGATIVE = MatchResult.POSITIVE, MatchResult.UNSURE, MatchResult.NEGATIVE


def bits_of(percent: int) -> float:
    """Bits that stand for the percentage."""
    return next(one / 10 for one in range(-400, 400) if thresholds.percent(one / 10) == percent)


def one(result: MatchResult, percent: int, rule: str) -> Match:
    return a_match(result, bits=bits_of(percent), rule=rule)


@pytest.mark.parametrize("name", ["Nordlicht Bau GmbH", "Nordlicht Verwaltungs AG", "Polarstern KG"])
def test_as_delivered_every_match_stays_as_the_rules_have_it(name: str) -> None:
    found = judge(a_customer(name, city="Kiel"), a_notice("Nordlicht Bau GmbH", city="Kiel"), NOW)
    assert thresholds.applied(found, DELIVERED) == found
    assert thresholds.judged_again(found, DELIVERED) is found.result


def test_a_positive_match_below_the_threshold_asks_a_person_and_is_never_dropped() -> None:
    strict = Thresholds(block_from=95, possible_from=20)
    found = thresholds.applied(one(POSITIVE, 10, "name_form_address"), strict)
    assert (found.result, found.rule) == (UNSURE, thresholds.LOWERED)
    assert thresholds.applied(one(POSITIVE, 95, "name_form_address"), strict).result is POSITIVE


def test_no_threshold_makes_a_match_positive() -> None:
    loose = Thresholds(block_from=0, review_from=2)
    assert thresholds.applied(one(UNSURE, 99, "same_name"), loose).result is UNSURE
    assert thresholds.applied(one(NEGATIVE, 99, TOO_LITTLE), loose).result is UNSURE


def test_what_no_rule_names_is_asked_from_the_threshold_on() -> None:
    loose = Thresholds(review_from=5)
    assert thresholds.applied(one(NEGATIVE, 4, TOO_LITTLE), loose).result is NEGATIVE
    assert thresholds.applied(one(NEGATIVE, 5, TOO_LITTLE), loose).rule == "much_in_common"
    vetoed = one(NEGATIVE, 50, "other_country")
    assert thresholds.applied(vetoed, loose) == vetoed


def test_what_a_rule_calls_possible_is_dropped_to_the_watch_list_but_no_register_number() -> None:
    strict = Thresholds(possible_from=10)
    dropped = thresholds.applied(one(UNSURE, 5, "same_name"), strict)
    assert (dropped.result, dropped.rule, dropped.watched) == (NEGATIVE, thresholds.DROPPED, True)
    for rule in ("identifier_without_name", "identifier_but_other_country", "rival"):
        assert thresholds.applied(one(UNSURE, 5, rule), strict).result is UNSURE


@pytest.mark.parametrize("held", [DELIVERED, Thresholds(block_from=95), Thresholds(review_from=5, possible_from=10)])
@pytest.mark.parametrize("percent", [3, 8, 30, 90])
def test_a_stored_match_says_what_the_rules_had_said(held: Thresholds, percent: int) -> None:
    for raw in (one(POSITIVE, percent, "name_form_address"), one(UNSURE, percent, "identifier_without_name")):
        stored = thresholds.applied(raw, held)
        assert thresholds.judged_again(stored, held) is stored.result
        assert thresholds.judged_again(stored, DELIVERED) is raw.result


def test_near_misses_are_asked_about_under_looser_thresholds() -> None:
    assert thresholds.near_miss_asked(TOO_LITTLE, 8, Thresholds(review_from=5))
    assert not thresholds.near_miss_asked(TOO_LITTLE, 8, DELIVERED)
    assert thresholds.near_miss_asked(thresholds.DROPPED, 8, DELIVERED)
    assert not thresholds.near_miss_asked("other_country", 40, Thresholds(review_from=2))


def test_the_form_knows_the_delivered_value() -> None:
    assert thresholds.learned_review_from() == round(100 * weights.probability(weights.review_from()))


@pytest.mark.parametrize(
    "values", [{"block_from": 100}, {"review_from": 1}, {"review_from": 51}, {"possible_from": 21}]
)
def test_thresholds_have_bounds(values: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Thresholds(**values)
