"""Invented pairs made to mislead: a sister firm, a successor, a namesake. One half was never tuned on.

The numbers: pytest tests/unit/matching/test_matching_pairs.py -o log_cli=true --log-cli-level=INFO
"""

import json
import logging
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from chalicelib.matching.judge import judge
from chalicelib.matching.keys import customer_keys, notice_keys
from chalicelib.model.match import MatchResult
from tests.unit.matching.pairs import NOW, a_customer, a_notice

PAIRS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("pairs.json").read_text(encoding="utf-8"))["pairs"]
log = logging.getLogger(__name__)


def _expected(pair: dict[str, Any]) -> list[str]:
    return [pair["expect"]] if isinstance(pair["expect"], str) else pair["expect"]


def _as_judged(pair: dict[str, Any]) -> tuple[str, str]:
    match = judge(a_customer(**pair["customer"]), a_notice(**pair["notice"]), NOW)
    return match.result.value, match.rule


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair["part"] == "tune"], ids=lambda pair: pair["why"])
def test_pairs_the_rules_were_written_against(pair: dict[str, Any]) -> None:
    result, rule = _as_judged(pair)
    assert result in _expected(pair), rule


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["why"])
def test_no_pair_is_positive_by_mistake(pair: dict[str, Any]) -> None:
    result, rule = _as_judged(pair)
    assert result != MatchResult.POSITIVE or MatchResult.POSITIVE in _expected(pair), rule


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["why"])
def test_a_pair_worth_looking_at_shares_a_key(pair: dict[str, Any]) -> None:
    if MatchResult.NEGATIVE not in _expected(pair):
        assert customer_keys(a_customer(**pair["customer"])) & notice_keys(a_notice(**pair["notice"]))


@pytest.mark.parametrize("part", ["tune", "test"])
def test_share_judged_as_expected(part: str) -> None:
    pairs = [pair for pair in PAIRS if pair["part"] == part]
    wrong = [
        (pair["why"], _expected(pair), _as_judged(pair)) for pair in pairs if _as_judged(pair)[0] not in _expected(pair)
    ]
    log.info("%s: %d of %d as expected; others %s", part, len(pairs) - len(wrong), len(pairs), wrong)
    assert len(wrong) <= 0.15 * len(pairs)
    assert len(pairs) >= 30
    assert Counter(pair["part"] for pair in PAIRS)["test"] * 2 >= len(PAIRS) - 1
