"""Dates that follow from law, one file per country, found by file name; each rule cites its statute.

A country's file is its two letters and defines ZONE, RULES, `holidays_of(facts)` and `place_of(facts)`. `eu.py` is no
country: its rules stand beside those of every member state.
"""

import importlib
import pkgutil
from datetime import datetime
from functools import cache
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from chalicelib.deadlines.recompute import lapsed, recomputed
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import Deadline, DeadlineKind, Dues, Severity, deadline_id

__all__ = ["countries", "deadlines_of", "lapsed", "recomputed", "zone_of"]


class _Rulebook(Protocol):
    def dues(self, facts: CaseFacts, country: object, now: datetime) -> Dues: ...


@cache
def countries() -> tuple[str, ...]:
    """ISO codes of all countries with rules, in alphabetical order."""
    files = (module.name for module in pkgutil.iter_modules(__path__) if len(module.name) == 2)
    return tuple(sorted(name.upper() for name in files if name != "eu"))


def deadlines_of(facts: CaseFacts, now: datetime) -> Dues:
    """Every deadline and every question that follows from the facts; odd facts ask, they never raise."""
    country = facts.country.strip().upper()
    if country not in countries():
        return Dues(deadlines=(_no_rules(facts, country, now),))
    # Only here: the holidays of every country take 45 ms to load, and those who only keep records do without.
    rulebook = cast(_Rulebook, importlib.import_module(f"{__name__}.rulebook"))
    facts = facts.model_copy(update={"country": country})
    return rulebook.dues(facts, importlib.import_module(f"{__name__}.{country.lower()}"), now)


def zone_of(country: str | None) -> ZoneInfo:
    """The clock by which a day begins at the courts of a country; Germany's where we know no other."""
    known = country.strip().upper() if country else ""
    file = known.lower() if known in countries() else "de"
    return ZoneInfo(importlib.import_module(f"{__name__}.{file}").ZONE)


def _no_rules(facts: CaseFacts, country: str, now: datetime) -> Deadline:
    """The one visible deadline of a country without rules; it has no dates, since nothing is known of its law."""
    printed = {"claim_deadline": facts.claim_deadline, "opening_date": facts.opening_date}
    return Deadline(
        id=deadline_id(facts.case_id, DeadlineKind.NO_RULES, "case"),
        case_id=facts.case_id,
        kind=DeadlineKind.NO_RULES,
        cause="case",
        country=country,
        title_de=f"Fristen unbekannt: für {country} sind keine Regeln hinterlegt. Bitte die Bekanntmachung prüfen.",
        title_en=f"Deadlines unknown, no rules for {country}. Please check the notice.",
        rule="none",
        inputs={"country": country} | {name: day.isoformat() for name, day in printed.items() if day},
        severity=Severity.FINAL,
        computed_at=now,
    )
