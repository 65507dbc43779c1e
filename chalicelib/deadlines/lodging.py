"""The time limit for claims where a notice may print it and the law counts it otherwise."""

from datetime import date
from typing import Any

from chalicelib.deadlines.reckoning import LegalRule, Reckoning, filed_in_time
from chalicelib.model.deadline import Deadline


def lodging(reckoning: Reckoning, rule: LegalRule, counted: date | None, **inputs: Any) -> Deadline:
    """The printed date as it stands, else the counted one, else the duty without a date; done once it was filed."""
    facts = reckoning.facts
    known: dict[str, Any] = {"claim_deadline": facts.claim_deadline, **inputs, "filed_on": facts.claim.filed_on}
    if facts.claim_deadline:
        found = reckoning.printed(rule, facts.claim_deadline, **known)
    elif counted:
        found = reckoning.moved(rule, counted, **known)
    else:
        found = reckoning.undated(rule, **known)
    return filed_in_time(found, facts.claim.filed_on)


def missed(reckoning: Reckoning, counted: date | None) -> bool:
    """Whether the time limit, as printed or counted, went by in running proceedings and nothing was filed."""
    limit = reckoning.facts.claim_deadline or (counted and reckoning.holidays.moved(counted))
    return reckoning.running and limit is not None and limit < reckoning.today and not reckoning.facts.claim.filed_on
