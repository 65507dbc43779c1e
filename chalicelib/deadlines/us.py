"""United States: dates of a case by the Bankruptcy Code (11 U.S.C.) and the Rules of Bankruptcy Procedure (FRBP).

Read in public copies of January 2025: FRBP 3002(c), and 11 U.S.C. 503(b)(9), 546(c). Believed: the rest, and that a
state's holiday at most prolongs a period (FRBP 9006(a)(6)(C)), so that it is left out. A clerk's notice of a case
without assets says not to file; a later one then opens 90 days (FRBP 3002(c)(5)). Chapter 11's bar date is the
court's, by order or local rule.

Source: 11 U.S.C. 301, 303, 362, 501, 503(b)(9), 546(c), 1111(a); FRBP 1019, 3002(c), 3003(c), 9006(a).
"""

from datetime import date

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, nationwide
from chalicelib.deadlines.lodging import lodging
from chalicelib.deadlines.reckoning import OPENINGS, Doubt, Found, LegalRule, Reckoning, Rule, filed_in_time
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity
from chalicelib.model.event import EventKind

ZONE = "America/New_York"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "FRBP 3002(c): 70 days after the order for relief in a voluntary chapter 7, 12 or 13 case (90 in an involuntary "
    "chapter 7 case); a date that the court set stands; FRBP 9006(a)",
    "Proof of Claim (Formular 410) beim Gericht einreichen",
    "File a proof of claim (form 410) with the court",
    Severity.FINAL,
    believed=True,
)
FILING_CHAPTER_11 = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "FRBP 3003(c)(2), (3): until the bar date that the court sets; needless where the debtor lists it as undisputed",
    "Chapter 11: Proof of Claim bis zum Bar Date des Gerichts einreichen",
    "Chapter 11: file a proof of claim by the court's bar date",
    Severity.FINAL,
    believed=True,
)
RECLAMATION = LegalRule(
    DeadlineKind.RECLAMATION,
    "11 U.S.C. 546(c)(1): goods received within 45 days before the case; written demand within 45 days of receipt, or "
    "20 days after the case began where those end later",
    "Ware der letzten 45 Tage schriftlich zurückfordern (reclamation demand)",
    "Demand goods of the last 45 days back in writing (reclamation demand)",
    Severity.RECOVERABLE,
    believed=True,
)
GOODS_OF_TWENTY_DAYS = LegalRule(
    DeadlineKind.PRIORITY_REQUEST,
    "11 U.S.C. 503(a), (b)(9): value of goods received within 20 days before the case; no period but the court's",
    "Ware der letzten 20 Tage: vorrangige Zahlung (administrative expense) beantragen, Bar Date des Gerichts beachten",
    "Goods of the last 20 days: request payment as an administrative expense, mind the court's bar date",
    Severity.RECOVERABLE,
    believed=True,
)
STAY = LegalRule(
    DeadlineKind.STAY,
    "11 U.S.C. 362(a), (k): from the petition on",
    "Automatic Stay: nicht mahnen, klagen, aufrechnen oder Ware abholen ohne Erlaubnis des Gerichts",
    "Automatic stay: do not dun, sue, set off or fetch goods without the court's leave",
    Severity.INFORMATION,
    believed=True,
)
NO_BAR_DATE = Doubt(
    QuestionKind.MISSING,
    "FRBP 3003(c)(3)",
    "Das Bar Date des Gerichts fehlt. Bitte aus dem Docket nachtragen.",
    "The court's bar date is missing. Please enter it from the docket.",
)
WHICH_CHAPTER = Doubt(
    QuestionKind.MISSING,
    "FRBP 3002(c), 3003(c)(3)",
    "Welches Chapter, und gibt es eine Order for Relief? Davon hängt die Frist ab. Bitte im Docket nachsehen.",
    "Which chapter is it, and is there an order for relief? The time limit depends on it. Please look it up.",
)
CONVERTED = Doubt(
    QuestionKind.CONTRADICTORY,
    "FRBP 1019, 3002(c)",
    "Das Verfahren wurde in ein anderes Chapter überführt: Die Frist kann neu laufen. Bitte im Docket nachsehen.",
    "The case was converted to another chapter: the time limit may run anew. Please look it up in the docket.",
)
_SEVENTY, _TWENTY = Period(days=70), Period(days=20)
_PETITIONS = OPENINGS | {EventKind.PETITION_FILED}


def _commenced(reckoning: Reckoning) -> date | None:
    """The petition's day, or the first that tells of it."""
    days = [event.earliest_publication for event in reckoning.events(*_PETITIONS)]
    entered = (reckoning.facts.petition_date, reckoning.facts.opening_date)
    return min([*days, *(day for day in entered if day)], default=None)


def filing(reckoning: Reckoning) -> Found:
    """The time limit for proofs of claim. One chapter's case that was converted: the earliest day of both readings."""
    facts, began = reckoning.facts, reckoning.began
    if not reckoning.running:
        return
    conversions = reckoning.events(EventKind.CONVERTED)
    by_law = bool(reckoning.events(EventKind.OPENED)) or not reckoning.events(EventKind.OPENED_SELF_ADMIN)
    petition = reckoning.events(EventKind.PETITION_FILED) and not reckoning.events(*OPENINGS)
    if petition and not facts.claim_deadline:
        yield from _unknown_relief(reckoning)
    elif by_law and not conversions:
        yield lodging(reckoning, FILING, began and end_after_event(began, _SEVENTY), order_for_relief=began)
    elif facts.claim_deadline:
        yield lodging(reckoning, FILING_CHAPTER_11, None, order_for_relief=began)
    else:
        start = began if by_law else conversions[0].earliest_publication if conversions else None
        earliest = start and end_after_event(start, _SEVENTY)
        filed = facts.claim.filed_on
        found = reckoning.undated(FILING_CHAPTER_11, earliest=earliest, order_for_relief=began, filed_on=filed)
        yield filed_in_time(found, filed)
        yield reckoning.question(NO_BAR_DATE, order_for_relief=began)
    for event in conversions[-1:]:
        yield reckoning.question(CONVERTED, published=event.earliest_publication, claim_deadline=facts.claim_deadline)


def _unknown_relief(reckoning: Reckoning) -> Found:
    """A petition whose chapter, or whose order for relief, is not known: the day that no time limit ends before."""
    began, filed = reckoning.began, reckoning.facts.claim.filed_on
    earliest = began and end_after_event(began, _SEVENTY)
    yield filed_in_time(
        reckoning.undated(FILING, earliest=earliest, petition=began, order_for_relief=None, filed_on=filed), filed
    )
    yield reckoning.question(WHICH_CHAPTER, petition=began)


def goods(reckoning: Reckoning) -> Found:
    """What a seller of goods may ask for, and the stay; from the petition on, also before an order for relief."""
    start = _commenced(reckoning)
    if start is None or reckoning.closed or not (reckoning.running or reckoning.events(*_PETITIONS)):
        return
    yield reckoning.moved(RECLAMATION, end_after_event(start, _TWENTY), case_commenced=start)
    yield reckoning.undated(GOODS_OF_TWENTY_DAYS, case_commenced=start)
    yield reckoning.undated(STAY, case_commenced=start)


RULES: tuple[Rule, ...] = (filing, goods)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Federal holidays: those on which the courts' clerks are away."""
    return nationwide("US")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """The court's state is not known to the rules."""
    return {"state": "not known: only federal holidays move the end"}
