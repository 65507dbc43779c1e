"""Monotone logistic regression in bits: better agreement never weighs less."""

import math
from collections.abc import Iterable, Sequence

from infra.learning.pairs import Pair

Orders = tuple[tuple[str, ...], ...]
ORDERS: Orders = (
    ("identifier.other_at_same_office", "identifier.other_elsewhere", "0"),
    ("0", "identifier.same_number_other_court", "identifier.same"),
    ("name.far", "name.far_50", "name.far_70", "name.close_80", "name.close_85", "name.close_92"),
    ("name.close_92", "name.equal_alias", "name.equal"),
    ("surname.different", "0", "surname.close", "surname.equal"),
    ("first_name.different", "0", "first_name.close", "first_name.equal"),
    ("legal_form.person_and_organisation", "legal_form.different", "0", "legal_form.equal"),
    ("seat.different", "0", "seat.close", "seat.equal"),
    ("address.different", "0", "address.close", "address.equal"),
    ("birth_date.different", "0", "birth_date.close", "birth_date.equal"),
    ("country.different", "0", "country.equal"),
    ("0", "name.shared"),
    ("0", "surname.rarity"),
    ("0", "first_name.rarity"),
    ("0", "seat.rarity"),
    ("name.missing", "0"),
    ("name.numerals_differ", "0"),
    ("name.roles_differ", "0"),
    ("name.owners_differ", "0"),
    ("identifier.contradictory", "identifier.same"),
)
"""Weights from what speaks against to what speaks for; "0" is the weight of what is not known."""

_PULL = 0.0002
_FIRM_PULL = 20_000.0
"""How much harder the slopes of rarity are held: few pairs can tell them, and drawn look-alikes all have rare names."""
_STEPS = 500


def fitted(
    pairs: Sequence[Pair], start: dict[str, float], orders: Orders = ORDERS, pull: float = _PULL
) -> dict[str, float]:
    """The weights that make the labels likeliest, pulled a little towards those of the start."""
    keys = [key for key in start if not key.endswith((".unknown", ".none"))]
    places = {key: place for place, key in enumerate(keys)}
    known = [([(places[k], v) for k, v in pair.terms.items() if k in places], pair) for pair in pairs]
    whole = sum(pair.weight for pair in pairs)
    pulls = [pull * (_FIRM_PULL if key.endswith((".rarity", ".shared", ".missing")) else 1) for key in keys]
    weights, first, second = [start[key] for key in keys], [0.0] * len(keys), [0.0] * len(keys)
    for step in range(1, _STEPS + 1):
        slope = [held * (weight - start[key]) for held, weight, key in zip(pulls, weights, keys, strict=True)]
        for terms, pair in known:
            total = sum([weights[place] * value for place, value in terms])
            off = (_chance(total) - pair.same) * pair.weight / whole
            if abs(off) > 1e-9:
                for place, value in terms:
                    slope[place] += off * value
        rate = 0.3 if step < _STEPS / 2 else 0.05
        for place, each in enumerate(slope):
            first[place] = 0.9 * first[place] + 0.1 * each
            second[place] = 0.99 * second[place] + 0.01 * each * each
            corrected = first[place] / (1 - 0.9**step), second[place] / (1 - 0.99**step)
            weights[place] -= rate * corrected[0] / (math.sqrt(corrected[1]) + 1e-6)
        weights = _ordered(weights, places, orders)
    return dict.fromkeys(start, 0.0) | {key: round(weight, 2) for key, weight in zip(keys, weights, strict=True)}


def _chance(bits: float) -> float:
    return 1 / (1 + 2 ** -max(-60.0, min(60.0, bits)))


def _ordered(weights: list[float], places: dict[str, int], orders: Orders) -> list[float]:
    """The nearest weights in which no order is broken."""
    result = list(weights)
    for order in orders:
        chain = [key for key in order if key == "0" or key in places]
        zero = chain.index("0") if "0" in chain else None
        values = pooled([0.0 if key == "0" else result[places[key]] for key in chain if key != "0"])
        for rank, key in enumerate(key for key in chain if key != "0"):
            value = values[rank]
            if zero is not None:
                value = min(0.0, value) if rank < zero else max(0.0, value)
            result[places[key]] = value
    return result


def pooled(values: Iterable[float], weights: Iterable[float] | None = None) -> list[float]:
    """The nearest values that never fall (pool adjacent violators).

    >>> pooled([1.0, 3.0, 2.0])
    [1.0, 2.5, 2.5]
    """
    blocks: list[list[float]] = []
    given = list(values)
    for value, weight in zip(given, weights or [1.0] * len(given), strict=True):
        blocks.append([value, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            value_, weight_, count = blocks.pop()
            last = blocks[-1]
            last[0] = (last[0] * last[1] + value_ * weight_) / (last[1] + weight_)
            last[1] += weight_
            last[2] += count
    return [block[0] for block in blocks for _ in range(int(block[2]))]
