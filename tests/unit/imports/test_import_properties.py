"""Generated files: what goes out in any dialect comes back, and no bytes at all bring the import down."""

import csv
import io
import string
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import InvalidInputError
from chalicelib.imports.customers import read_customers
from chalicelib.imports.result_file import problem_file
from chalicelib.imports.values import read_date, read_money
from chalicelib.model.customer import Customer

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
HEADER = ("Kundennummer", "Firma", "Straße", "PLZ", "Ort", "Frühere Namen", "Kreditlimit", "Bemerkung")

_letters = string.ascii_letters + string.digits + "äöüÄÖÜßéçñ &.,;|\"'()/+-=@\n\t"
_numbers = st.text(string.ascii_letters + string.digits + "-/.", min_size=1, max_size=12).filter(
    lambda number: not number.upper().count("E+")
)
_cells = st.text(_letters, max_size=30)
_names = _cells.filter(lambda text: bool(text.strip()))
_limits = st.decimals(min_value=0, max_value=10**9, places=2)
_rows = st.lists(
    st.tuples(_numbers, _names, _cells, st.from_regex(r"[0-9]{5}", fullmatch=True), _cells, _limits, _cells),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)


def printed(amount: Decimal, *, german: bool) -> str:
    plain = f"{amount:,.2f}"
    return plain.translate(str.maketrans(",.", ".,")) if german else plain


@settings(max_examples=60, deadline=None)
@given(
    rows=_rows,
    delimiter=st.sampled_from(";,\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    german=st.booleans(),
    quote_all=st.booleans(),
)
def test_customers_come_back_from_every_dialect(
    rows: list[tuple[str, str, str, str, str, Decimal, str]],
    delimiter: str,
    encoding: str,
    line_end: str,
    german: bool,
    quote_all: bool,
) -> None:
    text = io.StringIO(newline="")
    dialect = csv.unix_dialect if quote_all else csv.excel
    writer = csv.writer(text, dialect, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(HEADER)
    for number, name, street, postcode, city, limit, note in rows:
        writer.writerow((number, name, street, postcode, city, "Alt|Uralt", printed(limit, german=german), note))
    result = read_customers(text.getvalue().encode(encoding), NOW)
    assert result.problems == ()
    assert [_core(customer) for customer in result.customers] == [
        (number, _flat(name), _flat(street), postcode, _flat(city), limit)
        for number, name, street, postcode, city, limit, _ in rows
    ]
    assert all(customer.former_names == ("Alt", "Uralt") for customer in result.customers)


def _core(customer: Customer) -> tuple[str, str, str, str | None, str, Decimal]:
    assert customer.address is not None
    assert customer.credit_limit is not None
    address, limit = customer.address, customer.credit_limit.amount
    return customer.number, customer.name, address.street or "", address.postcode, address.city or "", limit


def _flat(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda tail: b"Kundennummer;Name;PLZ\n" + tail)))
def test_no_bytes_bring_the_import_down(content: bytes) -> None:
    try:
        result = read_customers(content, NOW)
    except InvalidInputError:
        return
    refused_lines = {problem.line for problem in result.problems}
    assert len(result.customers) + len(refused_lines) == result.rows
    problem_file(result.problems)


@settings(max_examples=150, deadline=None)
@given(st.text('KundermaN12;,"\n\r\tÄ', max_size=200).map(lambda tail: "Kundennummer;Name;PLZ\n" + tail))
def test_each_row_is_either_a_customer_or_explained(text: str) -> None:
    result = read_customers(text.encode(), NOW)
    refused_lines = {problem.line for problem in result.problems}
    assert len(result.customers) + len(refused_lines) == result.rows
    assert not refused_lines & set(result.lines.values())


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_comes_back(day: date) -> None:
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%Y%m%d"):
        assert read_date(day.strftime(form)) == day


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.booleans())
def test_every_amount_comes_back(amount: Decimal, german: bool) -> None:
    assert read_money(printed(amount, german=german), "EUR").amount == amount
