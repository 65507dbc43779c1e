"""What a person does while something else changes the same case: done all the same, unless it changed what they saw."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.deciding.books import on_choice
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.block import Stage
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import CreditFile
from chalicelib.model.decision import Decision
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind
from chalicelib.model.people import Organisation
from chalicelib.model.recovery import CheckKind, Choice, Option
from chalicelib.model.task import TaskKind
from tests.builders import WORD, a_match, a_notice, an_occasion, filed
from tests.unit.api.test_api_documents import ROUTE, Office, call, drafted, office
from tests.unit.dossiers.material import NOW as AT_WORK

__all__ = ["office"]
Change = Callable[[CaseFile], CaseFile]
SIGNED = {"person": "Eva Kern", "reason": "compared with the ledger"}


def noted(file: CaseFile) -> CaseFile:
    """The file after a change that concerns nobody's decision."""
    return filed(decide.on_note(file, an_occasion(now=AT_WORK), WORD), file).model_copy(
        update={"documents": file.documents}
    )


def another_publication(file: CaseFile) -> CaseFile:
    at = an_occasion(now=AT_WORK + timedelta(minutes=1))
    match = a_match(file.case.match.result, 2)
    later = decide.on_later_notice(file, match, a_notice(EventKind.PRACTITIONER_APPOINTED, 2), at)
    return filed(later, file)


def beside(office: Office, monkeypatch: pytest.MonkeyPatch, change: Change, times: int = 1) -> None:
    """Lets something change the case just before each of the next records, which then refuses."""
    left = [change] * times

    def record(decision: Decision, *, customer_gone: bool = False) -> bool:
        if left:
            office.file = left.pop()(office.file)
        if decision.previous_version != office.file.case.version:
            raise ConcurrentChangeError("the case moved on")
        return office.record(decision)

    monkeypatch.setattr("chalicelib.store.decisions.record", record)


def stage(office: Office) -> dict[str, Any]:
    body = {**SIGNED, "stage": Stage.WARN}
    return call("POST", "/v1/cases/{case_id}/stage", body=body, case_id=office.file.case.id)


def test_a_document_and_a_block_are_settled_though_the_case_changed_beside_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside(office, monkeypatch, noted)
    document = drafted(office)
    path = {"case_id": office.file.case.id, "document_id": document["id"]}
    beside(office, monkeypatch, noted, times=2)
    approval = call("POST", ROUTE + "/{document_id}/approval", body={**SIGNED, "despite": "known"}, **path)
    assert (approval["statusCode"], json.loads(approval["body"])["history"][-1]["state"]) == (200, "approved")
    assert len([one for one in office.held if one.startswith("False")]) == 1, "the letter was drawn once"
    beside(office, monkeypatch, noted)
    sent = {"person": "Eva Kern", "channel": "post", "on": AT_WORK.date().isoformat()}
    assert call("POST", ROUTE + "/{document_id}/sent", body=sent, **path)["statusCode"] == 200
    beside(office, monkeypatch, noted)
    assert stage(office)["statusCode"] == 200


def test_nobody_decides_for_a_person_once_what_they_saw_has_changed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside(office, monkeypatch, another_publication)
    assert stage(office)["statusCode"] == 409
    document = drafted(office)

    def redrafted(file: CaseFile) -> CaseFile:
        (one,) = file.documents
        step = one.history[-1].model_copy(update={"version": one.version + 1})
        changed = one.model_copy(update={"history": (*one.history, step)})
        return noted(file).model_copy(update={"documents": (changed,)})

    beside(office, monkeypatch, redrafted)
    path = {"case_id": office.file.case.id, "document_id": document["id"]}
    body = {**SIGNED, "despite": "known"}
    assert call("POST", ROUTE + "/{document_id}/approval", body=body, **path)["statusCode"] == 409


def test_a_case_that_changes_at_every_attempt_is_a_conflict(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    beside(office, monkeypatch, noted, times=3)
    assert stage(office)["statusCode"] == 409


def test_a_choice_stands_unless_somebody_chose_meanwhile(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.store.credit.file_of", lambda number: CreditFile(customer_number=number))
    monkeypatch.setattr("chalicelib.store.firm.assumption_changes", lambda: ())

    def chosen() -> dict[str, Any]:
        body = {**SIGNED, "option": "pursue", "checked": list(CheckKind)}
        return call("POST", "/v1/cases/{case_id}/choice", body=body, case_id=office.file.case.id)

    def somebody_chose(file: CaseFile) -> CaseFile:
        choice = Choice(case_id="c", option=Option.WRITE_OFF, person="Jan", reason="small", at=AT_WORK, advised=None)
        return filed(on_choice(file, choice, an_occasion(now=AT_WORK)), file)

    beside(office, monkeypatch, noted)
    assert chosen()["statusCode"] == 200
    beside(office, monkeypatch, somebody_chose)
    assert chosen()["statusCode"] == 409


def test_who_cannot_say_leaves_the_question_open_in_somebodys_hands(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.store.people.organisation", Organisation)
    office.file = filed(decide.on_match(a_match(MatchResult.UNSURE), a_notice(), an_occasion(now=AT_WORK)))
    body = {**SIGNED, "ours": None, "owner": "jan@example.com"}
    answered = call("POST", "/v1/cases/{case_id}/judgement", body=body, case_id=office.file.case.id)
    assert answered["statusCode"] == 200
    case = json.loads(answered["body"])["case"]
    assert (case["state"], case["unsure_since"] is None) == ("review", False)
    assert [one.owner for one in office.file.tasks if one.kind is TaskKind.REVIEW_MATCH] == ["jan@example.com"]
    left_out = call("POST", "/v1/cases/{case_id}/judgement", body=SIGNED, case_id=office.file.case.id)
    assert left_out["statusCode"] == 422, "nobody is unsure by leaving the answer out"
