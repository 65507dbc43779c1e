"""What a feed, a snapshot or a list of pages names counts as rows, and how a register does in its first weeks."""

import ast
import inspect
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest

from chalicelib import registers
from chalicelib.intake import Taken
from chalicelib.model.register import Register
from chalicelib.model.source import Health, PollState, SourceStatus
from chalicelib.poll_results import Tally, counted, succeeded
from chalicelib.polling import window
from chalicelib.source_health import examine
from chalicelib.store.source_counts import Counted

BEGAN = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # a Monday
FEEDS = ("cz_isir", "gb_companies_house", "nl_cir", "no_brreg", "sk_replik", "us_bankruptcy_rss")


def files_of(name: str) -> Iterator[ModuleType]:
    """The register's file and those of its own that it uses."""
    seen = {"chalicelib.registers", "chalicelib.web"}
    waiting = [f"chalicelib.registers.{name}"]
    registers.load(name)
    while waiting:
        module = sys.modules[waiting.pop()]
        seen.add(module.__name__)
        yield module
        used = [one for one in vars(module).values() if isinstance(one, ModuleType)]
        names = {one.__name__ for one in used} | {str(getattr(one, "__module__", "")) for one in vars(module).values()}
        waiting += [one for one in names - {*seen, *waiting} if one.startswith("chalicelib.registers.")]


@pytest.mark.parametrize("name", registers.names())
def test_every_register_says_how_many_rows_it_was_named(name: str) -> None:
    """Else an answer without a row, of which a list is kept all the same, counts as one of other rows."""
    called = {
        node.func.attr
        for module in files_of(name)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert "name_rows" in called


@pytest.mark.parametrize(
    ("rows", "documents", "known", "known_rows", "state"),
    [
        (0, 1, 0, 0, PollState.EMPTY),  # the list itself is kept
        (0, 1, 0, 4, PollState.EMPTY),
        (3, 0, 0, 0, PollState.FILTERED),  # persons, who are left out before anything is kept
        (3, 1, 0, 0, PollState.FILTERED),
        (3, 0, 0, 3, PollState.NOTHING_NEW),
        (3, 2, 1, 0, PollState.NOTHING_NEW),
    ],
)
def test_how_a_run_without_a_new_notice_ended(
    rows: int, documents: int, known: int, known_rows: int, state: PollState
) -> None:
    tally = Tally(SourceStatus(name="x"))
    tally.rows, tally.documents, tally.known_rows = rows, documents, known_rows
    tally.add(Taken([], known))
    assert tally.state is state


def first_polls(facts: Register, stored: Counted, polls: int) -> Iterator[tuple[datetime, SourceStatus]]:
    """The state after each of the first polls, from the first on a Monday afternoon on."""
    status = SourceStatus(name=facts.name)
    for number in range(polls):
        now = BEGAN + number * facts.poll_every
        tally = Tally(status)
        tally.rows = tally.known = tally.documents = 1
        tally.cursor = str(number)
        days = window(facts, status, now)
        begun = counted(status.model_copy(update={"last_attempt": now}), tally, stored, now)
        status = succeeded(begun, tally, facts, stored, days, days[0])
        yield now, status


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_not_blamed_for_days_before_it_was_followed(name: str) -> None:
    """Look-ups of customers and first answers bring notices of years ago, and few of the days before."""
    facts = registers.load(name).REGISTER
    by_day = {"2019-05-06": 1, "2024-01-09": 3, "2026-03-02": 2}
    day_and_more = int(timedelta(hours=30) / facts.poll_every) + 1
    for now, status in first_polls(facts, Counted(6, 0, by_day), day_and_more):
        found = examine(facts, status, now, disabled=False)
        assert found.health is Health.OK, f"{now}: {found.reason}"


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_that_brings_nothing_once_it_is_followed_is_suspicious(name: str) -> None:
    facts = registers.load(name).REGISTER
    by_day = {"2019-05-06": 1, "2026-03-02": 2}
    polls = int(timedelta(hours=49) / facts.poll_every) + 1
    now, status = list(first_polls(facts, Counted(3, 0, by_day), polls))[-1]
    assert status.watched_since == date(2026, 3, 3)
    assert examine(facts, status, now, disabled=False).health is Health.SUSPICIOUS
