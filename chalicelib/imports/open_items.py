"""A CSV file of open items: good rows become items, bad rows stay out with their reasons; nothing else decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.imports.cells import RowProblem
from chalicelib.imports.decoding import decode
from chalicelib.imports.open_item_headers import SUCH_AS, ItemField, map_item_columns, recognised
from chalicelib.imports.open_item_rows import OpenItemReader
from chalicelib.imports.table import read_table
from chalicelib.model.open_item import OpenItem


@dataclass(frozen=True)
class OpenItemFile:
    """What a file holds: good items, and a problem for every reason why a row is not among them.

    `lines` gives each item's line by its id; `columns` and `ignored` say how the header was understood. `spoilt` are
    the customers of refused rows, "" where a row does not even say whose it is: their list is not the whole account.
    """

    items: tuple[OpenItem, ...]
    problems: tuple[RowProblem, ...]
    rows: int
    columns: Mapping[str, str]
    ignored: Mapping[str, str]
    lines: Mapping[str, int]
    spoilt: frozenset[str] = frozenset()


def read_open_items(content: bytes, is_customer: Callable[[str], bool], now: datetime) -> OpenItemFile:
    """Items and problems of a CSV file; each row is either an item or explained.

    An item that occurs again is a problem of the later row: one of the two amounts would be lost.

    Raises:
        InvalidInputError: the file as a whole cannot be read, or lacks a column that no item can do without.
    """
    table = read_table(decode(content), recognised, SUCH_AS)
    columns = map_item_columns(table.header)
    items: dict[str, OpenItem] = {}
    lines: dict[str, int] = {}
    problems: list[RowProblem] = []
    spoilt: set[str] = set()
    for row in table.rows:
        reader = OpenItemReader(row, columns, is_customer, now)
        item = reader.item()
        if item and item.id in items:
            meaning = ItemField.NUMBER if ItemField.NUMBER in reader.cells else ItemField.DOCUMENT
            reader.report(meaning, item.number, f"this item stands in line {lines[item.id]} already")
        elif item:
            items[item.id], lines[item.id] = item, row.line
        problems += reader.problems
        if reader.problems:
            spoilt.add(reader.cells.get(ItemField.CUSTOMER, ""))
    return OpenItemFile(
        tuple(items.values()),
        tuple(problems),
        len(table.rows),
        columns.used,
        columns.ignored,
        lines,
        frozenset(spoilt),
    )
