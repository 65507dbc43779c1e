"""Who sees a natural person's file leaves a trace with it, on whichever page; other pages do not name the person."""

import pytest

from app import app
from chalicelib import decide
from chalicelib.cockpit import review_page
from chalicelib.model.case import EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import Candidate, Subject, SubjectState
from chalicelib.model.customer import CustomerKind
from chalicelib.model.match import MatchResult
from chalicelib.model.people import Role
from chalicelib.store import cases, credit, notices, readings
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion
from tests.unit.cockpit.desk_world import a_case, kept, recorded
from tests.unit.cockpit.door import Door
from tests.unit.cockpit.test_cockpit_visit import a_visit

NAME = "Merle Dünenkamp"
FILES = [
    path
    for path, methods in sorted(app.routes.items())
    if path.startswith("/cockpit") and "GET" in methods and ("{case_id}" in path or "{number}" in path)
]


def a_person(number: str = "7") -> CaseFile:
    return a_case(
        number, MatchResult.UNSURE, name=NAME, kind=CustomerKind.PERSON, birth_date=NOW.date().replace(year=1984)
    )


def traces(file: CaseFile) -> list[str]:
    found = cases.get(file.case.id)
    assert found
    in_the_case = [one.by for one in found.entries if one.kind is EntryKind.READ]
    return in_the_case + [one.by for one in readings.of_customer(file.case.customer_number)]


def test_every_kind_of_file_is_walked() -> None:
    assert {"/cockpit/cases/{case_id}", "/cockpit/reviews/{case_id}", "/cockpit/customers/{number}"} < set(FILES)
    assert "/cockpit/reviews/bureaus/{bureau}/{number}" in FILES


@pytest.mark.parametrize("path", FILES)
def test_reading_leaves_a_trace(door: Door, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr("chalicelib.cockpit.customer_check.offers", lambda *_: ())
    file = a_person()
    waits = {"state": SubjectState.TO_REVIEW, "candidates": (Candidate(subject_id="8", name=NAME),), "since": NOW}
    credit.put_subject(Subject(bureau="crediconnect", customer_number="7", **waits), None)
    door.sign_in(Role.ADMIN)
    given = {"case_id": file.case.id, "number": "7", "bureau": "crediconnect", "document_id": "x"}
    answer = door.get(path, **{name: value for name, value in given.items() if f"{{{name}}}" in path})
    may_lack = "documents" in path or path.endswith((".ics", ".csv"))  # what is not there leaves a trace, too
    assert answer.status == 200 or may_lack
    assert len(traces(file)) == 1
    assert "ada.lund@example.com" in traces(file)[0]


def test_what_is_said_of_the_answer_before_names_no_natural_person(door: Door) -> None:
    file, other = a_person(), a_case("8", MatchResult.UNSURE)
    door.sign_in(Role.VIEWER)
    page = door.get("/cockpit/reviews/{case_id}", case_id=other.case.id, query={"before": file.case.id})
    assert "7: als unsicher vermerkt" in page.body
    said = review_page.answered(file.case.id)
    assert said
    assert NAME not in repr(said)
    assert traces(file) == []


def test_other_cases_of_the_proceedings_name_no_natural_person(door: Door) -> None:
    notice = a_notice(debtor_name=NAME)
    notices.keep_bureau_notice(notice, expires_at=NOW)
    files = []
    for number, kind in (("7", CustomerKind.PERSON), ("8", CustomerKind.ORGANISATION)):
        customer = kept(number, name=f"{NAME} {number}", kind=kind)
        match = a_match(MatchResult.UNSURE, customer_number=number, notice_id=notice.id)
        decision = decide.on_match(match, notice, an_occasion(customer))
        assert decision
        files.append(recorded(decision))
    person, firm = files
    said = WORD.model_copy(update={"reason": "Born on the same day"})
    recorded(decide.on_judgement(person, notice, an_occasion(kept("7", name=NAME)), said, ours=True))
    shown = review_page.of_case(a_visit(), firm)
    (other,) = shown["others"]
    assert (other.case.id, other.named) == (person.case.id, False)
    assert other.judgement
    assert other.judgement.reason == ""
    door.sign_in(Role.VIEWER)
    page = door.get("/cockpit/reviews/{case_id}", case_id=firm.case.id).body
    assert "Kunde 7 (natürliche Person)" in page
    assert "Dünenkamp 7" not in page
    assert "Born on the same day" not in page
