"""The days of a proceeding that the books are measured against, from what is known of the case."""

from datetime import date

from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.claim import Gap
from chalicelib.model.notice import EventKind
from chalicelib.model.recovery import InsolvencyDates
from chalicelib.recovery.wording import day_en

_REFUSED = frozenset({EventKind.REFUSED_NO_ASSETS})
# Only an administrator whose consent is needed; a custodian beside a debtor in charge has no such right.
_ADMINISTRATOR = frozenset({EventKind.PRELIM_MEASURES})


def dates_of(facts: CaseFacts) -> InsolvencyDates:
    """The days as far as the publications tell them; a day of publication stands for the day of an order.

    Publications do not print whether the administrator's consent is needed: a person checks what follows from it.
    """
    return InsolvencyDates(
        petition_on=facts.petition_date,
        preliminary_administrator_on=_preliminary(facts),
        opened_on=facts.opening_date,
        refused_on=_first(facts, _REFUSED),
    )


def _preliminary(facts: CaseFacts) -> date | None:
    """The day of the first preliminary administrator, without those lifted before anything was decided.

    Measures that end with the opening or the refusal have led to it; those lifted before it have led to nothing.
    """
    decided = [day for day in (facts.opening_date, _first(facts, _REFUSED)) if day]
    begun: date | None = None
    for event in sorted(facts.events, key=lambda one: one.publication_date):
        if event.kind in _ADMINISTRATOR:
            begun = begun or event.publication_date
        elif event.kind is EventKind.MEASURES_LIFTED and event.publication_date < min(decided, default=date.max):
            begun = None
    return begun


def _first(facts: CaseFacts, kinds: frozenset[EventKind]) -> date | None:
    return min((event.publication_date for event in facts.events if event.kind in kinds), default=None)


def petition_or_stand_in(dates: InsolvencyDates) -> tuple[date | None, tuple[Gap, ...]]:
    """The petition's day, or the earliest day that is known instead with a gap: the true windows begin earlier."""
    if dates.petition_on:
        return dates.petition_on, ()
    known = [day for day in (dates.preliminary_administrator_on, dates.opened_on, dates.refused_on) if day]
    if not known:
        gap = Gap(
            field="petition_on",
            text_de="Tag des Insolvenzantrags unbekannt: Anfechtungszeiträume nicht berechnet",
            text_en="the day of the petition is unknown: avoidance windows not computed",
        )
        return None, (gap,)
    day = min(known)
    gap = Gap(
        field="petition_on",
        text_de=f"Tag des Insolvenzantrags unbekannt: Zeiträume ab {day:%d.%m.%Y} gerechnet, die wahren liegen früher",
        text_en=f"the day of the petition is unknown: windows counted from {day_en(day)}, the true ones begin earlier",
    )
    return day, (gap,)
