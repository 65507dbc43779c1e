"""The firm's thresholds laid on what the rules found: what blocks, what a person sees, what is only watched."""

from chalicelib.matching import weights
from chalicelib.matching.gates import TOO_LITTLE
from chalicelib.matching.scoring import Scored
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.thresholds import Thresholds

LOWERED = "below_block_threshold"
DROPPED = "below_review_threshold"
_ASKED = "much_in_common"
_ALWAYS_ASKED = ("identifier_", "rival", LOWERED)
"""Rules behind which a register number, or a match that would be positive, stands: a person sees them in any case."""


def percent(bits: float) -> int:
    """The pair's own probability, as it is printed.

    >>> percent(-60), percent(60)
    (0, 100)
    """
    return round(100 * weights.probability(bits))


def learned_review_from() -> int:
    """From which probability a pair that no rule names goes to a person, as learned."""
    return percent(weights.review_from())


def worth_reading(scored: Scored, thresholds: Thresholds) -> bool:
    """Whether the pair, known by its compact record alone, may become more than a near miss."""
    if scored.result is not MatchResult.NEGATIVE:
        return True
    least = thresholds.review_from
    return scored.rule == TOO_LITTLE and least is not None and percent(scored.bits) >= least


def lowered(match: Match, thresholds: Thresholds) -> Match:
    """The match; a positive one below the block threshold asks a person instead."""
    if match.result is MatchResult.POSITIVE and percent(float(match.bits)) < thresholds.block_from:
        return match.model_copy(update={"result": MatchResult.UNSURE, "rule": LOWERED})
    return match


def applied(match: Match, thresholds: Thresholds) -> Match:
    """The match as it stands with the thresholds, where it would open a new case."""
    match = lowered(match, thresholds)
    chance, least = percent(float(match.bits)), thresholds.review_from
    if match.result is MatchResult.NEGATIVE and match.rule == TOO_LITTLE and least is not None and chance >= least:
        return match.model_copy(update={"result": MatchResult.UNSURE, "rule": _ASKED, "watched": False})
    if match.result is not MatchResult.UNSURE or match.rule.startswith(_ALWAYS_ASKED):
        return match
    if match.rule == _ASKED:
        dropped = least is not None and chance < least
        return _only_watched(match, TOO_LITTLE) if dropped else match
    return _only_watched(match, DROPPED) if chance < thresholds.possible_from else match


def judged_again(stored: Match, thresholds: Thresholds) -> MatchResult:
    """What a match that opened a case would be under these thresholds; the rules' own word is read back first."""
    if stored.rule == LOWERED:
        stored = stored.model_copy(update={"result": MatchResult.POSITIVE})
    if stored.rule == _ASKED and thresholds.review_from is None and float(stored.bits) < weights.review_from():
        return MatchResult.NEGATIVE
    return applied(stored, thresholds).result


def near_miss_asked(rule: str, score: int, thresholds: Thresholds) -> bool:
    """Whether a pair that is kept as a near miss would go to a person under these thresholds."""
    if rule == DROPPED:
        return score >= thresholds.possible_from
    least = learned_review_from() if thresholds.review_from is None else thresholds.review_from
    return rule == TOO_LITTLE and score >= least


def _only_watched(match: Match, rule: str) -> Match:
    return match.model_copy(update={"result": MatchResult.NEGATIVE, "rule": rule, "watched": True})
