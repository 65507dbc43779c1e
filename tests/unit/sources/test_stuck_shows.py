"""A feed that stands still is seen by whoever looks: operators, the cockpit's readers, and whoever wants a proof."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import commands, registers
from chalicelib.cockpit import source_cards
from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.comparison import Comparison
from chalicelib.model.credit import CreditFile
from chalicelib.model.proof import GapKind, Verdict
from chalicelib.model.source import Health, PollState, SourceStatus, Stuck
from chalicelib.poll_results import Tally
from chalicelib.proving import Known, proof
from chalicelib.source_health import failed
from chalicelib.store import sources
from chalicelib.stuck_feeds import position_kept
from functions import check_sources
from tests.builders import a_customer
from tests.unit.memory_table import MemoryTable

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
READ = NOW - timedelta(minutes=10)
CZECH = PostalAddress(city="Brno", country="CZ")


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> SourceStatus:
    """The Czech feed at its fifth attempt, when polls do not even fail any more; all others were just read."""
    MemoryTable(monkeypatch)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    monkeypatch.setattr("chalicelib.admin_settings.disabled_sources", frozenset)
    monkeypatch.setattr(source_cards, "bureau_states", lambda _now: ())
    for name in registers.names():
        well = {
            "checked_through": READ,
            "last_success": READ,
            "last_attempt": READ,
            "late_from": NOW + timedelta(days=1),
        }
        sources.put(SourceStatus.model_validate({"name": name, "last_state": PollState.NOTHING_NEW, **well}))
    before = sources.get("cz_isir").model_copy(
        update={"cursor": "7", "stuck": Stuck(cursor="7", reason="x", attempts=4, since=READ), "failing_since": READ}
    )
    error = SourceChangedError("cz_isir", "event 8: an element novinka")
    after = position_kept(registers.load("cz_isir").REGISTER, failed(before, error, NOW), Tally(before), error, NOW)
    sources.put(after)
    return after


def test_its_own_alarm_rings_and_it_is_told_as_failing(stuck: SourceStatus, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stuck.stuck is not None
    assert stuck.stuck.attempts == 5
    rung: dict[str, float] = {}
    told: list[tuple[str, Health]] = []
    monkeypatch.setattr(check_sources, "count_source", lambda _name, value, source: rung.update({source: value}))
    monkeypatch.setattr(check_sources, "count", lambda *_: None)
    monkeypatch.setattr(check_sources, "_tell_of_parameters", lambda: 0)
    monkeypatch.setattr(
        check_sources, "_tell", lambda status, finding, _now: told.append((status.name, finding.health))
    )
    check_sources.check()
    assert {name for name, value in rung.items() if value} == {"cz_isir"}
    assert told == [("cz_isir", Health.FAILING)]
    assert "step-over cz_isir" in (sources.get("cz_isir").health_reason or "")


def test_its_card_and_its_state_say_where_it_stands_and_what_heals_it(
    stuck: SourceStatus, capsys: pytest.CaptureFixture[str]
) -> None:
    card = next(one for one in source_cards.cards(NOW) if one.name == "cz_isir")
    assert (card.health, card.trouble, card.since, card.detail) == (Health.FAILING, "changed", READ, stuck.failure)
    assert commands.main(["sources", "--state"]) in {0, 1}
    printed = " ".join(capsys.readouterr().out.split())
    assert "attempt 5 at position 7" in printed
    assert "step-over cz_isir" in printed


@pytest.mark.parametrize("checked_since", [True, False])
def test_nothing_found_has_a_gap(stuck: SourceStatus, checked_since: bool) -> None:
    if checked_since:
        sources.put_health("cz_isir", Health.FAILING, stuck.failure or "", "register")
    else:
        sources.put(sources.get("cz_isir").model_copy(update={"late_from": NOW - timedelta(minutes=1)}))
    customer = a_customer(address=CZECH, updated_at=NOW - timedelta(days=9))
    known = Known(
        customer,
        (),
        CreditFile(customer_number=customer.number),
        sources.statuses(),
        Comparison(measured_at=NOW, clear_at=NOW),
    )
    found = proof(known, "Eva Kern", NOW)
    assert found.verdict is Verdict.NOTHING_FOUND_WITH_GAPS
    assert [(gap.kind, gap.source, gap.reserve) for gap in found.gaps] == [(GapKind.STALE, "cz_isir", True)]
    assert "position 7" in found.statement_en
