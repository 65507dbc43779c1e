"""The rows that a busy day leaves: memory beside each function's own, what was lost, and how reads grow."""

from typing import Any

from bench.load.reporting import functions_of, rows_of
from bench.load.step import fits, most_memory_mb


def _step(function: str, messages: int, *, memory: float, reads: int) -> dict[str, Any]:
    figures = dict.fromkeys(("invocations", "came again", "busy seconds", "cpu seconds", "longest invocation"), 1)
    known = {"function": function, "memory size mb": 1024, "messages": messages, "rss mb": memory}
    return {**figures, **known, "reads": reads}


def _run(customers: int, reads: int, *, lost: int = 0) -> dict[str, Any]:
    steps = [
        _step("MatchNotices", 60, memory=90, reads=reads),
        _step("MatchNotices", 40, memory=1100, reads=reads),
        _step("ImportCustomers", 0, memory=70, reads=0),
    ]
    answers = {"p50 ms": 5.0, "p99 ms": 9.0}
    told = {"customers": customers, "imported": 0, "problems in all": lost, "api rss mb": 80.0, "answers": answers}
    return {**told, "steps": steps, "at once": 50, "command": "load"}


def _rows(*runs: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in rows_of(list(runs))}


def test_processes_of_one_function_are_added_and_the_largest_counts() -> None:
    found = functions_of(_run(10, 640))
    assert set(found) == {"MatchNotices"}  # who did nothing says nothing
    assert (found["MatchNotices"]["messages"], found["MatchNotices"]["rss mb"]) == (100, 1100)
    row = _rows(_run(10, 640))["memory of MatchNotices at 10 customers"]
    assert (row["ours"], row["goal"], row["met"]) == (1100, "at most 1024", False)


def test_reads_that_grow_with_the_customers_miss_the_goal() -> None:
    flat = _rows(_run(10, 640), _run(1000, 650))["reads a notice at 1,000 customers by those at 10 customers"]
    grown = _rows(_run(10, 640), _run(1000, 900))["reads a notice at 1,000 customers by those at 10 customers"]
    assert (flat["met"], grown["met"]) == (True, False)


def test_what_was_lost_is_a_row() -> None:
    assert _rows(_run(10, 640))["lost at 10 customers"]["met"] is True
    assert _rows(_run(10, 640, lost=1))["lost at 10 customers"]["met"] is False


def test_a_run_of_which_nothing_is_left_is_no_row() -> None:
    assert rows_of([]) == []


def test_the_stream_s_patterns_let_through_what_they_name() -> None:
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"type": {"S": ["notice", "alert"]}}}}
    assert fits({"eventName": "INSERT", "dynamodb": {"NewImage": {"type": {"S": "alert"}, "pk": {}}}}, pattern)
    assert not fits({"eventName": "INSERT", "dynamodb": {"NewImage": {"type": {"S": "case"}}}}, pattern)
    assert not fits({"eventName": "REMOVE", "dynamodb": {}}, pattern)


def test_a_process_knows_the_most_it_had_in_memory() -> None:
    assert most_memory_mb() > 10
