"""Switzerland: dates of a case by the Debt Enforcement and Bankruptcy Act (SchKG).

Believed: counting from the publication's own day and weekends; only the rules' outlines were read. The canton is not
used: a day that is off in some canton moves nothing, and is no reminder's day.

Source: SchKG 232(2) no. 2, 251, 300.
"""

from datetime import date

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.reckoning import OPENINGS, Found, LegalRule, Reckoning, Rule, filed_in_time
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, Severity
from chalicelib.model.event import EventKind

ZONE = "Europe/Zurich"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "SchKG 232(2) no. 2: one month from the publication of the call to creditors",
    "Forderung beim Konkursamt eingeben",
    "File the claim with the bankruptcy office",
    Severity.RECOVERABLE,
    believed=True,
)
COMPOSITION = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "SchKG 300: 20 days from the publication of the call to creditors",
    "Nachlassverfahren: Forderung beim Sachwalter eingeben",
    "Composition proceedings: file the claim with the administrator",
    Severity.FINAL,
    believed=True,
)
LATE_FILING = LegalRule(
    DeadlineKind.LATE_FILING,
    "SchKG 251: until the close of the bankruptcy, at the creditor's own cost",
    "Eingabefrist verpasst: Forderung bis zum Schluss des Konkurses auf eigene Kosten eingeben",
    "Time limit missed: file until the bankruptcy closes, at your own cost",
    Severity.FINAL,
    believed=True,
)


def _limit(reckoning: Reckoning) -> date | None:
    """As printed, else a month after the first publication, which may lie before the call: never too late."""
    calls = reckoning.events(*OPENINGS)
    if reckoning.facts.claim_deadline or not calls:
        return reckoning.facts.claim_deadline
    return end_after_event(calls[0].earliest_publication, Period(months=1))


def filing(reckoning: Reckoning) -> Found:
    """The time limit for claims in a bankruptcy."""
    limit, facts, calls = _limit(reckoning), reckoning.facts, reckoning.events(*OPENINGS)
    filed = facts.claim.filed_on
    if not reckoning.running:
        return
    if facts.claim_deadline:
        found = reckoning.printed(FILING, facts.claim_deadline, claim_deadline=facts.claim_deadline, filed_on=filed)
    elif limit:
        found = reckoning.moved(FILING, limit, published=calls[0].earliest_publication, filed_on=filed)
    else:
        found = reckoning.undated(FILING, published=None, filed_on=filed)
    yield filed_in_time(found, filed)


def composition(reckoning: Reckoning) -> Found:
    """The time limit for claims in composition proceedings."""
    filed = reckoning.facts.claim.filed_on
    for event in reckoning.events(EventKind.RESTRUCTURING)[:1]:
        start = event.earliest_publication
        found = reckoning.moved(
            COMPOSITION, end_after_event(start, Period(days=20)), cause=event.cause, published=start, filed_on=filed
        )
        yield filed_in_time(found, filed)


def late_filing(reckoning: Reckoning) -> Found:
    """What is left once the time limit went by."""
    limit = _limit(reckoning)
    if reckoning.running and limit and limit < reckoning.today and not reckoning.facts.claim.filed_on:
        yield reckoning.undated(LATE_FILING, claim_deadline=limit)


RULES: tuple[Rule, ...] = (filing, composition, late_filing)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Days off in all of Switzerland; those of any canton are no reminder's day."""
    return holiday_set("CH")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """The canton is not known to the rules."""
    return {"canton": "not known: only holidays of all of Switzerland move the end"}
