"""compare PAIRS.csv: one score a row, in order, whatever stands in the cells."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from chalicelib import commands

ODD = [
    "",
    " ",
    "x",
    "GmbH",
    '"',
    "=1+1",
    "x" * 200_000,
    "line\nbreak",
    "\x00",
    "\u200b\u202e",
    "株式会社",
    "Müller; Söhne",
    "a,b",
    "🙂",
    "١٢",
    "ﷺ" * 50,
    "𝔄",
    "'",
    "ª",
]


def _compared(path: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    assert commands.main(["compare", str(path)]) == 0
    return list(csv.DictReader(StringIO(capsys.readouterr().out)))


def _file(path: Path, rows: list[tuple[str, str, str]], **style: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, **style).writerows([("name1", "name2", "schema"), *rows])  # type: ignore[arg-type]
    return path


def test_rows_keep_their_order_and_likelier_pairs_score_higher(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ("Nordlicht Bau GmbH", "NORDLICHT BAU GmbH", "Company"),
        ("Nordlicht Bau GmbH", "Nordlichd Bau GmbH", "Organization"),
        ("Nordlicht Bau GmbH", "Polarstern Handel AG", "LegalEntity"),
        ("Beispiel, Erna", "Erna Beispiel", "Person"),
        ("Erna Beispiel", "Otto Quast", "unknown"),
        ("Ерна Бейспил", "Erna Beispil", "Person"),
        ("Erna Beispiel", "Otto Beispiel", "Vessel"),
    ]
    found = _compared(_file(tmp_path / "pairs.csv", rows), capsys)
    assert [(row["name1"], row["name2"], row["schema"]) for row in found] == rows
    score = [float(row["score"]) for row in found]
    assert score[0] >= score[1] > 0.5 > score[2]
    assert score[3] > 0.8
    assert score[4] < 0.5
    assert score[5] > score[6]


def test_anything_in_a_cell_gets_a_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = ("Person", "Company", "", "?")
    rows = [(one, other, kinds[(i + j) % 4]) for i, one in enumerate(ODD) for j, other in enumerate(ODD)]
    found = _compared(_file(tmp_path / "pairs.csv", rows), capsys)
    assert len(found) == len(rows)
    assert all(0 <= float(row["score"]) <= 1 for row in found)
    turned = {(row["name1"], row["name2"], row["schema"]): row["score"] for row in found}
    assert all(turned.get((b, a, schema), score) == score for (a, b, schema), score in turned.items())


def test_other_separators_encodings_and_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(b"\xef\xbb\xbfid;Name1;NAME2\r\n7;Erna Beispiel;Erna Beispiel\r\n8;M\xfcller\r\n")
    first, second = _compared(path, capsys)
    assert (first["id"], float(first["score"]) > 0.9) == ("7", True)
    assert (second["name2"], float(second["score"])) == ("", 0.0)


def test_a_file_that_cannot_be_compared_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("name,other\na,b\n")
    assert commands.main(["compare", str(path)]) == 2
    assert "name1 and name2" in capsys.readouterr().err
    assert commands.main(["compare", str(tmp_path / "none.csv")]) == 2
    path.write_text("")
    assert commands.main(["compare", str(path)]) == 2
