"""What was counted becomes rows: each step's figures per happening, and the aims beside them."""

from types import SimpleNamespace
from typing import Any

import pytest

from bench import units
from bench.meter import Meter
from bench.units import Ledger
from chalicelib.api.blocks import STATES_KEPT
from tests.builders import NOW


def ledger_of(**steps: Meter) -> Ledger:
    firm: Any = SimpleNamespace(steps=steps, invoked=dict.fromkeys(steps, 2))
    return Ledger(firm)


def asked(**operations: int) -> Meter:
    meter = Meter(read_units=4.5, write_units=6, items_written=3)
    meter.requests.update({f"dynamodb.{name}": count for name, count in operations.items()})
    meter.requests.update({"sqs.SendMessage": 1, "sqs.SendMessageBatch": 1})
    return meter


def test_figures_are_those_of_one_happening() -> None:
    ledger = ledger_of(match_notices=asked(Query=6, TransactWriteItems=2))
    ledger.keep("a notice", times=2)
    (row,) = ledger.rows
    assert row["ours"] == (4.5 + 6) / 2
    found = row["steps"]["match_notices"]
    assert (found["reads"], found["transactions"], found["sendings"], found["invocations"]) == (3, 1, 1, 1)


@pytest.mark.parametrize(("many", "met"), [(6, True), (7, False)])
def test_reads_that_grow_with_the_customers_miss_the_aim(many: int, met: bool) -> None:
    ledger = ledger_of(match_notices=asked(Query=6, TransactWriteItems=1))
    for name in (
        "a notice about nobody, 10 customers",
        "a notice about a customer opens a case",
        "a block query, blocked, states kept",
        "a customer is imported unchanged",
    ):
        ledger.keep(name, times=1)
    ledger.firm.steps["match_notices"].requests["dynamodb.Query"] = many
    ledger.keep("a notice about nobody, 100 customers", times=1)
    aims = {row["name"]: row["met"] for row in units._aims(ledger)}
    assert aims["reads a notice, 100 customers by 10 customers"] is met
    assert aims["transactions of a match"] is True
    assert aims["items written by an unchanged customer"] is False


def test_the_aim_of_a_block_query_is_that_of_the_dearest(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_at: list[Any] = []
    firm: Any = SimpleNamespace(steps={}, invoked={}, now=NOW, forget=lambda: None, settle=lambda: None)

    def ask(*_: object, **__: object) -> None:
        """Anew costs three units, whichever customer is asked for first; what is kept costs one."""
        kept = bool(asked_at) and firm.now - asked_at[-1] <= STATES_KEPT
        if not kept:
            asked_at.append(firm.now)
        firm.steps, firm.invoked = {"api": Meter(read_units=1 if kept else 3)}, {"api": 1}

    monkeypatch.setattr(units, "ask", ask)
    ledger = Ledger(firm)
    for name in ("not blocked", "blocked"):
        units._asked_twice(ledger, name, "C1")
    assert {row["name"].partition(", ")[2]: row["ours"] for row in ledger.rows} == {
        "not blocked, states read anew": 3,
        "not blocked, states kept": 1,
        "blocked, states read anew": 3,
        "blocked, states kept": 1,
    }
    firm.steps = {"match_notices": asked(Query=6, TransactWriteItems=1)}
    firm.invoked = {"match_notices": 1}
    for name in (
        "a notice about nobody, 10 customers",
        "a notice about nobody, 100 customers",
        "a notice about a customer opens a case",
        "a customer is imported unchanged",
    ):
        ledger.keep(name, times=1)
    (aim,) = [row for row in units._aims(ledger) if row["name"].startswith("units of a block query")]
    assert (aim["ours"], aim["met"]) == (3, False)


def test_without_dynamodb_local_it_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DYNAMODB_LOCAL", raising=False)
    monkeypatch.setattr("sys.argv", ["bench.units"])
    assert units.main() == 2
    assert "DYNAMODB_LOCAL=1" in capsys.readouterr().err
