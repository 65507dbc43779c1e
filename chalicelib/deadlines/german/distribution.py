"""Exclusion periods that the publication of a distribution sets going."""

from datetime import date

from chalicelib.deadlines.counting import Period, end_after_event, end_after_publication, publication_takes_effect
from chalicelib.deadlines.reckoning import Found, LegalRule, Reckoning
from chalicelib.model.case_facts import CaseEvent
from chalicelib.model.deadline import DeadlineKind, Severity
from chalicelib.model.event import EventKind
from chalicelib.model.notice import Hearing, HearingKind

_COUNTED = "InsO 9(1) s. 3; BGB 187(2), 188(2); ZPO 222(2) through InsO 4"
SUIT = LegalRule(
    DeadlineKind.DISPUTED_CLAIM_SUIT,
    f"InsO 189(1): exclusion period of two weeks after the publication; {_COUNTED}",
    "Bestrittene Forderung ohne Titel: dem Verwalter nachweisen, dass geklagt ist, sonst keine Quote",
    "Disputed claim without a title: prove to the administrator that suit is filed, or get no dividend",
    Severity.FINAL,
)
SHORTFALL = LegalRule(
    DeadlineKind.SHORTFALL_PROOF,
    f"InsO 190(1) with 189(1): exclusion period of two weeks after the publication; {_COUNTED}",
    "Gesicherte Forderung: Verzicht oder Ausfall nachweisen, sonst keine Quote",
    "Secured claim: prove the waiver or the shortfall, or get no dividend",
    Severity.FINAL,
)
OBJECTION = LegalRule(
    DeadlineKind.DISTRIBUTION_OBJECTION,
    f"InsO 194(1): one week after the end of the period of InsO 189; {_COUNTED}",
    "Einwendungen gegen das Verteilungsverzeichnis beim Gericht erheben",
    "Object to the distribution list at the court",
    Severity.FINAL,
)
OBJECTION_AT_HEARING = LegalRule(
    DeadlineKind.DISTRIBUTION_OBJECTION,
    "InsO 197(1) no. 2: objections to the final list are raised in the final hearing",
    "Einwendungen gegen das Schlussverzeichnis im Schlusstermin erheben",
    "Object to the final list in the final hearing",
    Severity.FINAL,
)


def exclusion_end(published: date) -> date:
    """Last day of the exclusion period, before a day off moves it.

    Source: InsO 189(1), 9(1) s. 3; BGB 187(2), 188(2).

    >>> exclusion_end(date(2026, 3, 17)), exclusion_end(date(2026, 4, 15))
    (datetime.date(2026, 4, 2), datetime.date(2026, 5, 1))
    """
    return end_after_publication(published, Period(weeks=2))


def distribution(reckoning: Reckoning) -> Found:
    """What each published distribution asks of a creditor; unknown facts about the claim count as possible."""
    if not reckoning.running:
        return
    claim, published = reckoning.facts.claim, reckoning.events(EventKind.DISTRIBUTION)
    for event in published:
        start = event.earliest_publication
        raw, effective = exclusion_end(start), publication_takes_effect(start)
        counted = {"published": start, "takes_effect": effective}
        if claim.disputed is not False and claim.titled is not True:
            yield reckoning.moved(SUIT, raw, cause=event.cause, **counted, disputed=claim.disputed, titled=claim.titled)
        if claim.secured is not False:
            yield reckoning.moved(SHORTFALL, raw, cause=event.cause, **counted, secured=claim.secured)
        yield from _objection(reckoning, event, raw, last=event is published[-1])


def _objection(reckoning: Reckoning, event: CaseEvent, raw: date, *, last: bool) -> Found:
    """Objections to an interim list within a week more; to the final one in the final hearing."""
    hearing = _final_hearing_after(reckoning, event) if last else None
    if hearing:
        yield reckoning.printed(
            OBJECTION_AT_HEARING,
            hearing.date,
            cause=event.cause,
            published=event.earliest_publication,
            hearing=hearing.date,
        )
        return
    end = reckoning.holidays.moved(raw)
    yield reckoning.moved(
        OBJECTION,
        end_after_event(end, Period(weeks=1)),
        cause=event.cause,
        published=event.earliest_publication,
        exclusion_period_ends=end,
    )


def _final_hearing_after(reckoning: Reckoning, event: CaseEvent) -> Hearing | None:
    finals = reckoning.hearings(HearingKind.FINAL)
    return next((one for one in finals if one.date >= event.earliest_publication), None)


RULES = (distribution,)
