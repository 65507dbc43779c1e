"""European Union: what a creditor with a seat in another member state has beside the national rules.

Believed: the thirty days of Art. 55(6), and that they run from the publication of the opening in the register.

Source: Regulation (EU) 2015/848, Art. 53 to 55; Denmark is not bound.
"""

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.reckoning import OPENINGS, Doubt, Found, LegalRule, Reckoning, Rule
from chalicelib.model.deadline import DeadlineKind, QuestionKind, Severity

_CODES = "AT BE BG CY CZ DE EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
BOUND = frozenset(_CODES.split())
MINIMUM = LegalRule(
    DeadlineKind.EU_MINIMUM_PERIOD,
    "Reg. (EU) 2015/848 Art. 55(6): at least 30 days from the publication of the opening for foreign creditors",
    "Gläubiger aus einem anderen EU-Staat: die Anmeldefrist darf nicht vor diesem Tag enden",
    "Creditor from another EU state: the time limit for claims must not end before this day",
    Severity.INFORMATION,
    believed=True,
)
TOO_SHORT = Doubt(
    QuestionKind.OUT_OF_BOUNDS,
    "Reg. (EU) 2015/848 Art. 55(6) (believed)",
    "Die Anmeldefrist ist kürzer als die 30 Tage, die ausländische EU-Gläubiger haben. Bitte prüfen lassen.",
    "The time limit for claims is shorter than the 30 days that foreign EU creditors have. Please have it checked.",
)


def minimum_period(reckoning: Reckoning) -> Found:
    """The shortest period for a creditor from another member state; the national time limit stands beside it."""
    facts, openings = reckoning.facts, reckoning.events(*OPENINGS)
    here, there = facts.country.upper(), (facts.creditor_country or "").upper()
    if not reckoning.running or not openings or here == there or not {here, there} <= BOUND:
        return
    published = openings[0].earliest_publication
    end = end_after_event(published, Period(days=30))
    yield reckoning.fixed(MINIMUM, end, published=published, creditor_country=there)
    if facts.claim_deadline and facts.claim_deadline < end:
        yield reckoning.question(TOO_SHORT, published=published, claim_deadline=facts.claim_deadline, thirty_days=end)


RULES: tuple[Rule, ...] = (minimum_period,)
