"""From bits to honest probabilities, and how honest they are."""

import math
from collections.abc import Sequence
from itertools import pairwise

from infra.learning.fit import pooled

Judged = tuple[float, bool, float]
"""Bits (or probability), whether it is the same debtor, weight of the pair."""

_BINS = 14
_LEAST_STEP = 0.15


def points(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """Isotonic calibration: bits and the binary logarithm of the odds seen there, always rising."""
    ordered = sorted(judged)
    bins = _bins(ordered)
    bits = [sum(b * w for b, _, w in part) / sum(w for _, _, w in part) for part in bins]
    seen = [_odds(part) for part in bins]
    odds = pooled(seen, [sum(w for _, _, w in part) for part in bins])
    found = [(round(bits[0] - 10, 2), odds[0] - 5.0), *zip(bits, odds, strict=True), (bits[-1] + 10, odds[-1] + 5.0)]
    rising: list[tuple[float, float]] = []
    for place, value in found:
        if not rising or place - rising[-1][0] > 0.01:
            least = rising[-1][1] + _LEAST_STEP * (place - rising[-1][0]) if rising else value
            rising.append((round(place, 2), round(max(value, least), 2)))
    return rising


def reaching(found: Sequence[tuple[float, float]], odds: float) -> float:
    """The bits from which calibrated odds (as a binary logarithm) are reached."""
    for (left, low), (right, high) in pairwise(found):
        if odds <= high:
            return round(left + (right - left) * (odds - low) / (high - low), 2)
    return found[-1][0]


def _bins(ordered: Sequence[Judged]) -> list[Sequence[Judged]]:
    """Bins with the same number of mistaken orders: cut by rank within both classes, so that the middle is fine."""
    same, other = sum(s for _, s, _ in ordered), sum(not s for _, s, _ in ordered)
    bins: list[list[Judged]] = [[]]
    filled = 0.0
    for one in ordered:
        filled += 0.5 / same if one[1] else 0.5 / other
        bins[-1].append(one)
        if filled >= len(bins) / _BINS and len(bins) < _BINS:
            bins.append([])
    return [part for part in bins if part]


def _odds(part: Sequence[Judged]) -> float:
    """Smoothed, as if half a pair of each answer had been seen besides."""
    same = sum(w for _, s, w in part if s) + 0.5
    return math.log2(same / (sum(w for _, s, w in part if not s) + 0.5))


def error(judged: Sequence[Judged], bins: int = 10) -> float:
    """Expected calibration error: mean distance of stated probability and share of true pairs, over equal bins."""
    whole = sum(weight for _, _, weight in judged)
    total = 0.0
    for low, high in pairwise([number / bins for number in range(bins + 1)]):
        part = [one for one in judged if low <= one[0] < high or (high == 1.0 and one[0] == 1.0)]
        if part:
            total += abs(sum(p * w for p, _, w in part) - sum(w for _, s, w in part if s))
    return total / whole


def area_under_curve(judged: Sequence[Judged]) -> float:
    """Chance that a true pair stands above a false one."""
    wins = seen = lost = 0.0
    ordered = sorted(judged)
    place = 0
    while place < len(ordered):
        stop = place
        while stop < len(ordered) and ordered[stop][0] == ordered[place][0]:
            stop += 1
        same = sum(w for _, s, w in ordered[place:stop] if s)
        other = sum(w for _, s, w in ordered[place:stop] if not s)
        wins += same * (seen + other / 2)
        seen, lost, place = seen + other, lost + same, stop
    return wins / (seen * lost)


def recall_at(judged: Sequence[Judged], precision: float) -> float:
    """Share of true pairs above the lowest threshold that keeps the precision."""
    same = other = best = 0.0
    for _, is_same, weight in sorted(judged, reverse=True):
        same, other = (same + weight, other) if is_same else (same, other + weight)
        if same >= precision * (same + other):
            best = same
    return best / same
