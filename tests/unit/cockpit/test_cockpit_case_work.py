"""Open items, deadlines and the decision aid of a case: what the pages say, and what people do there."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib import case_books
from chalicelib.acting import found
from chalicelib.cockpit.case_advice import rates_of
from chalicelib.cockpit.case_deadlines import changes_of, split
from chalicelib.cockpit.case_open_items import delivered_after, rows_of, sums_of
from chalicelib.errors import InvalidInputError
from chalicelib.model.deadline import DeadlineVersion
from chalicelib.model.people import Role
from chalicelib.model.recovery import InsolvencyDates, Option
from tests.builders import NOW
from tests.unit.cockpit.case_world import FOLDER, OPENED_ON, an_item, money, opened_case, with_books
from tests.unit.cockpit.door import KERN, Door


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("folder", ["open-items", "deadlines", "advice", "documents"])
@pytest.mark.parametrize("books", [True, False])
def test_every_folder_is_there_for_a_viewer_without_anything_to_change(
    door: Door, language: str, folder: str, books: bool
) -> None:
    case_id = opened_case()
    if books:
        with_books()
    door.sign_in(Role.VIEWER, language=language)
    page = door.get(f"{FOLDER}/{folder}", case_id=case_id)
    assert page.status == 200
    inside = page.body.split('class="tabs"')[1]
    assert "<form method" not in inside
    assert " style=" not in page.body


def test_without_books_the_page_says_what_to_do(door: Door) -> None:
    case_id = opened_case()
    door.sign_in(Role.CLERK)
    for folder in ("open-items", "advice"):
        assert 'href="/api/cockpit/imports"' in door.get(f"{FOLDER}/{folder}", case_id=case_id).body


def test_sums_of_currencies_stay_apart_and_nothing_is_covered_twice(door: Door) -> None:
    case_id = opened_case()
    with_books()
    books = case_books.of_case(found(case_id), NOW)
    sums = {one.currency: one for one in sums_of(case_books.exposure(books), rows_of(books, case_books.claims(books)))}
    euro, francs = sums["EUR"].exposure, sums["CHF"].exposure
    assert (euro.open, euro.insured, euro.secured) == (money("1500"), money("900.00"), money("500"))
    assert (euro.uncovered, francs.uncovered) == (money("100.00"), money("250", "CHF"))
    assert euro.against_the_estate == money("200")
    assert [length for *_, length in sums["EUR"].bars] == [0, 50, 0, 100, 0]


def test_a_delivery_stands_under_the_latest_event_before_it(door: Door) -> None:
    dates = InsolvencyDates(
        petition_on=OPENED_ON - timedelta(days=60),
        preliminary_administrator_on=OPENED_ON - timedelta(days=30),
        opened_on=OPENED_ON,
    )
    days = {-61: None, -60: "petition", -31: "petition", -30: "preliminary", -1: "preliminary", 0: "opened"}
    for days_after, event in days.items():
        item = an_item("R-9", "10", late=-30, delivered_on=OPENED_ON + timedelta(days=days_after))
        assert delivered_after(item, dates) == event
    over_it = an_item("R-9", "10", late=-30, delivered_on=OPENED_ON, service_from=OPENED_ON - timedelta(days=90))
    assert delivered_after(over_it, dates) == "preliminary"


def test_items_are_printed_in_their_currency_and_escaped(door: Door) -> None:
    case_id = opened_case()
    with_books()
    door.sign_in(Role.VIEWER, language="de")
    page = door.get(f"{FOLDER}/open-items", case_id=case_id).body
    assert "400,00\xa0CHF" in page
    assert "&lt;b&gt;Nordbank" in page
    assert "<b>Nordbank" not in page
    only = door.get(f"{FOLDER}/open-items", case_id=case_id, query={"age": "61-90"}).body
    assert "R-1" in only
    assert "R-2" not in only.split('id="list"')[1]


def test_the_file_holds_every_item_and_no_formula(door: Door) -> None:
    case_id = opened_case()
    with_books("D-1", an_item("=R-1", "1000", late=70), an_item("R-2", "5", late=1))
    door.sign_in(Role.VIEWER, language="en")
    answer = door.get(f"{FOLDER}/open-items.csv", case_id=case_id)
    rows = list(csv.DictReader(io.StringIO(answer.body.lstrip("\ufeff"))))
    assert {row["Number"]: row["Days late"] for row in rows} == {"'=R-1": "70", "R-2": "1"}
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_act_that_is_deadline_and_task_stands_there_once(door: Door) -> None:
    file = found(opened_case())
    to_do, finished = split(file, UTC)
    shown = [*to_do, *finished]
    acts = [one for one in shown if one.deadline and one.task]
    assert len(shown) == len(file.tasks) + len(file.deadlines) - len(acts)
    days = [one.on for one in to_do if one.on]
    assert days == sorted(days)


def test_a_task_is_due_on_the_day_of_the_visitor_s_clock(door: Door) -> None:
    file = found(opened_case())
    task = next(one for one in split(file, UTC)[0] if not one.deadline).task
    assert task
    late = task.model_copy(update={"due_at": datetime(2026, 3, 9, 23, 30, tzinfo=UTC)})
    moved = file.model_copy(update={"tasks": (late,), "deadlines": ()})
    ((one,), _) = split(moved, ZoneInfo("Europe/Berlin"))
    assert one.on == date(2026, 3, 10)


def test_a_changed_date_says_which_input_became_what(door: Door) -> None:
    deadline = next(one for one in found(opened_case()).deadlines if one.inputs)
    name = next(iter(deadline.inputs))
    old = DeadlineVersion(
        rule=deadline.rule, inputs={**deadline.inputs, name: "before"}, state=deadline.state,
        computed_at=NOW, replaced_at=NOW, reason="it moved",
    )  # fmt: skip
    (change,) = changes_of(deadline.model_copy(update={"history": (old,)}))
    assert change.inputs == ((name, "before", deadline.inputs[name]),)
    assert (change.before, change.after) == (None, deadline.safe_date)


def test_a_task_is_assigned_and_done_and_a_stale_page_changes_nothing(door: Door) -> None:
    case_id = opened_case()
    task = next(one for one in split(found(case_id), UTC)[0] if not one.deadline).task
    assert task is not None
    door.sign_in(Role.CLERK)
    ids = {"case_id": case_id, "task_id": task.id}
    moved = door.post(f"{FOLDER}/tasks/{{task_id}}/assignment", {"seen": "1", "owner": KERN.email}, **ids)
    assert moved.location.endswith(f"/cockpit/cases/{case_id}/deadlines?done=task_assigned")
    assert door.post(f"{FOLDER}/tasks/{{task_id}}/done", {"seen": "1"}, **ids).status == 409
    assert door.post(f"{FOLDER}/tasks/{{task_id}}/done", {"seen": "2", "remark": "rang them"}, **ids).status == 303
    done = next(one for one in found(case_id).tasks if one.id == task.id)
    assert done.done_by == "ada.lund@example.com"
    assert any("rang them" in one.text for one in found(case_id).entries)


def test_a_deadline_is_met_by_a_clerk_and_by_no_viewer(door: Door) -> None:
    case_id = opened_case()
    work = next(one for one in split(found(case_id), UTC)[0] if one.deadline)
    assert work.deadline is not None
    ids = {"case_id": case_id, "deadline_id": work.deadline.id}
    form = {"seen": str(len(work.deadline.history))}
    door.sign_in(Role.VIEWER)
    assert door.post(f"{FOLDER}/deadlines/{{deadline_id}}/done", form, **ids).status == 403
    door.sign_in(Role.CLERK)
    assert door.post(f"{FOLDER}/deadlines/{{deadline_id}}/done", form, **ids).status == 303
    assert next(one for one in found(case_id).deadlines if one.id == work.deadline.id).state == "done"


def test_the_calendar_holds_the_dates_and_the_way_back(door: Door) -> None:
    case_id = opened_case()
    door.sign_in(Role.VIEWER, language="en")
    answer = door.get(f"{FOLDER}/deadlines.ics", case_id=case_id)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in answer.body
    assert f"/cockpit/cases/{case_id}" in answer.body.replace("\r\n ", "")


def test_a_manager_chooses_what_the_page_showed(door: Door) -> None:
    case_id = opened_case()
    with_books()
    door.sign_in(Role.MANAGER, language="en")
    ticked = {"retention_of_title": "1", "guarantors": "1", "set_off": "1", "insurer": "1", "rate_CHF": "1,05"}
    page = door.get(f"{FOLDER}/advice", case_id=case_id, query=ticked).body
    assert "no legal advice" in page
    hidden = dict(re.findall(r'name="(seen|checked|rates)" value="([^"]*)"', page))
    form = {**hidden, "option": Option.WRITE_OFF, "reason": "too small"}
    assert door.post(f"{FOLDER}/choice", form | {"seen": "else"}, case_id=case_id).status == 409
    assert door.post(f"{FOLDER}/choice", form, case_id=case_id).status == 303
    choice = found(case_id).case.choice
    assert choice is not None
    assert (choice.option, choice.reason, len(choice.checked)) == (Option.WRITE_OFF, "too small", 4)
    assert "too small" in door.get(f"{FOLDER}/advice", case_id=case_id).body


def test_writing_off_waits_for_the_checks_and_a_clerk_does_not_choose(door: Door) -> None:
    case_id = opened_case()
    with_books()
    door.sign_in(Role.MANAGER)
    page = door.get(f"{FOLDER}/advice", case_id=case_id).body
    hidden = dict(re.findall(r'name="(seen|checked|rates)" value="([^"]*)"', page))
    form = {**hidden, "option": Option.WRITE_OFF, "reason": "too small"}
    assert door.post(f"{FOLDER}/choice", form, case_id=case_id).status == 409
    door.sign_in(Role.CLERK)
    assert door.post(f"{FOLDER}/choice", form, case_id=case_id).status == 403
    assert found(case_id).case.choice is None


@pytest.mark.parametrize("text", ["0", "-1", "abc", "NaN", "1e9"])
def test_a_rate_is_a_number_above_zero(text: str) -> None:
    with pytest.raises(InvalidInputError):
        rates_of({"CHF": text})
