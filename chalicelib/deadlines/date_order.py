"""Dates that cannot stand in the order in which they were given, in any country."""

from datetime import date
from typing import NamedTuple

from chalicelib.deadlines.reckoning import OPENINGS, Doubt, Found, Reckoning, Rule
from chalicelib.model.deadline import QuestionKind
from chalicelib.model.notice import HearingKind


class _Order(NamedTuple):
    """The first date must not be after the second."""

    first: str
    second: str
    text_de: str
    text_en: str


_ORDERS = (
    _Order(
        "petition_date",
        "opening_date",
        "Der Insolvenzantrag liegt nach der Eröffnung. Bitte nachsehen.",
        "The petition lies after the opening. Please check.",
    ),
    _Order(
        "opening_date",
        "opening_published",
        "Die Eröffnung liegt nach ihrer Bekanntmachung. Bitte in der Bekanntmachung nachsehen.",
        "The opening lies after its publication. Please check the notice.",
    ),
    _Order(
        "opening_date",
        "claim_deadline",
        "Die Anmeldefrist endet vor der Eröffnung. Bitte in der Bekanntmachung nachsehen.",
        "The time limit for claims ends before the opening. Please check the notice.",
    ),
    _Order(
        "opening_date",
        "filed_on",
        "Die Anmeldung liegt vor der Eröffnung; vorher kann nicht angemeldet werden. Bitte Datum prüfen.",
        "The claim was filed before the opening; that is not possible. Please check the date.",
    ),
    _Order(
        "opening_date",
        "first_hearing",
        "Ein Termin liegt vor der Eröffnung. Bitte in der Bekanntmachung nachsehen.",
        "A hearing lies before the opening. Please check the notice.",
    ),
    _Order(
        "first_examination",
        "final_hearing",
        "Der Schlusstermin liegt vor dem Prüfungstermin. Bitte in der Bekanntmachung nachsehen.",
        "The final hearing lies before the examination. Please check the notice.",
    ),
    _Order(
        "opening_date",
        "closing_date",
        "Das Ende des Verfahrens liegt vor der Eröffnung. Bitte in der Bekanntmachung nachsehen.",
        "The end of the proceedings lies before the opening. Please check the notice.",
    ),
)
_COURT_HEARINGS = tuple(set(HearingKind) - {HearingKind.OTHER})


def _known(reckoning: Reckoning) -> dict[str, date | None]:
    facts, openings = reckoning.facts, reckoning.events(*OPENINGS)
    hearings = reckoning.hearings(*_COURT_HEARINGS)
    examinations = reckoning.hearings(HearingKind.EXAMINATION, HearingKind.REPORT_AND_EXAMINATION)
    finals = reckoning.hearings(HearingKind.FINAL)
    return {
        "petition_date": facts.petition_date,
        "opening_date": facts.opening_date,
        "opening_published": openings[-1].publication_date if openings else None,
        "claim_deadline": facts.claim_deadline,
        "filed_on": facts.claim.filed_on,
        "first_hearing": hearings[0].date if hearings else None,
        "first_examination": examinations[0].date if examinations else None,
        "final_hearing": finals[-1].date if finals else None,
        "closing_date": facts.closing_date,
    }


def order(reckoning: Reckoning) -> Found:
    """A question for each pair of dates in the wrong order."""
    known = _known(reckoning)
    for rule in _ORDERS:
        first, second = known[rule.first], known[rule.second]
        if first and second and second < first:
            doubt = Doubt(QuestionKind.CONTRADICTORY, "order of events", rule.text_de, rule.text_en)
            yield reckoning.question(doubt, **{rule.first: first, rule.second: second})


RULES: tuple[Rule, ...] = (order,)
