"""France: dates of a case by the Code de commerce.

Believed: counting and weekends (CPC 641, 642), and that "abroad" means outside France. Where the creditor's country is
not known, the shorter period counts.

Source: Code de commerce L. 622-24, L. 622-26, R. 622-24.
"""

from datetime import date
from typing import Any

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.reckoning import OPENINGS, Doubt, Found, LegalRule, Reckoning, Rule, filed_in_time
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity

ZONE = "Europe/Paris"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "C. com. L. 622-24, R. 622-24: two months from the publication in BODACC, four for a creditor abroad; CPC 641, 642",
    "Forderung beim Mandataire judiciaire (oder Liquidateur) anmelden, sonst keine Quote",
    "File the claim with the mandataire judiciaire (or liquidator), or get no dividend",
    Severity.FINAL,
    believed=True,
)
RELIEF = LegalRule(
    DeadlineKind.LAPSE_RELIEF,
    "C. com. L. 622-26: relief from the lapse within six months of the publication",
    "Anmeldefrist verpasst: beim juge-commissaire die Aufhebung des Ausschlusses (relevé de forclusion) beantragen",
    "Time limit missed: ask the juge-commissaire for relief from the lapse (relevé de forclusion)",
    Severity.FINAL,
    believed=True,
)
NO_DATE = Doubt(
    QuestionKind.MISSING,
    "C. com. R. 622-24",
    "Die Veröffentlichung der Eröffnung im BODACC fehlt. Bitte deren Datum nachtragen.",
    "The publication of the opening in BODACC is missing. Please enter its date.",
)


def _abroad(facts: CaseFacts) -> bool:
    return facts.creditor_country is not None and facts.creditor_country.upper() != "FR"


def _published(reckoning: Reckoning) -> date | None:
    openings = reckoning.events(*OPENINGS)
    return openings[0].earliest_publication if openings else None


def _limit(reckoning: Reckoning) -> date | None:
    """The earlier of the printed and the counted date; a creditor abroad counts four months himself."""
    published, printed = _published(reckoning), reckoning.facts.claim_deadline
    if published is None:
        return printed
    counted = end_after_event(published, Period(months=4 if _abroad(reckoning.facts) else 2))
    return counted if printed is None or _abroad(reckoning.facts) else min(printed, counted)


def filing(reckoning: Reckoning) -> Found:
    """The time limit for claims; whoever misses it is left out of the distribution."""
    facts, limit, published = reckoning.facts, _limit(reckoning), _published(reckoning)
    inputs: dict[str, Any] = {
        "published": published,
        "creditor_country": facts.creditor_country,
        "claim_deadline_in_notice": facts.claim_deadline,
        "filed_on": facts.claim.filed_on,
    }
    if not reckoning.running:
        return
    if limit is None:
        yield filed_in_time(reckoning.undated(FILING, **inputs), facts.claim.filed_on)
        yield reckoning.question(NO_DATE, opening_date=facts.opening_date)
        return
    yield filed_in_time(reckoning.moved(FILING, limit, **inputs), facts.claim.filed_on)


def relief(reckoning: Reckoning) -> Found:
    """Relief from the lapse, once the time limit went by."""
    limit, published = _limit(reckoning), _published(reckoning)
    missed = limit is not None and reckoning.holidays.moved(limit) < reckoning.today
    if reckoning.running and missed and published and not reckoning.facts.claim.filed_on:
        yield reckoning.moved(
            RELIEF, end_after_event(published, Period(months=6)), published=published, claim_deadline=limit
        )


RULES: tuple[Rule, ...] = (filing, relief)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Days off in all of France; those of a region are no reminder's day."""
    return holiday_set("FR")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """The region is not known to the rules."""
    return {}
