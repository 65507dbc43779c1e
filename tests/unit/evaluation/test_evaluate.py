"""The evaluation as a person runs it: three CSV files in, decisions and a report out."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib import commands
from chalicelib.evaluation.measures import Measures
from chalicelib.evaluation.report import as_json, as_markdown

CUSTOMERS = """number,name,street,postcode,city,register court,register number,first name,surname,birth date,kind
K-1,Nordlicht Bau GmbH,Hafenstr. 3,20457,Hamburg,Hamburg,HRB 4711,,,,
K-2,Polarstern Logistik GmbH,Kai 7,24103,Kiel,,,,,,
K-3,,Kai 9,24103,Kiel,,,Erna,Sonderbar,1971-03-04,person
K-4,,Kai 11,24103,Kiel,,,Otto,Beispielmann,,person
"""
NOTICES = """notice id,name,street,postcode,city,register court,register number,first name,surname,birth date,kind
N-1,NORDLICHT-Bau Gesellschaft mbH i.L.,Am Wall 1,28195,Bremen,Amtsgericht Hamburg,HRB 4711,,,,
N-2,,,,Kiel,,,Erna,Sonderbar,1971-03-04,person
N-3,,,,Kiel,,,Otto,Beispielmann,1980-01-01,person
N-4,Nordlicht Bau GmbH,Dorfstr. 1,80331,München,München,HRB 99,,,,
N-5,Ganz Fremde Weberei GmbH,,,Passau,Passau,HRB 5,,,,
"""
TRUTH = """notice id,customer number,kind
N-1,K-1,
N-2,K-3,
N-3,K-4,
N-4,,namesake
"""


def evaluate(folder: Path, **files: str | bytes) -> int:
    """Runs the command on files of these contents; what is not given is as above."""
    contents: dict[str, str | bytes] = {"customers": CUSTOMERS, "notices": NOTICES, "truth": TRUTH}
    contents |= files
    arguments = []
    for name, content in contents.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        arguments += [f"--{name}", str(path)]
    return commands.main(["evaluate", *arguments, "--out", str(folder / "out"), "--processes", "1"])


def decisions(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "out" / "decisions.csv").open(encoding="utf-8", newline="") as file:
        return {row["notice_id"]: row for row in csv.DictReader(file)}


def report(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "out" / "report.json").read_text(encoding="utf-8")))


def test_decisions_and_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(tmp_path) == 0
    found = decisions(tmp_path)
    assert list(found) == ["N-1", "N-2", "N-3", "N-4", "N-5"]
    assert [row["decision"] for row in found.values()][:3] == ["positive", "positive", "unsure"]
    assert (found["N-1"]["rule"], found["N-1"]["customer_number"]) == ("identifier_and_name", "K-1")
    assert found["N-3"]["place_of_true"] == "1"
    assert found["N-4"]["decision"] != "positive"
    assert (found["N-5"]["decision"], found["N-5"]["candidates"]) == ("negative", "0")
    measured = report(tmp_path)
    assert (measured["automatic"]["hard"]["right"], measured["automatic"]["wrong"]) == (2, 0)
    assert measured["retrieval"] | {"recall_at_least_95": 0} == {
        "true_pairs": 3,
        "recall": 1.0,
        "recall_at_least_95": 0,
        "recall_of_findable": 1.0,
    }
    assert measured["automatic_rate"]["persons, birth date"]["automatic_rate"] == 1.0
    assert measured["automatic_rate"]["persons, town"]["caught_rate"] == 1.0
    assert measured["kinds"]["namesake"]["notices"] == 1
    assert "2 right, 0 wrong" in capsys.readouterr().out


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    evaluate(tmp_path)
    one = decisions(tmp_path)
    arguments = [part for name in ("customers", "notices", "truth") for part in (f"--{name}", f"{tmp_path}/{name}.csv")]
    assert commands.main(["evaluate", *arguments, "--out", str(tmp_path / "out"), "--processes", "2"]) == 0
    assert decisions(tmp_path) == one


def test_separator_encoding_and_column_names_are_found_by_looking(tmp_path: Path) -> None:
    customers = "Kundennummer;Firma;PLZ;Ort\nK-1;Müller Übersee GmbH;24103;Kiel\n".encode("windows-1252")
    notices = "ID;Name;Ort\nN-1;Mueller Uebersee GmbH;Kiel\n"
    assert evaluate(tmp_path, customers=customers, notices=notices, truth="notice;Kundennummer\nN-1;K-1\n") == 0
    assert decisions(tmp_path)["N-1"]["decision"] == "unsure"


def test_rows_that_cannot_be_read_are_counted_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = NOTICES + "N-6,Falsch GmbH,,,Kiel,,HRB 7,,,,\nN-7,,,,Kiel,,,,,,\n"
    assert evaluate(tmp_path, notices=wrong) == 1
    assert report(tmp_path)["rows_refused"] == 2
    assert "notices.csv:7: register court" in capsys.readouterr().err
    assert len((tmp_path / "out" / "refused.csv").read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("notices", "name,city\nX GmbH,Kiel\n", "notice's id"),
        ("customers", "name,city\nX GmbH,Kiel\n", "customer number"),
        ("truth", "notice id,city\nN-1,Kiel\n", "customer's number"),
        ("truth", "", "empty"),
        ("customers", CUSTOMERS + "K-1,Doppelt GmbH,,,,,,,,,\n", "twice"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, content: str, said: str
) -> None:
    assert evaluate(tmp_path, **{file: content}) == 1
    assert said in capsys.readouterr().err


def test_a_report_about_nothing_divides_by_nothing() -> None:
    assert "0 notices" in as_markdown(as_json(Measures(), 0, 0))
