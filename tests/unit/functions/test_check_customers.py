"""When a customer is asked about again: never later because it changes, soon where no answer came."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.errors import BudgetSpentError, NotAskedError, SourceError
from chalicelib.inquiring import Asked
from chalicelib.model.bureau import BureauPlan, Recheck
from chalicelib.model.credit import Answer, CreditFile, Inquiry, InquiryReason, Outcome
from chalicelib.model.customer import Money
from functions import check_customers
from tests.builders import NOW, a_customer

FIRM = a_customer(number="1", credit_limit=Money(amount=Decimal(5000)))
PLANNED = {"pk": "CUSTOMER#1", "reason": "plan"}
CHANGED = {"pk": "CUSTOMER#1"}
AT_THREE = {"hour": 3, "minute": 0}


def an_inquiry(outcome: Outcome = Outcome.ANSWERED, days_ago: int = 0) -> Inquiry:
    """One inquiry at North Data."""
    asked_at = NOW - timedelta(days=days_ago)
    return Inquiry(
        id="i", bureau="northdata", customer_number="1", reason=InquiryReason.PLAN, asked_by="plan", asked_at=asked_at,
        valid_until=NOW, answer=Answer(outcome=outcome), cost=Money(amount=Decimal(1), currency="EUR"),
    )  # fmt: skip


class World:
    """One customer whose next check is planned."""

    def __init__(self) -> None:
        self.due: dict[str, datetime] = {"1": NOW + timedelta(days=60)}
        self.known = CreditFile(customer_number="1", inquiries=(an_inquiry(days_ago=300),))
        self.asked = Asked((), (), ())
        self.questions = 0

    def check(self, *_about: object) -> Asked:
        self.questions += 1
        return self.asked


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World()
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    monkeypatch.setattr("chalicelib.store.customers.get", lambda number: FIRM if number == "1" else None)
    monkeypatch.setattr("chalicelib.store.credit.file_of", lambda _number: found.known)
    monkeypatch.setattr("chalicelib.store.credit.put_due", found.due.__setitem__)
    monkeypatch.setattr("chalicelib.store.credit.due_at", found.due.get)
    monkeypatch.setattr("chalicelib.store.credit.forget_due", lambda number: found.due.pop(number, None))
    monkeypatch.setattr("chalicelib.store.look_ups.forget", lambda _number: None)
    monkeypatch.setattr("chalicelib.inquiring.active", lambda: ("northdata",))
    monkeypatch.setattr("chalicelib.inquiring.check", found.check)
    monkeypatch.setattr("chalicelib.access.bureau_plan", lambda _name: BureauPlan())
    monkeypatch.setattr("chalicelib.bureau_health.heard", lambda *_about: None)
    monkeypatch.setattr("functions.check_customers._link", lambda *_about: None)
    return found


def test_a_customer_that_changes_is_not_asked_about_later(world: World) -> None:
    check_customers.check(CHANGED, None)
    assert (world.questions, world.due["1"]) == (0, NOW + timedelta(days=60))


def test_a_higher_exposure_brings_an_earlier_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = BureauPlan(rechecks=(Recheck(every_days=365), Recheck(exposure_from=Decimal(5000), every_days=310)))
    monkeypatch.setattr("chalicelib.access.bureau_plan", lambda _name: plan)
    check_customers.check(CHANGED, None)
    assert world.due["1"] == (NOW + timedelta(days=10)).replace(**AT_THREE)  # type: ignore[arg-type] # hour and minute


def test_a_customer_for_whom_nothing_is_planned_is_planned_from_its_last_answer_on(world: World) -> None:
    world.due.clear()
    check_customers.check(CHANGED, None)
    assert world.due["1"] == datetime(2026, 5, 6, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("inquiries", "failures", "days"),
    [
        ((an_inquiry(),), (), 365),
        ((an_inquiry(Outcome.PENDING),), (BudgetSpentError("schufa", "spent"),), 365),
        ((), (BudgetSpentError("northdata", "spent"),), 1),
        ((an_inquiry(Outcome.SENT),), (), 1),
        ((), (NotAskedError("northdata", "no address"),), 365),
        ((), (), 365),
    ],
)
def test_a_planned_check_without_an_answer_is_tried_again_tomorrow(
    world: World, inquiries: tuple[Inquiry, ...], failures: tuple[SourceError, ...], days: int
) -> None:
    world.asked = Asked(inquiries, inquiries, failures)
    check_customers.check(PLANNED, None)
    assert (world.due["1"] - NOW).total_seconds() == pytest.approx(days * 86400, abs=5 * 3600)


def test_nothing_is_planned_for_a_customer_that_is_gone(world: World) -> None:
    world.due["gone"] = NOW
    check_customers.check({"pk": "CUSTOMER#gone", "reason": "plan"}, None)
    assert "gone" not in world.due
