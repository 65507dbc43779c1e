"""A bureau's health: a dead one is never well, and one customer's record says nothing about it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib import bureau_health, bureaus
from chalicelib.errors import BudgetSpentError, NotAskedError, SourceError, SourceRefusedError, SourceUnreachableError
from chalicelib.model.credit import Answer, Inquiry, InquiryReason, Outcome
from chalicelib.model.customer import Money
from chalicelib.model.source import Health, PollState, PortfolioState, SourceStatus
from chalicelib.source_health import examine_bureau
from chalicelib.store import sources, table
from tests.builders import NOW

CRIF = "crif_mediafinanz"


class Kept:
    """The sources' states, and which fields of them were written."""

    def __init__(self, *states: SourceStatus) -> None:
        self.states = {one.name: one for one in states}
        self.written: list[set[str]] = []

    def get(self, name: str) -> SourceStatus:
        return self.states.get(name, SourceStatus(name=name))

    def put_fields(self, status: SourceStatus, *fields: str) -> None:
        changed = {field: getattr(status, field) for field in fields}
        self.states[status.name] = self.get(status.name).model_copy(update=changed)
        self.written.append(set(fields))


def keep(monkeypatch: pytest.MonkeyPatch, *states: SourceStatus) -> Kept:
    """A store that holds these states."""
    kept = Kept(*states)
    monkeypatch.setattr("chalicelib.store.sources.get", kept.get)
    monkeypatch.setattr("chalicelib.store.sources.put_fields", kept.put_fields)
    return kept


def an_inquiry(bureau: str = CRIF) -> Inquiry:
    """One that was answered."""
    return Inquiry(
        id="i", bureau=bureau, customer_number="1", reason=InquiryReason.ORDER, asked_by="erp", asked_at=NOW,
        valid_until=NOW, answer=Answer(outcome=Outcome.ANSWERED), cost=Money(amount=Decimal(1), currency="EUR"),
    )  # fmt: skip


def a_state(name: str = CRIF, **fields: Any) -> SourceStatus:
    """A bureau that was entered and is well."""
    well: dict[str, Any] = {"kind": "bureau", "last_attempt": NOW, "last_state": PollState.NOTHING_NEW}
    return SourceStatus(name=name, **{**well, **fields})


def health(state: SourceStatus, now: datetime = NOW) -> Health:
    """What is found for the state."""
    return examine_bureau(bureaus.load(state.name).BUREAU, state, now, disabled=False).health


def test_a_bureau_that_only_checks_is_failing_from_a_failed_check_until_one_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = keep(monkeypatch, a_state())
    assert health(kept.get(CRIF), NOW + timedelta(days=9)) is Health.OK
    for minutes in (0, 15):
        bureau_health.heard([SourceRefusedError(CRIF, "401")], (), NOW + timedelta(minutes=minutes))
    assert (kept.get(CRIF).failing_since, health(kept.get(CRIF))) == (NOW, Health.FAILING)
    assert len(kept.written) == 1, "the same failure again is no news"
    bureau_health.heard((), [an_inquiry()], NOW)
    assert (kept.get(CRIF).last_success, health(kept.get(CRIF))) == (NOW, Health.OK)
    bureau_health.heard((), [an_inquiry()], NOW + timedelta(minutes=1))
    assert len(kept.written) == 2


@pytest.mark.parametrize("error", [NotAskedError(CRIF, "no address"), BudgetSpentError(CRIF, "spent")])
def test_what_is_no_fault_of_the_bureau_is_not_reported_as_one(
    monkeypatch: pytest.MonkeyPatch, error: SourceError
) -> None:
    kept = keep(monkeypatch)
    bureau_health.heard([error], (), NOW)
    assert kept.written == []


def test_a_failed_check_leaves_position_portfolio_and_the_time_of_the_visit_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = keep(monkeypatch, a_state("creditsafe"))
    bureau_health.heard([SourceUnreachableError("creditsafe", "503")], (), NOW)
    assert not kept.written[0] & {"cursor", "portfolio", "last_attempt", "last_success", "checked_through"}
    bureau_health.heard((), [an_inquiry("creditsafe")], NOW)
    assert kept.get("creditsafe").failing_since == NOW, "its next visit says whether it is well"


def test_a_bureau_that_worked_and_lost_its_credentials_is_failing() -> None:
    lost = a_state(last_state=PollState.NO_CREDENTIALS, last_success=NOW, failure="no credentials")
    assert (health(lost), lost.off) == (Health.FAILING, False)
    never = a_state(last_state=PollState.NO_CREDENTIALS, failure="no credentials")
    assert (health(never), never.off) == (Health.DISABLED, True)


def test_a_remark_does_not_hide_the_gaps() -> None:
    listed = PortfolioState(compared_at=NOW, missing=3, remark="3 could not be added")
    finding = examine_bureau(
        bureaus.load("dnb").BUREAU, a_state("dnb", checked_through=NOW, portfolio=listed), NOW, disabled=False
    )
    assert (finding.health, finding.reason[:27]) == (Health.SUSPICIOUS, "3 customers are not watched")


def test_only_the_named_fields_are_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr("chalicelib.store.table.settings", lambda: type("S", (), {"table_name": "t"}))
    monkeypatch.setattr("chalicelib.store.table.transact", sent.extend)
    sources.put_fields(a_state(failure="401", cursor="7"), "failure", "failing_since")
    update = sent[0]["Update"]
    assert update["UpdateExpression"] == "SET #record.#failure = :failure REMOVE #record.#failing_since"
    assert table.from_wire(update["ExpressionAttributeValues"]) == {":failure": "401"}
    assert update["ExpressionAttributeNames"]["#record"] == "record"


def test_a_source_never_visited_keeps_its_first_visit_due(monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[SourceStatus] = []
    monkeypatch.setattr("chalicelib.store.table.settings", lambda: type("S", (), {"table_name": "t"}))
    monkeypatch.setattr("chalicelib.store.table.transact", lambda _requests: ["ConditionalCheckFailed"])
    monkeypatch.setattr("chalicelib.store.sources.put", put.append)
    sources.put_fields(a_state(failure="401"), "failure")
    assert put == [SourceStatus(name=CRIF, failure="401")]
