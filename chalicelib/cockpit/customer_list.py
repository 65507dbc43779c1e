"""The list of customers: what a search found, those that are blocked, or a page in order of their numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlencode

from chalicelib.cockpit.customer_forms import Filter, ListQuery
from chalicelib.cockpit.customer_search import Hit, Reason, searched
from chalicelib.cockpit.visit import Visit
from chalicelib.matching import finding
from chalicelib.model.block import Block, Stage
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.lines import BlockLine, CaseLine
from chalicelib.store import customers, lines, search

PAGE = 25
SHOWN_HITS = 30
_FIRST_BLOCKED = 8
_LISTS: dict[Filter, str] = {
    "all": finding.EVERYBODY,
    "person": finding.PERSONS,
    "without_identifiers": finding.WITHOUT_IDENTIFIERS,
}


class Row(NamedTuple):
    """One customer of the list; without a customer only its cases are left."""

    number: str
    customer: Customer | None
    block: Block | BlockLine | None
    cases: int
    reasons: tuple[Reason, ...] = ()
    name: str = ""


class CustomerList(NamedTuple):
    """What the page shows."""

    rows: tuple[Row, ...]
    blocked: tuple[Row, ...] = ()
    blocked_in_all: int = 0
    found: int | None = None
    cut: bool = False
    alike: bool = False
    earlier: str | None = None
    later: str | None = None


def listed(visit: Visit, query: ListQuery) -> CustomerList:
    """The list for a search, a filter, or neither."""
    if query.q.strip():
        return _searched(visit, query)
    if query.only in {"blocked", "with_case", "gone"}:
        return _with_cases(query)
    page = search.listed(_LISTS[query.only], PAGE, after=query.after, before=query.before)
    rows = _rows(page.numbers, customers.get_many(page.numbers))
    first = query.only == "all" and not (query.after or query.before)
    blocked = _blocked(_running()) if first else ()
    return CustomerList(
        rows=rows,
        blocked=_with_customers(blocked[:_FIRST_BLOCKED]),
        blocked_in_all=len(blocked),
        earlier=_link(query, before=page.numbers[0]) if page.before and page.numbers else None,
        later=_link(query, after=page.numbers[-1]) if page.after else None,
    )


def _searched(visit: Visit, query: ListQuery) -> CustomerList:
    found = searched(query.q, visit.now)
    fitting = {hit.customer.number: hit for hit in found.hits if _fits(hit, query.only)}
    by_block = query.only in {"blocked", "with_case"}  # which of them fit is known only when their blocks are read
    hits = fitting if by_block else dict(islice(fitting.items(), SHOWN_HITS))
    rows = _rows(list(hits), {number: hit.customer for number, hit in hits.items()})
    rows = tuple(row._replace(reasons=hits[row.number].reasons) for row in rows)
    if query.only == "blocked":
        rows = tuple(row for row in rows if row.block and row.block.stage is not Stage.WARN)
    if query.only == "with_case":
        rows = tuple(row for row in rows if row.cases)
    return CustomerList(
        rows=rows, found=len(rows), cut=found.cut or len(hits) < len(fitting), alike=found.alike and bool(rows)
    )


def _fits(hit: Hit, only: Filter) -> bool:
    if only == "gone":
        return False
    person = hit.customer.kind is CustomerKind.PERSON
    return (only != "person" or person) and (only != "without_identifiers" or not hit.customer.identifiers)


def _with_cases(query: ListQuery) -> CustomerList:
    """Customers with running cases, a page of them; those that were deleted stand in their cases alone."""
    running = _running()
    names = {case.customer_number: case.customer_name for case in running}
    if query.only == "blocked":
        rows = _blocked(running)
    else:
        gone = names.keys() - lines.customers(names).keys() if query.only == "gone" else names
        rows = tuple(Row(number, None, None, 0, name=names[number]) for number in sorted(gone))
    start = int(query.after) if query.after.isdigit() else 0
    more = len(rows) > start + PAGE
    page = rows[start : start + PAGE]
    return CustomerList(
        rows=_with_customers(page) if query.only == "blocked" else _known_rows(page, names),
        found=len(rows),
        earlier=_link(query, after=str(max(start - PAGE, 0))) if start else None,
        later=_link(query, after=str(start + PAGE)) if more else None,
    )


def _known_rows(rows: Sequence[Row], names: Mapping[str, str]) -> tuple[Row, ...]:
    numbers = [row.number for row in rows]
    found = _rows(numbers, customers.get_many(numbers))
    return tuple(row._replace(name=row.name or names[row.number]) for row in found)


def _running() -> tuple[CaseLine, ...]:
    with ThreadPoolExecutor(2) as pool:
        return tuple(case for some in pool.map(lines.cases, (CaseState.OPEN, CaseState.REVIEW)) for case in some)


def _blocked(running: Sequence[CaseLine]) -> tuple[Row, ...]:
    """Customers with a block in force, strictest and newest first."""
    blocks = lines.blocks(running)
    strictest: dict[str, BlockLine] = {}
    for case in running:
        block, known = blocks.get(case.id), strictest.get(case.customer_number)
        stops = block is not None and block.active and block.stage is not Stage.WARN
        if block and stops and (known is None or known.stage.rank < block.stage.rank):
            strictest[case.customer_number] = block
    names = {case.customer_number: case.customer_name for case in running}
    count = Counter(case.customer_number for case in running)
    rows = [Row(number, None, block, count[number], name=names[number]) for number, block in strictest.items()]
    return tuple(sorted(rows, key=lambda row: _urgency(row.block)))


def _with_customers(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that are shown, with the customers' own records."""
    known = customers.get_many(row.number for row in rows)
    return tuple(row._replace(customer=known.get(row.number)) for row in rows)


def _urgency(block: Block | BlockLine | None) -> tuple[int, float]:
    return (-block.stage.rank, -block.since.timestamp()) if block else (1, 0.0)


def _strictest(blocks: Iterable[Block]) -> dict[str, Block]:
    strictest: dict[str, Block] = {}
    for block in blocks:
        known = strictest.get(block.customer_number)
        if block.active and (known is None or known.stage.rank < block.stage.rank):
            strictest[block.customer_number] = block
    return strictest


def _rows(numbers: Sequence[str], known: dict[str, Customer]) -> tuple[Row, ...]:
    blocks = search.blocks_of(numbers)
    strictest = _strictest(block for some in blocks.values() for block in some)
    return tuple(
        Row(
            number,
            known.get(number),
            strictest.get(number),
            len(blocks[number]),
            name=known[number].name if number in known else "",
        )
        for number in numbers
    )


def _link(query: ListQuery, **place: str) -> str:
    kept = {"only": query.only} if query.only != "all" else {}
    return f"/cockpit/customers?{urlencode({**kept, **place})}"
