"""A file as a whole: encodings, delimiters, header, lines."""

import codecs
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.errors import InvalidInputError
from chalicelib.imports.customers import ImportResult, read_customers
from chalicelib.imports.decoding import decode
from chalicelib.imports.headers import Field, map_columns, recognised

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
PLAIN = "Kundennummer;Name;Straße;PLZ;Ort\r\n1;Müßig & Söhne GmbH;Weg 1;20457;Köln\r\n"


def read(text: str, encoding: str = "utf-8") -> ImportResult:
    return read_customers(text.encode(encoding), NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_umlauts_survive_every_encoding(encoding: str) -> None:
    (customer,) = read(PLAIN, encoding).customers
    assert customer.name == "Müßig & Söhne GmbH"
    assert customer.address is not None
    assert customer.address.city == "Köln"


def test_utf_16_big_endian_is_known_by_its_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be")) == PLAIN


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (PLAIN.encode("utf-16-le"), "byte order mark"),
        (PLAIN.encode("utf-32"), "byte order mark"),
        (b"Kundennummer;Name\n1;\x81\n", "byte 21 is not windows-1252"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_the_way_out(content: bytes, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        read_customers(content, NOW)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_told_by_the_known_column_names(delimiter: str) -> None:
    header = delimiter.join(["Kundennummer", "Name", "Ort"])
    row = delimiter.join(["1", '"Kern, Rast; Partner\tGmbH"', "Ulm"])
    (customer,) = read(f"{header}\n{row}\n").customers
    assert customer.name == "Kern, Rast; Partner GmbH"


def test_commas_in_names_do_not_make_a_semicolon_file_a_comma_file() -> None:
    result = read("Kundennummer;Name;Ort\n1;Rast, Kern, Voss, Holm und Partner, KG;Ulm, Donau, Baden\n")
    assert [customer.name for customer in result.customers] == ["Rast, Kern, Voss, Holm und Partner, KG"]


def test_title_lines_above_the_header_are_passed_over_and_lines_still_count() -> None:
    result = read('"EXTF";700;16;"Debitoren/Kreditoren"\n\nKonto;Name (Adressattyp Unternehmen)\n;Nord GmbH\n')
    assert [problem.line for problem in result.problems] == [4]


def test_excels_separator_line_is_passed_over() -> None:
    assert len(read("sep=;\nKundennummer;Firma\n1;Nord GmbH\n").customers) == 1


def test_blank_rows_are_no_rows() -> None:
    result = read("Kundennummer;Firma\n\n;\n1;Nord GmbH\n ; \n\n")
    assert (result.rows, len(result.customers), result.problems) == (1, 1, ())


def test_the_line_is_where_the_row_starts_although_cells_before_break_lines() -> None:
    result = read('Kundennummer;Firma;Straße\n1;"Nord\nGmbH";"Hof\n\n3"\n2;;\n')
    assert [(problem.line, problem.reason) for problem in result.problems] == [(6, "the name is missing")]
    assert result.customers[0].name == "Nord GmbH"


def test_an_open_quotation_mark_costs_its_own_row_only() -> None:
    result = read('Kundennummer;Firma\n1;"Nord GmbH\n2;Süd GmbH\n3;"West" GmbH\n4;"Ost GmbH"\n')
    assert [customer.number for customer in result.customers] == ["2", "4"]
    assert [problem.line for problem in result.problems] == [2, 4]


def test_a_row_with_too_few_or_too_many_cells_is_refused_not_shifted() -> None:
    result = read("Kundennummer;Firma;Ort\n1;Nord GmbH\n2;Süd; GmbH;Ulm\n3;West GmbH;Ulm;\n")
    assert [customer.number for customer in result.customers] == ["3"]
    assert [problem.line for problem in result.problems] == [2, 3]


def test_a_number_that_occurs_again_is_a_problem_of_the_later_row() -> None:
    result = read("Kundennummer;Firma\n1;Nord GmbH\n2;Süd GmbH\n1;Nord GmbH\n")
    assert [customer.number for customer in result.customers] == ["1", "2"]
    (problem,) = result.problems
    assert (problem.line, problem.column, problem.value) == (4, "Kundennummer", "1")
    assert "line 2" in problem.reason


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Name;Ort", "customer number"),
        ("Kundennummer;Ort", "name"),
        ("Kundennummer;Name;PLZ;Postleitzahl", "'PLZ' and 'Postleitzahl' both mean postcode"),
        ("Alpha;Beta", "names known columns"),
    ],
)
def test_a_header_that_cannot_be_used_refuses_the_file(header: str, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        read(f"{header}\n1;2;3;4\n")


def test_unknown_columns_are_named_and_no_error() -> None:
    columns = map_columns(["KUNNR", "NAME1", "Lieblingsfarbe"])
    assert columns.used == {"KUNNR": "number", "NAME1": "name"}
    assert columns.ignored == {"Lieblingsfarbe": "unknown column"}


@pytest.mark.parametrize("name", ["KNA1-KUNNR", "kunnr", "Kunden-Nr.", "KUNDENNUMMER", "Debitor", "Customer No."])
def test_number_columns_go_by_many_names(name: str) -> None:
    assert map_columns([name, "Name"]).position[Field.NUMBER] == 0


@pytest.mark.parametrize(
    ("header", "position"),
    [
        (["Konto", "Name", "Verantwortlich", "E-Mail"], 3),
        (["Konto", "Name", "E-Mail", "Verantwortlich E-Mail"], 3),
        (["Konto", "Name", "E-Mail", "Verantwortlich"], None),
        (["Konto", "Name", "Ansprechpartner", "E-Mail"], None),
    ],
)
def test_the_customers_own_address_is_never_taken_for_our_clerks(header: list[str], position: int | None) -> None:
    columns = map_columns(header)
    assert columns.position.get(Field.RESPONSIBLE_EMAIL) == position


def test_half_of_a_pair_is_left_out_with_its_reason() -> None:
    columns = map_columns(["Konto", "Name", "Registergericht", "Verantwortlich"])
    assert set(columns.ignored) == {"Registergericht", "Verantwortlich"}


def test_own_spellings_are_recognised() -> None:
    for name in ("USt-IdNr.", "UST-ID-NR.", "Straße", "STRASSE", "Name (Adressattyp natürl. Person)", "EU-UStID"):
        assert recognised(name), name


@pytest.mark.parametrize(
    ("header", "number", "name"),
    [
        (["Kunde", "Name"], 0, 1),
        (["Kundennummer", "Kunde"], 0, 1),
        (["Kunde", "Kundennummer"], 1, 0),
        (["Konto", "Kunde"], 0, 1),
        (["Kundennummer", "Kunde", "Name"], 0, 2),
        (["Kundennummer", "Name", "Kontonummer"], 0, 1),
    ],
)
def test_a_word_for_number_or_name_gives_way_to_a_clearer_one(header: list[str], number: int, name: int) -> None:
    position = map_columns(header).position
    assert (position[Field.NUMBER], position[Field.NAME]) == (number, name)


def test_excels_way_to_keep_leading_zeros_is_taken_off() -> None:
    (customer,) = read('Kundennummer,Name\n"=""00471""",Nord GmbH\n').customers
    assert customer.number == "00471"


def test_an_address_in_one_cell_is_kept_as_printed() -> None:
    (customer,) = read("Kundennummer;Name;Anschrift\n1;Nord GmbH;Weg 1, 24103 Kiel\n").customers
    assert customer.address is not None
    assert customer.address.printed == "Weg 1, 24103 Kiel"


def test_every_column_the_guide_names_is_known() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "customer-import.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split("|") for line in guide.splitlines() if line.startswith("|")][2:]
    cells = ",".join(cell for row in rows for cell in row[1:])
    plain = re.sub(r"\((`.*?`|one cell)\)|\bor\b", ",", cells).replace(" and ", ",").replace(" to ", ",")
    named = [name.strip() for name in plain.split(",") if name.strip()]
    assert len(named) > 50
    assert [name for name in named if not recognised(name)] == []
