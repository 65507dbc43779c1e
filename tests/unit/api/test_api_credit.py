"""What is answered about a customer's credit: with age and source, every gap named, silence never clean."""

import json
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest

from chalicelib.errors import (
    BudgetSpentError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
    StoreUnreachableError,
)
from chalicelib.inquiring import Question
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import (
    Band,
    CreditFile,
    Feature,
    Inquiry,
    InquiryReason,
    Outcome,
    Reservation,
    SubjectState,
)
from chalicelib.model.event import EventKind
from chalicelib.store.blocks import Standing
from tests.unit.api.credit_world import FIRM, NOW, credit_file, index, inquiry, subject, watched_index
from tests.unit.api.test_api_http import Answer, call, failing

CHECK = "/v1/customers/{number}/check"
BY_HAND = {"reason": "by_hand", "person": "Eva Kern"}


class World:
    """Two bureaus that are on, one that is off, and what they are asked."""

    def __init__(self) -> None:
        self.known = credit_file()
        self.plans = {"crif_mediafinanz": BureauPlan(priority=1), "northdata": BureauPlan(priority=2)}
        self.says: dict[str, Inquiry | SourceError] = {}
        self.asked: list[tuple[str, Question]] = []
        self.failed: list[str] = []

    def ask(self, name: str, _plan: BureauPlan, _customer: object, _known: CreditFile, question: Question) -> Inquiry:
        self.asked.append((name, question))
        said = self.says.get(name) or SourceUnreachableError(name, "nobody there")
        if isinstance(said, SourceError):
            raise said
        return said


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World()
    plans: Callable[[str], BureauPlan] = lambda name: found.plans[name]  # noqa: E731 - one line says it
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    monkeypatch.setattr("chalicelib.store.customers.get", lambda number: FIRM if number == "1" else None)
    monkeypatch.setattr("chalicelib.store.blocks.standing", lambda one: Standing(customer_number=one, blocks=()))
    monkeypatch.setattr("chalicelib.store.sources.statuses", lambda: ())
    monkeypatch.setattr("chalicelib.store.credit.file_of", lambda _number: found.known)
    monkeypatch.setattr("chalicelib.inquiring.active", lambda: tuple(sorted(found.plans)))
    monkeypatch.setattr("chalicelib.inquiring.settings", lambda: SimpleNamespace(parameter_prefix="/x"))
    monkeypatch.setattr("chalicelib.admin_settings.disabled_sources", frozenset)
    monkeypatch.setattr("chalicelib.access.bureau_plan", plans)
    monkeypatch.setattr("chalicelib.inquiring.ask", found.ask)
    monkeypatch.setattr(
        "chalicelib.bureau_health.heard", lambda failures, *_rest: found.failed.extend(one.source for one in failures)
    )
    monkeypatch.setattr("chalicelib.bureaus.names", lambda: ("creditsafe", "crif_mediafinanz", "northdata"))
    return found


def check(body: object = None, number: str = "1") -> Answer:
    return call("POST", CHECK, number=number, body=body if body is not None else {})


def test_a_valid_stored_answer_is_shown_with_its_age_and_nobody_is_asked(world: World) -> None:
    world.known = credit_file(inquiries=(inquiry("crif_mediafinanz", days_ago=3),))
    answer = check()
    assert answer.status == 200
    (told,) = answer.json["answers"]
    assert (told["source"], told["age_days"], told["valid"], told["band"]) == ("store", 3, True, "B")
    assert (told["index"]["value"], told["index"]["own_class"]) == ("220", "class of 220")
    assert told["valid_until"] == "2026-03-29T07:15:00Z"
    assert (answer.json["worst_band"], answer.json["known"], world.asked) == ("B", True, [])
    assert answer.json["not_asked"] == [{"bureau": "northdata", "reason": "crif_mediafinanz has answered"}]
    assert (answer.json["block"]["blocked"], answer.json["block"]["stage"]) == (False, None)


def test_who_does_not_answer_an_order_is_noted_with_the_sources(world: World) -> None:
    assert check().status == 200
    assert world.failed == ["crif_mediafinanz", "northdata"]


def test_who_was_asked_now_speaks_with_features_and_reservations(world: World) -> None:
    feature = Feature(code="IVS", event_kind=EventKind.PRELIM_MEASURES, text="Sicherungsmaßnahmen", certain=False)
    said = inquiry("crif_mediafinanz", 0, features=(feature,), reservations=(Reservation.NO_BIRTH_DATE,))
    world.says["crif_mediafinanz"] = said
    (told,) = check().json["answers"]
    assert (told["source"], told["age_days"]) == ("asked_now", 0)
    assert told["features"] == [
        {"code": "IVS", "kind": "PRELIM_MEASURES", "text": "Sicherungsmaßnahmen", "on": None, "certain": False}
    ]
    assert told["reservations"] == ["no_birth_date"]


def test_whoever_cannot_be_heard_is_named_with_the_reason(world: World) -> None:
    world.says = {
        "crif_mediafinanz": BudgetSpentError("crif_mediafinanz", "the budget of 50 EUR does not cover it"),
        "northdata": SourceRefusedError("northdata", "401"),
    }
    answer = check()
    assert answer.status == 200
    assert [(one["bureau"], one["kind"]) for one in answer.json["failures"]] == [
        ("crif_mediafinanz", "budget_spent"),
        ("northdata", "refused"),
        ("creditsafe", "off"),
    ]
    assert "/x/bureaus/creditsafe/credentials" in answer.json["failures"][2]["reason"]
    assert (answer.json["known"], answer.json["worst_band"]) == (False, None)


@pytest.mark.parametrize("outcome", [Outcome.NOT_IDENTIFIED, Outcome.NO_STATEMENT, Outcome.PENDING, Outcome.LOST])
def test_what_says_nothing_is_never_shown_as_clean(world: World, outcome: Outcome) -> None:
    world.says["crif_mediafinanz"] = inquiry("crif_mediafinanz", 0, outcome=outcome, index=index("100", Band.A))
    answer = check().json
    assert (answer["known"], answer["worst_band"]) == (False, None)
    assert [one["outcome"] for one in answer["answers"]] == [outcome]
    assert [name for name, _ in world.asked] == ["crif_mediafinanz", "northdata"], "the next one is asked"


def test_a_small_order_asks_nobody_and_shows_what_is_known(world: World) -> None:
    world.plans = {
        name: plan.model_copy(update={"order_check_from": Decimal(500)}) for name, plan in world.plans.items()
    }
    world.known = credit_file(inquiries=(inquiry("northdata", days_ago=40),))
    answer = check({"order_value": {"amount": "499.99"}}).json
    assert world.asked == []
    assert [one["bureau"] for one in answer["not_asked"]] == ["crif_mediafinanz", "northdata"]
    assert "500 EUR" in answer["not_asked"][0]["reason"]
    (old,) = answer["answers"]
    assert (old["valid"], old["age_days"], answer["known"], answer["worst_band"]) == (False, 40, False, None)
    check({"order_value": {"amount": "500.00"}})
    check({"order_value": {"amount": "1.00", "currency": "CHF"}})
    check({**BY_HAND, "order_value": {"amount": "1.00"}})
    assert len(world.asked) == 6, "the limit itself, another currency and a person ask"


def test_the_worst_valid_band_counts_and_a_newer_watched_index_in_its_answers_place(world: World) -> None:
    answers = (inquiry("crif_mediafinanz", 3), inquiry("northdata", 90, index=index("6", Band.E)))
    world.known = credit_file(inquiries=answers)
    assert check().json["worst_band"] == "B", "what is too old does not count"
    told = (watched_index("crif_mediafinanz", Band.D, days_ago=1),)
    world.known = credit_file(inquiries=answers, history=told)
    assert check().json["worst_band"] == "B", "who is not watched any more is not current"
    linked = (subject("crif_mediafinanz", SubjectState.WATCHED, subject_id="7"),)
    world.known = credit_file(inquiries=answers, history=told, subjects=linked)
    assert check().json["worst_band"] == "D"
    world.known = credit_file(
        inquiries=answers, history=(watched_index("crif_mediafinanz", Band.D, days_ago=9),), subjects=linked
    )
    assert check().json["worst_band"] == "B", "the answer is newer"


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"reason": "by_hand"}, ["person"]),
        ({"fresh": True}, ["fresh"]),
        ({"reason": "by_hand", "person": " "}, ["person"]),
        ({"reason": "plan"}, ["reason"]),
        ({"wait_seconds": 0.5}, ["wait_seconds"]),
        ({"wait_seconds": 21}, ["wait_seconds"]),
        ({"order_value": {"amount": "much"}}, ["order_value.amount"]),
        ({"colour": "red"}, ["colour"]),
        ("{", ["body"]),
    ],
)
def test_a_faulty_question_is_422_and_asks_nobody(world: World, body: object, paths: list[str]) -> None:
    answer = check(body)
    assert (answer.status, [error["path"] for error in answer.json["errors"]]) == (422, paths)
    assert world.asked == []


def test_an_unknown_customer_is_404_and_a_dead_store_503(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(number="2").status == 404
    monkeypatch.setattr("chalicelib.store.credit.file_of", failing(StoreUnreachableError("no table")))
    answer = check()
    assert (answer.status, "answers" in answer.json, world.asked) == (503, False, [])


def test_who_asks_is_kept_with_the_client_that_proved_itself(world: World) -> None:
    check()
    check(BY_HAND)
    (_, first), (_, last) = world.asked[0], world.asked[-1]
    assert (first.asked_by, first.reason) == ("client erp-7", InquiryReason.ORDER)
    assert (last.asked_by, last.reason) == ("Eva Kern (client erp-7)", InquiryReason.BY_HAND)


def test_fresh_asks_again_in_spite_of_a_valid_answer(world: World) -> None:
    world.known = credit_file(inquiries=(inquiry("crif_mediafinanz", 3),))
    world.says["crif_mediafinanz"] = inquiry("crif_mediafinanz", 0, index=index("400", Band.D))
    answer = check({**BY_HAND, "fresh": True}).json
    assert [(one["band"], one["source"]) for one in answer["answers"]] == [("D", "asked_now")]


def test_the_time_is_shared_among_the_bureaus_that_are_left(world: World) -> None:
    check({"wait_seconds": 6})
    (_, first), (_, second) = world.asked
    assert first.within_seconds == pytest.approx(3, abs=0.5)
    assert second.within_seconds == pytest.approx(6, abs=0.5), "the first failed at once: the second has the rest"


def test_a_bureau_whose_plan_leaves_orders_out_is_named(world: World) -> None:
    world.plans["northdata"] = BureauPlan(check_on=frozenset({"by_hand"}))
    assert {"bureau": "northdata", "reason": "its plan asks nothing on order"} in check().json["not_asked"]


def test_the_log_says_who_read_which_customer_by_ids_alone(capsys: pytest.CaptureFixture[str]) -> None:
    check(BY_HAND)
    printed = capsys.readouterr().out
    (line,) = [json.loads(one) for one in printed.splitlines() if '"answered"' in one]
    assert line.pop("milliseconds") >= 0
    who = {"client": "erp-7", "route": "POST /v1/customers/{number}/check", "status": 200, "number": "1"}
    assert line == {"level": "INFO", "message": "answered", "request": line["request"], **who}
    assert "Eva Kern" not in printed
    assert FIRM.name not in printed
