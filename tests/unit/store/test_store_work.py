"""Open work over all cases: page by page, without cases that are over, up to a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.deciding import tasks
from chalicelib.model.case import Case, CaseState
from chalicelib.model.task import Task, TaskKind
from chalicelib.settings import settings
from chalicelib.store import decisions, keys, table, work
from tests.builders import NOW, a_match, a_notice, an_occasion


@pytest.fixture(autouse=True)
def _named_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, name.lower())
    settings.cache_clear()
    yield
    settings.cache_clear()


def a_case(number: int, state: CaseState = CaseState.OPEN) -> Case:
    first = decide.on_match(a_match(), a_notice(), an_occasion())
    assert first is not None
    return first.case.model_copy(update={"id": f"c{number}", "customer_number": f"K{number}", "state": state})


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """Twelve tasks of three cases, one of them closed, listed three a page."""
    cases = {one.id: one for one in (a_case(0), a_case(1), a_case(2, CaseState.CLOSED))}
    given = [
        tasks.task(
            TaskKind.MANUAL,
            cases[f"c{day % 3}"],
            str(day),
            NOW,
            words=("x", "x", None),
            due_on=NOW.date() + timedelta(days=day + 1),
        )
        for day in range(12)
    ]
    items = sorted((decisions.task_item(one, a_case(0)) for one in given), key=lambda item: str(item["listed_at"]))

    def query_listing(_name: str, *, after: str | None, limit: int) -> tuple[list[dict[str, Any]], str | None]:
        rest = [item for item in items if not after or str(item["listed_at"]) > after]
        page = rest[: min(limit, 3)]
        return page, (str(page[-1]["listed_at"]) if len(rest) > len(page) else None)

    def get_many(wanted: list[keys.Key]) -> list[dict[str, Any]]:
        return [table.item(key, "case", cases[key.pk.removeprefix("CASE#")]) for key in wanted]

    monkeypatch.setattr(table, "query_listing", query_listing)
    monkeypatch.setattr(table, "get_many", get_many)
    return given


def every(_task: Task) -> bool:
    return True


def test_pages_hold_each_open_task_of_a_running_case_once(listed: list[Task]) -> None:
    seen: list[str] = []
    after: str | None = None
    while True:
        page = work.open_tasks(every, until=None, after=after, limit=5)
        seen += [one.id for one in page.records]
        assert {page.customers[one.case_id] for one in page.records} <= {"K0", "K1"}
        after = page.next
        if after is None:
            break
    assert seen == [one.id for one in listed if one.case_id != "c2"]


def test_what_is_not_wanted_takes_no_room_on_a_page(listed: list[Task]) -> None:
    page = work.open_tasks(lambda task: task.case_id == "c1", until=None, after=None, limit=4)
    assert [one.case_id for one in page.records] == ["c1"] * 4


def test_the_list_ends_with_the_day(listed: list[Task]) -> None:
    until: date = NOW.date() + timedelta(days=5)
    page = work.open_tasks(every, until=until, after=None, limit=50)
    assert {one.due_at.date() for one in page.records} == {NOW.date() + timedelta(days=n) for n in (1, 2, 4, 5)}
    assert page.next is None
