"""Filing the claim: in time, late, after a plan; and telling the administrator about security rights."""

from datetime import date
from typing import Any

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.german import hearings
from chalicelib.deadlines.reckoning import OPENINGS, Doubt, Found, LegalRule, Reckoning, filed_in_time
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity
from chalicelib.model.notice import HearingKind

FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "InsO 28(1), 174; the date stands as the court printed it",
    "Forderung beim Insolvenzverwalter (oder Sachwalter) anmelden, nicht beim Gericht",
    "File the claim with the insolvency administrator (or custodian), not with the court",
    Severity.RECOVERABLE,
)
SECURITY_RIGHTS = LegalRule(
    DeadlineKind.SECURITY_RIGHTS,
    "InsO 28(2): at once, whoever delays is liable; three working days are our suggestion",
    "Dem Verwalter Eigentumsvorbehalt und andere Sicherheiten mitteilen",
    "Tell the administrator about retention of title and other security rights",
    Severity.RECOVERABLE,
    lapses=False,
)
LATE_FILING = LegalRule(
    DeadlineKind.LATE_FILING,
    "InsO 177(1), GKG 33: still possible, a special examination costs a fee; the final hearing as its end is believed",
    "Anmeldefrist verpasst: Forderung sofort nachträglich anmelden (kostet eine Gebühr)",
    "Time limit missed: file the claim late at once (costs a fee)",
    Severity.FINAL,
    believed=True,
)
AFTER_PLAN = LegalRule(
    DeadlineKind.UNFILED_AFTER_PLAN,
    "InsO 259b: one year from the finality of the plan's confirmation; BGB 187(1), 188(2)",
    "Insolvenzplan bestätigt und Forderung nie angemeldet: Anspruch verjährt in einem Jahr",
    "Plan confirmed and claim never filed: the claim lapses after one year",
    Severity.FINAL,
)

OUT_OF_BOUNDS = Doubt(
    QuestionKind.OUT_OF_BOUNDS,
    "InsO 28(1): two weeks to three months",
    "Die Anmeldefrist ist kürzer als zwei Wochen oder länger als drei Monate. Falsch gelesen oder berichtigt?",
    "The time limit for claims is shorter than two weeks or longer than three months. Misread or corrected?",
)
NO_OPENING = Doubt(
    QuestionKind.MISSING,
    "InsO 27(2) no. 3",
    "Der Tag der Eröffnung wurde nicht gelesen. Bitte aus der Bekanntmachung nachtragen.",
    "The day of the opening was not read. Please enter it from the notice.",
)
NO_DATE = Doubt(
    QuestionKind.MISSING,
    "InsO 28(1)",
    "Zur Eröffnung wurde keine Anmeldefrist gelesen. Bitte aus der Bekanntmachung nachtragen.",
    "No time limit for claims was read from the opening. Please enter it from the notice.",
)


def allowed_claim_deadlines(opening: date) -> tuple[date, date]:
    """First and last date the court may set for filing claims.

    Source: InsO 28(1) s. 2.

    >>> allowed_claim_deadlines(date(2026, 3, 16))
    (datetime.date(2026, 3, 30), datetime.date(2026, 6, 16))
    """
    return end_after_event(opening, Period(weeks=2)), end_after_event(opening, Period(months=3))


def filing(reckoning: Reckoning) -> Found:
    """The time limit for lodging claims; without one, when it can end at the earliest."""
    facts = reckoning.facts
    opening, filed = facts.opening_date, facts.claim.filed_on
    if not reckoning.running:
        return
    if facts.claim_deadline:
        found = reckoning.printed(
            FILING,
            facts.claim_deadline,
            opening_date=opening,
            claim_deadline=facts.claim_deadline,
            filed_on=filed,
            court=facts.court,
        )
    else:
        earliest = opening and allowed_claim_deadlines(opening)[0]
        found = reckoning.undated(
            FILING,
            earliest=earliest,
            opening_date=opening,
            claim_deadline_rule=facts.claim_deadline_rule,
            earliest_allowed=earliest,
            filed_on=filed,
        )
    yield filed_in_time(found, filed)


def filing_doubts(reckoning: Reckoning) -> Found:
    """Questions about the time limit for lodging claims, and about the opening from which it is checked."""
    facts = reckoning.facts
    opening, limit = facts.opening_date, facts.claim_deadline
    if reckoning.running and reckoning.events(*OPENINGS):
        if limit is None:
            yield reckoning.question(NO_DATE, opening_date=opening, claim_deadline_rule=facts.claim_deadline_rule)
        if opening is None:
            yield reckoning.question(NO_OPENING, claim_deadline=limit)
    if opening and limit and opening <= limit:
        first, last = allowed_claim_deadlines(opening)
        if not first <= limit <= last:
            yield reckoning.question(
                OUT_OF_BOUNDS, opening_date=opening, claim_deadline=limit, first_allowed=first, last_allowed=last
            )


def security_rights(reckoning: Reckoning) -> Found:
    """The duty to name security rights, unless somebody said that there are none."""
    claim, openings = reckoning.facts.claim, reckoning.events(*OPENINGS)
    start = openings[0].earliest_publication if openings else reckoning.facts.opening_date
    none = claim.secured is False and claim.retention_of_title is False
    if not reckoning.running or none or start is None:
        return
    yield reckoning.moved(
        SECURITY_RIGHTS,
        reckoning.holidays.working_days_after(start, 3),
        published_or_opened=start,
        secured=claim.secured,
        retention_of_title=claim.retention_of_title,
    )


def late_filing(reckoning: Reckoning) -> Found:
    """What is left once the time limit went by and nothing was filed: the special examination, or the final hearing."""
    facts = reckoning.facts
    limit = facts.claim_deadline
    if not reckoning.running or facts.claim.filed_on or limit is None or limit >= reckoning.today:
        return
    inputs: dict[str, Any] = {"claim_deadline": limit, "fee_eur": facts.costs.late_filing_de}
    ahead = [one for one in hearings.late_examinations(reckoning) if one.date >= reckoning.today]
    ends = ahead or reckoning.hearings(HearingKind.FINAL)
    if ends:
        yield reckoning.printed(LATE_FILING, ends[0].date, **inputs, hearing=ends[0].date, hearing_kind=ends[0].kind)
    else:
        yield reckoning.undated(LATE_FILING, **inputs, final_hearing=None)


def after_plan(reckoning: Reckoning) -> Found:
    """The short limitation of a claim that was never filed, once a plan is final."""
    final = reckoning.facts.entered.plan_final_on
    if final and reckoning.facts.claim.filed_on is None:
        yield reckoning.fixed(AFTER_PLAN, end_after_event(final, Period(years=1)), plan_final_on=final)


RULES = (filing, filing_doubts, security_rights, late_filing, after_plan)
