"""Weights of bare names, from labelled pairs of names; proved on pairs of names that were left out."""

import random
from pathlib import Path

from chalicelib.matching.name_score import Schema, name_terms
from infra.learning.calibration import area_under_curve
from infra.learning.fit import Orders, fitted
from infra.learning.pairs import Pair
from infra.learning.population import Row, rows

SCHEMAS: dict[str, Schema] = {"person": "person", "company": "organisation", "organization": "organisation"}
_AGAINST = ("edits", "two_letters", "three_letters", "four_letters", "turned_patronymic", "other_form", "other_acronym")
ORDERS: Orders = (("0", "whole"), *((key, "0") for key in _AGAINST))
_START = dict.fromkeys(("one", *(key for order in ORDERS for key in order if key != "0")), 0.0)
_PULL = 0.0015
_ROUNDS = 5


def learned(samples: Path) -> tuple[dict[str, float], dict[str, object]]:
    """The weights from all pairs, and how weights from four fifths order the last fifth, over several rounds.

    Pairs that share their second name stay together, so that no name is on both sides of the cut.
    """
    labelled = rows(samples, "name-pairs-labelled.csv")
    pairs = [_pair(row) for row in labelled]
    rounds = [_left_out(labelled, pairs, seed) for seed in range(_ROUNDS)]
    names = ("all", "persons", "others")
    means = {name: round(sum(one[name] for one in rounds) / _ROUNDS, 4) for name in names}
    return fitted(pairs, _START, ORDERS, _PULL), {"pairs": len(pairs), "auc_left_out": means}


def _pair(row: Row) -> Pair:
    schema = SCHEMAS.get(row["schema"].casefold(), "unknown")
    return Pair(name_terms(row["name1"], row["name2"], schema), row["is_match"] == "true", 1.0, schema)


def _left_out(labelled: list[Row], pairs: list[Pair], seed: int) -> dict[str, float]:
    groups = sorted({row["name2"].casefold() for row in labelled})
    random.Random(seed).shuffle(groups)  # noqa: S311 - repeatable folds
    fold = {group: place % 5 for place, group in enumerate(groups)}
    judged = []
    for number in range(5):
        inside = [p for row, p in zip(labelled, pairs, strict=True) if fold[row["name2"].casefold()] != number]
        weights = fitted(inside, _START, ORDERS, _PULL)
        for row, pair in zip(labelled, pairs, strict=True):
            if fold[row["name2"].casefold()] == number:
                total = sum(weights[key] * value for key, value in pair.terms.items())
                judged.append((total if pair.terms else -99.0, pair.same, 1.0, row["schema"] == "Person"))
    kinds = {"all": (True, False), "persons": (True,), "others": (False,)}
    return {kind: area_under_curve([one[:3] for one in judged if one[3] in wanted]) for kind, wanted in kinds.items()}
