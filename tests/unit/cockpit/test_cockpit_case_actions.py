"""What people do in a case over its forms: who may, what is said, and that nobody decides on what they did not see."""

import re
from datetime import date, timedelta

import pytest

from chalicelib import decide
from chalicelib.acting import found, in_view
from chalicelib.answering import waiting_in
from chalicelib.cockpit.case_possible import digest, facts, hands, offers, weaker
from chalicelib.deciding.stages import wanted
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.alert import Recipient
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.match import MatchResult
from chalicelib.model.people import Organisation, Person, Role
from chalicelib.store import cases, decisions, people
from tests.builders import NOW, WORD, an_occasion
from tests.unit.cockpit.desk_world import a_case, kept, recorded
from tests.unit.cockpit.door import KERN, Answer, Door

CASE = "/cockpit/cases/{case_id}"
ROTH = Person(email="jan.roth@example.com", name="Jan Roth", role=Role.MANAGER)


def now_of(file: CaseFile) -> CaseFile:
    found = cases.get(file.case.id)
    assert found
    return found


def act(door: Door, file: CaseFile, what: str, **form: str) -> Answer:
    return door.post(f"{CASE}/{what}", form, case_id=file.case.id)


def seen(file: CaseFile) -> str:
    return digest(in_view(now_of(file)))


def released(file: CaseFile) -> CaseFile:
    return recorded(decide.on_release(file, an_occasion(kept(file.case.customer_number)), WORD))


def last(file: CaseFile) -> tuple[EntryKind, str, str]:
    entry = now_of(file).entries[-1]
    return entry.kind, entry.by, entry.text


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_block_is_released_with_a_reason_by_whom_its_stage_lets(door: Door, language: str) -> None:
    file = a_case("1")
    door.sign_in(Role.CLERK, language=language)
    assert "release" not in re.findall(r'action="[^"]*/(\w+)"', door.get(CASE, case_id=file.case.id).body)
    assert act(door, file, "release", reason="paid", seen=seen(file)).status == 403
    door.sign_in(Role.MANAGER, language=language)
    assert act(door, file, "release", seen=seen(file)).status == 422, "without a reason"
    done = act(door, file, "release", reason="paid in full", seen=seen(file), folder="parties")
    assert done.status == 303
    assert done.location == f"/api/cockpit/cases/{file.case.id}/parties?done=case_released"
    block = now_of(file).block
    assert block
    assert not block.active
    assert block.release
    assert (block.release.person, block.release.reason) == ("ada.lund@example.com", "paid in full")


def test_nobody_decides_on_a_block_that_changed_meanwhile_and_is_told_what_it_is_now(door: Door) -> None:
    file = a_case("1")
    mark = seen(file)
    door.sign_in(Role.MANAGER, language="de")
    changed = act(door, file, "stage", stage="prepayment_only", reason="agreed", seen=mark)
    assert changed.status == 303
    late = act(door, file, "release", reason="paid", seen=mark)
    assert late.status == 409
    assert "nur gegen Vorkasse" in late.body
    assert "ada.lund@example.com" in late.body
    assert late.headers["HX-Push-Url"] == "false"
    block = now_of(file).block
    assert block
    assert block.active
    assert block.stage is Stage.PREPAYMENT_ONLY


def test_a_stage_weaker_than_suggested_is_a_managers_to_choose(door: Door) -> None:
    file = a_case("1")
    door.sign_in(Role.CLERK)
    weak = {"stage": "no_new_orders", "no_payouts": "true", "reason": "agreed"}
    assert act(door, file, "stage", **weak, seen=seen(file)).status == 403
    assert act(door, file, "stage", stage="no_deliveries", reason="pay", seen=seen(file)).status == 403, "payouts"
    door.sign_in(Role.MANAGER)
    assert act(door, file, "stage", **weak, seen=seen(file)).status == 303
    page = door.get(CASE, case_id=file.case.id).body
    door.sign_in(Role.CLERK)
    assert 'name="accept"' in page
    assert act(door, file, "stage", stage="warn", accept="true", reason="back", seen=seen(file)).status == 303
    block = now_of(file).block
    assert block
    assert (block.stage, block.no_payouts) == (Stage.NO_DELIVERIES, True)


def test_stages_are_offered_with_what_stands_and_what_is_suggested(door: Door) -> None:
    file = a_case("1")
    assert file.block
    asked, warned = wanted(file.case), file.block.model_copy(update={"stage": Stage.WARN, "no_payouts": False})
    shown = offers(warned, asked, manager=False)
    assert [one.stage for one in shown] == [*reversed(Stage)]
    assert [one.allowed for one in shown] == [True, False, False, False]
    assert [one.suggested for one in shown] == [True, False, False, False]
    assert [one.stands for one in shown] == [False, False, False, True]
    assert all(one.allowed for one in offers(warned, asked, manager=True))
    assert not weaker(Stage.WARN, None, None, no_payouts=False)


def test_where_no_publication_suggests_a_stage_no_clerk_lowers_the_one_that_stands(door: Door) -> None:
    kept("1")
    door.sign_in(Role.MANAGER)
    said = {"text": "cheque came back", "due_on": (NOW.date() + timedelta(days=1)).isoformat()}
    door.post("/cockpit/customers/{number}/alarm", said, number="1")
    (case,) = cases.of_customer("1")
    file = found(case.id)
    assert act(door, file, "stage", stage="no_deliveries", reason="stop", seen=seen(file)).status == 303
    block = now_of(file).block
    assert block
    assert (wanted(case), block.may_release) == (None, "manager")
    door.sign_in(Role.CLERK)
    assert act(door, file, "stage", stage="warn", reason="paid", seen=seen(file)).status == 403
    assert act(door, file, "release", reason="paid", seen=seen(file)).status == 403
    shown = offers(block, None, manager=False)
    assert [one.stage for one in shown if one.allowed] == [Stage.NO_DELIVERIES]


def test_all_messages_that_were_seen_are_acknowledged_and_no_later_one(door: Door) -> None:
    file = a_case("1")
    before = waiting_in(file.case.id)
    assert before
    door.sign_in(Role.CLERK)
    page = door.get(CASE, case_id=file.case.id).body
    assert all(one.id in page for one in before)
    news = decide.on_manual_alarm(now_of(file), an_occasion(kept("1")), WORD, due_on=NOW.date() + timedelta(days=1))
    recorded(news)
    done = act(door, file, "acknowledgement", alerts=" ".join(one.id for one in before))
    assert done.location.endswith("?done=case_acknowledged")
    left = {one.id for one in waiting_in(file.case.id)}
    assert left
    assert not left & {one.id for one in before}
    again = act(door, file, "acknowledgement", alerts=" ".join(one.id for one in before))
    assert again.location.endswith("?done=case_acknowledged_before")


def test_the_case_is_given_to_one_of_our_people(door: Door) -> None:
    people.put(Organisation(people=(KERN, ROTH)), people.versioned()[1])
    file = a_case("1")
    door.sign_in(Role.CLERK)
    mark = digest(hands(file))
    assert act(door, file, "assignment", owner="nobody@example.com", seen=mark).status == 422
    assert act(door, file, "assignment", owner=KERN.email, deputy=ROTH.email, seen=mark).status == 303
    assert (now_of(file).case.owner, now_of(file).case.deputy) == (KERN.email, ROTH.email)
    assert act(door, file, "assignment", owner=ROTH.email, seen=mark).status == 409
    assert "Eva Kern" in door.get(CASE, case_id=file.case.id).body


def test_a_note_is_text_and_no_markup(door: Door) -> None:
    file = a_case("1")
    door.sign_in(Role.CLERK)
    assert act(door, file, "notes", text="<script>alert(1)</script>").status == 303
    assert last(file)[0::2] == (EntryKind.NOTE, "<script>alert(1)</script>")
    page = door.get(f"{CASE}/activity", case_id=file.case.id).body
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_facts_are_entered_taken_back_and_not_overwritten_unseen(door: Door) -> None:
    file = a_case("1")
    door.sign_in(Role.CLERK)
    mark = digest(facts(file))
    given = {"petition_date": "2026-01-15", "disputed": "false", "information_system": "https://portal.example.com/7"}
    assert act(door, file, "facts", reason="letter", seen=mark, **given).status == 303
    case = now_of(file).case
    assert (case.entered.petition_date, case.claim.disputed) == (date(2026, 1, 15), False)
    assert case.information_system == given["information_system"]
    assert act(door, file, "facts", reason="letter", seen=mark).status == 409, "somebody else's facts would be lost"
    assert act(door, file, "facts", reason="misread", seen=digest(facts(now_of(file)))).status == 303
    case = now_of(file).case
    assert (case.entered.petition_date, case.claim.disputed, case.information_system) == (None, None, None)


def test_closing_waits_for_the_release_and_reopening_may_place_the_block_again(door: Door) -> None:
    file = a_case("1")
    door.sign_in(Role.MANAGER)
    assert act(door, file, "close", reason="done", seen=seen(file)).status == 409
    assert "/close" not in door.get(CASE, case_id=file.case.id).body
    released(now_of(file))
    door.sign_in(Role.CLERK)
    assert act(door, file, "close", reason="done", seen=seen(file)).status == 403
    door.sign_in(Role.MANAGER)
    assert act(door, file, "close", reason="done", seen=seen(file)).status == 303
    assert now_of(file).case.state is CaseState.CLOSED
    assert act(door, file, "alarm", text="again", due_on="2026-03-09").status == 409
    assert act(door, file, "reopen", reason="news", with_block="true", seen=seen(file)).status == 303
    block = now_of(file).block
    assert now_of(file).case.state is CaseState.OPEN
    assert block
    assert block.active


def test_the_alarm_is_given_in_a_case_or_about_a_customer_without_one(door: Door) -> None:
    kept("7")
    door.sign_in(Role.CLERK)
    form = {"text": "bailiff in the yard", "due_on": "2026-03-09"}
    about = door.post("/cockpit/customers/{number}/alarm", form, number="7")
    assert about.status == 303
    (case,) = cases.of_customer("7")
    assert about.location.endswith(f"/cockpit/cases/{case.id}?done=case_alarm")
    assert door.post("/cockpit/customers/{number}/alarm", form, number="7").status == 409
    assert door.post(f"{CASE}/alarm", form, case_id=case.id).status == 303
    past = form | {"due_on": "2026-02-01"}
    assert door.post(f"{CASE}/alarm", past, case_id=case.id).status == 422


def test_a_former_colleague_keeps_what_they_have_and_is_given_nothing_new(door: Door) -> None:
    file = a_case("1")
    gone = Recipient(address="old.hand@example.com")
    file = recorded(decide.on_assigned(now_of(file), an_occasion(kept("1")), WORD, owner=gone))
    door.sign_in(Role.CLERK)
    mark = digest(hands(now_of(file)))
    assert act(door, file, "assignment", owner=gone.address, deputy=KERN.email, seen=mark).status == 303
    assert (now_of(file).case.owner, now_of(file).case.deputy) == (gone.address, KERN.email)
    mark = digest(hands(now_of(file)))
    assert act(door, file, "assignment", owner="nobody@example.com", seen=mark).status == 422


def forget(door: Door, number: str) -> None:
    """The customer's record gone, as after its deletion."""
    key = next(one for one in door.table.items["table"] if one.sk == "PROFILE" and one.pk.endswith(number))
    del door.table.items["table"][key]


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_case_whose_customer_was_deleted_can_be_brought_to_its_end(door: Door, language: str) -> None:
    file = a_case("1")
    forget(door, "1")
    door.sign_in(Role.MANAGER, language=language)
    shown = door.get(CASE, case_id=file.case.id).body
    assert {"de": "Der Kunde wurde gelöscht", "en": "The customer was deleted"}[language] in shown
    offered = set(re.findall(r'action="[^"]*/(\w+)"', shown)) & set(ACTIONS)
    assert offered == {"acknowledgement", "release"}
    assert act(door, file, "notes", text="too late").status == 409
    assert act(door, file, "release", reason="no customer any more", seen=seen(file)).status == 303
    assert set(re.findall(r'action="[^"]*/(\w+)"', door.get(CASE, case_id=file.case.id).body)) & set(ACTIONS) == {
        "acknowledgement",
        "close",
    }
    assert act(door, file, "close", reason="nothing left", seen=seen(file)).status == 303
    assert now_of(file).case.state is CaseState.CLOSED


def test_not_ours_ends_the_question_also_when_the_customer_was_deleted(door: Door) -> None:
    file = a_case("1", MatchResult.UNSURE)
    forget(door, "1")
    door.sign_in(Role.CLERK)
    review = "/cockpit/reviews/{case_id}"
    page = door.get(review, case_id=file.case.id).body
    assert set(re.findall(r'name="answer" value="(\w+)"', page)) == {"not_ours"}
    mark = re.findall(r'name="seen" value="(\w+)"', page)[0]
    said = {"seen": mark, "remark": "deleted"}
    assert door.post(review, {**said, "answer": "ours"}, case_id=file.case.id).status == 409
    assert door.post(review, {**said, "answer": "not_ours"}, case_id=file.case.id).status == 303
    assert now_of(file).case.state is CaseState.DISMISSED


def test_nobody_ends_a_case_as_an_orphan_whose_customer_is_there(door: Door) -> None:
    file = a_case("1")
    decision = decide.on_release(file, an_occasion(kept("1")), WORD)
    with pytest.raises(ConcurrentChangeError):
        decisions.record(decision, customer_gone=True)
    assert decisions.record(decision)


ACTIONS = ("acknowledgement", "stage", "release", "assignment", "notes", "alarm", "facts", "close", "reopen")


@pytest.mark.parametrize("what", ACTIONS)
def test_who_may_only_read_sees_no_button_and_is_refused(door: Door, what: str) -> None:
    file = a_case("1", MatchResult.UNSURE)
    door.sign_in(Role.VIEWER)
    assert f"/{what}" not in re.findall(r'action="[^"]*(/\w+)"', door.get(CASE, case_id=file.case.id).body)
    assert act(door, file, what).status == 403
    assert now_of(file).case == file.case
