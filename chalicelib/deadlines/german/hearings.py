"""Hearings of opened proceedings, as the court set them, and what a creditor does around them."""

from datetime import date, timedelta

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.reckoning import Doubt, Found, LegalRule, Reckoning
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity
from chalicelib.model.event import EventKind
from chalicelib.model.notice import Hearing, HearingKind

REPORT = LegalRule(
    DeadlineKind.REPORT_HEARING,
    "InsO 29(1) no. 1: should be within six weeks, must be within three months of the opening",
    "Berichtstermin: der Verwalter berichtet, die Gläubiger entscheiden über Fortführung",
    "Report hearing: the administrator reports, the creditors decide whether business goes on",
    Severity.INFORMATION,
)
EXAMINATION = LegalRule(
    DeadlineKind.EXAMINATION,
    "InsO 29(1) no. 2, 5(2), 177: one week to two months after the time limit for claims",
    "Prüfungstermin (oder schriftlicher Stichtag): die Forderungen werden geprüft",
    "Examination hearing (or written key date): the claims are examined",
    Severity.INFORMATION,
)
TABLE_INSPECTION = LegalRule(
    DeadlineKind.TABLE_INSPECTION,
    "InsO 175(1) s. 2: within the first third of the time between claim time limit and examination",
    "Ab etwa diesem Tag liegt die Tabelle zur Einsicht aus",
    "From about this day the table of claims is open for inspection",
    Severity.INFORMATION,
)
TABLE_CHECK = LegalRule(
    DeadlineKind.TABLE_CHECK,
    "InsO 178, 179(3): who is not disputed is not told; the day after the examination is our suggestion",
    "Tabelle prüfen: Steht die Forderung darin, und ist sie bestritten?",
    "Check the table: is the claim in it, and is it disputed?",
    Severity.RECOVERABLE,
    lapses=False,
)
FINAL = LegalRule(
    DeadlineKind.FINAL_HEARING,
    "InsO 197; the date stands as the court printed it",
    "Schlusstermin: letzte Gelegenheit für Einwendungen und Anträge",
    "Final hearing: last occasion for objections and motions",
    Severity.INFORMATION,
)

REPORT_TOO_LATE = Doubt(
    QuestionKind.OUT_OF_BOUNDS,
    "InsO 29(1) no. 1: at most three months after the opening",
    "Der Berichtstermin liegt mehr als drei Monate nach der Eröffnung. Falsch gelesen oder verlegt?",
    "The report hearing is more than three months after the opening. Misread or moved?",
)
EXAMINATION_BEFORE_LIMIT = Doubt(
    QuestionKind.CONTRADICTORY,
    "InsO 29(1) no. 2",
    "Der Prüfungstermin liegt vor dem Ende der Anmeldefrist. Bitte in der Bekanntmachung nachsehen.",
    "The examination lies before the end of the time limit for claims. Please check the notice.",
)
EXAMINATION_OUT_OF_BOUNDS = Doubt(
    QuestionKind.OUT_OF_BOUNDS,
    "InsO 29(1) no. 2: one week to two months after the time limit for claims",
    "Der Prüfungstermin liegt nicht eine Woche bis zwei Monate nach der Anmeldefrist. Falsch gelesen oder verlegt?",
    "The examination is not one week to two months after the time limit for claims. Misread or moved?",
)

_EXAMINATIONS = (HearingKind.EXAMINATION, HearingKind.REPORT_AND_EXAMINATION)
_REPORTS = (HearingKind.REPORT, HearingKind.REPORT_AND_EXAMINATION)


def report_hearing_bounds(opening: date) -> tuple[date, date]:
    """By when the report hearing should be, and by when it must be.

    Source: InsO 29(1) no. 1.

    >>> report_hearing_bounds(date(2026, 3, 16))
    (datetime.date(2026, 4, 27), datetime.date(2026, 6, 16))
    """
    return end_after_event(opening, Period(weeks=6)), end_after_event(opening, Period(months=3))


def examination_bounds(claim_deadline: date) -> tuple[date, date]:
    """First and last day on which the examination should lie.

    Source: InsO 29(1) no. 2.

    >>> examination_bounds(date(2026, 4, 28))
    (datetime.date(2026, 5, 5), datetime.date(2026, 6, 28))
    """
    return end_after_event(claim_deadline, Period(weeks=1)), end_after_event(claim_deadline, Period(months=2))


def table_open_by(claim_deadline: date, examination: date) -> date:
    """About when the table is laid out: at the end of the first third, never before the time limit.

    Source: InsO 175(1) s. 2.

    >>> table_open_by(date(2026, 4, 28), date(2026, 5, 26))
    datetime.date(2026, 5, 7)
    """
    return claim_deadline + timedelta(days=max(0, (examination - claim_deadline).days) // 3)


def late_examinations(reckoning: Reckoning) -> tuple[Hearing, ...]:
    """Special examinations of late claims: set by a notice of their own, after the general examination.

    Source: InsO 177(1) s. 2.
    """
    announced = reckoning.events(EventKind.LATE_EXAM)
    if not announced:
        return ()
    limit = reckoning.facts.claim_deadline
    general_until = examination_bounds(limit)[1] if limit else None
    later = [one for one in reckoning.hearings(*_EXAMINATIONS) if one.date >= announced[0].publication_date]
    earliest = reckoning.hearings(*_EXAMINATIONS)[:1]
    if earliest and (general_until is None or earliest[0].date <= general_until):
        later = [one for one in later if one != earliest[0]]
    return tuple(later)


def general_examination(reckoning: Reckoning) -> Hearing | None:
    """The examination of the claims that were filed in time."""
    late = late_examinations(reckoning)
    return next((one for one in reckoning.hearings(*_EXAMINATIONS) if one not in late), None)


def report(reckoning: Reckoning) -> Found:
    """The report hearing, and whether its date can be right."""
    opening, found = reckoning.facts.opening_date, reckoning.hearings(*_REPORTS)
    if not reckoning.opened or not found:
        return
    day = found[0].date
    if reckoning.running:
        yield reckoning.printed(REPORT, day, opening_date=opening, hearing=day)
    if opening and day > report_hearing_bounds(opening)[1]:
        last = report_hearing_bounds(opening)[1]
        yield reckoning.question(REPORT_TOO_LATE, opening_date=opening, hearing=day, last_allowed=last)


def examination(reckoning: Reckoning) -> Found:
    """The general examination with what lies around it, and whether its date can be right."""
    limit, hearing = reckoning.facts.claim_deadline, general_examination(reckoning)
    if not reckoning.running or hearing is None:
        return
    day = hearing.date
    yield reckoning.printed(EXAMINATION, day, claim_deadline=limit, hearing=day)
    yield reckoning.moved(TABLE_CHECK, day + timedelta(days=1), hearing=day)
    if limit is None:
        return
    if day < limit:
        yield reckoning.question(EXAMINATION_BEFORE_LIMIT, claim_deadline=limit, hearing=day)
        return
    yield reckoning.fixed(TABLE_INSPECTION, table_open_by(limit, day), claim_deadline=limit, hearing=day)
    first, last = examination_bounds(limit)
    if not first <= day <= last:
        yield reckoning.question(
            EXAMINATION_OUT_OF_BOUNDS, claim_deadline=limit, hearing=day, first_allowed=first, last_allowed=last
        )


def late_examination(reckoning: Reckoning) -> Found:
    """Each special examination, and the look into the table after it."""
    if not reckoning.running:
        return
    events = reckoning.events(EventKind.LATE_EXAM)
    for place, hearing in enumerate(late_examinations(reckoning)):
        cause = f"{events[min(place, len(events) - 1)].cause} {place + 1}"
        yield reckoning.printed(EXAMINATION, hearing.date, cause=cause, hearing=hearing.date)
        yield reckoning.moved(TABLE_CHECK, hearing.date + timedelta(days=1), cause=cause, hearing=hearing.date)


def final(reckoning: Reckoning) -> Found:
    """The final hearing."""
    for hearing in reckoning.hearings(HearingKind.FINAL)[-1:]:
        if reckoning.running:
            yield reckoning.printed(FINAL, hearing.date, hearing=hearing.date)


RULES = (report, examination, late_examination, final)
