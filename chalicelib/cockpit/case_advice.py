"""A case's decision aid: what each way to deal with the claim is expected to bring, and what a person chose."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import case_books
from chalicelib.acting import found
from chalicelib.case_books import Books
from chalicelib.cockpit.case_page import folder, opened, path_of
from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConcurrentChangeError, InvalidInputError, Problem
from chalicelib.model.case import Case
from chalicelib.model.people import Role
from chalicelib.model.record import Record, content_id
from chalicelib.model.recovery import Advice, CheckKind, OpenCheck, Option, OptionValue

if TYPE_CHECKING:
    from chalicelib.recovery.valuation import Position

blueprint = Blueprint(__name__)
_HIGHEST = Decimal(1_000_000)


class Chosen(Record):
    """What is done with the claim; `checked` and `rates` as they were on the page, `seen` what it said."""

    option: Option
    reason: str = Field(min_length=1, max_length=2000)
    seen: str
    checked: str = Field(default="", max_length=200)
    rates: str = Field(default="", max_length=400)


@page(blueprint, "GET /cockpit/cases/{case_id}/advice")
def advice(visit: Visit, case_id: str) -> Shown:
    """The options; ticked checks and rates of foreign currencies come in the query."""
    file = opened(visit, case_id)
    books = case_books.opened(file, visit.now)
    if books is None or not books.ledger.invoices:
        return folder(visit, file, "advice", {"books": books, "advice": None})
    signed = tuple(kind for kind in CheckKind if visit.query.get(kind))
    rates = rates_of({name[5:]: value for name, value in visit.query.items() if name.startswith("rate_") and value})
    stand = case_books.position(books, rates)
    made = case_books.advised(stand, signed, visit.now)
    values = {
        "books": books,
        "advice": made,
        "options": ranked(made),
        "checks": _checks(stand),
        "signed": signed,
        "rates": rates,
        "currencies": foreign(books),
        "seen": digest(made, file.case),
        "packed": ",".join(f"{currency}:{rate}" for currency, rate in rates.items()),
    }
    return folder(visit, file, "advice", values)


@page(blueprint, "POST /cockpit/cases/{case_id}/choice", role=Role.MANAGER, form=Chosen)
def choose(visit: Visit, case_id: str, form: Chosen) -> Moved:
    """What the person decides to do with the claim, and why."""
    books = case_books.of_case(found(case_id), visit.now)
    signed = tuple(kind for kind in CheckKind if kind in form.checked.split(","))
    made = case_books.advice(books, signed, rates_of(dict(_pairs(form.rates))))
    if digest(made, books.file.case) != form.seen:
        raise ConcurrentChangeError(
            "the books or the case changed since you looked at the advice",
            german="Die Bücher oder die Akte haben sich geändert, seit Sie die Entscheidungshilfe sahen",
        )
    case_books.choose(books, made, form.option, person=visit.signature, reason=form.reason, now=visit.now)
    return Moved(path_of(case_id, "advice"), done="option_chosen")


def ranked(advice: Advice) -> list[OptionValue]:
    """The options, best first; what cannot be taken comes last."""
    return sorted(
        advice.options, key=lambda one: (not one.available, -one.expected.amount, one.option is not advice.best)
    )


def rates_of(given: Mapping[str, str]) -> dict[str, Decimal]:
    """EUR for one unit of each currency.

    Raises:
        InvalidInputError: no number above zero.
    """
    found: dict[str, Decimal] = {}
    for currency, text in sorted(given.items()):
        try:
            rate = Decimal(text.replace(",", "."))
        except InvalidOperation:
            rate = Decimal(0)
        if not (rate.is_finite() and 0 < rate < _HIGHEST):
            raise InvalidInputError([Problem(currency, text, "a rate is a number above zero, such as 0.92")])
        found[currency] = rate
    return found


def foreign(books: Books) -> list[str]:
    """The currencies of the account that need a rate."""
    return sorted({item.open.currency for item in books.ledger.items} - {"EUR"})


def digest(advice: Advice, case: Case) -> str:
    """What the person decides by: the values as shown, and the choice before."""
    shown = [one.model_dump_json() for one in advice.options]
    return content_id(*shown, case.choice.model_dump_json() if case.choice else "")


def _checks(stand: "Position") -> Iterable[OpenCheck]:
    """All checks in words, ticked or not."""
    from chalicelib.recovery.checks import open_checks  # noqa: PLC0415 - its tables would slow every block question

    return open_checks(stand, ())


def _pairs(packed: str) -> Iterable[tuple[str, str]]:
    for one in filter(None, packed.split(",")):
        currency, _, rate = one.partition(":")
        yield currency, rate
