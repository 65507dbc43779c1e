"""How many schedules were tried, for whoever explores for long."""

from collections import Counter

SCHEDULES: Counter[tuple[str, str]] = Counter()


def count(kind: str, name: str, more: int = 1) -> None:
    """More schedules of a kind."""
    SCHEDULES[kind, name] += more
