"""Open work is in the lists while its case runs: it leaves them with the case, and comes back with it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.deciding import tasks
from chalicelib.matching.keys import keys_of
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.event import EventKind
from chalicelib.model.match import MatchResult
from chalicelib.model.task import TaskState
from chalicelib.settings import settings
from chalicelib.store import cases, customers, decisions, keys, reminders, table
from tests.builders import NOW, WORD, a_customer, a_match, a_notice, an_occasion
from tests.unit.memory_table import MemoryTable

LATER = an_occasion(now=NOW + timedelta(days=2))
LISTINGS = ("TASKS#open", "DEADLINES#open")
FACTS: dict[str, Any] = {"opening_date": date(2026, 3, 1), "claim_deadline": date(2026, 4, 20)}


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryTable]:
    found = MemoryTable(monkeypatch)
    customer = a_customer()
    customers.put(customer, keys_of(customer))
    for one in (a_notice(**FACTS), a_notice(EventKind.DISTRIBUTION, 2)):
        found.transact([table.put_request(table.item(keys.notice(one.id), "notice", one))])
    yield found
    settings.cache_clear()


def written(decision: Decision | None) -> CaseFile:
    assert decision is not None
    assert decisions.record(decision)
    file = cases.get(decision.case.id)
    assert file is not None
    return file


def opened(result: MatchResult = MatchResult.POSITIVE) -> CaseFile:
    return written(decide.on_match(a_match(result), a_notice(**FACTS), an_occasion()))


def listed(memory: MemoryTable) -> dict[str, set[str]]:
    """Ids of what is in each list."""
    items = [one for one in memory.items["table"].values() if "listed_at" in one]
    return {name: {str(one["record"]["id"]) for one in items if one["listing"] == name} for name in LISTINGS}


def still_open(file: CaseFile) -> dict[str, set[str]]:
    dated = {one.id for one in file.deadlines if one.state == "open" and one.safe_date}
    return {"TASKS#open": {one.id for one in file.tasks if one.state is TaskState.OPEN}, "DEADLINES#open": dated}


NOTHING: dict[str, set[str]] = {"TASKS#open": set(), "DEADLINES#open": set()}


def test_a_closed_case_is_in_no_list_of_open_work_and_a_reopened_one_is_again(memory: MemoryTable) -> None:
    file = opened()
    assert listed(memory) == still_open(file)
    assert all(listed(memory).values())
    file = written(decide.on_release(file, LATER, WORD))
    closed = written(decide.on_closed(file, LATER, WORD))
    assert listed(memory) == NOTHING
    assert still_open(closed) == still_open(file), "what was left stays visible in the case"
    assert reminders.cases_with_dates(date(2040, 1, 1)) == ()
    again = written(decide.on_reopened(closed, LATER, WORD, with_block=False))
    assert listed(memory) == still_open(again)
    assert all(listed(memory).values())


def test_what_is_written_in_a_case_that_is_over_stays_out_of_the_lists(memory: MemoryTable) -> None:
    file = written(decide.on_release(opened(), LATER, WORD))
    file = written(decide.on_closed(file, LATER, WORD))
    question = decide.on_later_notice(
        file, a_match(MatchResult.NEGATIVE, 2), a_notice(EventKind.DISTRIBUTION, 2), LATER
    )
    assert question is not None
    assert [one for one in question.tasks if one.state is TaskState.OPEN]
    written(question)
    assert listed(memory) == NOTHING


def test_a_case_that_is_not_ours_leaves_the_lists_until_it_is_ours_after_all(memory: MemoryTable) -> None:
    file = opened()
    dismissed = written(decide.on_judgement(file, a_notice(**FACTS), LATER, WORD, ours=False))
    assert listed(memory) == NOTHING
    ours = written(decide.on_judgement(dismissed, a_notice(**FACTS), LATER, WORD, ours=True))
    assert listed(memory) == still_open(ours)
    assert all(listed(memory).values())


def test_more_open_work_than_one_transaction_holds_leaves_the_lists_and_comes_back(memory: MemoryTable) -> None:
    file = written(decide.on_release(opened(), LATER, WORD))
    due = NOW.date() + timedelta(days=30)
    given = [tasks.manual(file.case, f"call {number}", "Eva Kern", NOW, due_on=due) for number in range(230)]
    for one in given:
        memory.transact([table.put_request(decisions.task_item(one, file.case))])
    found = cases.get(file.case.id)
    assert found is not None
    assert len(listed(memory)["TASKS#open"]) > 230
    closed = written(decide.on_closed(found, LATER, WORD))
    assert listed(memory) == NOTHING
    again = written(decide.on_reopened(closed, LATER, WORD, with_block=False))
    assert listed(memory) == still_open(again)


def test_a_running_case_lists_work_before_it_runs_and_takes_it_off_after_it_is_over(
    memory: MemoryTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(decide.on_release(opened(), LATER, WORD))
    monkeypatch.setattr(table, "TRANSACTION_LIMIT", 10)
    order: list[str] = []
    transact = memory.transact

    def watched(requests: list[dict[str, dict[str, str]]]) -> list[str]:
        whole = any("Put" in one for one in requests)
        order.append("decision" if whole else "lists")
        return transact(requests)

    monkeypatch.setattr(table, "transact", watched)
    closed = written(decide.on_closed(file, LATER, WORD))
    assert order[0] == "decision"
    assert "lists" in order
    order.clear()
    written(decide.on_reopened(closed, LATER, WORD, with_block=False))
    assert order[-1] == "decision"
    assert "lists" in order
