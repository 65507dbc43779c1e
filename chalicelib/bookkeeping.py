"""Files of open items and payments into the books: good rows are kept, each other row is answered with its reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from typing import TypeVar

from chalicelib.errors import ConflictError
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.customers import Advance, ImportSummary, unheard
from chalicelib.imports.open_items import OpenItemFile, read_open_items
from chalicelib.imports.payments import PaymentFile, read_payments
from chalicelib.model.ledger import BooksKept
from chalicelib.model.open_item import OpenItem, Payment
from chalicelib.store import customers, ledgers

B = TypeVar("B", OpenItem, Payment)
_ACCOUNTS_AT_ONCE = 8


def import_open_items(
    content: bytes, now: datetime, *, complete: bool = True, advance: Advance = unheard
) -> ImportSummary:
    """Keeps a file's open items. In a `complete` list what is missing is settled.

    Complete is meant by customer: who is not in the file keeps what is known, and a customer with a refused row loses
    nothing. One row that does not say whose it is makes the list complete for nobody.

    Raises:
        InvalidInputError: the file as a whole cannot be read.
        StoreUnreachableError: the table does not answer; importing again is harmless.
    """
    file = read_open_items(content, _asked_once(), now)
    whole = complete and "" not in file.spoilt

    def keep(number: str, items: Sequence[OpenItem]) -> BooksKept:
        return ledgers.keep_items(number, items, now, complete=whole and number not in file.spoilt)

    return _kept(file, by_customer(file.items), keep, advance)


def import_payments(content: bytes, now: datetime, *, advance: Advance = unheard) -> ImportSummary:
    """Keeps a file's payments beside those already known; raises as `import_open_items`."""
    file = read_payments(content, _asked_once(), now)
    accounts = by_customer(file.payments)
    return _kept(file, accounts, lambda number, some: ledgers.keep_payments(number, some, now), advance)


def by_customer(booked: Iterable[B]) -> dict[str, list[B]]:
    """What belongs to each customer."""
    accounts: dict[str, list[B]] = {}
    for one in booked:
        accounts.setdefault(one.customer_number, []).append(one)
    return accounts


def _asked_once() -> Callable[[str], bool]:
    """Whether a customer of a number is known; the table is asked once for each."""
    return cache(lambda number: customers.get(number) is not None)


def _kept(
    file: OpenItemFile | PaymentFile,
    accounts: Mapping[str, list[B]],
    keep: Callable[[str, Sequence[B]], BooksKept],
    advance: Advance,
) -> ImportSummary:
    def one(number: str) -> BooksKept | list[RowProblem]:
        try:
            return keep(number, accounts[number])
        except ConflictError as error:
            reason = f"not kept, import it again: {error}"
            return [RowProblem(file.lines[booked.id], "", booked.number, reason) for booked in accounts[number]]

    with ThreadPoolExecutor(_ACCOUNTS_AT_ONCE) as pool:
        try:
            outcomes, done = [], 0
            for outcome, booked in zip(pool.map(one, accounts), accounts.values(), strict=True):
                outcomes.append(outcome)
                done += len(booked)
                advance(done, file.rows)
        finally:
            pool.shutdown(cancel_futures=True)
    conflicts: list[RowProblem] = [each for outcome in outcomes if isinstance(outcome, list) for each in outcome]
    kept = [outcome for outcome in outcomes if isinstance(outcome, BooksKept)]
    changed, unchanged = sum(each.changed for each in kept), sum(each.unchanged for each in kept)
    return ImportSummary(
        rows=file.rows,
        changed=changed,
        unchanged=unchanged,
        refused=file.rows - changed - unchanged,
        problems=tuple(sorted((*file.problems, *conflicts), key=lambda problem: problem.line)),
        columns=file.columns,
        ignored=file.ignored,
        settled=sum(each.removed for each in kept),
    )
