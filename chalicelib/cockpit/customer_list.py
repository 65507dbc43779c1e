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
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.lines import BlockLine, CaseName
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
    block: BlockLine | None
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
    first = query.only == "all" and not (query.after or query.before)
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(_running)
        page = search.listed(_LISTS[query.only], PAGE, after=query.after, before=query.before)
        known = pool.submit(customers.get_many, page.numbers)
        running = asked.result()
        strictest = _strictest(running if first else _of(page.numbers, running))
    blocked = _blocked(running, strictest) if first else ()
    return CustomerList(
        rows=_rows(page.numbers, running, known.result(), strictest),
        blocked=_rows([row.number for row in blocked[:_FIRST_BLOCKED]], running, None, strictest),
        blocked_in_all=len(blocked),
        earlier=_link(query, before=page.numbers[0]) if page.before and page.numbers else None,
        later=_link(query, after=page.numbers[-1]) if page.after and page.numbers else None,
    )


def _searched(visit: Visit, query: ListQuery) -> CustomerList:
    found = searched(query.q, visit.now)
    fitting = {hit.customer.number: hit for hit in found.hits if _fits(hit, query.only)}
    running = _running()
    if query.only in {"blocked", "with_case"}:
        wanted = _blocked(running, _strictest(running)) if query.only == "blocked" else _each_once(running)
        numbers = {row.number for row in wanted}
        fitting = {number: hit for number, hit in fitting.items() if number in numbers}
    hits = dict(islice(fitting.items(), SHOWN_HITS))
    rows = _rows(list(hits), running, {number: hit.customer for number, hit in hits.items()})
    rows = tuple(row._replace(reasons=hits[row.number].reasons) for row in rows)
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
    rows = _blocked(running, _strictest(running)) if query.only == "blocked" else _each_once(running)
    if query.only == "gone":
        known = lines.customers(row.number for row in rows)
        rows = tuple(row for row in rows if row.number not in known)
    start = int(query.after) if query.after.isdecimal() else 0
    more = len(rows) > start + PAGE
    page = rows[start : start + PAGE]
    return CustomerList(
        rows=_rows([row.number for row in page], running),
        found=len(rows),
        earlier=_link(query, after=str(max(start - PAGE, 0))) if start else None,
        later=_link(query, after=str(start + PAGE)) if more else None,
    )


def _running() -> tuple[CaseName, ...]:
    with ThreadPoolExecutor(2) as pool:
        return tuple(case for some in pool.map(lines.case_names, (CaseState.OPEN, CaseState.REVIEW)) for case in some)


def _of(numbers: Sequence[str], running: Iterable[CaseName]) -> list[CaseName]:
    wanted = set(numbers)
    return [case for case in running if case.customer_number in wanted]


def _blocked(running: Sequence[CaseName], strictest: Mapping[str, BlockLine]) -> tuple[Row, ...]:
    """Customers with a block that stops something, strictest and newest first."""
    stopped = [row for row in _each_once(running) if row.number in strictest]
    rows = [row._replace(block=strictest[row.number]) for row in stopped]
    return tuple(sorted((row for row in rows if row.block and row.block.stage is not Stage.WARN), key=_urgency))


def _urgency(row: Row) -> tuple[int, float]:
    return (-row.block.stage.rank, -row.block.since.timestamp()) if row.block else (1, 0.0)


def _each_once(running: Sequence[CaseName]) -> tuple[Row, ...]:
    names = {case.customer_number: case.customer_name for case in running}
    return tuple(Row(number, None, None, 0, name=names[number]) for number in sorted(names))


def _strictest(running: Iterable[CaseName]) -> dict[str, BlockLine]:
    """The strictest block in force by customer; no case ends while its block is in force, so all run."""
    running = tuple(running)
    blocks = lines.blocks(running)
    strictest: dict[str, BlockLine] = {}
    for case in running:
        block, known = blocks.get(case.id), strictest.get(case.customer_number)
        if block and block.active and (known is None or known.stage.rank < block.stage.rank):
            strictest[case.customer_number] = block
    return strictest


def _rows(
    numbers: Sequence[str],
    running: Sequence[CaseName],
    known: Mapping[str, Customer] | None = None,
    strictest: Mapping[str, BlockLine] | None = None,
) -> tuple[Row, ...]:
    known = customers.get_many(numbers) if known is None else known
    own = _of(numbers, running)
    strictest = _strictest(own) if strictest is None else strictest
    count = Counter(case.customer_number for case in own)
    names = {case.customer_number: case.customer_name for case in own}
    return tuple(
        Row(number, known.get(number), strictest.get(number), count[number], name=names.get(number, number))
        for number in numbers
    )


def _link(query: ListQuery, **place: str) -> str:
    kept = {"only": query.only} if query.only != "all" else {}
    return f"/cockpit/customers?{urlencode({**kept, **place})}"
