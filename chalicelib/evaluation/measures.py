"""What a set of outcomes says: precision, recall, automatic rate, review, calibration, cost."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.evaluation.judging import Outcome
from chalicelib.model.match import MatchResult

FIRST = 3
"""A person looks at so many candidates of a notice in review."""


@dataclass(slots=True)
class Group:
    """True pairs that have one thing in common."""

    pairs: int = 0
    automatic: int = 0
    caught: int = 0
    """Automatic, or among the first in review."""
    retrieved: int = 0
    findable: int = 0

    def add(self, outcome: Outcome) -> None:
        """Counts one outcome."""
        place = outcome.place_of_true
        self.pairs += 1
        self.automatic += outcome.automatic
        self.caught += outcome.automatic or (place is not None and place <= FIRST)
        self.retrieved += outcome.retrieved
        self.findable += outcome.findable


@dataclass(slots=True)
class Bin:
    """Matches whose shown probability lies in one tenth."""

    matches: int = 0
    shown: float = 0.0
    right: int = 0


@dataclass(slots=True)
class Measures:
    """Counts over all outcomes; `report` turns them into words and shares."""

    notices: int = 0
    automatic_right: Counter[str] = field(default_factory=Counter)
    """Automatic matches by rule, as `automatic_wrong`."""
    automatic_wrong: Counter[str] = field(default_factory=Counter)
    wrong_examples: list[tuple[str, str, str, str]] = field(default_factory=list)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    groups: dict[tuple[str, str], Group] = field(default_factory=lambda: defaultdict(Group))
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bins: list[Bin] = field(default_factory=lambda: [Bin() for _ in range(10)])
    review: int = 0
    strangers: int = 0
    strangers_in_review: int = 0
    watched: int = 0
    candidates: int = 0
    queries: int = 0
    read_units: float = 0.0
    cut: int = 0

    def add(self, outcome: Outcome) -> None:
        """Counts one outcome."""
        self.notices += 1
        self.candidates += outcome.candidates
        self.queries += outcome.queries
        self.read_units += outcome.read_units
        self.cut += outcome.cut > 0
        self.watched += outcome.decision == "watched"
        self.review += outcome.decision == "unsure"
        self._add_truth(outcome)
        for match in outcome.matches:
            self._add_match(outcome, match.result, match.rule, match.score, match.customer_number)

    def _add_truth(self, outcome: Outcome) -> None:
        label = outcome.truth.kind or ("customer" if outcome.truth.customers else "stranger")
        self.kinds[label]["notices"] += 1
        self.kinds[label][outcome.decision] += 1
        if not outcome.truth.customers:
            self.strangers += 1
            self.strangers_in_review += outcome.decision == "unsure"
            return
        who = "persons" if outcome.persons else "companies"
        for group in ((who, outcome.fields), (who, "all"), ("all", "all")):
            self.groups[group].add(outcome)

    def _add_match(self, outcome: Outcome, result: MatchResult, rule: str, percent: int, number: str) -> None:
        right = number in outcome.truth.customers
        self.rules[result.value, rule] += 1
        found = self.bins[min(percent // 10, 9)]
        found.matches += 1
        found.shown += percent / 100
        found.right += right
        if result is MatchResult.POSITIVE and right:
            self.automatic_right[rule] += 1
        elif result is MatchResult.POSITIVE:
            self.automatic_wrong[rule] += 1
            self.wrong_examples.append((outcome.notice_id, number, rule, outcome.truth.kind))

    @property
    def calibration_error(self) -> float | None:
        """Mean distance between shown and true probability, over all shown matches."""
        shown = sum(one.matches for one in self.bins)
        return sum(abs(one.shown - one.right) for one in self.bins) / shown if shown else None


def area_under_curve(scored: Sequence[tuple[float, bool]]) -> float:
    """How often a true pair has the higher score of two; equal scores count half.

    >>> area_under_curve([(0.9, True), (0.5, False), (0.5, True)])
    0.75
    """
    positives = [score for score, same in scored if same]
    negatives = [score for score, same in scored if not same]
    wins = sum((mine > theirs) + 0.5 * (mine == theirs) for mine in positives for theirs in negatives)
    return wins / (len(positives) * len(negatives))
