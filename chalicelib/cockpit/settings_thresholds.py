"""Thresholds: shown with their effect on the past before anybody saves them, and never saved without a reason."""

from typing import Any

from pydantic import ValidationError

from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.settings_effect import SHOWN, effect
from chalicelib.cockpit.settings_frame import HOME, Mistake, Mistakes, blueprint, noted, tab
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConcurrentChangeError
from chalicelib.matching.thresholds import learned_review_from, percent
from chalicelib.model.people import Role
from chalicelib.model.record import Record
from chalicelib.model.thresholds import DELIVERED, ThresholdChange, Thresholds
from chalicelib.store import settings_log, thresholds

_THRESHOLDS = f"{HOME}/thresholds"
_SHORTEST_REASON = 3


class LimitsForm(Record):
    """Thresholds as a form sends them: to be tried, or with a reason to be kept."""

    block_from: str = ""
    review_from: str = ""
    possible_from: str = ""
    version: int = 0
    reason: str = ""


@page(blueprint, "GET /cockpit/settings/thresholds", role=Role.MANAGER, query=LimitsForm)
def limits(visit: Visit, query: LimitsForm) -> Shown:
    """The thresholds that count; with values in the address the effect that those would have had."""
    if not (query.block_from or query.review_from or query.possible_from):
        return _shown(visit, None)
    tried = limits_of(query)
    if isinstance(tried, dict):
        return _shown(visit, None, query.model_dump(), tried)
    return _shown(visit, tried)


@page(blueprint, "POST /cockpit/settings/thresholds", role=Role.ADMIN, form=LimitsForm)
def save_limits(visit: Visit, form: LimitsForm) -> Shown | Moved:
    """The thresholds kept as a new version; they decide about the notices to come."""
    known = thresholds.changes()
    if form.version != len(known):
        raise ConcurrentChangeError("somebody else has set the thresholds meanwhile; nothing was saved")
    held, tried = known[-1].thresholds if known else DELIVERED, limits_of(form)
    if isinstance(tried, dict):
        return _shown(visit, None, form.model_dump(), tried)
    if len(form.reason) < _SHORTEST_REASON:
        return _shown(visit, tried, mistakes={"reason": Mistake("settings_mistake.reason")})
    change = ThresholdChange(
        thresholds=tried, version=len(known) + 1, reason=form.reason[:500], person=visit.signature, at=visit.now
    )
    line = noted(visit, "thresholds", "", held, tried, change.reason)
    thresholds.add(change, [settings_log.request(line)])
    return Moved(_THRESHOLDS, done="settings_saved")


def limits_of(form: LimitsForm) -> Thresholds | Mistakes:
    """The thresholds that the form describes, or what is wrong with its fields; what is empty is as delivered.

    >>> limits_of(LimitsForm(block_from="95")) == Thresholds(block_from=95)
    True
    """
    given = form.model_dump(include={"block_from", "review_from", "possible_from"})
    values: dict[str, Any] = {name: value.rstrip(" %") for name, value in given.items() if value.strip(" %")}
    if values.get("review_from") == str(learned_review_from()):
        del values["review_from"]  # as learned, which is finer than whole percents
    try:
        return Thresholds.model_validate(values)
    except ValidationError as error:
        return {str(one["loc"][0]): Mistake(f"settings_mistake.{one['loc'][0]}") for one in error.errors()}


def _shown(
    visit: Visit, tried: Thresholds | None, values: dict[str, Any] | None = None, mistakes: Mistakes | None = None
) -> Shown:
    known = thresholds.changes()
    held = known[-1].thresholds if known else DELIVERED
    about = {
        "held": held,
        "tried": tried,
        "values": _values(tried or held) | {name: value for name, value in (values or {}).items() if value},
        "learned": learned_review_from(),
        "effect": effect(held, tried, visit.now) if tried else None,
        "differs": tried is not None and tried != held,
        "version": len(known),
        "versions": tuple(reversed(known)),
        "shown": SHOWN,
        "own_percent": percent,
    }
    return tab(visit, "thresholds", about, mistakes=mistakes)


def _values(limits: Thresholds) -> dict[str, Any]:
    review_from = learned_review_from() if limits.review_from is None else limits.review_from
    return {"block_from": limits.block_from, "review_from": review_from, "possible_from": limits.possible_from}
