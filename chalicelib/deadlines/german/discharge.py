"""Natural persons: discharge, motions against it, debt settlement plan, end of the assignment period."""

from datetime import date

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.reckoning import Doubt, Found, LegalRule, Reckoning
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity
from chalicelib.model.event import EventKind
from chalicelib.model.notice import HearingKind

_COUNTED = "BGB 187(1), 188(2); ZPO 222(2) through InsO 4"
REFUSAL = LegalRule(
    DeadlineKind.DISCHARGE_REFUSAL,
    "InsO 290(2): until the final hearing",
    "Antrag, die Restschuldbefreiung zu versagen: spätestens im Schlusstermin",
    "Motion to refuse the discharge: in the final hearing at the latest",
    Severity.FINAL,
)
DUTY_BREACH = LegalRule(
    DeadlineKind.DISCHARGE_DUTY_BREACH,
    f"InsO 296(1) s. 2: one year from knowledge of the breach; {_COUNTED}",
    "Antrag auf Versagung wegen verletzter Obliegenheit",
    "Motion to refuse the discharge because a duty was breached",
    Severity.FINAL,
)
LATE_REASON = LegalRule(
    DeadlineKind.DISCHARGE_LATE_REASON,
    f"InsO 297a(1) s. 2: six months from knowledge of the reason; {_COUNTED}",
    "Antrag auf Versagung wegen eines nachträglich bekannt gewordenen Grundes",
    "Motion to refuse the discharge for a reason that became known later",
    Severity.FINAL,
)
REVOCATION = LegalRule(
    DeadlineKind.DISCHARGE_REVOCATION,
    f"InsO 303(2): one year from the finality of the discharge; {_COUNTED}",
    "Antrag, die erteilte Restschuldbefreiung zu widerrufen",
    "Motion to revoke the discharge",
    Severity.FINAL,
)
SETTLEMENT = LegalRule(
    DeadlineKind.SETTLEMENT_PLAN,
    f"InsO 307(1), (2): one month from service, cannot be prolonged, silence is consent; {_COUNTED}",
    "Zum Schuldenbereinigungsplan Stellung nehmen: Schweigen gilt als Zustimmung",
    "Answer to the debt settlement plan: silence counts as consent",
    Severity.FINAL,
)
ASSIGNMENT = LegalRule(
    DeadlineKind.ASSIGNMENT_END,
    "InsO 287(2): three years after the opening, five in a repeat case; BGB 187(1), 188(2)",
    "Ende der Abtretungsfrist: danach wird über die Restschuldbefreiung entschieden",
    "End of the assignment period: afterwards the discharge is decided",
    Severity.INFORMATION,
)
OLDER_LAW = Doubt(
    QuestionKind.MISSING,
    "InsO 287(2); EGInsO 103k (believed)",
    "Für Anträge vor dem 1. Oktober 2020 galt eine längere Abtretungsfrist. Bitte deren Ende nachtragen.",
    "Petitions before 1 October 2020 had a longer assignment period. Please enter its end.",
)
_THREE_YEARS_SINCE = date(2020, 10, 1)  # EGInsO 103k: day of the petition (believed)


def refusal(reckoning: Reckoning) -> Found:
    """Until when the discharge can be opposed; without a date until the final hearing is set."""
    if not (reckoning.facts.natural_person and reckoning.running):
        return
    hearings = reckoning.hearings(HearingKind.FINAL)
    if hearings:
        yield reckoning.printed(REFUSAL, hearings[-1].date, hearing=hearings[-1].date)
    elif reckoning.events(EventKind.FINAL_HEARING):
        yield reckoning.undated(REFUSAL, final_hearing=None)


def known_reasons(reckoning: Reckoning) -> Found:
    """Motions that run from the day on which somebody here learned of the reason."""
    entered = reckoning.facts.entered
    if breach := entered.duty_breach_known_on:
        yield reckoning.moved(DUTY_BREACH, end_after_event(breach, Period(years=1)), duty_breach_known_on=breach)
    if known := entered.late_reason_known_on:
        yield reckoning.moved(LATE_REASON, end_after_event(known, Period(months=6)), late_reason_known_on=known)


def revocation(reckoning: Reckoning) -> Found:
    """One year from finality; until somebody enters that day, from the earlier publication."""
    final = reckoning.facts.entered.discharge_final_on
    granted = reckoning.events(EventKind.DISCHARGE_GRANTED)
    start = final or (granted[0].earliest_publication if granted else None)
    if start and reckoning.facts.natural_person:
        yield reckoning.moved(
            REVOCATION, end_after_event(start, Period(years=1)), discharge_final_on=final, counted_from=start
        )


def settlement_plan(reckoning: Reckoning) -> Found:
    """The answer to a consumer's debt settlement plan."""
    if received := reckoning.facts.entered.settlement_plan_received_on:
        yield reckoning.moved(
            SETTLEMENT, end_after_event(received, Period(months=1)), settlement_plan_received_on=received
        )


def assignment_period(reckoning: Reckoning) -> Found:
    """When a natural person's assignment period ends."""
    facts, opening = reckoning.facts, reckoning.facts.opening_date
    decided = reckoning.events(EventKind.DISCHARGE_GRANTED, EventKind.DISCHARGE_REFUSED)
    if not (facts.natural_person and reckoning.opened and opening) or decided:
        return
    if (facts.petition_date or opening) < _THREE_YEARS_SINCE:
        yield reckoning.undated(ASSIGNMENT, opening_date=opening, petition_date=facts.petition_date)
        yield reckoning.question(OLDER_LAW, opening_date=opening, petition_date=facts.petition_date)
        return
    years = 5 if facts.repeat_discharge else 3
    end = end_after_event(opening, Period(years=years))
    yield reckoning.fixed(ASSIGNMENT, end, opening_date=opening, years=years, repeat_discharge=facts.repeat_discharge)


RULES = (refusal, known_reasons, revocation, settlement_plan, assignment_period)
