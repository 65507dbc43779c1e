"""Settings: who sees and changes what, mistakes at their fields, and a line in the log for every change."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import links
from chalicelib.cockpit import settings_example, settings_frame, settings_organisation
from chalicelib.cockpit.settings_frame import Mistake
from chalicelib.cockpit.settings_samples import KINDS
from chalicelib.errors import StoreUnreachableError
from chalicelib.model.people import Department, Organisation, Person, Role
from chalicelib.model.record import Record
from chalicelib.model.reminder_plan import ReminderPlan
from chalicelib.store import credentials, people, sessions, settings_log
from tests.builders import NOW
from tests.unit.cockpit.door import KERN, Door, open_door

ADA = Person(email="ada@example.com", name="Ada Lund", role=Role.ADMIN, deputy="eva.kern@example.com")
TABS = [f"/cockpit/settings{one}" for one in ("", "/escalation", "/thresholds", "/mails", "/firm", "/changes", "/mine")]
FORMS = ["/cockpit/settings/person", "/cockpit/settings/department"]
CHANGES = [
    "/cockpit/settings/person", "/cockpit/settings/person/remove", "/cockpit/settings/department",
    "/cockpit/settings/department/remove", "/cockpit/settings/escalation", "/cockpit/settings/thresholds",
    "/cockpit/settings/firm", "/cockpit/settings/firm/rate", "/cockpit/settings/firm/assumption",
]  # fmt: skip


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    made = open_door(monkeypatch)
    people.put(
        Organisation(
            people=(KERN.model_copy(update={"department": "Credit"}), ADA),
            departments=(Department(name="Credit", mailbox="credit@example.com", head=ADA.email),),
        ),
        1,
    )
    parameters: dict[str, str] = {}
    monkeypatch.setattr(credentials, "get", parameters.get)
    monkeypatch.setattr(credentials, "put", parameters.__setitem__)
    monkeypatch.setattr(links, "calendar_url", lambda feed, base: f"{base}/v1/calendars/{feed.generation}.ics")
    return made


def seen(record: Record | None) -> str:
    return settings_frame.mark(record)


def a_person(**fields: str) -> dict[str, str]:
    usual = {"email": "max@example.com", "name": "Max Moor", "role": "clerk", "language": "de", "digest": "low"}
    return {**usual, "quiet_start": "19:00", "quiet_end": "07:00", **fields}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", [*TABS, *FORMS])
def test_every_tab_is_shown_whole_in_both_languages(door: Door, path: str, language: str) -> None:
    door.sign_in(Role.ADMIN, language=language)
    answer = door.get(path)
    assert answer.status == 200, answer.body
    assert f'<html lang="{language}">' in answer.body
    assert not re.search(r"\{\{|None|Undefined| style=| onclick", answer.body)


@pytest.mark.parametrize("path", TABS[1:-1])
def test_a_clerk_does_not_read_the_settings(door: Door, path: str) -> None:
    door.sign_in(Role.CLERK)
    assert door.get(path).status == 403


def test_a_clerk_goes_on_to_their_own_settings(door: Door) -> None:
    door.sign_in(Role.CLERK)
    assert door.get("/cockpit/settings").location.endswith("/cockpit/settings/mine")


@pytest.mark.parametrize("path", CHANGES)
def test_a_manager_reads_and_changes_nothing(door: Door, path: str) -> None:
    door.sign_in(Role.MANAGER)
    assert door.post(path, {"was": "x", "name": "x", "since": "2026-01-01"}).status == 403
    assert f'action="{door.prefix}{path}"' not in door.get(TABS[0]).body


def test_a_person_is_added_changed_and_removed_and_each_leaves_a_line(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    assert door.post(FORMS[0], a_person(quiet="true", quiet_weekends="true")).status == 303
    added = people.organisation().person("max@example.com")
    assert added
    assert added.quiet
    door.now += timedelta(minutes=1)
    changed = a_person(was=added.email, seen=seen(added), role="manager", email="m.moor@example.com")
    assert door.post(FORMS[0], changed).status == 303
    known = people.organisation().person("m.moor@example.com")
    assert known
    assert (known.role, known.quiet) == (Role.MANAGER, None)
    door.now += timedelta(minutes=1)
    assert door.post(f"{FORMS[0]}/remove", {"was": known.email, "seen": seen(known)}).status == 303
    assert not people.organisation().person("m.moor@example.com")
    removed, second, first = settings_log.changes()
    assert {one.field: (one.before, one.after) for one in second.values}["role"] == ("clerk", "manager")
    assert (first.subject, removed.subject) == ("max@example.com", "m.moor@example.com")
    assert "ada.lund@example.com" in door.get("/cockpit/settings/changes").body


def test_a_mistake_stands_at_its_field_and_what_was_typed_stays(door: Door) -> None:
    door.sign_in(Role.ADMIN, language="en")
    answer = door.post(FORMS[0], a_person(email="no address", name="Max Moor"))
    assert answer.status == 422
    assert 'id="email-wrong"' in answer.body
    assert 'value="no address"' in answer.body
    assert people.organisation().person("no address") is None


def test_who_saw_an_older_state_changes_nothing(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    assert door.post(FORMS[0], a_person(was=KERN.email, seen="older", email=KERN.email)).status == 409


def test_a_ring_of_deputies_is_explained_by_names() -> None:
    firm = Organisation(
        people=(
            Person(email="a@example.com", name="Ada", deputy="b@example.com"),
            Person(email="b@example.com", name="Ben", deputy="c@example.com"),
            Person(email="c@example.com", name="Cleo"),
        )
    )
    cleo = Person(email="c@example.com", name="Cleo", deputy="a@example.com")
    found = settings_organisation.with_person(firm, "c@example.com", cleo)
    assert found == {"deputy": Mistake("settings_mistake.deputy_ring", {"names": "Cleo → Ada → Ben → Cleo"})}
    own = cleo.model_copy(update={"deputy": "c@example.com"})
    assert settings_organisation.with_person(firm, cleo.email, own) == {
        "deputy": Mistake("settings_mistake.own_deputy")
    }


def test_two_may_stand_in_for_each_other_and_a_new_address_is_followed() -> None:
    firm = Organisation(people=(Person(email="a@example.com", name="Ada", deputy="b@example.com"), ben()))
    mutual = settings_organisation.with_person(firm, ben().email, ben(deputy="a@example.com"))
    assert isinstance(mutual, Organisation)
    renamed = settings_organisation.with_person(firm, ben().email, ben(email="ben@example.com"))
    assert isinstance(renamed, Organisation)
    assert renamed.people[0].deputy == "ben@example.com"


def ben(**fields: str) -> Person:
    return Person(**{"email": "b@example.com", "name": "Ben", **fields})


def test_the_last_admin_stays(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    weaker = a_person(was=ADA.email, email=ADA.email, name=ADA.name, seen=seen(ADA), role="clerk")
    answer = door.post(FORMS[0], weaker)
    assert (answer.status, 'id="role-wrong"' in answer.body) == (422, True)
    firm = Organisation(people=(ADA.model_copy(update={"deputy": None}), KERN))
    assert "remove" in settings_organisation.without_person(firm, ADA.email)


def test_who_is_leaned_on_is_not_removed(door: Door) -> None:
    firm = people.organisation()
    of_deputy = settings_organisation.without_person(firm, KERN.email)
    assert of_deputy == {"remove": Mistake("settings_mistake.is_deputy", {"names": "Ada Lund"})}
    of_head = settings_organisation.without_person(firm, ADA.email)
    assert of_head == {"remove": Mistake("settings_mistake.is_head", {"names": "Credit"})}
    of_department = settings_organisation.without_department(firm, "Credit")
    assert of_department == {"remove": Mistake("settings_mistake.has_people", {"names": "Eva Kern"})}


def test_people_of_a_renamed_department_stay_in_it(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    known = people.organisation().department("Credit")
    form = {
        "was": "Credit",
        "seen": seen(known),
        "name": "Debitoren",
        "mailbox": "credit@example.com",
        "language": "de",
    }
    assert door.post(FORMS[1], form).status == 303
    person = people.organisation().person(KERN.email)
    assert person
    assert person.department == "Debitoren"


def test_a_clerk_sets_their_own_values_but_not_their_role(door: Door) -> None:
    door.sign_in(Role.CLERK, email=KERN.email)
    known = people.organisation().person(KERN.email)
    form = {"seen": seen(known), "language": "de", "digest": "never", "quiet_start": "19:00", "quiet_end": "07:00"}
    assert door.post("/cockpit/settings/mine", {**form, "role": "admin"}).status == 422
    assert door.post("/cockpit/settings/mine", form).status == 303
    mine = people.organisation().person(KERN.email)
    assert mine
    assert (mine.language, mine.digest, mine.quiet, mine.role) == ("de", "never", None, Role.CLERK)
    assert '<html lang="de">' in door.get("/cockpit/settings/mine").body


def test_a_session_that_ended_while_its_settings_were_saved_stays_ended(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = door.sign_in(Role.CLERK, email=KERN.email)
    form = {"seen": seen(people.organisation().person(KERN.email)), "language": "de", "digest": "never"}
    form |= {"quiet_start": "19:00", "quiet_end": "07:00"}
    keep = people.put

    def signed_out_meanwhile(*given: Any) -> None:
        sessions.end(session.id)
        keep(*given)

    monkeypatch.setattr(people, "put", signed_out_meanwhile)
    assert door.post("/cockpit/settings/mine", form).status == 303
    assert sessions.get(session.id) is None


def test_a_calendar_address_is_made_and_revoked(door: Door) -> None:
    door.sign_in(Role.CLERK, email=KERN.email)
    assert ".ics" not in door.get("/cockpit/settings/mine").body
    assert door.post("/cockpit/settings/mine/calendar").status == 303
    assert "/v1/calendars/1.ics" in door.get("/cockpit/settings/mine").body
    assert door.post("/cockpit/settings/mine/calendar/revoke").status == 303
    assert "/v1/calendars/2.ics" in door.get("/cockpit/settings/mine").body
    assert settings_log.changes()[0].area == "calendar"


def a_plan(**fields: str) -> dict[str, str]:
    usual = {"days_ahead": "14, 7, 3", "digest_at": "07:30", "digest_days": "7", "report_days": "30"}
    return {**usual, "final": "1,5", "recoverable": "8", "information": "24", **fields}


def test_the_plan_is_saved_where_the_reminders_read_it(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    assert door.post("/cockpit/settings/escalation", a_plan(seen=seen(ReminderPlan()))).status == 303
    stored = credentials.get("reminder-plan")
    assert stored
    plan = ReminderPlan.model_validate_json(stored)
    assert (plan.days_ahead, plan.answer_hours.final) == ((14, 7, 3), 1.5)
    assert {one.field for one in settings_log.changes()[0].values} == {"days_ahead", "digest_at", "answer_hours.final"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("days_ahead", "14, soon"), ("digest_at", "25:00"), ("final", "0"), ("report_days", "400"), ("recoverable", "1")],
)
def test_a_plan_that_cannot_be_is_explained_at_its_field(door: Door, field: str, value: str) -> None:
    door.sign_in(Role.ADMIN)
    answer = door.post("/cockpit/settings/escalation", a_plan(seen=seen(ReminderPlan()), **{field: value}))
    assert (answer.status, f'id="{field}-wrong"' in answer.body) == (422, True)
    assert credentials.get("reminder-plan") is None


def test_a_plan_that_cannot_be_stored_is_not_logged_as_changed(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(name: str, value: str) -> None:
        raise StoreUnreachableError(name)

    monkeypatch.setattr(credentials, "put", refused)
    door.sign_in(Role.ADMIN)
    assert door.post("/cockpit/settings/escalation", a_plan(seen=seen(ReminderPlan()))).status == 503
    assert settings_log.changes() == ()


def test_the_example_hands_on_to_deputy_and_head() -> None:
    eva = Person(email="eva@example.com", name="Eva", deputy="ben@example.com", department="Credit", quiet=None)
    firm = Organisation(
        people=(eva, ben(email="ben@example.com"), Person(email="ida@example.com", name="Ida", quiet=None)),
        departments=(Department(name="Credit", mailbox="c@example.com", head="ida@example.com"),),
    )
    shown = settings_example.example(firm, "eva@example.com", "morning", ReminderPlan(), NOW)
    assert shown
    final = next(line for line in shown.lines if line.kind == "final")
    waited = [(turn.step, turn.name, turn.at - shown.at) for turn in final.turns]
    assert waited == [
        ("first", "Eva", timedelta(0)),
        ("deputy", "Ben", timedelta(hours=2)),
        ("head", "Ida", timedelta(hours=4)),
    ]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_can_be_looked_at(door: Door, kind: str, language: str) -> None:
    door.sign_in(Role.MANAGER)
    answer = door.get("/cockpit/settings/mails/{kind}/{of}", kind=kind, of=language)
    assert answer.status == 200
    assert f'<html lang="{language}">' in answer.body
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    page = door.get("/cockpit/settings/mails", query={"kind": kind, "language": language})
    assert re.search(r"<iframe [^>]*\bsandbox\b", page.body)


def test_a_mail_that_nobody_sends_is_not_found(door: Door) -> None:
    door.sign_in(Role.MANAGER)
    assert door.get("/cockpit/settings/mails", query={"kind": "love_letter"}).status == 404
    assert door.get("/cockpit/settings/mails/{kind}/{of}", kind="digest", of="fr").status == 404
