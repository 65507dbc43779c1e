"""A CSV file of customers: read as a whole, then handed one by one to whoever keeps them."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.errors import ConflictError
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.decoding import decode
from chalicelib.imports.headers import Field, map_columns
from chalicelib.imports.parts import Advance, Enough, ImportSummary, Part, SoFar, never, unheard
from chalicelib.imports.rows import RowReader
from chalicelib.imports.table import read_table
from chalicelib.model.customer import Customer

_WORKERS = 8
_ROWS_AT_ONCE = 200
Put = Callable[[Customer], bool]


@dataclass(frozen=True)
class ImportResult:
    """What a file holds: good customers, and a problem for every reason why a row is not among them.

    `lines` gives each customer's line by number; `columns` and `ignored` say how the header was understood.
    """

    customers: tuple[Customer, ...]
    problems: tuple[RowProblem, ...]
    rows: int
    columns: Mapping[str, str]
    ignored: Mapping[str, str]
    lines: Mapping[str, int]


def read_customers(content: bytes, now: datetime) -> ImportResult:
    """Customers and problems of a CSV file; a row with any problem gives no customer.

    A number that occurs again is a problem of the later row, even where the earlier one was refused: which of
    the two is meant, only the firm knows.

    Raises:
        InvalidInputError: the file as a whole cannot be read, or lacks the number or name column.
    """
    table = read_table(decode(content))
    columns = map_columns(table.header)
    customers: dict[str, Customer] = {}
    problems: list[RowProblem] = []
    first_line: dict[str, int] = {}
    for row in table.rows:
        reader = RowReader(row, columns, now)
        customer = reader.customer()
        number = reader.cells.get(Field.NUMBER)
        if number in first_line:
            reason = f"this number stands in line {first_line[number]} already"
            reader.report(Field.NUMBER, number, reason)
        elif number is not None:
            first_line[number] = row.line
        if customer and not reader.problems:
            customers[customer.number] = customer
        problems += reader.problems
    lines = {number: first_line[number] for number in customers}
    return ImportResult(
        tuple(customers.values()), tuple(problems), len(table.rows), columns.used, columns.ignored, lines
    )


def put_customers(result: ImportResult, put: Put, *, advance: Advance = unheard) -> ImportSummary:
    """Keep every good customer; a repetition finds them unchanged, so a broken import is simply started again.

    Raises:
        StoreUnreachableError: from `put`; customers kept before it stay, each of them whole.
    """
    part = put_part(result, put, SoFar(), never, advance=advance)
    return _summary(result, part.so_far)


def put_part(result: ImportResult, put: Put, begin: SoFar, enough: Enough, *, advance: Advance = unheard) -> Part:
    """As `put_customers`, from where earlier parts ended until all is done or it is enough; looked at each 200 rows."""
    so_far = begin
    with ThreadPoolExecutor(_WORKERS) as pool:
        while so_far.place < len(result.customers):
            if enough():
                return Part(so_far, None)
            batch = result.customers[so_far.place : so_far.place + _ROWS_AT_ONCE]
            outcomes = []
            for outcome in pool.map(partial(_put_one, result, put), batch):
                outcomes.append(outcome)
                advance(so_far.place + len(outcomes), len(result.customers))
            conflicts = (outcome for outcome in outcomes if isinstance(outcome, RowProblem))
            done = {
                "place": so_far.place + len(batch),
                "changed": so_far.changed + outcomes.count(True),
                "unchanged": so_far.unchanged + outcomes.count(False),
                "conflicts": (*so_far.conflicts, *conflicts),
            }
            so_far = so_far.model_copy(update=done)
    return Part(so_far, _summary(result, so_far))


def _summary(result: ImportResult, done: SoFar) -> ImportSummary:
    return ImportSummary(
        rows=result.rows,
        changed=done.changed,
        unchanged=done.unchanged,
        refused=result.rows - done.changed - done.unchanged,
        problems=tuple(sorted((*result.problems, *done.conflicts), key=lambda problem: problem.line)),
        columns=result.columns,
        ignored=result.ignored,
    )


def import_customers(content: bytes, put: Put, now: datetime, advance: Advance = unheard) -> ImportSummary:
    """Read the file and keep its good customers; raises as `read_customers` and `put_customers`."""
    return put_customers(read_customers(content, now), put, advance=advance)


def _put_one(result: ImportResult, put: Put, customer: Customer) -> bool | RowProblem:
    try:
        return put(customer)
    except ConflictError as error:
        return RowProblem(result.lines[customer.number], "", customer.number, f"not kept, import it again: {error}")
