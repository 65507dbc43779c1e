"""What the decision aid assumes now: the numbers it starts with, and the firm's own in their place."""

from collections.abc import Iterable

from chalicelib.model.recovery import AssumptionChange, Assumptions
from chalicelib.recovery.default_assumptions import DEFAULT_ASSUMPTIONS


def assumptions_now(changes: Iterable[AssumptionChange]) -> Assumptions:
    """The assumptions after these changes, oldest first.

    Raises:
        InvalidInputError: a change names an unknown assumption, or a value that cannot be.
    """
    held = DEFAULT_ASSUMPTIONS
    for change in changes:
        held = held.changed(change.values, f"{change.source} ({change.person})", change.as_of)
    return held
