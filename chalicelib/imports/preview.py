"""What a file would do if it were imported: its kind, what its columns mean, its rows as understood, its errors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.imports import headers, open_item_headers, payments
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.customers import read_customers
from chalicelib.imports.decoding import decode, encoding_of
from chalicelib.imports.open_items import read_open_items
from chalicelib.imports.payments import map_payment_columns, read_payments
from chalicelib.imports.table import read_table
from chalicelib.model.customer import Customer
from chalicelib.model.open_item import OpenItem, Payment

IsCustomer = Callable[[str], bool]
Known = Callable[[Iterable[str]], IsCustomer]
"""Given the numbers in a file, whether there is a customer of each."""


class FileKind(StrEnum):
    """What a file holds; the folder in which it is dropped for import."""

    CUSTOMERS = "customers"
    OPEN_ITEMS = "open-items"
    PAYMENTS = "payments"


@dataclass(frozen=True)
class Preview:
    """How a file is understood. `refused` says why it cannot be read at all; the rest is empty then."""

    kind: FileKind
    encoding: str
    delimiter: str = ""
    header: tuple[str, ...] = ()
    columns: Mapping[str, str] | None = None
    ignored: Mapping[str, str] | None = None
    rows: int = 0
    good: tuple[Customer | OpenItem | Payment, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    refused: tuple[Problem, ...] = ()
    spoilt: frozenset[str] = frozenset()
    """Customers of refused rows of open items, as in `OpenItemFile`."""

    @property
    def bad_rows(self) -> int:
        """Rows that would be left out."""
        return len({problem.line for problem in self.problems})


def preview(content: bytes, kind: FileKind | None, known: Known, now: datetime) -> Preview:
    """The file as it would be imported; without a kind, as what its header looks most like."""
    encoding = encoding_of(content)
    try:
        text = decode(content)
    except InvalidInputError as error:
        return Preview(kind or FileKind.CUSTOMERS, encoding, refused=tuple(error.problems))
    meant = kind or likest_kind(text)
    try:
        table = read_table(text, _RECOGNISED[meant])
        read = _read(meant, content, known, now)
    except InvalidInputError as error:
        return Preview(meant, encoding, refused=tuple(error.problems))
    return Preview(
        meant, encoding, table.delimiter, table.header, read.columns, read.ignored, read.rows, read.good, read.problems,
        spoilt=read.spoilt,
    )  # fmt: skip


def likest_kind(text: str) -> FileKind:
    """The kind of which the header names most, among those for which it names all that is needed."""
    counts = {kind: _columns_used(kind, text) for kind in FileKind}
    return max(FileKind, key=lambda kind: counts[kind])


@dataclass(frozen=True)
class _Read:
    good: tuple[Customer | OpenItem | Payment, ...]
    problems: tuple[RowProblem, ...]
    rows: int
    columns: Mapping[str, str]
    ignored: Mapping[str, str]
    spoilt: frozenset[str] = frozenset()


def _read(kind: FileKind, content: bytes, known: Known, now: datetime) -> _Read:
    if kind is FileKind.CUSTOMERS:
        found = read_customers(content, now)
        return _Read(found.customers, found.problems, found.rows, found.columns, found.ignored)
    if kind is FileKind.OPEN_ITEMS:
        wanted = {one.customer_number for one in read_open_items(content, _everybody, now).items}
        items = read_open_items(content, known(wanted), now)
        return _Read(items.items, items.problems, items.rows, items.columns, items.ignored, items.spoilt)
    wanted = {one.customer_number for one in read_payments(content, _everybody, now).payments}
    paid = read_payments(content, known(wanted), now)
    return _Read(paid.payments, paid.problems, paid.rows, paid.columns, paid.ignored)


def _everybody(_number: str) -> bool:
    return True


def _columns_used(kind: FileKind, text: str) -> int:
    try:
        header = read_table(text, _RECOGNISED[kind]).header
        return _MAPPED[kind](header)
    except InvalidInputError:
        return 0


_RECOGNISED = {
    FileKind.CUSTOMERS: headers.recognised,
    FileKind.OPEN_ITEMS: open_item_headers.recognised,
    FileKind.PAYMENTS: payments.recognised,
}
_MAPPED: Mapping[FileKind, Callable[[Sequence[str]], int]] = {
    FileKind.CUSTOMERS: lambda header: len(headers.map_columns(header).position),
    FileKind.OPEN_ITEMS: lambda header: len(open_item_headers.map_item_columns(header).position),
    FileKind.PAYMENTS: lambda header: len(map_payment_columns(header).position),
}
