"""Files of open items and payments into the books: good rows are kept, each other row is answered with its reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from chalicelib.errors import ConflictError
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.open_items import OpenItemFile, read_open_items
from chalicelib.imports.parts import Advance, Enough, ImportSummary, Part, SoFar, never, unheard
from chalicelib.imports.payments import PaymentFile, read_payments
from chalicelib.model.ledger import BooksKept
from chalicelib.model.open_item import OpenItem, Payment
from chalicelib.store import customers, ledgers

B = TypeVar("B", OpenItem, Payment)
_ACCOUNTS_AT_ONCE = 8
_ACCOUNTS_A_LOOK = 200
"""So many are kept between two looks at the clock."""
_ASKED_AT_ONCE = 1_000


def import_open_items(
    content: bytes, now: datetime, *, complete: bool = True, advance: Advance = unheard
) -> ImportSummary:
    """Keeps a file's open items, as `put_open_items` does, in one go."""
    part = put_open_items(content, now, SoFar(), never, complete=complete, advance=advance)
    return _whole(part)


def put_open_items(
    content: bytes, now: datetime, begin: SoFar, enough: Enough, *, complete: bool = True, advance: Advance = unheard
) -> Part:
    """Keeps a file's open items until all is done or it is enough. In a `complete` list what is missing is settled.

    Complete is meant by customer: who is not in the file keeps what is known, and a customer with a refused row loses
    nothing. One row that does not say whose it is makes the list complete for nobody.

    Raises:
        InvalidInputError: the file as a whole cannot be read.
        StoreUnreachableError: the table does not answer; importing again is harmless.
    """
    begin = _asked(begin, lambda is_customer: read_open_items(content, is_customer, now))
    file = read_open_items(content, _known(begin), now)
    whole = complete and "" not in file.spoilt

    def keep(number: str, items: Sequence[OpenItem]) -> BooksKept:
        return ledgers.keep_items(number, items, now, complete=whole and number not in file.spoilt)

    return _kept(file, by_customer(file.items), keep, begin, enough, advance)


def import_payments(content: bytes, now: datetime, *, advance: Advance = unheard) -> ImportSummary:
    """Keeps a file's payments beside those already known, in one go."""
    return _whole(put_payments(content, now, SoFar(), never, advance=advance))


def put_payments(content: bytes, now: datetime, begin: SoFar, enough: Enough, *, advance: Advance = unheard) -> Part:
    """Keeps a file's payments until all is done or it is enough; raises as `put_open_items`."""
    begin = _asked(begin, lambda is_customer: read_payments(content, is_customer, now))
    file = read_payments(content, _known(begin), now)
    accounts = by_customer(file.payments)
    return _kept(file, accounts, lambda number, some: ledgers.keep_payments(number, some, now), begin, enough, advance)


def by_customer(booked: Iterable[B]) -> dict[str, list[B]]:
    """What belongs to each customer."""
    accounts: dict[str, list[B]] = {}
    for one in booked:
        accounts.setdefault(one.customer_number, []).append(one)
    return accounts


def _whole(part: Part) -> ImportSummary:
    if part.summary is None:
        raise AssertionError("an import that nothing ends came to no end")
    return part.summary


def _asked(begin: SoFar, read: Callable[[Callable[[str], bool]], object]) -> SoFar:
    """With the numbers that are no customer's; the table is asked once for each, and by no later part."""
    if begin.unknown is not None:
        return begin
    numbers: set[str] = set()

    def noted(number: str) -> bool:
        numbers.add(number)
        return True

    read(noted)
    asked = sorted(numbers)
    known: set[str] = set()
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        known |= customers.get_many(asked[start : start + _ASKED_AT_ONCE]).keys()
    return begin.model_copy(update={"unknown": frozenset(numbers - known)})


def _known(begin: SoFar) -> Callable[[str], bool]:
    unknown = begin.unknown or frozenset()
    return lambda number: number not in unknown


def _kept(
    file: OpenItemFile | PaymentFile,
    accounts: Mapping[str, list[B]],
    keep: Callable[[str, Sequence[B]], BooksKept],
    begin: SoFar,
    enough: Enough,
    advance: Advance,
) -> Part:
    def one(number: str) -> BooksKept | list[RowProblem]:
        try:
            return keep(number, accounts[number])
        except ConflictError as error:
            reason = f"not kept, import it again: {error}"
            return [RowProblem(file.lines[booked.id], "", booked.number, reason) for booked in accounts[number]]

    numbers, so_far = list(accounts), begin
    with ThreadPoolExecutor(_ACCOUNTS_AT_ONCE) as pool:
        while so_far.place < len(numbers):
            if enough():
                return Part(so_far, None)
            batch = numbers[so_far.place : so_far.place + _ACCOUNTS_A_LOOK]
            outcomes, done = [], so_far.changed + so_far.unchanged + len(so_far.conflicts)
            for number, outcome in zip(batch, pool.map(one, batch), strict=True):
                outcomes.append(outcome)
                done += len(accounts[number])
                advance(done, file.rows)
            so_far = _further(so_far, outcomes)
    return Part(so_far, _summary(file, so_far))


def _further(so_far: SoFar, outcomes: Sequence[BooksKept | list[RowProblem]]) -> SoFar:
    conflicts = [each for outcome in outcomes if isinstance(outcome, list) for each in outcome]
    kept = [outcome for outcome in outcomes if isinstance(outcome, BooksKept)]
    done = {
        "place": so_far.place + len(outcomes),
        "changed": so_far.changed + sum(each.changed for each in kept),
        "unchanged": so_far.unchanged + sum(each.unchanged for each in kept),
        "settled": so_far.settled + sum(each.removed for each in kept),
        "conflicts": (*so_far.conflicts, *conflicts),
    }
    return so_far.model_copy(update=done)


def _summary(file: OpenItemFile | PaymentFile, done: SoFar) -> ImportSummary:
    return ImportSummary(
        rows=file.rows,
        changed=done.changed,
        unchanged=done.unchanged,
        refused=file.rows - done.changed - done.unchanged,
        problems=tuple(sorted((*file.problems, *done.conflicts), key=lambda problem: problem.line)),
        columns=file.columns,
        ignored=file.ignored,
        settled=done.settled,
    )
