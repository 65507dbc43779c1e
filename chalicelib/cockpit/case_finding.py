"""Which cases a list shows, in which order, and how a person goes on from page to page."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Literal, NamedTuple
from urllib.parse import urlencode

from pydantic import Field

from chalicelib.cockpit.overview import RUNNING, CaseRow, is_mine, rows
from chalicelib.cockpit.visit import Visit
from chalicelib.model.case import CaseState
from chalicelib.model.lines import CaseLine, WorkLine
from chalicelib.model.record import Record
from chalicelib.store import lines

PAGE = 50
_STATES = {
    "running": RUNNING,
    "review": (CaseState.REVIEW,),
    "open": (CaseState.OPEN,),
    "closed": (CaseState.CLOSED,),
    "dismissed": (CaseState.DISMISSED,),
    "all": tuple(CaseState),
}


class Wanted(Record):
    """What a person asked the list for; everything has a usual value, so that a bare address works."""

    state: Literal["running", "review", "open", "closed", "dismissed", "all"] = "running"
    stage: Literal["none", "warn", "prepayment_only", "no_new_orders", "no_deliveries"] | None = None
    source: str | None = Field(default=None, max_length=100)
    owner: str | None = Field(default=None, max_length=254, description="mine, nobody, or an address")
    q: str | None = Field(default=None, max_length=200)
    sort: Literal["amount", "newest", "deadline"] = "amount"
    page: int = Field(default=1, ge=1, le=10_000)


class Line(NamedTuple):
    """A case in the list with its next deadline."""

    row: CaseRow
    due: WorkLine | None


class Choices(NamedTuple):
    """What the cases at hand can be narrowed by."""

    sources: tuple[str, ...]
    owners: tuple[str, ...]


class Found(NamedTuple):
    """All cases that are wanted, in order."""

    lines: tuple[Line, ...]
    choices: Choices


class Page(NamedTuple):
    """A page of the list."""

    lines: Sequence[Line]
    number: int
    pages: int
    first: int
    total: int


def found(wanted: Wanted, visit: Visit) -> Found:
    """The cases that are wanted, in order.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    with ThreadPoolExecutor(max_workers=5) as pool:
        dated = pool.submit(lines.next_dates)
        cases = [one for some in pool.map(lines.cases, _STATES[wanted.state]) for one in some]
        narrowed = [one for one in cases if _fits(one, wanted)]
        read = rows(narrowed)
        due = dated.result()
    chosen = [Line(one, due.get(one.case.id)) for one in read if _fits_row(one, wanted, visit)]
    choices = Choices(
        tuple(sorted({one.source for one in cases})), tuple(sorted({one.owner for one in cases if one.owner}))
    )
    return Found(tuple(_ordered(chosen, wanted.sort)), choices)


def paged(found: Sequence[Line], number: int) -> Page:
    """The page of this number, or the last one."""
    pages = max(1, -(-len(found) // PAGE))
    number = min(number, pages)
    start = (number - 1) * PAGE
    return Page(found[start : start + PAGE], number, pages, start + 1 if found else 0, len(found))


def titled(page: Page) -> Page:
    """The page with the titles of its dates."""
    dues = [line.due for line in page.lines if line.due]
    titles = {one.case_id: one for one in lines.titled(dues)}
    return page._replace(lines=[line._replace(due=titles.get(line.row.case.id)) for line in page.lines])


def address(wanted: Wanted, path: str = "/cockpit/cases", **changed: object) -> str:
    """Where the list is with these changes; another page is kept only when nothing else changes."""
    asked = wanted.model_dump(exclude_defaults=True)
    if set(changed) - {"page"}:
        asked.pop("page", None)
    asked |= changed
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"{path}?{query}" if query else path


def _fits(case: CaseLine, wanted: Wanted) -> bool:
    """What can be said by the case alone: register and text, of which every word must be found."""
    text = " ".join(
        filter(
            None, (case.customer_name, case.customer_number, case.debtor_name, case.court, case.case_number, case.owner)
        )
    ).casefold()
    words = (wanted.q or "").casefold().split()
    return wanted.source in {None, case.source} and all(one in text for one in words)


def _fits_row(row: CaseRow, wanted: Wanted, visit: Visit) -> bool:
    stage = row.block.stage.value if row.block and row.block.active else "none"
    if wanted.stage not in {None, stage}:
        return False
    if wanted.owner == "mine":
        return is_mine(row, visit)
    if wanted.owner == "nobody":
        return row.case.owner is None
    return wanted.owner is None or (row.case.owner or "").casefold() == wanted.owner.casefold()


def _ordered(found: Iterable[Line], sort: str) -> list[Line]:
    newest = sorted(found, key=lambda one: one.row.case.updated_at, reverse=True)
    if sort == "newest":
        return newest
    if sort == "deadline":
        return sorted(newest, key=lambda one: one.due.safe_date if one.due else date.max)
    return sorted(newest, key=lambda one: -one.row.largest)
