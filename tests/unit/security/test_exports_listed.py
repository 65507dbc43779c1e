"""Every file of rows that leaves us for a person's spreadsheet, held against formulas; a new one must be listed."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib import activity_files
from chalicelib.backtesting import shown
from chalicelib.commands import evaluate
from chalicelib.exports import csv_file
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.result_file import problem_file
from chalicelib.model.activity import ActivityRow
from chalicelib.model.backtest import Backtest, Caught, SeenNotice
from infra.layer import ROOT

FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "a;=1", "\u200b=1", "=cmd|' /C calc'!A0"]
# Where rows are written -> who opens them. The last three are read by programs: what the same person gave, or a
# register's own table as evidence, which only `parse` opens and which has to stay as it was served.
WRITERS = {
    "chalicelib/exports.py": "activity of a case, reports and figures by mail",
    "chalicelib/imports/result_file.py": "what an import refused: customers, open items, payments",
    "chalicelib/commands/evaluate.py": "refused rows of an evaluation; decisions.csv is numbers and ids",
    "chalicelib/commands/compare.py": "scores beside the pairs of names that were handed in, for programs",
    "chalicelib/registers/latvian/table.py": "a day's rows of the register's table, kept as evidence",
}
# Whatever makes its table with csv_file, which no formula passes.
USERS = {
    "chalicelib/exports.py",
    "chalicelib/activity_files.py",
    "chalicelib/backtesting/shown.py",
    "chalicelib/proving/files.py",
    "chalicelib/reminding/figures.py",
    "chalicelib/cockpit/case_list.py",
    "chalicelib/cockpit/case_open_items.py",
    "chalicelib/cockpit/figure_files.py",
}


def cells(content: bytes, delimiter: str) -> list[str]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [cell for row in csv.reader(text, delimiter=delimiter) for cell in row]


def problems(formula: str) -> list[RowProblem]:
    return [RowProblem(2, formula, formula, formula)]


def refused(formula: str, folder: Path) -> bytes:
    path = folder / "refused.csv"
    evaluate._report_refused([("customers.csv", one) for one in problems(formula)], path)
    return path.read_bytes()


EXPORTS: dict[str, Callable[[str, Path], bytes]] = {
    "activity": lambda formula, _: activity_file(formula),
    "figures": lambda formula, _: csv_file([formula], [[formula]], language="de", zone="Europe/Berlin"),
    "result file": lambda formula, _: problem_file(problems(formula)),
    "refused rows": refused,
    "backtest": lambda formula, _: shown.as_csv(backtest(formula)),
}


def backtest(formula: str) -> Backtest:
    """One hit whose every text is the formula."""
    seen: dict[str, Any] = dict.fromkeys(SeenNotice.model_fields, formula)
    texts: dict[str, Any] = dict.fromkeys(Caught.model_fields, formula)
    texts |= {"evidence": (formula,), "told": (formula,), "real": None}
    hit = Caught.model_construct(**texts | {"notices": (SeenNotice.model_construct(**seen),)})
    whole: dict[str, Any] = dict.fromkeys(Backtest.model_fields, ())
    return Backtest.model_construct(**whole | {"caught": (hit,)})


def activity_file(formula: str) -> bytes:
    texts: dict[str, Any] = dict.fromkeys(ActivityRow.model_fields, formula)
    row = ActivityRow.model_construct(**{**texts, "at": datetime(2026, 3, 2, tzinfo=UTC)})
    return csv_file(activity_files._HEADERS["de"], [activity_files._cells(row)])


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("name", EXPORTS)
def test_no_cell_of_an_export_is_a_formula(name: str, formula: str, tmp_path: Path) -> None:
    content = EXPORTS[name](formula, tmp_path)
    assert formula[-1:].encode() in content
    for delimiter in ";,":
        for cell in cells(content, delimiter):
            assert cell.lstrip(' \t\r\n"\u200b')[:1] not in set("=+@＝") | {"-"}, cell


def test_every_writer_of_rows_is_listed() -> None:
    found = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in ("chalicelib", "functions")
        for path in sorted((ROOT / folder).rglob("*.py"))
    }
    assert {name for name, text in found.items() if "csv.writer(" in text or "DictWriter(" in text} == set(WRITERS)
    assert {name for name, text in found.items() if "csv_file(" in text} == USERS
    assert not [name for name, text in found.items() if "openpyxl" in text or "xlsxwriter" in text], "no XLSX so far"
    document = json.loads((ROOT / "docs" / "openapi.json").read_text())
    tables = {
        path
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for answer in operation["responses"].values()
        if "text/csv" in answer.get("content", {})
    }
    assert tables == {"/v1/cases/{case_id}/activity", "/v1/customers/{number}/proof", "/v1/proofs/query"}
