"""The review queue: its order, what each answer would do, who may give it, and what the next page says of it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from chalicelib import decide
from chalicelib.cockpit import review_page, review_queue
from chalicelib.cockpit.rendering import words
from chalicelib.cockpit.review_effects import effects_of
from chalicelib.cockpit.reviews import REASONS
from chalicelib.matching import gates, judge
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import Candidate, Subject, SubjectKept, SubjectState
from chalicelib.model.customer import CustomerKind, Money
from chalicelib.model.match import Evidence, EvidenceLevel, MatchResult
from chalicelib.model.people import Organisation, Role
from chalicelib.model.task import TaskKind
from chalicelib.store import cases, credit, notices, people
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed
from tests.unit.cockpit.desk_world import a_case, kept, owes, recorded
from tests.unit.cockpit.door import KERN, Answer, Door

QUEUE, REVIEW = "/cockpit/reviews", "/cockpit/reviews/{case_id}"
BUREAU = "/cockpit/reviews/bureaus/{bureau}/{number}"
UNSURE = MatchResult.UNSURE


def seen(page: Answer) -> str:
    """What the forms of the page say the person had in view."""
    found = re.search(r'name="seen" value="(\w+)"', page.body)
    assert found
    return found[1]


def answer(door: Door, file: CaseFile, **form: str) -> Answer:
    mark = seen(door.get(REVIEW, case_id=file.case.id))
    return door.post(REVIEW, {"seen": mark, **form}, case_id=file.case.id)


def now_of(file: CaseFile) -> CaseFile:
    found = cases.get(file.case.id)
    assert found
    return found


def test_most_money_comes_first_and_what_nobody_could_say_comes_last(door: Door) -> None:
    for number, amount in (("1", 100), ("2", 900), ("3", 500)):
        a_case(number, UNSURE)
        owes(number, amount)
    a_case("4")
    assert [one.number for one in review_queue.waiting()] == ["2", "3", "1"]
    door.sign_in(Role.CLERK)
    first = review_queue.waiting()[0]
    file = cases.get(first.key)
    assert file
    answer(door, file, answer="unsure", reason="too_little")
    assert [one.number for one in review_queue.waiting()] == ["3", "1", "2"]
    assert review_queue.waiting()[-1].unsure_since == NOW


def test_by_waiting_time_the_oldest_comes_first() -> None:
    def asked(key: str, hours: int) -> review_queue.Waiting:
        since, owed = NOW + timedelta(hours=hours), (Money(amount=Decimal(hours)),)
        return review_queue.Waiting(key=key, number=key, name=key, since=since, open=owed)

    old, new = asked("a", 1), asked("b", 9)
    assert review_queue.ordered([new, old], "age") == (old, new)
    assert review_queue.ordered([new, old], "money") == (new, old)


def test_behind_the_last_question_the_first_that_is_left_comes_up() -> None:
    one, two = (review_queue.Waiting(key=key, number=key, name=key) for key in "ab")
    assert review_queue.following((one, two), "a") == two
    assert review_queue.following((one, two), "b") == one
    assert review_queue.following((two,), "b") is None


def test_the_page_says_what_each_answer_will_do_and_nothing_is_written_for_it(door: Door) -> None:
    file = a_case("1", UNSURE)
    door.sign_in(Role.CLERK, language="en")
    page = door.get(REVIEW, case_id=file.case.id).body
    assert "stage-no_deliveries" in page
    assert "tasks begin" in page
    assert "Eva Kern, Credit" in page
    assert "Later notices of these proceedings do not ask again." in page
    assert now_of(file).case == file.case
    assert now_of(file).block == file.block


@pytest.mark.parametrize("ours", [True, False])
def test_what_was_shown_before_is_what_happens_then(ours: bool) -> None:
    file = filed(decide.on_match(a_match(UNSURE), a_notice(), an_occasion()))
    decision = decide.on_judgement(file, a_notice(), an_occasion(), WORD, ours=ours)
    shown, after = effects_of(decision, file, an_occasion()), filed(decision, file)
    assert shown.after == after.block
    assert shown.changes_block
    assert shown.releases is not ours
    assert shown.told == ("Eva Kern", "Credit")
    assert shown.tells_systems
    if ours:
        assert shown.after
        assert shown.after.stage is Stage.NO_DELIVERIES
        assert TaskKind.STOP_GOODS_IN_TRANSIT in {task.kind for task in shown.begins}
        assert TaskKind.REVIEW_MATCH not in {task.kind for task in shown.begins}
        assert shown.ends == 0
    else:
        assert (shown.begins, shown.runs, shown.undated) == ((), (), 0)
        assert shown.ends > 0


def test_confirming_blocks_and_brings_up_the_next_with_a_word_and_the_way_back(door: Door) -> None:
    first, second = a_case("1", UNSURE), a_case("2", UNSURE)
    owes("1", 900)
    door.sign_in(Role.CLERK, language="en")
    moved = answer(door, first, answer="ours", reason="identifier", remark="HRB 4711")
    assert (moved.status, moved.location) == (
        303,
        f"/api/cockpit/reviews/{second.case.id}?by=money&before={first.case.id}",
    )
    after = now_of(first)
    assert after.block
    assert (after.case.state, after.block.stage) == (CaseState.OPEN, Stage.NO_DELIVERIES)
    judged = [one for one in after.entries if one.kind is EntryKind.JUDGEMENT]
    assert [one.text for one in judged] == ["ours: Register number checked: HRB 4711"]
    assert "ada.lund@example.com" in judged[0].by
    page = door.get(REVIEW, case_id=second.case.id, query={"before": first.case.id}).body
    assert "Kunde 1 GmbH: confirmed as our customer." in page
    assert f'href="/api/cockpit/reviews/{first.case.id}"' in page


def test_not_ours_is_remembered_on_the_page_and_by_the_case(door: Door) -> None:
    file = a_case("1", UNSURE)
    door.sign_in(Role.CLERK, language="en")
    assert answer(door, file, answer="not_ours", reason="namesake").location == (
        f"/api/cockpit/reviews?by=money&before={file.case.id}"
    )
    after = now_of(file)
    assert after.block
    assert (after.case.state, after.block.active) == (CaseState.DISMISSED, False)
    page = door.get(REVIEW, case_id=file.case.id).body
    assert "ada.lund@example.com judged: not our customer." in page
    assert "Only the name is the same" in page
    assert 'value="not_ours"' not in page, "it was said already"
    assert 'value="ours"' in page, "it can be taken back"
    assert "Nothing to review" in door.get(QUEUE).body


@pytest.mark.parametrize("said", ["not_ours", "unsure"])
def test_who_does_not_confirm_gives_a_reason(door: Door, said: str) -> None:
    file = a_case("1", UNSURE)
    door.sign_in(Role.CLERK, language="en")
    refused = answer(door, file, answer=said)
    assert refused.status == 422
    assert "Pick a reason or write one." in refused.body
    assert answer(door, file, answer=said, reason="no such reason").status == 422
    assert now_of(file).case == file.case


def test_unsure_hands_the_question_to_a_colleague(door: Door) -> None:
    file = a_case("1", UNSURE)
    door.sign_in(Role.CLERK)
    answer(door, file, answer="unsure", reason="ask_colleague", owner=KERN.email)
    (task,) = [one for one in now_of(file).tasks if one.kind is TaskKind.REVIEW_MATCH]
    assert task.owner == KERN.email
    assert answer(door, file, answer="unsure", remark="x", owner="stranger@example.com").status == 422


def test_nobody_decides_on_what_has_changed_meanwhile(door: Door) -> None:
    file = a_case("1", UNSURE)
    door.sign_in(Role.CLERK)
    mark = seen(door.get(REVIEW, case_id=file.case.id))
    other = decide.on_judgement(file, a_notice(), an_occasion(kept("1")), WORD, ours=True)
    recorded(other)
    late = door.post(REVIEW, {"seen": mark, "answer": "not_ours", "remark": "x"}, case_id=file.case.id)
    assert late.status == 409
    assert now_of(file).case.state is CaseState.OPEN


def test_reading_is_for_all_judging_for_clerks_and_lifting_a_full_block_for_managers(door: Door) -> None:
    file = a_case("1", UNSURE)
    door.sign_in(Role.VIEWER)
    page = door.get(REVIEW, case_id=file.case.id)
    assert page.status == 200
    assert "<textarea" not in page.body
    assert 'name="answer"' not in page.body
    assert door.post(REVIEW, {"seen": "x", "answer": "ours"}, case_id=file.case.id).status == 403
    door.sign_in(Role.CLERK)
    answer(door, file, answer="ours")
    assert 'value="not_ours"' not in door.get(REVIEW, case_id=file.case.id).body
    back = {"seen": review_page.digest(now_of(file)), "answer": "not_ours", "remark": "wrong"}
    assert door.post(REVIEW, back, case_id=file.case.id).status == 403
    door.sign_in(Role.MANAGER)
    assert answer(door, file, answer="not_ours", remark="wrong").status == 303
    assert now_of(file).case.state is CaseState.DISMISSED


def test_both_sides_stand_in_one_row_with_a_word_for_how_they_agree(door: Door) -> None:
    customer = kept("1", kind=CustomerKind.PERSON, name="Merle Dünenkamp", birth_date=date(1984, 6, 3))
    values = {"customer_value": "HRB 1 (Kiel)", "notice_value": "HRB 2 (Kiel)"}
    evidence = Evidence(
        field="identifier",
        level=EvidenceLevel.DIFFERENT,
        bits=Decimal("-10.8"),
        sentence_de="x",
        sentence_en="x",
        **values,
    )
    notice = a_notice(debtor_name="<b>Merle</b>", original_text="Amtsgericht & <script>")
    notices.keep_bureau_notice(notice, expires_at=NOW + timedelta(days=9))
    match = a_match(UNSURE, customer_number="1", notice_id=notice.id, evidence=(evidence,), bits=Decimal("-11.4"))
    decision = decide.on_match(match, notice, an_occasion(customer))
    assert decision
    recorded(decision)
    door.sign_in(Role.CLERK, language="en")
    page = door.get(REVIEW, case_id=decision.case.id).body
    assert "HRB <mark>1</mark> (Kiel)" in page
    assert "speaks strongly against it" in page
    assert "3 Jun 1984" in page
    assert "not in the notice" in page
    assert "&lt;script&gt;" in page
    assert "<b>Merle" not in page
    assert [one.kind for one in now_of(filed(decision)).entries].count(EntryKind.READ) == 1


def test_every_rule_reason_and_field_has_its_words() -> None:
    known = words()
    source = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in (gates, judge))
    patterns = (r'MatchResult.UNSURE, "(\w+)"', r'return "(\w+)" if', r'"rule": "(\w+)"')
    names = {name for pattern in patterns for name in re.findall(pattern, source)} - {"rule"}
    assert {"same_name", "rival", "person_without_birth_date"} <= names
    vetoes = {"other_numeral", "other_role", "other_owner", "other_legal_form"}
    assert not [name for name in names - vetoes if review_page.rule_key(name) == "review_rule.other"]
    for said, keys in REASONS.items():
        assert not [key for key in keys if f"review_{said}.{key}" not in known]


def test_a_bureaus_candidates_are_chosen_or_refused_beside_the_customer(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.portfolio.tell_again", lambda _subject: None)
    monkeypatch.setattr("chalicelib.subjects._told_to_bureau", lambda _customer, subject, *_: _kept(subject))
    kept("K 7", name="Sonnenried GmbH")
    offered = (Candidate(subject_id="7", name="Sonnenried AG"), Candidate(subject_id="8", name="Sonnenried GmbH"))
    waits = {"state": SubjectState.TO_REVIEW, "candidates": offered, "since": NOW}
    credit.put_subject(Subject(bureau="crediconnect", customer_number="K 7", **waits), None)
    door.sign_in(Role.CLERK, language="en")
    (question,) = review_queue.waiting()
    assert question.path in door.get(QUEUE).body
    path = {"bureau": "crediconnect", "number": "K%207"}
    page = door.get(BUREAU, **path)
    assert "Sonnenried AG" in page.body
    assert door.post(BUREAU, {"seen": seen(page)}, **path).status == 422, "none of them wants a reason"
    assert door.post(BUREAU, {"seen": "old", "subject": "8"}, **path).status == 409
    moved = door.post(BUREAU, {"seen": seen(page), "subject": "8"}, **path)
    assert moved.location.startswith("/api/cockpit/reviews?by=money&before=bureaus%2Fcrediconnect%2F")
    chosen = credit.file_of("K 7").subject("crediconnect")
    assert chosen
    assert (chosen.subject_id, chosen.name, chosen.candidates) == ("8", "Sonnenried GmbH", ())
    assert review_queue.waiting() == ()
    before = _asked(moved.location)["before"]
    assert "Sonnenried GmbH: linked at the bureau." in door.get(QUEUE, query={"before": before}).body


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_queue_and_an_answered_case_are_shown_in_both_languages(door: Door, language: str) -> None:
    file = a_case("1", UNSURE)
    people.put(Organisation(people=(KERN, KERN.model_copy(update={"email": "jan@example.com", "name": "Jan"}))), 1)
    door.sign_in(Role.ADMIN, language=language)
    assert door.get(QUEUE).status == 200
    assert door.get(QUEUE, query={"by": "age", "before": "gone"}).status == 200
    for said in ("unsure", "ours", "not_ours"):
        assert door.get(REVIEW, case_id=file.case.id).status == 200
        assert answer(door, file, answer=said, remark="seen").status == 303
    assert door.get(REVIEW, case_id=file.case.id).status == 200
    assert door.get(REVIEW, case_id="nobody").status == 404


def _asked(location: str) -> Mapping[str, str]:
    return dict(parse_qsl(location.partition("?")[2]))


def _kept(subject: Subject) -> SubjectKept:
    return SubjectKept(subject=subject)
