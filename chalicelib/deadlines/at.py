"""Austria: dates of a case by the Insolvency Code (IO).

Believed: counting, weekends, the state of the law; only the rules' outlines were read. Verify before relying on them.

Source: IO 103, 107 as summarised in lexisnexis.at (ZIK 2024).
"""

from datetime import timedelta
from typing import Any

from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.reckoning import OPENINGS, Doubt, Found, LegalRule, Reckoning, Rule, filed_in_time
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity
from chalicelib.model.notice import HearingKind

ZONE = "Europe/Vienna"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "IO 103; the date stands as the edict prints it",
    "Forderung beim Gericht anmelden, Aussonderungsrechte und Aufrechnung angeben",
    "File the claim with the court, state segregation rights and set-off",
    Severity.RECOVERABLE,
    believed=True,
)
EXAMINATION = LegalRule(
    DeadlineKind.EXAMINATION,
    "IO 105; the date stands as the edict prints it",
    "Prüfungstagsatzung: die Forderungen werden geprüft",
    "Examination hearing: the claims are examined",
    Severity.INFORMATION,
    believed=True,
)
LATE_FILING = LegalRule(
    DeadlineKind.LATE_FILING,
    "IO 107: not later than 14 days before the hearing on the final account; the extra hearing costs a fee",
    "Anmeldefrist verpasst: Forderung sofort nachträglich anmelden (kostet eine Vergütung)",
    "Time limit missed: file the claim late at once (costs a fee)",
    Severity.FINAL,
    believed=True,
)
NO_DATE = Doubt(
    QuestionKind.MISSING,
    "IO 103",
    "Zur Eröffnung wurde keine Anmeldefrist gelesen. Bitte aus dem Edikt nachtragen.",
    "No time limit for claims was read from the opening. Please enter it from the edict.",
)
_EXAMINATIONS = (HearingKind.EXAMINATION, HearingKind.REPORT_AND_EXAMINATION)
_TWO_WEEKS = timedelta(days=14)


def filing(reckoning: Reckoning) -> Found:
    """The time limit as printed; without one, about two weeks before the examination."""
    facts, hearings = reckoning.facts, reckoning.hearings(*_EXAMINATIONS)
    if not reckoning.running:
        return
    opening, limit, filed = facts.opening_date, facts.claim_deadline, facts.claim.filed_on
    if limit:
        yield filed_in_time(
            reckoning.printed(FILING, limit, opening_date=opening, claim_deadline=limit, filed_on=filed), filed
        )
        return
    hearing = hearings[0].date if hearings else None
    earliest = hearing and hearing - _TWO_WEEKS
    yield filed_in_time(reckoning.undated(FILING, earliest=earliest, examination=hearing, filed_on=filed), filed)
    if reckoning.events(*OPENINGS):
        yield reckoning.question(NO_DATE, opening_date=opening)


def examination(reckoning: Reckoning) -> Found:
    """The examination hearing."""
    for hearing in reckoning.hearings(*_EXAMINATIONS)[:1]:
        if reckoning.running:
            yield reckoning.printed(EXAMINATION, hearing.date, hearing=hearing.date)


def late_filing(reckoning: Reckoning) -> Found:
    """What is left once the time limit went by; the end is counted back from the final hearing."""
    facts, limit = reckoning.facts, reckoning.facts.claim_deadline
    if not reckoning.running or facts.claim.filed_on or limit is None or limit >= reckoning.today:
        return
    inputs: dict[str, Any] = {"claim_deadline": limit, "fee_eur_plus_vat": facts.costs.late_filing_at}
    finals = reckoning.hearings(HearingKind.FINAL)
    if finals:
        yield reckoning.fixed(LATE_FILING, finals[0].date - _TWO_WEEKS, **inputs, final_hearing=finals[0].date)
    else:
        yield reckoning.undated(LATE_FILING, **inputs, final_hearing=None)


RULES: tuple[Rule, ...] = (filing, examination, late_filing)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Austria's public holidays."""
    return holiday_set("AT")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """Nothing more than the country decides about days off."""
    return {}
