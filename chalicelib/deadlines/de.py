"""Germany: every date of a case that the Insolvency Statute and the Civil Code know.

The court's Land decides which days move a period's end. Where the court is not known, only days that are off in all of
Germany move it, and a day that is off in any Land is no reminder's day: the earliest safe outcome.

Source: InsO, BGB, ZPO 222, GKG KV 2340, as read in August 2026; what is believed says so at its rule.
"""

from chalicelib.deadlines.german import claims, discharge, distribution, hearings, limitation
from chalicelib.deadlines.german.court_land import LANDS, land_of
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.reckoning import Rule
from chalicelib.model.case_facts import CaseFacts

ZONE = "Europe/Berlin"
RULES: tuple[Rule, ...] = (
    *claims.RULES,
    *hearings.RULES,
    *distribution.RULES,
    *discharge.RULES,
    *limitation.RULES,
)


def _land(facts: CaseFacts) -> str | None:
    told = (facts.court_land or "").upper().removeprefix("DE-")
    return told if told in LANDS else land_of(facts.court)


def holidays_of(facts: CaseFacts) -> HolidaySet:
    """Public holidays of the court's Land, else those that all of Germany has."""
    return holiday_set("DE", _land(facts))


def place_of(facts: CaseFacts) -> dict[str, str]:
    """Court and Land as an input of every counted date."""
    court = {"court": facts.court} if facts.court else {}
    return court | {"court_land": _land(facts) or "not known: only holidays of all of Germany move the end"}
