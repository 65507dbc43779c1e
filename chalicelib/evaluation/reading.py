"""Customers, notices and the truth about them out of CSV files; columns as in docs/evaluation.md."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.headers import Columns, Field, map_columns, recognised
from chalicelib.imports.rows import RowReader
from chalicelib.imports.table import DELIMITERS, RawRow
from chalicelib.matching.names import read_organisation
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice

_NOW = datetime(2100, 1, 1, tzinfo=UTC)
_DAY = date(2026, 1, 1)
_NOTICE_ID = frozenset({"noticeid", "notice", "id", "publicationid", "bekanntmachung"})
_CUSTOMER_NUMBER = frozenset({"customernumber", "customerid", "customer", "kundennummer", "number"})
_PUBLISHED = frozenset({"publicationdate", "published", "date", "veröffentlicht"})
_SOURCE, _KIND = frozenset({"source", "register source", "quelle"}), frozenset({"kind", "label", "art"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file's header and where its rows begin; `read` goes through them."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    @classmethod
    def open(cls, path: Path) -> "Sheet":
        """The file, with the separator and encoding that it is written in.

        Raises:
            InvalidInputError: there is no such file, or it is empty.
        """
        try:
            with path.open("rb") as file:
                first = file.readline()
        except OSError as error:
            raise InvalidInputError([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error
        encoding = _encoding(path)
        line = first.decode(encoding).strip()
        if not line:
            raise InvalidInputError([Problem(str(path), "", "the first line must name the columns; it is empty")])
        delimiter = max(DELIMITERS, key=lambda one: (sum(map(recognised, line.split(one))), line.count(one)))
        return cls(
            path, encoding, delimiter, tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter)))
        )

    def read(self) -> Iterator[RawRow]:
        """The rows below the header."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            next(reader)
            yield from (RawRow(reader.line_num, tuple(cells)) for cells in reader if any(cells))

    def rows(self) -> int:
        """About how many rows there are, for a progress bar."""
        with self.path.open("rb") as file:
            return max(sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1, 0)

    def column(self, names: frozenset[str]) -> int | None:
        """Where a column of one of these names stands."""
        return next((at for at, cell in enumerate(self.header) if _plain(cell) in names), None)

    def needed(self, names: frozenset[str], meaning: str) -> int:
        """As `column`.

        Raises:
            InvalidInputError: there is none.
        """
        at = self.column(names)
        if at is None:
            reason = f"no column with the {meaning}; it holds {', '.join(self.header)}"
            raise InvalidInputError([Problem(str(self.path), "header", reason)])
        return at


def _plain(cell: str) -> str:
    return "".join(letter for letter in cell.casefold() if letter.isalnum())


def _encoding(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for _ in file:
                pass
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8-sig"


@dataclass(frozen=True, slots=True)
class CustomerReader:
    """Turns rows of a customer file into customers; the columns are those of the customer import."""

    columns: Columns

    @classmethod
    def of(cls, sheet: Sheet) -> "CustomerReader":
        """The reader for this file; raises as `imports.headers.map_columns`."""
        return cls(map_columns(_renamed(sheet, sheet.column(_CUSTOMER_NUMBER))))

    def read(self, row: RawRow) -> Customer | list[RowProblem]:
        """The customer, or why the row is none."""
        reader = RowReader(row, self.columns, _NOW)
        return reader.customer() or reader.problems


def _renamed(sheet: Sheet, number: int | None) -> list[str]:
    """The header with the given column called what the import calls a customer's number."""
    return ["Customer number" if at == number else cell for at, cell in enumerate(sheet.header)]


@dataclass(frozen=True, slots=True)
class NoticeReader:
    """Turns rows of a notice file into notices; a debtor has the columns of a customer."""

    columns: Columns
    published: int | None
    source: int | None

    @classmethod
    def of(cls, sheet: Sheet) -> "NoticeReader":
        """The reader for this file.

        Raises:
            InvalidInputError: no column with the notice's id or the debtor's name.
        """
        columns = map_columns(_renamed(sheet, sheet.needed(_NOTICE_ID, "notice's id, such as 'notice id'")))
        return cls(columns, sheet.column(_PUBLISHED), sheet.column(_SOURCE))

    def read(self, row: RawRow) -> InsolvencyNotice | list[RowProblem]:
        """The notice, or why the row is none."""
        reader = RowReader(row, self.columns, _NOW)
        debtor = reader.customer()
        if debtor is None:
            return reader.problems
        try:
            published = self._cell(row, self.published)
            day = date.fromisoformat(published) if published else _DAY
        except ValueError:
            return [RowProblem(row.line, "publication date", published, "write it as 2026-01-31")]
        return _notice(debtor, _kind(debtor, reader.cells), day, self._cell(row, self.source) or "evaluated")

    @staticmethod
    def _cell(row: RawRow, at: int | None) -> str:
        return row.cells[at].strip() if at is not None and at < len(row.cells) else ""


def _kind(debtor: Customer, cells: Mapping[Field, str]) -> DebtorKind:
    """The debtor's kind; what the import would take for an organisation only by default stays unknown."""
    if debtor.kind is CustomerKind.PERSON:
        return DebtorKind.PERSON
    said = {Field.KIND, Field.ADDRESS_TYPE, Field.NATURAL_PERSON} & set(cells)
    return DebtorKind.ORGANISATION if said or read_organisation(debtor.name).forms else DebtorKind.UNKNOWN


def _notice(debtor: Customer, kind: DebtorKind, day: date, source: str) -> InsolvencyNotice:
    country = (debtor.address.country if debtor.address else None) or "DE"
    return InsolvencyNotice(
        source=source,
        publication_id=debtor.number,
        country=country,
        publication_date=day,
        event_kind=EventKind.OPENED,
        original_kind="evaluated",
        debtor_kind=kind,
        debtor_name=debtor.name,
        debtor_first_name=debtor.first_name,
        debtor_surname=debtor.surname,
        debtor_aliases=(*debtor.former_names, *debtor.trade_names),
        debtor_identifiers=debtor.identifiers,
        debtor_postal_address=debtor.address,
        debtor_seat=debtor.address.city if debtor.address else None,
        birth_date=debtor.birth_date,
    )


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known about one notice: its customers (none for a stranger) and a label to group by."""

    customers: frozenset[str]
    kind: str


def read_truth(path: Path) -> dict[str, Truth]:
    """Truth by notice id; a notice that does not occur is a stranger's.

    Raises:
        InvalidInputError: a needed column is missing.
    """
    sheet = Sheet.open(path)
    notice = sheet.needed(_NOTICE_ID, "notice's id, such as 'notice id'")
    number = sheet.needed(_CUSTOMER_NUMBER, "customer's number, such as 'customer number'")
    kind = sheet.column(_KIND)
    found: dict[str, Truth] = {}
    for row in sheet.read():
        cells = _wide_enough(row.cells, len(sheet.header))
        label = cells[kind].strip() if kind is not None else ""
        one = {cells[number].strip()} - {""}
        known = found.get(cells[notice].strip(), Truth(frozenset(), label))
        found[cells[notice].strip()] = Truth(known.customers | one, known.kind or label)
    return found


def _wide_enough(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
