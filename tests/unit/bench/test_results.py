"""The rows that measurements write, what they say, and the picture of them."""

import json
import platform
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bench import goals, matching, picture
from bench.results import beside, measured_with, percentile, replace_rows, row, rows_of

MEASURED: dict[str, Any] = {
    "name": "ours",
    "pairs_per_second": 60_000.0,
    "with_preparing": 2_000.0,
    "recall_at_99": 0.5,
    "recall_at_995": 0.4,
    "auc_names": 0.9,
    "memory_mb": 100.0,
    "import_ms": 200.0,
}


def test_a_program_replaces_its_own_rows_only(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    replace_rows("peers", [row("a", 1, "", least=0)], path)
    replace_rows("goals", [row("b", 1, "", least=0)], path)
    replace_rows("peers", [row("c", 1, "", least=2)], path)
    assert list(json.loads(path.read_text(encoding="utf-8"))) == ["goals", "peers"]
    assert [(one["name"], one["met"]) for one in rows_of("goals", path)] == [("b", True)]
    assert [(one["name"], one["met"]) for one in rows_of("peers", path)] == [("c", False)]
    assert set(rows_of("goals", path)[0]) == {"name", "ours", "peer", "ratio", "unit", "goal", "met"}
    assert rows_of("never measured", path) == []


def test_a_group_says_where_and_with_what_it_was_measured(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    replace_rows("answers", [], path, database="1.2.3")
    found = measured_with("answers", path)
    assert found["versions"]["database"] == "1.2.3"
    assert found["versions"]["python"] == platform.python_version()
    assert "cores" in found["machine"]
    assert date.fromisoformat(found["date"])


def test_a_figure_beside_a_peer_says_whether_the_aim_was_met() -> None:
    assert (beside("a", 12, 10, "ms", most=1.2)["ratio"], beside("a", 12, 10, "ms", most=1.2)["met"]) == (1.2, True)
    assert beside("a", 13, 10, "ms", most=1.2)["met"] is False
    assert beside("a", 13, 10, "ms")["goal"] is None


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.5), (0.99, 99.01), (0.95, 95.05)])
def test_a_percentile_lies_between_its_neighbours(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], share) == pytest.approx(value)


def test_more_is_better_only_where_it_is() -> None:
    peer = MEASURED | {"name": "other", "memory_mb": 50.0, "import_ms": 9_000.0, "auc_names": None}
    found = {one["name"].partition(":")[0]: one for one in matching._rows(MEASURED, peer)}
    assert "AUC of labelled names" not in found
    assert found["memory"]["met"] is False
    assert found["cold import"]["met"] is True
    assert (found["pairs scored"]["goal"], found["pairs scored"]["met"]) == ("at least 50000", True)
    assert found["memory"]["ratio"] == 2.0


@pytest.mark.parametrize(
    ("scored", "recall"),
    [
        ([(0.9, True), (0.8, True), (0.7, False)], 1.0),
        ([(0.9, False), (0.8, True)], 0.0),
        ([(0.9, True), (0.9, False)], 0.0),
        ([], 0.0),
    ],
)
def test_recall_counts_only_above_a_score_that_keeps_the_precision(
    scored: list[tuple[float, bool]], recall: float
) -> None:
    assert matching.recall_at(scored, 0.99) == recall


def test_the_picture_is_svg_with_a_bar_for_each(tmp_path: Path) -> None:
    path = tmp_path / "images" / "matching.svg"
    picture.draw([MEASURED, MEASURED | {"name": "<other>", "auc_names": None}], path)
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - drawn just above
    texts = [one.text for one in root.iter() if one.tag.endswith("text")]
    assert texts.count("ours") == 4
    assert texts.count("<other>") == 3


def test_goals_are_rows_whether_met_or_not() -> None:
    part = {"right": 10, "wrong": 0, "precision": 1.0, "precision_at_least_95": 0.74}
    report: dict[str, Any] = {
        "notices": 100,
        "automatic": part | {"hard": part, "soft": part | {"wrong": 3}},
        "kinds": {"stranger": {"notices": 50, "unsure": 1}, "successor_same_name": {"notices": 9, "positive": 2}},
    }
    found = {one["name"]: one for one in goals.rows_of({"precision": report})}
    assert found["wrong hard blocks in 100 notices"]["met"] is True
    assert found["wrong soft blocks in 100 notices"]["met"] is False
    assert found["the same without successors of the same name"]["ours"] == 1
    assert found["strangers in review"]["ours"] == 0.02
    assert goals.rows_of({}) == []
