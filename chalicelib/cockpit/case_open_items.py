"""A case's open items: what is open by age, what is insured or secured, what is left at risk; as a file, too."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import case_books
from chalicelib.case_books import Books
from chalicelib.cockpit import rendering
from chalicelib.cockpit.case_page import folder, opened
from chalicelib.cockpit.page import Sent, Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.exports import Cell, csv_file
from chalicelib.model.claim import ClaimSheet
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, OpenItem
from chalicelib.model.record import Record
from chalicelib.model.recovery import AgeBucket, CurrencyExposure, Exposure, InsolvencyDates

blueprint = Blueprint(__name__)
_MOST = 100
_COLUMNS = (
    "number", "kind", "invoice_date", "due_date", "days_late", "delivered_on", "delivered_after", "gross", "open",
    "currency", "insured_share", "retention", "goods", "security", "interest", "dunning_level", "disputed", "titled",
)  # fmt: skip


class Listing(Record):
    """Which open items to list."""

    age: AgeBucket | None = None
    page: int = Field(default=1, ge=1, le=1000)


class Row(NamedTuple):
    """An open item as it is listed: `after` is the latest event of the proceedings before we delivered."""

    item: OpenItem
    days_late: int
    age: AgeBucket
    after: str | None
    interest: Money | None

    @property
    def kind(self) -> str:
        """Whether it is owed to us."""
        return self.item.kind.value


class Sums(NamedTuple):
    """What is at stake in one currency, with a bar for each age."""

    exposure: CurrencyExposure
    interest: Money | None
    bars: tuple[tuple[AgeBucket, Money, int, int], ...]

    @property
    def currency(self) -> str:
        """Its ISO code."""
        return self.exposure.currency


@page(blueprint, "GET /cockpit/cases/{case_id}/open-items", query=Listing)
def open_items(visit: Visit, case_id: str, query: Listing) -> Shown:
    """The open items of the case's customer."""
    file = opened(visit, case_id)
    books = case_books.opened(file, visit.now)
    if books is None:
        return folder(visit, file, "open-items", {"books": None})
    rows = rows_of(books, case_books.claims(books))
    exposure = case_books.exposure(books)
    wanted = [one for one in rows if query.age in (None, one.age) and (query.age is None or one.kind == "invoice")]
    start = (query.page - 1) * _MOST
    values = {
        "books": books,
        "sums": sums_of(exposure, rows),
        "rows": wanted[start : start + _MOST],
        "found": len(wanted),
        "page": query.page,
        "pages": max(1, -(-len(wanted) // _MOST)),
        "age": query.age,
        "gaps": exposure.gaps,
        "insurance": case_books.insurance(books),
        "vat": case_books.vat(books),
        "dates": case_books.dates(books),
    }
    return folder(visit, file, "open-items", values)


@page(blueprint, "GET /cockpit/cases/{case_id}/open-items.csv")
def open_items_file(visit: Visit, case_id: str) -> Sent:
    """All open items as a table for a spreadsheet."""
    books = case_books.of_case(opened(visit, case_id), visit.now)
    header = [rendering.word(f"item_column.{name}", visit.language) for name in _COLUMNS]
    rows = (cells_of(one, visit) for one in rows_of(books, case_books.claims(books)))
    content = csv_file(header, rows, language=visit.language, zone=str(visit.zone))
    return Sent(content.decode("utf-8"), "text/csv; charset=utf-8", f"open-items-{case_id}.csv")


def rows_of(books: Books, sheet: ClaimSheet | None) -> list[Row]:
    """All items by due date; invoices with the interest that the claim sheet gives them."""
    interest = {line.item_number: line.interest_total for line in sheet.lines} if sheet else {}
    dates = case_books.dates(books)
    return [
        Row(
            item=item,
            days_late=max((books.on - item.due_date).days, 0),
            age=case_books.age(item, books.on),
            after=delivered_after(item, dates) if item.kind is ItemKind.INVOICE else None,
            interest=interest.get(item.number) if item.kind is ItemKind.INVOICE else None,
        )
        for item in books.ledger.items
    ]


def delivered_after(item: OpenItem, dates: InsolvencyDates) -> str | None:
    """The latest event of the proceedings that was before our delivery; it decides what kind of claim this is."""
    events: tuple[tuple[str, date | None], ...] = (
        ("opened", dates.opened_on),
        ("refused", dates.refused_on),
        ("preliminary", dates.preliminary_administrator_on),
        ("petition", dates.petition_on),
    )
    day = item.performed_on
    before = [(when, name) for name, when in events if when and when <= day]
    if before and max(before)[1] == "opened" and dates.opened_on and item.arose_before(dates.opened_on):
        before = [one for one in before if one[1] != "opened"]  # a service that went on over the opening
    return max(before)[1] if before else None


def sums_of(exposure: Exposure, rows: Sequence[Row]) -> list[Sums]:
    """The sums of each currency; currencies are never added."""
    found = []
    for one in exposure.currencies:
        interest = [row.interest.amount for row in rows if row.interest and row.interest.currency == one.currency]
        whole = Money(amount=sum(interest, Decimal(0)), currency=one.currency) if interest else None
        found.append(Sums(one, whole, _bars(one)))
    return found


def cells_of(row: Row, visit: Visit) -> list[Cell]:
    """One line of the file."""
    item = row.item

    def said(key: str) -> str:
        return rendering.word(key, visit.language)

    return [
        item.number,
        said(f"item_kind.{item.kind}"),
        item.invoice_date,
        item.due_date,
        row.days_late,
        item.delivered_on,
        said(f"item_after.{row.after}") if row.after else None,
        item.gross.amount,
        item.open.amount,
        item.open.currency,
        item.insured_share,
        said(f"retention_kind.{item.retention_of_title}"),
        item.goods,
        f"{said(f'security_kind.{item.security.kind}')}: {item.security.object}" if item.security else None,
        row.interest.amount if row.interest else None,
        item.dunning_level,
        item.disputed,
        item.titled,
    ]


def _bars(one: CurrencyExposure) -> tuple[tuple[AgeBucket, Money, int, int], ...]:
    """Each bucket with its amount, its number of items and the length of its bar in per cent of the longest."""
    most = max((age.open.amount for age in one.ages), default=Decimal(0))
    lengths: Mapping[AgeBucket, int] = {
        age.bucket: int(age.open.amount * 100 / most) if most else 0 for age in one.ages
    }
    return tuple((age.bucket, age.open, len(age.items), lengths[age.bucket]) for age in one.ages)
