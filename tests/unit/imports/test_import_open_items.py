"""Open items out of a CSV file: dialects of SAP, DATEV and spreadsheets; each row is an item or explained."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import InvalidInputError
from chalicelib.imports.open_item_headers import recognised
from chalicelib.imports.open_items import OpenItemFile, read_open_items
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle, SecurityKind

NOW = datetime(2026, 3, 17, 8, 0, tzinfo=UTC)
CUSTOMERS = {"104711", "20", "0000104711"}
HEADER = "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Offener Betrag"


def read(text: str, encoding: str = "utf-8") -> OpenItemFile:
    return read_open_items(text.encode(encoding), CUSTOMERS.__contains__, NOW)


def one(header: str, row: str) -> OpenItem:
    result = read(f"{header}\n{row}\n")
    assert result.problems == ()
    (item,) = result.items
    return item


def reason(header: str, row: str) -> tuple[str, str]:
    """Column and reason of the only problem of the only row."""
    result = read(f"{header}\n{row}\n")
    assert (result.items, result.rows) == ((), 1)
    (problem,) = result.problems
    assert problem.line == 2
    return problem.column, problem.reason


def euro(amount: str, currency: str = "EUR") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def test_a_plain_german_file_in_windows_encoding() -> None:
    header = (
        f"{HEADER};Bruttobetrag;Steuersatz;Eigentumsvorbehalt;Mahnstufe;Versicherter Anteil;Lieferschein;Ware;Währung"
    )
    row = "104711;R-1;15.10.2025;14.11.2025;1.000,50;1.190,00;19 %;verlängert;2;90;L-7;Müßige Räder;CHF"
    (item,) = read(f"{header}\r\n{row}\r\n", "cp1252").items
    assert (item.customer_number, item.number, item.kind) == ("104711", "R-1", ItemKind.INVOICE)
    assert (item.invoice_date, item.due_date) == (date(2025, 10, 15), date(2025, 11, 14))
    assert (item.open, item.gross) == (euro("1000.50", "CHF"), euro("1190.00", "CHF"))
    assert (item.vat_rate, item.insured_share, item.dunning_level) == (Decimal(19), Decimal(90), 2)
    assert item.retention_of_title is RetentionOfTitle.EXTENDED
    assert (item.goods, item.delivery_note, item.updated_at) == ("Müßige Räder", "L-7", NOW)


def test_an_english_file_with_commas() -> None:
    header = "Customer number,Invoice number,Invoice date,Due date,Open amount,Disputed,Titled,Security,Security object"
    item = one(header, '20,"INV 7",2025-10-15,2025-11-14,"1,234.56",yes,no,guarantee,Bank of Nowhere')
    assert (item.open, item.disputed, item.titled) == (euro("1234.56"), True, False)
    assert item.security is not None
    assert (item.security.kind, item.security.object) == (SecurityKind.GUARANTEE, "Bank of Nowhere")


def test_an_sap_export_with_document_types_signs_and_table_names() -> None:
    text = (
        "BSID-KUNNR\tBLART\tBELNR\tXBLNR\tBLDAT\tNETDT\tWRBTR\tWAERS\tSHKZG\tMANST\tMADAT\n"
        "0000104711\tRV\t1400000001\t90001\t20251015\t20251114\t1.190,00\tEUR\tS\t1\t20251120\n"
        "0000104711\tDG\t1600000001\t\t20251101\t00000000\t119,00-\tEUR\tH\t0\t00000000\n"
        "0000104711\tDZ\t1700000001\t\t20251102\t\t50,00-\tEUR\tH\t0\t\n"
    )
    result = read(text)
    assert result.problems == ()
    assert [(item.number, item.kind, item.open.amount) for item in result.items] == [
        ("90001", ItemKind.INVOICE, Decimal("1190.00")),
        ("1600000001", ItemKind.CREDIT_NOTE, Decimal("119.00")),
        ("1700000001", ItemKind.PAYMENT_ON_ACCOUNT, Decimal("50.00")),
    ]
    assert (result.items[0].reminder_sent_on, result.items[0].reminded_on) == (date(2025, 11, 20), None)
    assert result.items[1].due_date == date(2025, 11, 1)


def test_a_datev_like_list_below_its_title_line() -> None:
    text = (
        '"EXTF";700;21;"Offene Posten"\n'
        "Konto;Belegfeld 1;Belegdatum;Fälligkeit;Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz\n"
        "20;RE-5;15.10.2025;14.11.2025;500,00;S;EUR\n"
        "20;RE-5;15.10.2025;14.11.2025;20,00;H;EUR\n"
    )
    result = read(text)
    assert result.problems == ()
    assert [(item.kind, item.open.amount) for item in result.items] == [
        (ItemKind.INVOICE, Decimal("500.00")),
        (ItemKind.CREDIT_NOTE, Decimal("20.00")),
    ]
    assert result.lines == {item.id: line for item, line in zip(result.items, (3, 4), strict=True)}


def test_a_name_column_called_kunde_gives_way_to_the_number() -> None:
    result = read(f"Kunde;{HEADER};Betrag\nNord GmbH;104711;R-1;15.10.2025;14.11.2025;5,00;9,00\n")
    assert [item.open for item in result.items] == [euro("5.00")]
    assert set(result.ignored) == {"Kunde", "Betrag"}
    assert "'Kundennummer'" in result.ignored["Kunde"]


def test_days_of_payment_make_the_due_date() -> None:
    header = "Kundennummer;Rechnungsnummer;Rechnungsdatum;Zahlungsziel (Tage);Rechnungsbetrag"
    item = one(header, "20;R-1;15.10.2025;30;100,00")
    assert (item.due_date, item.open, item.gross) == (date(2025, 11, 14), euro("100.00"), euro("100.00"))


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (";R-1;15.10.2025;14.11.2025;5,00", "Kundennummer", "customer number is missing"),
        ("999;R-1;15.10.2025;14.11.2025;5,00", "Kundennummer", "import the customer first"),
        ("20;;15.10.2025;14.11.2025;5,00", "Rechnungsnummer", "invoice number is missing"),
        ("20;1,4E+09;15.10.2025;14.11.2025;5,00", "Rechnungsnummer", "spreadsheet has rounded"),
        ("20;R-1;;14.11.2025;5,00", "Rechnungsdatum", "the date is missing"),
        ("20;R-1;10/11/2025;14.11.2025;5,00", "Rechnungsdatum", "not a date"),
        ("20;R-1;31.02.2025;14.11.2025;5,00", "Rechnungsdatum", "no such day"),
        ("20;R-1;15.10.2025;;5,00", "Fälligkeit", "due date is missing"),
        ("20;R-1;15.10.2025;14.10.2025;5,00", "Fälligkeit", "before the invoice date"),
        ("20;R-1;15.10.2025;14.11.2025;", "Offener Betrag", "amount is missing"),
        ("20;R-1;15.10.2025;14.11.2025;viel", "Offener Betrag", "not an amount"),
        ("20;R-1;15.10.2025;14.11.2025;-5,00", "Offener Betrag", "negative amount"),
        ("20;R-1;15.10.2025;14.11.2025;5,00 QQQ", "Offener Betrag", "no currency in use"),
        ("20;R-1;15.10.2025;14.11.2025;5,0051", "Offener Betrag", "smaller parts"),
        ("20;R-1;15.10.2025;14.11.2025;5,00 DEM", "Offener Betrag", "no currency in use"),
        ("20;R-1;15.10.2025;14.11.2025", "", "the row has 4 cells"),
        ('20;"R-1;15.10.2025;14.11.2025;5,00', "", "quotation marks"),
    ],
)
def test_a_bad_cell_is_one_problem_in_its_column(row: str, column: str, why: str) -> None:
    found = reason(HEADER, row)
    assert found[0] == column
    assert why in found[1]


@pytest.mark.parametrize(
    ("header", "cell", "why"),
    [
        ("Währung", "XYZ", "no currency in use"),
        ("Belegart", "Storno", "unknown kind"),
        ("Steuersatz", "190", "not per cent"),
        ("Steuersatz", "0,19", "share or per cent"),
        ("Versichert", "1", "share or per cent"),
        ("Versichert", "ja", "how much"),
        ("Eigentumsvorbehalt", "vielleicht", "simple or extended"),
        ("Mahnstufe", "eins", "whole number"),
        ("Bestritten", "vielleicht", "yes or no"),
        ("Sicherheit", "Handschlag", "guarantee"),
        ("Sicherungsgut", "Maschine", "what kind of security"),
        ("Rechnungsbetrag", "4,00", "more than gross"),
        ("Rechnungsbetrag", "9,00 CHF", "another currency than gross"),
        ("Mahnkosten", "-1,00", "negative"),
        ("Mahndatum", "14.10.2025", "before the invoice date"),
        ("Soll/Haben", "X", "S or H"),
    ],
)
def test_a_bad_further_cell_refuses_its_row(header: str, cell: str, why: str) -> None:
    assert why in reason(f"{HEADER};{header}", f"20;R-1;15.10.2025;14.11.2025;5,00;{cell}")[1]


@pytest.mark.parametrize(
    ("cell", "share"), [("nein", 0), ("0", 0), ("0 %", 0), ("90,5", Decimal("90.5")), ("100", 100)]
)
def test_shares_are_per_cent(cell: str, share: Decimal) -> None:
    assert one(f"{HEADER};Versichert", f"20;R-1;15.10.2025;14.11.2025;5,00;{cell}").insured_share == share


def test_a_rate_is_kept_as_a_reader_writes_it() -> None:
    assert str(one(f"{HEADER};Steuersatz", "20;R-1;15.10.2025;14.11.2025;5,00;20 %").vat_rate) == "20"


def test_currency_column_and_cell_must_agree() -> None:
    assert "says CHF" in reason(f"{HEADER};Währung", "20;R-1;15.10.2025;14.11.2025;5,00 CHF;EUR")[1]


def test_kind_and_side_must_agree() -> None:
    found = reason(f"{HEADER};Belegart;S/H", "20;R-1;15.10.2025;14.11.2025;5,00;Rechnung;H")
    assert found == ("S/H", "contradicts the kind 'Rechnung'")


def test_all_problems_of_a_row_are_told_at_once() -> None:
    result = read(f"{HEADER};Steuersatz\n999;R-1;gestern;14.11.2025;-5,00;hoch\n")
    assert [problem.column for problem in result.problems] == [
        "Rechnungsdatum",
        "Kundennummer",
        "Offener Betrag",
        "Steuersatz",
    ]


def test_the_same_item_again_is_a_problem_of_the_later_row_but_a_credit_note_of_its_number_is_not() -> None:
    text = (
        f"{HEADER};Belegart\n"
        "20;R-1;15.10.2025;14.11.2025;5,00;Rechnung\n"
        "20;R-1;15.10.2025;14.11.2025;6,00;Rechnung\n"
        "20;R-1;15.10.2025;14.11.2025;1,00;Gutschrift\n"
        "104711;R-1;15.10.2025;14.11.2025;7,00;Rechnung\n"
    )
    result = read(text)
    assert len(result.items) == 3
    (problem,) = result.problems
    assert (problem.line, problem.reason) == (3, "this item stands in line 2 already")


def test_good_rows_survive_bad_ones() -> None:
    result = read(f"{HEADER}\n20;R-1;15.10.2025;14.11.2025;5,00\n20;R-2;kaputt;14.11.2025;5,00\n")
    assert [item.number for item in result.items] == ["R-1"]
    assert [problem.line for problem in result.problems] == [3]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Rechnungsnummer;Rechnungsdatum;Fälligkeit;Betrag", "customer number"),
        ("Kundennummer;Rechnungsdatum;Fälligkeit;Betrag", "invoice's number"),
        ("Kundennummer;Rechnungsnummer;Fälligkeit;Betrag", "invoice date"),
        ("Kundennummer;Rechnungsnummer;Rechnungsdatum;Betrag", "due date"),
        ("Kundennummer;Rechnungsnummer;Rechnungsdatum;Fälligkeit", "open amount"),
        (f"{HEADER};KUNNR", "'Kundennummer' and 'KUNNR' both mean customer_number"),
        ("Alpha;Beta", "names known columns"),
    ],
)
def test_a_header_that_cannot_be_used_refuses_the_file(header: str, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        read(f"{header}\n1;2;3;4;5;6\n")


_rows = st.lists(
    st.tuples(
        st.from_regex(r"R-[0-9]{1,6}", fullmatch=True),
        st.dates(date(2020, 1, 1), date(2026, 1, 1)),
        st.integers(0, 120),
        st.decimals(min_value=0, max_value=10**9, places=2),
        st.sampled_from(ItemKind),
    ),
    max_size=6,
    unique_by=lambda row: (row[0], row[4]),
)


@settings(max_examples=60, deadline=None)
@given(rows=_rows, delimiter=st.sampled_from(";,\t"), encoding=st.sampled_from(["utf-8-sig", "utf-16", "cp1252"]))
def test_items_come_back_from_every_dialect(
    rows: list[tuple[str, date, int, Decimal, ItemKind]], delimiter: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([*HEADER.split(";"), "Art", "Bemerkung"])
    for number, invoiced, days, amount, kind in rows:
        due = date.fromordinal(invoiced.toordinal() + days)
        writer.writerow(
            ["20", number, f"{invoiced:%d.%m.%Y}", due.isoformat(), f"{amount:.2f}", kind.value, "a;b,c\td"]
        )
    result = read(text.getvalue(), encoding)
    assert result.problems == ()
    assert [(item.number, item.invoice_date, item.open.amount, item.kind) for item in result.items] == [
        (number, invoiced, amount, kind) for number, invoiced, _, amount, kind in rows
    ]
    assert result.ignored == {"Bemerkung": "unknown column"}


@settings(max_examples=200, deadline=None)
@given(st.text('20;,"R-1\n.5Ä', max_size=200).map(lambda tail: f"{HEADER}\n{tail}"))
def test_each_row_is_either_an_item_or_explained(text: str) -> None:
    result = read(text)
    assert len(result.items) + len({problem.line for problem in result.problems}) == result.rows


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200).map(lambda tail: HEADER.encode() + b"\n" + tail))
def test_no_bytes_bring_the_import_down(content: bytes) -> None:
    try:
        read_open_items(content, CUSTOMERS.__contains__, NOW)
    except InvalidInputError as error:
        assert error.problems  # noqa: PT017 - refusing the file with a reason is the other good outcome


def test_every_column_the_guide_names_is_known() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "open-item-import.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split("|") for line in guide.splitlines() if line.startswith("|")][2:]
    named = [name.strip() for row in rows for cell in row[1:] for name in cell.split(",") if name.strip()]
    assert len(named) > 60
    assert [name for name in named if not recognised(name)] == []
