"""A person's word on who a customer is at a bureau, the credit file, and the state of the bureaus."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.errors import CredentialsMissingError, SourceUnreachableError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band, Candidate, CreditFile, Subject, SubjectState
from chalicelib.model.source import PollState, PortfolioState, SourceStatus
from tests.unit.api.credit_world import FIRM, NOW, credit_file, index, inquiry, subject, watched_index
from tests.unit.api.test_api_http import call

SUBJECT = "/v1/customers/{number}/bureaus/{bureau}/subject"
CHOICE = {"subject_id": "8", "person": "Eva Kern", "reason": "register number agrees"}
REFUSAL = {"person": "Eva Kern", "reason": "another firm"}


class World:
    """What is stored, what is put, and what a watching bureau is told."""

    def __init__(self) -> None:
        self.known = credit_file()
        self.put: list[Subject] = []
        self.told: list[tuple[str, str | None]] = []
        self.applied: list[str | None] = []
        self.down = False


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World()

    @contextmanager
    def session(name: str, _now: datetime, *, within_seconds: float) -> Iterator[SimpleNamespace]:
        assert within_seconds <= 20
        if found.down:
            raise SourceUnreachableError(name, "no answer")
        yield SimpleNamespace(web=SimpleNamespace(source=name))

    def link(_desk: object, _customer: object, before: Subject) -> Subject:
        found.told.append(("watch", before.subject_id))
        return before.model_copy(update={"state": SubjectState.WATCHED})

    def unwatch(_desk: object, former: Subject) -> None:
        found.told.append(("unwatch", former.subject_id))

    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    monkeypatch.setattr("chalicelib.store.customers.get", lambda number: FIRM if number == "1" else None)
    monkeypatch.setattr("chalicelib.store.credit.file_of", lambda _number: found.known)
    monkeypatch.setattr("chalicelib.store.credit.put_subject", lambda one, _before: found.put.append(one))
    monkeypatch.setattr("chalicelib.access.bureau", session)
    monkeypatch.setattr("chalicelib.portfolio.link", link)
    monkeypatch.setattr("chalicelib.portfolio.unwatch", unwatch)
    monkeypatch.setattr("chalicelib.portfolio.tell_again", lambda one: found.applied.append(one.subject_id))
    return found


def test_a_person_chooses_a_candidate_who_is_watched_and_whose_earlier_events_are_applied(world: World) -> None:
    offered = (Candidate(subject_id="7", name="Sonnenried AG"), Candidate(subject_id="8", name="Sonnenried GmbH"))
    world.known = credit_file(subjects=(subject("crediconnect", SubjectState.TO_REVIEW, candidates=offered),))
    answer = call("PUT", SUBJECT, number="1", bureau="crediconnect", body=CHOICE)
    assert answer.status == 200
    kept = answer.json["subject"]
    assert (kept["state"], kept["subject_id"], kept["name"]) == ("watched", "8", "Sonnenried GmbH")
    assert (kept["certain"], kept["candidates"], kept["reason"]) == (True, [], "register number agrees")
    assert kept["linked_by"] == "Eva Kern (client erp-7)"
    assert (world.told, world.applied) == ([("watch", "8")], ["8"])


def test_who_was_taken_for_the_customer_is_watched_no_more(world: World) -> None:
    before = subject("crediconnect", SubjectState.WATCHED, subject_id="7", name="Sonnenried AG")
    world.known = credit_file(subjects=(before,))
    call("PUT", SUBJECT, number="1", bureau="crediconnect", body=CHOICE)
    assert world.told == [("watch", "8"), ("unwatch", "7")]
    assert world.put[0].name is None, "the former subject's name is not the new one's"


def test_nobody_of_them_is_the_customer(world: World) -> None:
    world.known = credit_file(subjects=(subject("crediconnect", SubjectState.WATCHED, subject_id="7"),))
    answer = call("DELETE", SUBJECT, number="1", bureau="crediconnect", body=REFUSAL)
    assert (answer.status, answer.json["subject"]["state"]) == (200, "not_found")
    (kept,) = world.put
    assert (kept.subject_id, kept.reason, kept.linked_by) == (None, "another firm", "Eva Kern (client erp-7)")
    assert kept.asked_for, "looked for again only when the customer's master data change"
    assert (world.told, world.applied) == ([("unwatch", "7")], [])


def test_the_persons_word_stands_when_the_bureau_is_down_and_the_remark_says_so(world: World) -> None:
    world.down = True
    world.known = credit_file(subjects=(subject("crediconnect", SubjectState.WATCHED, subject_id="7"),))
    answer = call("PUT", SUBJECT, number="1", bureau="crediconnect", body=CHOICE)
    assert (answer.status, answer.json["subject"]["state"]) == (200, "linked")
    assert "no answer" in answer.json["remark"]
    assert "7 may still be watched" in answer.json["remark"]
    assert world.applied == ["8"]


@pytest.mark.parametrize(
    ("number", "bureau", "body", "status", "paths"),
    [
        ("2", "crediconnect", CHOICE, 404, []),
        ("1", "nobody", CHOICE, 404, []),
        ("1", "schufa", CHOICE, 422, ["bureau"]),
        ("1", "crediconnect", {"subject_id": "8"}, 422, ["person", "reason"]),
        ("1", "crediconnect", {**CHOICE, "subject_id": " "}, 422, ["subject_id"]),
    ],
)
def test_a_choice_that_cannot_be_is_refused(
    world: World, number: str, bureau: str, body: object, status: int, paths: list[str]
) -> None:
    answer = call("PUT", SUBJECT, number=number, bureau=bureau, body=body)
    assert (answer.status, [error["path"] for error in answer.json["errors"]]) == (status, paths)
    assert world.put == []


def test_the_credit_file_is_shown_whole_with_the_day_of_the_next_check(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.known = CreditFile(
        customer_number="1",
        subjects=(subject("crediconnect", SubjectState.WATCHED, subject_id="7"),),
        inquiries=(inquiry("northdata", 3, index=index("4", Band.C)),),
        history=(watched_index("crediconnect", Band.D, 1),),
    )
    monkeypatch.setattr("chalicelib.store.credit.due_at", lambda _number: datetime(2027, 1, 5, 3, tzinfo=UTC))
    answer = call("GET", "/v1/customers/{number}/credit", number="1")
    assert answer.status == 200
    assert answer.json["next_check_on"] == "2027-01-05"
    assert [len(answer.json[part]) for part in ("subjects", "inquiries", "history")] == [1, 1, 1]
    assert answer.json["inquiries"][0]["cost"] == {"amount": "1.50", "currency": "EUR"}
    assert call("GET", "/v1/customers/{number}/credit", number="2").status == 404


@pytest.fixture
def bureaus_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """North Data is on with a budget, SCHUFA is switched off, the others have no credentials."""
    listed = PortfolioState(compared_at=NOW, watched=3, missing=1)
    good: dict[str, Any] = {"last_attempt": NOW, "last_success": NOW, "last_state": PollState.NOTHING_NEW}
    status = SourceStatus(name="northdata", checked_through=NOW, portfolio=listed, **good)
    monkeypatch.setattr("chalicelib.inquiring.active", lambda: ("northdata",))
    stage = SimpleNamespace(parameter_prefix="/insolvency-watch/test")
    monkeypatch.setattr("chalicelib.inquiring.settings", lambda: stage)
    monkeypatch.setattr("chalicelib.admin_settings.disabled_sources", lambda: frozenset({"schufa"}))
    monkeypatch.setattr(
        "chalicelib.store.sources.get", lambda name: status if name == "northdata" else SourceStatus(name=name)
    )
    monkeypatch.setattr("chalicelib.store.budgets.spent", lambda _name, _now: (Decimal("12.5"), 25))
    monkeypatch.setattr("chalicelib.access.bureau_credentials", lambda _facts: {"api_key": "k3y-of-ours"})
    monkeypatch.setattr("chalicelib.access.bureau_plan", lambda _name: BureauPlan(budget_per_month=Decimal(50)))


@pytest.mark.usefixtures("bureaus_on")
def test_every_bureau_is_shown_on_or_off_and_why_and_never_a_secret() -> None:
    answer = call("GET", "/v1/bureaus")
    assert answer.status == 200
    found = {one["bureau"]: one for one in answer.json["bureaus"]}
    north, schufa = found["northdata"], found["schufa"]
    assert (north["on"], north["why"], north["health"]) == (True, None, "suspicious")
    assert north["budget"] == {
        "month": "2026-03",
        "limit": {"amount": "50", "currency": "EUR"},
        "spent": {"amount": "12.5", "currency": "EUR"},
        "calls": 25,
    }
    assert (north["portfolio"]["missing"], north["believed_facts"] > 0) == (1, True)
    assert (schufa["on"], schufa["why"], schufa["budget"]) == (False, "switched off by the admin", None)
    assert "/insolvency-watch/test/bureaus/crediconnect/credentials" in found["crediconnect"]["why"]
    assert "k3y-of-ours" not in json.dumps(answer.json)


@pytest.mark.usefixtures("bureaus_on")
def test_credentials_that_cannot_be_used_are_said_with_the_bureau(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_facts: object) -> None:
        raise CredentialsMissingError("northdata", "the credentials lack api_key")

    monkeypatch.setattr("chalicelib.access.bureau_credentials", missing)
    (north,) = [one for one in call("GET", "/v1/bureaus").json["bureaus"] if one["bureau"] == "northdata"]
    assert (north["on"], north["why"]) == (True, "the credentials lack api_key")
