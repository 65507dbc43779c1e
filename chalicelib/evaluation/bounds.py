"""Exact bounds for shares counted in a sample."""

import math


def lower_bound(hits: int, total: int, confidence: float = 0.95) -> float:
    """One-sided lower bound of a share (Clopper and Pearson, Biometrika 26 (1934) 404-413).

    >>> round(lower_bound(1000, 1000), 5), lower_bound(0, 10), lower_bound(0, 0)
    (0.99701, 0.0, 0.0)
    >>> round(lower_bound(95, 100), 4)
    0.8977
    """
    if not hits:
        return 0.0
    if hits == total:
        return float((1 - confidence) ** (1 / total))
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_least(hits, total, middle) < 1 - confidence else (low, middle)
    return low


def _at_least(hits: int, total: int, share: float) -> float:
    """Probability of at least so many hits; the smaller tail is summed, term by term, from its largest."""
    if share <= 0:
        return 0.0
    if hits > share * total:
        return _sum(hits, total, share, step=1)
    return 1 - _sum(hits - 1, total, share, step=-1)


def _sum(hits: int, total: int, share: float, *, step: int) -> float:
    log = math.lgamma(total + 1) - math.lgamma(hits + 1) - math.lgamma(total - hits + 1)
    term = math.exp(log + hits * math.log(share) + (total - hits) * math.log1p(-share))
    whole, odds = 0.0, share / (1 - share)
    while 0 <= hits <= total and term > whole * 1e-16:
        whole += term
        term *= (total - hits) / (hits + 1) * odds if step > 0 else hits / ((total - hits + 1) * odds)
        hits += step
    return whole
