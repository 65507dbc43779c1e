"""CSV files: no cell is a formula whatever program opens it, and what was written can be read back."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.exports import Cell, csv_file, harmless

DANGEROUS = "=+-@＝＋－＠"
# Texts made of what attacks are made of, so that the property is not only tried on harmless ones.
HOSTILE = st.text(
    st.sampled_from([*DANGEROUS, *" \t\r\n;,|\"'\u00a0\u200b\ufeff\x00", "a", "1", "ä", "漢"]), max_size=12
)


def cells(content: bytes, delimiter: str) -> list[str]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [cell for row in csv.reader(text, delimiter=delimiter) for cell in row]


@given(st.lists(st.one_of(HOSTILE, st.text(max_size=20)), min_size=1, max_size=5), st.sampled_from(["de", "en"]))
def test_no_cell_is_a_formula_at_whichever_delimiter_a_program_opens_it(row: list[str], language: str) -> None:
    content = csv_file(row, [row, row], language="de" if language == "de" else "en")
    for delimiter in ";,\t|":
        for cell in cells(content, delimiter):
            first = cell.lstrip(' \t\r\n"\u00a0\u200b\ufeff')[:1]
            assert not first or first not in DANGEROUS, cell


@given(st.lists(st.text(st.sampled_from("abc äß;,\"'\n€-=@"), max_size=10), min_size=1, max_size=5))
def test_what_was_written_is_read_back_apart_from_the_apostrophes(row: list[str]) -> None:
    read = cells(csv_file(["x"] * len(row), [row]), ";")[len(row) :]
    assert [one.replace("'", "") for one in read] == [one.replace("'", "") for one in row]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+49 40 123",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        "＝1+1",
        "＠x",
        "  =1",
        "\u200b=1",
        '"=1"',
    ],
)
def test_known_attacks_get_an_apostrophe(cell: str) -> None:
    assert harmless(cell).startswith("'")
    assert harmless(cell).replace("'", "") == cell.replace("'", "")


@pytest.mark.parametrize("cell", ["Müller & Söhne", "67a IN 17/26", "Meier - Lager", "a=b", "eva@example.com", ""])
def test_ordinary_texts_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_numbers_dates_and_truth_are_written_for_the_language() -> None:
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    row: list[Cell] = [Decimal("-1234.50"), -3, date(2026, 4, 28), moment, True, None]
    german = cells(csv_file(["a"] * 6, [row]), ";")[6:]
    assert german == ["-1234,50", "-3", "2026-04-28", "2026-07-02 00:30:00", "ja", ""]
    assert cells(csv_file(["a"] * 6, [row], language="en"), ",")[6:11] == [
        "-1234.50",
        "-3",
        "2026-04-28",
        "2026-07-02 00:30:00",
        "yes",
    ]


def test_a_large_number_is_written_out() -> None:
    assert cells(csv_file(["a"], [[Decimal("1E+3")], [Decimal("0E-7")]]), ";")[1:] == ["1000", "0,0000000"]


def test_a_german_excel_recognises_the_file() -> None:
    content = csv_file(["Gläubiger"], [["Straße\x00"]])
    assert content == b'\xef\xbb\xbf"Gl\xc3\xa4ubiger"\r\n"Stra\xc3\x9fe\xef\xbf\xbd"\r\n'
