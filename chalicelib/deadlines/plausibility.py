"""Dates that no calendar of ours can hold are put aside, with a question, before anything is counted from them."""

from collections.abc import Iterator
from datetime import date

from chalicelib.deadlines.reckoning import Doubt, Reckoning
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DateQuestion, QuestionKind

_YEARS = range(1900, 2200)
_ODD_DATE = Doubt(
    QuestionKind.IMPLAUSIBLE,
    "calendar",
    "Dieses Datum kann nicht stimmen; es zählt nicht mit, bis jemand es in der Bekanntmachung nachgesehen hat.",
    "This date cannot be right; it does not count until somebody has looked it up in the notice.",
)


def plausible(facts: CaseFacts) -> tuple[CaseFacts, dict[str, date | int]]:
    """The facts without impossible dates, and those dates by name."""
    odd: dict[str, date | int] = {}
    changes: dict[str, object] = {}
    for part in ("claim", "entered"):
        record = getattr(facts, part)
        wrong = {name: value for name, value in record if _odd(value)}
        odd |= wrong
        changes[part] = record.model_copy(update=dict.fromkeys(wrong))
    if (year := facts.claim.earliest_due_year) is not None and year not in _YEARS:
        odd["earliest_due_year"] = year
        changes["claim"] = facts.claim.model_copy(update={"earliest_due_year": None})
    own = {name: value for name, value in facts if _odd(value)}
    odd |= own
    changes |= dict.fromkeys(own)
    odd |= {f"hearing {one.kind}": one.date for one in facts.hearings if _odd(one.date)}
    odd |= {
        f"publication of {one.notice_id}": one.publication_date for one in facts.events if _odd(one.publication_date)
    }
    changes["hearings"] = tuple(one for one in facts.hearings if not _odd(one.date))
    changes["events"] = tuple(
        one.model_copy(update={"first_publication_date": None}) if _odd(one.first_publication_date) else one
        for one in facts.events
        if not _odd(one.publication_date)
    )
    return facts.model_copy(update=changes), odd


def questions_about(reckoning: Reckoning, odd: dict[str, date | int]) -> Iterator[DateQuestion]:
    """One question for each impossible date."""
    for name, value in odd.items():
        yield reckoning.question(_ODD_DATE, **{name: value})


def _odd(value: object) -> bool:
    return isinstance(value, date) and value.year not in _YEARS
