"""Slovakia: dates of a case by the Bankruptcy and Restructuring Act (zákon 7/2005 Z. z., ZKR).

Believed: counting and weekends, the day on which the declaration counts as published (the day after the bulletin's),
and that the numbers still stand. Read in a commentary of 2012: section 28(2) to (4). Restructuring: a law firm's note
of 2009.

Source: ZKR 28, 32, 120, 121, 155, 166 to 167; 198, 199 for publication.
"""

from datetime import date
from typing import Any

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.lodging import lodging, missed
from chalicelib.deadlines.reckoning import Doubt, Found, LegalRule, Reckoning, Rule, filed_in_time
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity
from chalicelib.model.event import EventKind

ZONE = "Europe/Bratislava"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "ZKR 28(2), (3): 45 days from the declaration of bankruptcy; later ones count without a vote",
    "Forderung elektronisch beim Verwalter (správca) anmelden; danach ohne Stimmrecht",
    "File the claim electronically with the trustee (správca); later it has no vote",
    Severity.RECOVERABLE,
    believed=True,
)
FILING_PERSON = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "ZKR 167: until the trustee announces that he draws up the distribution; 45 days (ZKR 28) as the earliest reading",
    "Entschuldung einer Person: Forderung beim Verwalter anmelden, bevor er die Verteilung ankündigt",
    "Discharge of a person's debts: file the claim with the trustee before he announces the distribution",
    Severity.FINAL,
    believed=True,
)
SECURITY = LegalRule(
    DeadlineKind.SECURITY_RIGHTS,
    "ZKR 28(4): with the claim within 45 days of the declaration, or the security right lapses",
    "Sicherungsrechte in der Anmeldung geltend machen; danach erlöschen sie",
    "Claim security rights with the filing; afterwards they lapse",
    Severity.FINAL,
    believed=True,
)
LATE_FILING = LegalRule(
    DeadlineKind.LATE_FILING,
    "ZKR 28(3): until the distribution from the general estate is announced",
    "Anmeldefrist verpasst: Forderung sofort anmelden, bevor die Verteilung angekündigt wird",
    "Time limit missed: file the claim at once, before the distribution is announced",
    Severity.FINAL,
    believed=True,
)
RESTRUCTURING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "ZKR 120, 121, 155: 30 days from the permission of the restructuring; what is not filed cannot be enforced",
    "Reštrukturalizácia: Forderung beim Verwalter anmelden, sonst ist sie nicht mehr durchsetzbar",
    "Restructuring: file the claim with the trustee, or it can no longer be enforced",
    Severity.FINAL,
    believed=True,
)
PERMITTED_WHEN = Doubt(
    QuestionKind.MISSING,
    "ZKR 121",
    "Wann wurde die Reštrukturalizácia bewilligt? Die 30 Tage laufen ab dann; bitte im Register nachsehen.",
    "When was the restructuring permitted? The 30 days run from then; please look it up in the register.",
)
_DAYS, _RESTRUCTURING_DAYS = Period(days=45), Period(days=30)


def _counted(reckoning: Reckoning) -> date | None:
    return end_after_event(reckoning.began, _DAYS) if reckoning.began else None


def filing(reckoning: Reckoning) -> Found:
    """The basic time limit, and what is left after it; of persons, the day that it cannot end before."""
    facts, counted = reckoning.facts, _counted(reckoning)
    if not reckoning.running:
        return
    if facts.natural_person and facts.claim_deadline is None:
        filed = facts.claim.filed_on
        found = reckoning.undated(FILING_PERSON, earliest=counted, declared=reckoning.began, filed_on=filed)
        yield filed_in_time(found, filed)
        return
    yield lodging(reckoning, FILING, counted, declared=reckoning.began)
    if missed(reckoning, counted):
        yield reckoning.undated(LATE_FILING, claim_deadline=facts.claim_deadline or counted)


def security_rights(reckoning: Reckoning) -> Found:
    """Security rights, unless somebody said that there are none; of persons, the day that it cannot end before."""
    facts, claim, counted = reckoning.facts, reckoning.facts.claim, _counted(reckoning)
    if not reckoning.running or counted is None or (claim.secured is False and claim.retention_of_title is False):
        return
    rights: dict[str, Any] = {"secured": claim.secured, "retention_of_title": claim.retention_of_title}
    if facts.natural_person:
        yield reckoning.undated(SECURITY, earliest=counted, declared=reckoning.began, **rights)
    else:
        yield reckoning.moved(SECURITY, counted, declared=reckoning.began, **rights)


def restructuring(reckoning: Reckoning) -> Found:
    """The time limit in a restructuring. The register tells its beginning, the period runs from the permission."""
    filed = reckoning.facts.claim.filed_on
    if reckoning.opened or reckoning.closed:
        return
    for event in reckoning.events(EventKind.RESTRUCTURING)[:1]:
        begun = min(event.earliest_publication, reckoning.facts.opening_date or event.earliest_publication)
        earliest = end_after_event(begun, _RESTRUCTURING_DAYS)
        found = reckoning.undated(RESTRUCTURING, cause=event.cause, earliest=earliest, begun=begun, filed_on=filed)
        yield filed_in_time(found, filed)
        yield reckoning.question(PERMITTED_WHEN, begun=begun)


RULES: tuple[Rule, ...] = (filing, security_rights, restructuring)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Slovakia's public holidays."""
    return holiday_set("SK")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """Nothing more than the country decides about days off."""
    return {}
