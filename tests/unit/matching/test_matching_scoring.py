"""Bits add up, better agreement never weighs less, compact records say the same, and rivals share."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.matching import weights
from chalicelib.matching.judge import judge, match_of, share
from chalicelib.matching.prepared import Prepared, prepare
from chalicelib.matching.scoring import score
from chalicelib.matching.sentences import SENTENCES
from chalicelib.model.match import Evidence, Match, MatchResult
from infra.learning.fit import ORDERS
from tests.unit.matching.pairs import NOW, a_customer, a_notice
from tests.unit.matching.test_matching_properties import any_name, kinds, numbers, places

DOOR = {"street": "Kai 7", "postcode": "20457", "city": "Hamburg"}
BIRTHS = st.sampled_from([None, "1980-03-12", "1980-12-03", "0001-01-01", "9999-12-31", "1900-01-01", "1975-05-05"])
SIDE = st.tuples(any_name, kinds, places, numbers, BIRTHS)


def _given(side: tuple[str, str, dict[str, str], list[list[str]], str | None]) -> dict[str, Any]:
    name, kind, place, ids, born = side
    return {"name": name, "kind": kind, "ids": ids, "born": born if kind == "person" else None, **place}


@given(SIDE, SIDE)
@settings(max_examples=150, deadline=None)
def test_the_direct_sum_is_the_sum_of_the_evidence_shown(one: Any, other: Any) -> None:
    scored = score(prepare(a_customer(**_given(one))), prepare(a_notice(**_given(other))))
    naming = scored.facts.naming
    prior = "mixed" if naming.mixed else "person" if naming.persons else "organisation"
    shown = weights.bits()[f"prior.{prior}"] + sum(weighed.bits for weighed in scored.evidence)
    assert scored.bits == pytest.approx(shown, abs=1e-6)
    assert 0 <= scored.probability <= 1
    assert not (scored.watched and scored.result is not MatchResult.NEGATIVE)


@given(SIDE, SIDE)
@settings(max_examples=150, deadline=None)
def test_a_compact_record_is_judged_like_the_whole_one(one: Any, other: Any) -> None:
    customer, notice = a_customer(**_given(one)), a_notice(**_given(other))
    mine, theirs = (Prepared.from_compact(prepare(side).compact()) for side in (customer, notice))
    assert match_of(score(mine, theirs), mine, theirs, NOW) == judge(customer, notice, NOW)


def test_a_compact_record_is_short_even_for_the_longest_customer() -> None:
    many = tuple(f"Nordlicht {number} {'x' * 300}" for number in range(20))
    customer = a_customer("Nordlicht GmbH", **DOOR, former=many, trade=many)
    assert len(prepare(a_customer("Nordlicht Bau GmbH", **DOOR)).compact()) < 150
    assert len(prepare(customer).compact()) < 12_000


def test_every_finding_has_a_sentence_in_both_languages_and_levels_have_a_weight() -> None:
    for field, finding in SENTENCES:
        german, english = SENTENCES[field, finding]
        assert german
        assert english
        assert german != english
        if field != "name" and f"{field}.{finding}" not in weights.bits():
            pytest.fail(f"{field}.{finding} has no weight")


def test_better_agreement_never_weighs_less() -> None:
    for order in ORDERS:
        values = [0.0 if key == "0" else weights.bits()[key] for key in order]
        assert values == sorted(values), order


def test_more_bits_are_never_less_likely() -> None:
    chances = [weights.probability(bits / 4) for bits in range(-400, 400)]
    assert chances == sorted(chances)
    assert chances[0] < 0.001
    assert chances[-1] > 0.99


def test_a_rare_name_says_more_than_a_frequent_one() -> None:
    def said(name: str, kind: str) -> Evidence:
        match = judge(a_customer(name, kind=kind), a_notice(name, kind=kind), NOW)
        return next(piece for piece in match.evidence if piece.field == "name")

    def bits(name: str, kind: str) -> float:
        return float(said(name, kind).bits)

    assert bits("Adalgisa Quastenflosser", "person") > bits("Peter Müller", "person") + 3
    assert bits("Quastenflosser Gurkenhobel GmbH", "organisation") > bits("Service Handels GmbH", "organisation") + 2
    assert "rare" in said("Adalgisa Quastenflosser", "person").sentence_en
    assert "häufig" in said("Peter Müller", "person").sentence_de


def _matches(*customers: dict[str, Any], notice: dict[str, Any]) -> list[Match]:
    return [
        judge(a_customer(**one).model_copy(update={"number": f"K-{place}"}), a_notice(**notice), NOW)
        for place, one in enumerate(customers)
    ]


FIRM = {"name": "Nordlicht Reederei GmbH", **DOOR}


def test_probabilities_of_rivals_sum_to_at_most_one_and_keep_their_order() -> None:
    elsewhere = {"name": "Nordlicht Reederei GmbH", "city": "Kiel"}
    alone = _matches(FIRM, FIRM, elsewhere, notice=FIRM)
    shared = share(alone)
    assert sum(match.score for match in alone) > 100
    assert sum(match.score for match in shared) <= 100
    assert [match.customer_number for match in shared] == ["K-0", "K-1", "K-2"]
    assert shared[0].score == shared[1].score >= shared[2].score


def test_an_equally_good_rival_takes_a_positive_away_unless_a_number_decides() -> None:
    one, other = share(_matches(FIRM, FIRM, notice=FIRM))
    assert {one.result, other.result} == {MatchResult.UNSURE}
    assert one.rule == "rival"
    numbered = {**FIRM, "ids": [["de_register", "HRB 4711", "Hamburg"]]}
    one, other = share(_matches(numbered, FIRM, notice=numbered))
    assert (one.result, one.rule) == (MatchResult.POSITIVE, "identifier_and_name")
    (alone,) = share(_matches(FIRM, notice=FIRM))
    assert (alone.result, alone.rule) == (MatchResult.POSITIVE, "name_form_address")
    assert share([]) == ()


def test_a_near_miss_is_watched_and_a_far_one_is_not() -> None:
    notice = a_notice("Nordlicht Schiffsausrüster GmbH", city="Kiel")
    near = judge(a_customer("Nordlicht Schiffsausrüster AG", city="Hamburg"), notice, NOW)
    far = judge(a_customer("Polarstern Handel AG", city="Hamburg"), notice, NOW)
    assert (near.result, near.watched) == (MatchResult.NEGATIVE, True)
    assert (far.result, far.watched) == (MatchResult.NEGATIVE, False)


def test_the_weights_say_when_how_and_how_honestly_they_were_learned() -> None:
    told = json.loads(Path(weights.__file__).with_name("weights.json").read_text(encoding="utf-8"))
    assert told["version"] == weights.version()
    assert date.fromisoformat(told["date"])
    assert "pairs" in told["trained_on"]
    assert told["report"]["test"]["all"]["ece"] < 0.02
    assert told["names_report"]["auc_left_out"]["all"] > 0.9


def test_much_evidence_asks_a_person_even_where_no_gate_does() -> None:
    def judged(mine: str, theirs: str) -> Match:
        return judge(a_customer(mine, city="Kiel"), a_notice(theirs, city="Kiel"), NOW)

    rare = judged("Adalgisa Quastenflosser", "Adalgisa Quastenflosser Gurkenhobelwerke")
    frequent = judged("Bau Service", "Bau Service Handelswerke")
    assert (rare.result, rare.rule) == (MatchResult.UNSURE, "much_in_common")
    assert (frequent.result, frequent.rule) == (MatchResult.NEGATIVE, "too_little_in_common")
