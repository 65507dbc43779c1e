"""Latvia: dates of a case by the Insolvency Law (Maksātnespējas likums, ML).

Believed: counting and weekends, and that the numbers still stand. Read in summaries of law firms: one month from the
entry of the proceedings in the insolvency register; later ones within six months, not later than the plan by which
claims are met, and without a vote; after that the claim against the debtor is lost.

Source: ML 73 (legal persons), 141 (natural persons).
"""

from datetime import date

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.lodging import lodging, missed
from chalicelib.deadlines.reckoning import Doubt, Found, LegalRule, Reckoning, Rule
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity

ZONE = "Europe/Riga"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "ML 73(1), 141: one month from the entry in the insolvency register; the register's own date stands",
    "Forderung beim Verwalter (administrators) anmelden; danach ohne Stimmrecht",
    "File the claim with the administrator (administrators); later it has no vote",
    Severity.RECOVERABLE,
    believed=True,
)
LATE_FILING = LegalRule(
    DeadlineKind.LATE_FILING,
    "ML 73(2): six months from the entry, not later than the plan by which claims are met; then the claim is lost",
    "Anmeldefrist verpasst: Forderung sofort anmelden, sonst geht sie verloren",
    "Time limit missed: file the claim at once, or it is lost",
    Severity.FINAL,
    believed=True,
)
NO_DATE = Doubt(
    QuestionKind.MISSING,
    "ML 73(1)",
    "Der Tag der Eintragung in das Insolvenzregister fehlt. Bitte nachtragen.",
    "The day of the entry in the insolvency register is missing. Please enter it.",
)


def _after(reckoning: Reckoning, months: int) -> date | None:
    return end_after_event(reckoning.began, Period(months=months)) if reckoning.began else None


def filing(reckoning: Reckoning) -> Found:
    """The time limit for claims, and what is left after it."""
    facts, counted, late = reckoning.facts, _after(reckoning, 1), _after(reckoning, 6)
    if not reckoning.running:
        return
    words = {"claim_deadline_rule": facts.claim_deadline_rule}
    yield lodging(reckoning, FILING, counted, entered_in_register=reckoning.began, **words)
    if facts.claim_deadline is None and counted is None:
        yield reckoning.question(NO_DATE, opening_date=None)
    if not missed(reckoning, counted):
        return
    limit = facts.claim_deadline or counted
    if late:
        yield reckoning.fixed(LATE_FILING, late, entered_in_register=reckoning.began, claim_deadline=limit)
    else:
        yield reckoning.undated(LATE_FILING, entered_in_register=None, claim_deadline=limit)


RULES: tuple[Rule, ...] = (filing,)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Latvia's public holidays, with working days that the government moved."""
    return holiday_set("LV")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """Nothing more than the country decides about days off."""
    return {}
