"""Norway: dates of a case by the Bankruptcy Act (konkursloven, kkl.).

The register of enterprises tells that a bankruptcy is open; its time limit stands in the announcement (kunngjøring)
alone. Believed: weekends, and how long late claims count. Read in a summary of Germany Trade & Invest: the court sets
three to six weeks from the announcement (section 109), late claims are section 116's.

Source: kkl. 109, 110, 116.
"""

from datetime import date

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.lodging import missed
from chalicelib.deadlines.reckoning import Doubt, Found, LegalRule, Reckoning, Rule, filed_in_time
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity

ZONE = "Europe/Oslo"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "kkl. 109, 110: the court sets three to six weeks from the announcement; three as the earliest reading",
    "Forderung beim Verwalter (bostyrer) anmelden",
    "File the claim with the administrator (bostyrer)",
    Severity.RECOVERABLE,
    believed=True,
)
LATE_FILING = LegalRule(
    DeadlineKind.LATE_FILING,
    "kkl. 116: late claims count until the distribution, at the creditor's cost",
    "Anmeldefrist verpasst: Forderung sofort anmelden, vor der Verteilung, auf eigene Kosten",
    "Time limit missed: file the claim at once, before the distribution, at your own cost",
    Severity.FINAL,
    believed=True,
)
NO_DATE = Doubt(
    QuestionKind.MISSING,
    "kkl. 109",
    "Die Anmeldefrist steht nicht im Register. Bitte aus der Kunngjøring (Brønnøysund) nachtragen.",
    "The time limit is not in the register. Please enter it from the announcement (Brønnøysund).",
)
_SHORTEST, _LONGEST = Period(weeks=3), Period(weeks=6)


def allowed_claim_deadlines(announced: date) -> tuple[date, date]:
    """First and last date the court may set for filing claims.

    >>> allowed_claim_deadlines(date(2026, 3, 16))
    (datetime.date(2026, 4, 6), datetime.date(2026, 4, 27))
    """
    return end_after_event(announced, _SHORTEST), end_after_event(announced, _LONGEST)


def filing(reckoning: Reckoning) -> Found:
    """The printed date, else the day it cannot end before, with a question."""
    facts, began = reckoning.facts, reckoning.began
    limit, filed = facts.claim_deadline, facts.claim.filed_on
    if not reckoning.running:
        return
    first, last = allowed_claim_deadlines(began) if began else (None, None)
    if limit:
        yield filed_in_time(reckoning.printed(FILING, limit, claim_deadline=limit, filed_on=filed), filed)
    else:
        found = reckoning.undated(FILING, earliest=first, opened=began, latest_allowed=last, filed_on=filed)
        yield filed_in_time(found, filed)
        yield reckoning.question(NO_DATE, opened=began)
    if missed(reckoning, last):
        yield reckoning.undated(LATE_FILING, claim_deadline=limit, latest_allowed=last)


RULES: tuple[Rule, ...] = (filing,)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Norway's public holidays."""
    return holiday_set("NO")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """Nothing more than the country decides about days off."""
    return {}
