"""The list of cases: found by state, block, register, owner and text; in order of amount, age or next deadline."""

from chalice.app import Blueprint

from chalicelib.cockpit import case_finding
from chalicelib.cockpit.case_finding import Wanted
from chalicelib.cockpit.overview import totals
from chalicelib.cockpit.page import Sent, Shown, page
from chalicelib.cockpit.rendering import word, words
from chalicelib.cockpit.source_watch import title_of
from chalicelib.cockpit.visit import Visit
from chalicelib.exports import Cell, csv_file
from chalicelib.model.customer import Language

blueprint = Blueprint(__name__)
_COLUMNS = (
    "number",
    "customer",
    "debtor",
    "amount",
    "currency",
    "stage",
    "state",
    "event",
    "register",
    "court",
    "case_number",
    "deadline",
    "owner",
    "opened",
    "case_id",
)


@page(blueprint, "GET /cockpit/cases", query=Wanted)
def cases(visit: Visit, query: Wanted) -> Shown:
    """A page of the cases that are wanted."""
    found = case_finding.found(query, visit)
    return Shown(
        "cases.html",
        {
            "wanted": query,
            "list": case_finding.titled(case_finding.paged(found.lines, query.page)),
            "totals": totals(one.row for one in found.lines),
            "choices": found.choices,
            "narrowed": query.model_copy(update={"page": 1, "sort": "amount"}) != Wanted(),
            "source_title": lambda name: _source(name, visit.language),
            "link": lambda **changed: case_finding.address(query, **changed),
        },
    )


@page(blueprint, "GET /cockpit/cases.csv", query=Wanted)
def cases_file(visit: Visit, query: Wanted) -> Sent:
    """All cases that are wanted as a table file, a line for each currency.

    A file is read where nobody notes it: natural persons stand there by their number alone.
    """
    found = case_finding.found(query, visit)
    language = visit.language
    table = csv_file(
        [word(f"cases.{one}", language) for one in _COLUMNS],
        [cells for line in found.lines for cells in _cells(line, visit)],
        language=language,
        zone=visit.zone.key,
    )
    day = visit.now.astimezone(visit.zone).date()
    return Sent(
        table.decode("utf-8"),
        "text/csv; charset=utf-8",
        name=f"insolvency-watch-{word('cases.file', language)}-{day}.csv",
    )


def _source(name: str, language: Language) -> str:
    """The source's title; a case may also have begun with a person's word or with our own insurer's."""
    return word(f"case_source.{name}", language) if f"case_source.{name}" in words() else title_of(name)


def _cells(line: case_finding.Line, visit: Visit) -> list[list[Cell]]:
    case, block, language = line.row.case, line.row.block, visit.language
    stage = block.stage if block and block.active else "none"
    rest: list[Cell] = [
        word(f"stage.{stage}", language),
        word(f"case_state.{case.state}", language),
        word(f"event.{case.event_kind}", language),
        _source(case.source, language),
        case.court,
        case.case_number,
        line.due.safe_date if line.due else None,
        case.owner,
        case.opened_at,
        case.id,
    ]
    names = (word("cases.not_named", language), None) if case.natural_person else (case.customer_name, case.debtor_name)
    named: list[Cell] = [case.customer_number, *names]
    amounts: list[list[Cell]] = [[one.amount, one.currency] for one in line.row.open] or [[None, None]]
    return [[*named, *amount, *rest] for amount in amounts]
