"""docs/performance.md says what bench/results.json says, and says what was missed."""

from pathlib import Path
from typing import Any

from bench import block_answer, cold_start, end_to_end, parsing
from bench.cockpit import rows_of as rows_of_pages
from bench.performance import PAGE, section, written
from bench.results import beside, measured

HOW: dict[str, Any] = {"date": "2026-01-31", "machine": "2 cores", "load_average": 0.4, "versions": {"python": "3"}}


def test_the_page_is_what_was_measured() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run `python -m bench.performance`"


def test_a_missed_aim_is_said() -> None:
    text = section([beside("a", 3, 2, "ms", most=1.2), beside("b", 2, 2, "ms", most=1.2)], HOW)
    assert "| a | 3.00 | 2.00 | 1.50 | ms | at most 1.2 times the peer: **missed** |" in text
    assert "| b | 2.00 | 2.00 | 1.00 | ms | at most 1.2 times the peer: met |" in text
    assert text.endswith("Measured 2026-01-31 on 2 cores, load average 0.4; python 3.")


def test_without_a_peer_the_table_has_no_column_for_one() -> None:
    assert "| a | 0.50 | s |" in section([measured("a", 0.5, "s")], HOW)
    assert section([], {}) == "Not measured yet."


def test_every_step_is_imported_by_itself() -> None:
    files = {path.stem for path in Path("functions").glob("*.py")}
    assert files - set(cold_start.steps()) == {
        "__init__",
        "entry",
        "office",
        "digest_step",
        "matching_step",
        "reminding_step",
    }


def test_answers_are_compared_at_both_percentiles() -> None:
    peer = block_answer.Took([1.0] * 99 + [9.0], [1.0] * 100)
    ours = block_answer.Took([1.1] * 100, [2.0] * 100)
    found = {row["name"]: row for row in block_answer.rows_of({"peer": peer, "known": ours})}
    assert (found["customer known, p50"]["ratio"], found["customer known, p50"]["met"]) == (1.1, True)
    assert found["customer known, p99"]["met"] is True
    assert (found["customer known, processor"]["ratio"], found["customer known, processor"]["met"]) == (2.0, None)


def test_the_cold_run_stands_by_itself() -> None:
    lasted = [end_to_end.Lasted(9.0, 10.0), end_to_end.Lasted(1.0, 2.0), end_to_end.Lasted(3.0, 4.0)]
    found = {row["name"]: row["ours"] for row in end_to_end.rows_of(lasted)}
    assert found["publication to block, median"] == 2.0
    assert found["publication to mail, median"] == 3.0
    assert found["publication to block, functions cold"] == 9.0


def test_a_payload_is_compared_with_the_least_that_must_be_done() -> None:
    kinds = {b'{"a": 1}': "json.loads", b"<?xml version='1.0'?><a/>": "lxml", b"a;b\n1;2\n": "csv.reader"}
    kinds[b"<!DOCTYPE html><html></html>"] = "selectolax"
    for content, name in kinds.items():
        read, least = parsing.least(content)
        assert least == name
        assert read(content) is not None
    assert parsing.least(b'{"a": 1}\n{"a": 2}')[0](b'{"a": 1}\n{"a": 2}') == [{"a": 1}, {"a": 2}]


def test_a_page_keeps_its_own_goal_whatever_the_peer_does() -> None:
    (row,) = rows_of_pages({"peer": [300.0, 300.0], "/cockpit": [200.0, 200.0]}, cases=7)
    assert (row["ratio"], row["goal"], row["met"], row["cases"]) == (0.667, "at most 150", False, 7)
