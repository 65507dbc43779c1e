"""A reader's calendar: their cases and tasks, the same mark while nothing changed, nothing for who is not ours."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from chalicelib import agenda, decide
from chalicelib.errors import NotFoundError
from chalicelib.model.alert import Recipient
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.people import Department, Organisation, Person
from chalicelib.model.task import Task
from chalicelib.store import work
from tests.builders import NOW, WORD, a_customer, a_match, a_notice, an_occasion, filed

EVA = Person(email="eva.kern@example.com", name="Eva Kern")
JAN = Person(email="jan.roth@example.com", name="Jan Roth", language="en", department="Credit")
FIRM = Organisation(people=(EVA, JAN), departments=(Department(name="Credit", mailbox="claims@example.com"),))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, CaseFile]:
    first = filed(decide.on_match(a_match(), a_notice(claim_deadline=date(2026, 4, 20)), an_occasion()))
    known = {first.case.id: first}

    def all_in(state: CaseState, since: object = None) -> list[Case]:
        return [one.case for one in known.values() if one.case.state is state]

    def open_tasks(wanted: object, **_page: object) -> work.Page[Task]:
        assert callable(wanted)
        return work.Page(tuple(task for one in known.values() for task in one.tasks if wanted(task)), {}, None)

    monkeypatch.setattr("chalicelib.store.people.organisation", lambda: FIRM)
    monkeypatch.setattr("chalicelib.store.cases.all_in", all_in)
    monkeypatch.setattr("chalicelib.store.cases.get", known.get)
    monkeypatch.setattr("chalicelib.store.customers.get_many", lambda numbers: {one: a_customer() for one in numbers})
    monkeypatch.setattr("chalicelib.store.work.open_tasks", open_tasks)
    return known


def titles(address: str) -> list[str]:
    return [str(one["summary"]) for one in Calendar.from_ical(agenda.feed_of(address, NOW).content).walk("VEVENT")]


def test_the_responsible_person_sees_the_case_and_a_colleague_does_not(files: dict[str, CaseFile]) -> None:
    assert any("104711" in title for title in titles(EVA.email))
    assert titles(JAN.email) == []


def test_whoever_is_given_the_case_sees_it_and_so_does_their_department(files: dict[str, CaseFile]) -> None:
    (file,) = files.values()
    to_jan = Recipient(address=JAN.email)
    files[file.case.id] = filed(decide.on_assigned(file, an_occasion(), WORD, owner=to_jan), file)
    assert titles(JAN.email)
    assert titles("claims@example.com")


def test_the_mark_changes_with_an_entry_and_not_with_the_hour(files: dict[str, CaseFile]) -> None:
    (file,) = files.values()
    first = agenda.feed_of(EVA.email, NOW)
    assert agenda.feed_of(EVA.email, NOW + timedelta(hours=1)).etag == first.etag
    files[file.case.id] = filed(decide.on_task_done(file, an_occasion(), WORD, task_id=file.tasks[0].id), file)
    assert agenda.feed_of(EVA.email, NOW).etag != first.etag


def test_who_has_left_the_firm_has_no_calendar(files: dict[str, CaseFile]) -> None:
    with pytest.raises(NotFoundError):
        agenda.feed_of("gone@example.com", NOW)
