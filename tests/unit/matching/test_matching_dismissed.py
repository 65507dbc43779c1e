"""A person's "not ours" holds for this customer in these proceedings, however good later matches look."""

from datetime import timedelta

import pytest

from chalicelib import decide
from chalicelib.deciding.casework import case_id
from chalicelib.matching.judge import judge
from chalicelib.model.alert import Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import DeadlineState
from chalicelib.model.decision import Decision
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.store import cases, decisions
from functions import matching_step
from tests.unit.matching.pairs import NOW, a_customer, a_notice

NUMBER = [["de_register", "HRB 4711", "Hamburg"]]
CUSTOMER = a_customer("Nordlicht Bau GmbH", ids=NUMBER, city="Hamburg")
AUDIENCE = Audience(defaults=(Recipient(address="sales@example.com"),), people_channels=("email",))
OCCASION = decide.Occasion(customer=CUSTOMER, audience=AUDIENCE, now=NOW)


def _notice(number: str, case_number: str, **changes: object) -> InsolvencyNotice:
    proceedings = {"publication_id": number, "court": "Amtsgericht Hamburg", "case_number": case_number}
    return a_notice("Nordlicht Bau GmbH", ids=NUMBER, city="Hamburg").model_copy(update=proceedings | changes)


def _dismissed(first: InsolvencyNotice) -> CaseFile:
    opened = decide.on_match(judge(CUSTOMER, first, NOW), first, OCCASION)
    assert opened
    assert opened.block
    assert opened.alerts
    file = CaseFile(case=opened.case, block=opened.block, tasks=opened.tasks, entries=opened.entries)
    word = decide.Word(person="Erna Beispiel", reason="another firm")
    said = decide.on_judgement(file, first, OCCASION, word, ours=False)
    return CaseFile(case=said.case, block=said.block, tasks=said.tasks, entries=said.entries)


def test_a_later_positive_match_of_the_same_proceedings_neither_blocks_nor_tells_nor_asks() -> None:
    file = _dismissed(_notice("1", "67 IN 1/26", event_kind=EventKind.PRELIM_MEASURES))
    later = _notice("2", "67 IN 1/26", publication_date=NOW.date() + timedelta(days=9))
    match = judge(CUSTOMER, later, NOW)
    assert match.result is MatchResult.POSITIVE
    assert case_id(CUSTOMER, later) == file.case.id
    decision = decide.on_later_notice(file, match, later, OCCASION)
    assert decision
    assert decision.case.state is CaseState.DISMISSED
    assert not (decision.block and decision.block.active)
    assert not decision.alerts
    assert not decision.tasks


@pytest.mark.parametrize("result", list(MatchResult))
@pytest.mark.parametrize("kind", [EventKind.OPENED, EventKind.CLAIMS_LIST_DEPOSITED, EventKind.UNCLASSIFIED])
def test_whatever_comes_later_in_these_proceedings_asks_nobody(result: MatchResult, kind: EventKind) -> None:
    file = _dismissed(_notice("1", "67 IN 1/26"))
    later = _notice("2", "67 IN 0001/2026", event_kind=kind, court="Hamburg")
    match = judge(CUSTOMER, later, NOW).model_copy(update={"result": result})
    decision = decide.on_later_notice(file, match, later, OCCASION)
    assert decision
    assert decision.case.state is CaseState.DISMISSED
    assert not decision.alerts
    assert not decision.tasks
    assert not [one for one in decision.deadlines if one.state is DeadlineState.OPEN]


def test_the_step_that_matches_finds_the_dismissed_case_and_leaves_it_so(monkeypatch: pytest.MonkeyPatch) -> None:
    file = _dismissed(_notice("1", "67 IN 1/26"))
    later = _notice("2", "67 IN 1/26", event_kind=EventKind.OPENED)
    written: list[Decision] = []

    def record(decision: Decision) -> bool:
        written.append(decision)
        return True

    monkeypatch.setattr(cases, "get", {file.case.id: file}.get)
    monkeypatch.setattr(decisions, "record", record)
    monkeypatch.setattr(matching_step, "occasion_of", lambda _customer, _now: OCCASION)
    monkeypatch.setattr(matching_step, "count", lambda _name: None)
    matching_step.settle(later, CUSTOMER, judge(CUSTOMER, later, NOW))
    (decision,) = written
    assert (decision.case.id, decision.case.state) == (file.case.id, CaseState.DISMISSED)
    assert not decision.alerts


def test_other_proceedings_are_judged_afresh() -> None:
    file = _dismissed(_notice("1", "67 IN 1/26"))
    other = _notice("3", "67 IN 99/26")
    assert case_id(CUSTOMER, other) != file.case.id
    decision = decide.on_match(judge(CUSTOMER, other, NOW), other, OCCASION)
    assert decision
    assert decision.block
    assert decision.block.active
