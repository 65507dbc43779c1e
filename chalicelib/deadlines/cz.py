"""Czechia: dates of a case by the Insolvency Act (insolvenční zákon, IZ, Act 182/2006 Sb.).

Believed: counting, weekends and the numbers of the sections. Read in businessinfo.cz (the state's portal for business):
the decision on insolvency sets two months whatever the method, and claims filed later are disregarded.

Source: IZ 136(2), 136(3), 173(1), 198(1); Civil Procedure Code 57(2) through IZ 7.
"""

from datetime import date

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.lodging import lodging
from chalicelib.deadlines.reckoning import Doubt, Found, LegalRule, Reckoning, Rule
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity
from chalicelib.model.notice import HearingKind

ZONE = "Europe/Prague"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "IZ 136(3), 173(1): two months from the decision on insolvency; the register's own date stands; OSR 57(2)",
    "Forderung auf dem Formblatt beim Insolvenzgericht anmelden; später wird sie nicht beachtet",
    "File the claim with the insolvency court on its form; later it is disregarded",
    Severity.FINAL,
    believed=True,
)
EXAMINATION = LegalRule(
    DeadlineKind.EXAMINATION,
    "IZ 190; the date stands as published",
    "Prüfungsverhandlung (přezkumné jednání): die Forderungen werden geprüft",
    "Review hearing (přezkumné jednání): the claims are examined",
    Severity.INFORMATION,
    believed=True,
)
SUIT = LegalRule(
    DeadlineKind.DISPUTED_CLAIM_SUIT,
    "IZ 198(1): 30 days from the review hearing, not before 15 days from the practitioner's letter",
    "Bestrittene Forderung ohne Titel: Klage auf Feststellung beim Insolvenzgericht erheben",
    "Disputed claim without a title: sue for its determination at the insolvency court",
    Severity.FINAL,
    believed=True,
)
NO_DATE = Doubt(
    QuestionKind.MISSING,
    "IZ 136(3)",
    "Der Tag des Beschlusses über die Insolvenz (úpadek) fehlt. Bitte aus dem Register nachtragen.",
    "The day of the decision on insolvency (úpadek) is missing. Please enter it from the register.",
)
_EXAMINATIONS = (HearingKind.EXAMINATION, HearingKind.REPORT_AND_EXAMINATION)


def _counted(reckoning: Reckoning) -> date | None:
    return end_after_event(reckoning.began, Period(months=2)) if reckoning.began else None


def filing(reckoning: Reckoning) -> Found:
    """The time limit for claims; there is no late filing."""
    if not reckoning.running:
        return
    yield lodging(reckoning, FILING, _counted(reckoning), decided=reckoning.began)
    if reckoning.facts.claim_deadline is None and reckoning.began is None:
        yield reckoning.question(NO_DATE, opening_date=None)


def examination(reckoning: Reckoning) -> Found:
    """The review hearing, and the suit that a disputed claim asks for after it."""
    claim = reckoning.facts.claim
    if not reckoning.running:
        return
    for hearing in reckoning.hearings(*_EXAMINATIONS)[:1]:
        yield reckoning.printed(EXAMINATION, hearing.date, hearing=hearing.date)
        if claim.disputed is not False and claim.titled is not True:
            end = end_after_event(hearing.date, Period(days=30))
            yield reckoning.moved(SUIT, end, hearing=hearing.date, disputed=claim.disputed, titled=claim.titled)


RULES: tuple[Rule, ...] = (filing, examination)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Czechia's public holidays."""
    return holiday_set("CZ")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """Nothing more than the country decides about days off."""
    return {}
