"""What is reckoned with now: the assumptions and base rates we start with, and what people entered since."""

from collections.abc import Iterable

from chalicelib.model.recovery import AssumptionChange, Assumptions, BaseRateNotice
from chalicelib.recovery.base_rates import BASE_RATES, BaseRates
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


def base_rates_now(notices: Iterable[BaseRateNotice]) -> BaseRates:
    """The base rates with these, in the order of entering: the later word on a half-year counts.

    Raises:
        InvalidInputError: a day that is not the first of a half-year, or a half-year would be left out.
    """
    known = BASE_RATES
    for notice in notices:
        known = known.with_rate(notice.since, notice.rate)
    return known
